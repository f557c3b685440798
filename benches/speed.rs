//! How fast a verdict comes, against the compiler by hand and against rustlings: `cargo bench`.
//!
//! All contenders take turns in one run, each time after the same edit of the same file, so that what else the machine
//! does hits them alike. Medians are printed, and ratios of medians. Nothing here fails when it is slow.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 15;

/// The exercise that is measured: solved, with its tests, only the standard library.
const EXERCISE: &str = include_str!("../solutions/02_data_structures/lru_cache.rs");

/// A place in a function body, and what is edited there.
const EDIT: (&str, &str) = (
    "        self.slots.len()\n",
    "        let round = ROUND;\n        self.slots.len() + round - round\n",
);

struct Contender {
    name: &'static str,
    samples: Vec<Duration>,
}

impl Contender {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            samples: Vec::new(),
        }
    }

    fn time(&mut self, work: impl FnOnce()) {
        let start = Instant::now();
        work();
        self.samples.push(start.elapsed());
    }

    fn median(&self) -> Duration {
        let mut sorted = self.samples.clone();
        sorted.sort_unstable();
        sorted[sorted.len() / 2]
    }
}

fn main() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let book = dir.path().join("book");
    let lings = dir.path().join("rustlings");
    write(
        &book.join("info.toml"),
        "format_version = 1\ntitle = \"Bench\"\n[[exercises]]\nname = \"lru_cache\"\n",
    );
    write(
        &lings.join("info.toml"),
        "format_version = 1\n[[exercises]]\nname = \"lru_cache\"\ntest = true\nhint = \"none\"\n",
    );
    write(
        &lings.join("Cargo.toml"),
        "bin = [{ name = \"lru_cache\", path = \"exercises/lru_cache.rs\" }]\n[package]\nname = \"exercises\"\nedition = \"2024\"\nversion = \"0.0.1\"\n",
    );
    let has_rustlings = Command::new("rustlings")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());

    let mut bare = Contender::new("rustc --edition 2024 --test FILE -o BIN && BIN");
    let mut run = Contender::new("workbook run (clippy included)");
    let mut rustlings = Contender::new("rustlings run");
    // The first round is a warm-up for all of them.
    for round in 0..=ROUNDS {
        let text = edited(round);
        for root in [&book, &lings] {
            write(&root.join("exercises/lru_cache.rs"), &text);
        }
        let file = book.join("exercises/lru_cache.rs");
        let binary = dir.path().join("bare");
        bare.time(|| {
            succeed(
                Command::new("rustc")
                    .args(["--edition", "2024", "--test"])
                    .arg(&file)
                    .arg("-o")
                    .arg(&binary),
            );
            succeed(&mut Command::new(&binary));
        });
        run.time(|| succeed(workbook(&book).args(["run", "lru_cache"])));
        if has_rustlings {
            rustlings.time(|| {
                succeed(
                    Command::new("rustlings")
                        .args(["run", "lru_cache"])
                        .current_dir(&lings),
                );
            });
        }
    }
    let mut check = Contender::new("workbook check, nothing changed");
    let mut list = Contender::new("workbook list");
    let mut hint = Contender::new("workbook hint");
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let copy = dir.path().join("own");
    copy_course(&own, &copy);
    for _ in 0..=ROUNDS {
        check.time(|| {
            run_any(workbook(&copy).arg("check"));
        });
        list.time(|| {
            run_any(workbook(&copy).arg("list"));
        });
        hint.time(|| {
            run_any(workbook(&copy).arg("hint"));
        });
    }

    let mut contenders = vec![bare, run, rustlings, check, list, hint];
    for contender in &mut contenders {
        if !contender.samples.is_empty() {
            contender.samples.remove(0);
        }
    }
    report(&contenders);
}

fn edited(round: usize) -> String {
    let (from, to) = EDIT;
    assert!(
        EXERCISE.contains(from),
        "the edit has no place in the exercise"
    );
    let text = EXERCISE.replacen(from, &to.replace("ROUND", &round.to_string()), 1);
    // rustlings builds every exercise as a program.
    format!("{text}\nfn main() {{}}\n")
}

fn workbook(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
    command.arg("-C").arg(root);
    command
}

fn run_any(command: &mut Command) -> bool {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.expect("the program starts").success()
}

fn succeed(command: &mut Command) {
    assert!(run_any(command), "{command:?} failed");
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a file has a directory")).expect("create");
    std::fs::write(path, text).expect("write");
}

fn copy_course(from: &Path, to: &Path) {
    for part in ["info.toml", "exercises", "solutions", "concepts"] {
        let mut open = vec![PathBuf::from(part)];
        while let Some(path) = open.pop() {
            if from.join(&path).is_dir() {
                let entries = std::fs::read_dir(from.join(&path)).expect("list");
                open.extend(entries.map(|entry| path.join(entry.expect("an entry").file_name())));
            } else {
                std::fs::create_dir_all(to.join(&path).parent().expect("a parent"))
                    .expect("create");
                std::fs::copy(from.join(&path), to.join(&path)).expect("copy");
            }
        }
    }
}

fn report(contenders: &[Contender]) {
    let millis = |duration: Duration| duration.as_secs_f64() * 1000.0;
    let bare = millis(contenders[0].median());
    let mut out = String::from("| work | median | against bare rustc |\n|---|---|---|\n");
    for contender in contenders {
        if contender.samples.is_empty() {
            let _ = writeln!(out, "| {} | not installed | |", contender.name);
            continue;
        }
        let median = millis(contender.median());
        let _ = writeln!(
            out,
            "| `{}` | {median:.1} ms | {:.2} x |",
            contender.name,
            median / bare
        );
    }
    if let [_, run, rustlings, ..] = contenders
        && !rustlings.samples.is_empty()
    {
        let _ = writeln!(
            out,
            "\n`workbook run` takes {:.2} of the time of `rustlings run`.",
            millis(run.median()) / millis(rustlings.median())
        );
    }
    print(&out);
}

#[allow(clippy::print_stdout)]
fn print(text: &str) {
    println!("{text}");
}
