//! Grading: one file, a class of edited files, a class that has not begun, and the memory that a class takes.

use super::books::{Books, NAME, file, solved, workbook, write};
use super::measure::{Contender, ROUNDS, against, finishes, print, show, succeed, table, tell};
use super::real::Course;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many learners there are in the class that is edited. As many as `WORKBOOK_BENCH_CLASS` says, if it says so.
const N_LEARNERS: usize = 20;

/// What the class is graded in: an exercise of each of six chapters, by the standard library alone.
const EXERCISES: [&str; 6] = [
    "decorator",
    "lru_cache",
    "shortest_path",
    "palindrome",
    "race_condition",
    "n_plus_one",
];

/// Of so many learners one has not begun, and one hands in what his neighbor does.
const NOT_OWN: usize = 5;

/// How often the class is graded, each time with other files.
const CLASS_ROUNDS: usize = 5;

/// How many learners are graded one file after the other, to learn what a file costs.
const N_ALONE: usize = 3;

/// The sizes of classes whose memory is compared.
const SIZES: [usize; 3] = [10, 200, 1_000];

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
    print("The limit is 3.\n");
}

/// Whose files a learner hands in: nobody's, his neighbor's or his own.
fn author(learner: usize) -> Option<usize> {
    match learner % NOT_OWN {
        0 => None,
        1 => Some(learner + 1),
        _ => Some(learner),
    }
}

/// A class in which most learners have edited every file in their own way, against what so many different files cost one after
/// the other. Both take turns, each time with files that nobody has seen before.
fn edited(course: &Course) {
    let n_learners = std::env::var("WORKBOOK_BENCH_CLASS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(N_LEARNERS);
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    let only = EXERCISES.join(",");
    let mut one_file = Contender::new("a file, one after the other");
    let mut all_files = Contender::new("the class");
    let mut again = Contender::new("the same class again");
    let authors: BTreeSet<usize> = (0..n_learners).filter_map(author).collect();
    let n_different = u32::try_from(authors.len() * EXERCISES.len()).unwrap_or(1);
    let n_cores = u32::try_from(n_cores).unwrap_or(1);
    let mut ratios = Vec::new();
    for round in 1..=CLASS_ROUNDS {
        tell(&format!("grade: round {round} of {CLASS_ROUNDS}"));
        let alone = course.beside(&format!("alone-{round}"));
        for learner in 0..N_ALONE {
            let name = format!("learner-{learner}");
            submit(
                course,
                &alone.join(&name),
                Some(&format!("alone {round} {learner}")),
            );
        }
        let class = course.beside(&format!("class-{round}"));
        for learner in 0..n_learners {
            let own = author(learner).map(|author| format!("{round} {author}"));
            submit(
                course,
                &class.join(format!("learner-{learner:03}")),
                own.as_deref(),
            );
        }
        let class_args = ["--only", &only];
        let n_alone = u32::try_from(N_ALONE * EXERCISES.len()).unwrap_or(1);
        let took = time(|| grade(course, &alone, &["--only", &only, "--jobs", "1"])) / n_alone;
        one_file.took(took);
        let all = time(|| grade(course, &class, &class_args));
        all_files.took(all);
        again.time(|| grade(course, &class, &class_args));
        ratios.push(all.as_secs_f64() / (took * n_different / n_cores).as_secs_f64());
    }
    print(&table(&[&one_file, &all_files, &again]));
    ratios.sort_by(f64::total_cmp);
    print(&format!(
        "\n{n_learners} learners by {} exercises, {n_different} different files, {n_cores} cores: {:.2} of the number of different files x \
         what one costs / cores (the median of the ratios of {CLASS_ROUNDS} rounds; the limit is 1.1).\n",
        EXERCISES.len(),
        ratios[ratios.len() / 2],
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
