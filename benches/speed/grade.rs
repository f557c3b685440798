//! Grading: one file, a class of edited files, a class that has not begun, and the memory that a class takes.

use super::books::{Books, NAME, file, solved, workbook, write};
use super::measure::{Contender, ROUNDS, against, finishes, print, show, succeed, table, tell};
use super::real::Course;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many learners have edited all their files. As many as `WORKBOOK_BENCH_CLASS` says, if it says so.
const N_LEARNERS: usize = 8;

/// The sizes of classes whose memory is compared.
const SIZES: [usize; 2] = [10, 200];

/// Measures `workbook grade`.
pub fn measure() {
    one_file();
    let course = Course::new();
    edited(&course);
    unchanged(&course);
}

/// One file that needs nothing but the standard library, against the compiler by hand.
fn one_file() {
    let books = Books::new();
    let mut by_hand = Contender::new("`rustc --edition 2024 --test F -o B && B`");
    let mut graded = Contender::new("`workbook grade F`");
    // The starter is another file: an unchanged one would not be graded.
    write(&file(&books.ours()), "pub fn nothing() {}\n");
    let solutions = books.ours().join("solutions");
    write(&solutions.join(format!("{NAME}.rs")), &solved(0));
    let submitted = books.binary().with_file_name(format!("{NAME}.rs"));
    for round in 0..=ROUNDS {
        write(&submitted, &solved(round + 1));
        by_hand.time(|| {
            succeed(
                Command::new("rustc")
                    .args(["--edition", "2024", "--test"])
                    .arg(&submitted)
                    .arg("-o")
                    .arg(books.binary()),
            );
            succeed(&mut Command::new(books.binary()));
        });
        graded.time(|| succeed(workbook(&books.ours()).arg("grade").arg(&submitted)));
        if round == 0 {
            by_hand.forget();
            graded.forget();
        }
    }
    print(&table(&[&by_hand, &graded]));
    print(&against(&graded, &by_hand));
}

/// A class in which every learner has edited every file in his own way, against as many files one after the other.
fn edited(course: &Course) {
    let n_learners = std::env::var("WORKBOOK_BENCH_CLASS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(N_LEARNERS);
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    let n_exercises = course.exercises().len();
    let one = course.beside("one");
    let class = course.beside("class");
    submit(course, &one.join("learner"), Some("one"));
    for learner in 0..n_learners {
        let name = format!("learner-{learner:03}");
        submit(course, &class.join(&name), Some(&name));
    }
    tell(&format!("grade: {n_exercises} files, one after the other"));
    let alone = time(|| grade(course, &one, &["--jobs", "1"]));
    tell(&format!("grade: {n_learners} times as many files"));
    let all = time(|| grade(course, &class, &[]));
    let again = time(|| grade(course, &class, &[]));
    let cores = u32::try_from(n_cores).unwrap_or(1);
    let due = alone * u32::try_from(n_learners).unwrap_or(1) / cores;
    print(&format!(
        "\n{n_learners} learners with {n_exercises} files each, all different: {} on {n_cores} cores, {:.2} of the number of files x \
         {} for one of them / cores; the same class again {}.\n",
        show(all),
        all.as_secs_f64() / due.as_secs_f64(),
        show(alone / u32::try_from(n_exercises).unwrap_or(1)),
        show(again)
    ));
}

/// A class that has not begun, and the most memory that the program took.
fn unchanged(course: &Course) {
    for size in SIZES {
        let class = course.beside(&format!("fresh-{size}"));
        for learner in 0..size {
            submit(course, &class.join(format!("learner-{learner:03}")), None);
        }
        let took = time(|| grade(course, &class, &[]));
        print(&format!(
            "\n{size} learners with unchanged starters: {}, {}.",
            show(took),
            peak_memory(course, &class)
        ));
    }
    for size in SIZES {
        let class = course.beside(&format!("solved-{size}"));
        for learner in 0..size {
            submit(
                course,
                &class.join(format!("learner-{learner:03}")),
                Some("all"),
            );
        }
        let took = time(|| grade(course, &class, &[]));
        print(&format!(
            "\n{size} learners who solved all of it in the same way: {}, {}.",
            show(took),
            peak_memory(course, &class)
        ));
    }
}

/// Writes a submission: all starters, or all solutions with a line of the learner's own.
fn submit(course: &Course, dir: &Path, learner: Option<&str>) {
    for path in course.exercises() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = match learner {
            Some(learner) => {
                let solution = course.solution(&name);
                let text = std::fs::read_to_string(&solution).expect("it can be read");
                format!(
                    "{text}\n/// {learner}\n#[allow(dead_code)]\nfn written_by() -> &'static str {{\n    {learner:?}\n}}\n"
                )
            }
            None => std::fs::read_to_string(course.root().join(&path)).expect("it can be read"),
        };
        write(&dir.join(&path), &text);
    }
}

fn command(course: &Course, class: &Path, args: &[&str]) -> Command {
    let mut command = workbook(&course.root());
    let report = course.beside("report.html");
    command
        .args(["grade", "--class", "--exit-zero"])
        .args(args)
        .arg("--format")
        .arg(format!("html={}", report.display()))
        .args(["--format", "jsonl"])
        .arg(class);
    command
}

fn grade(course: &Course, class: &Path, args: &[&str]) {
    assert!(
        finishes(&mut command(course, class, args)),
        "the class is graded"
    );
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// The most memory that the program itself took, as the system tells while it is alive.
#[cfg(target_os = "linux")]
fn peak_memory(course: &Course, class: &Path) -> String {
    let mut child = command(course, class, &[])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().expect("it is a child").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let now = text
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|rest| rest.trim().strip_suffix(" kB"))
            .and_then(|number| number.trim().parse::<u64>().ok());
        peak = peak.max(now.unwrap_or(0));
        std::thread::yield_now();
    }
    format!("at most {peak} kB of memory")
}

#[cfg(not(target_os = "linux"))]
fn peak_memory(_course: &Course, _class: &Path) -> String {
    "memory is not known here".to_owned()
}
