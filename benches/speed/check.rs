//! Many exercises at once: rustlings' course, solved.

use super::books::{files_below, workbook};
use super::course;
use super::measure::{Contender, FEW_ROUNDS, finishes, print, succeed, table, tell};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many exercises the loop by hand checks at once.
const N_PROCESSES: usize = 2;

/// Measures `workbook check`, with nothing known and with everything known, against a loop of compiler, tests and clippy.
pub fn measure() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let root = dir.path().join("course");
    tell("fetching rustlings' course through cargo");
    if let Err(reason) = course::fetch_solved(&root) {
        print(&format!("Not measured: {reason}"));
        return;
    }
    let files = files_below(&root.join("exercises"), "rs");
    let out = dir.path().join("by_hand");
    std::fs::create_dir_all(&out).expect("create");
    let n = files.len();
    let mut by_hand = Contender::new(&format!(
        "{N_PROCESSES} loops of `rustc --test`, run, `clippy-driver` over {n} files"
    ));
    let mut cold = Contender::new("`workbook check`, nothing known");
    let mut warm = Contender::new("`workbook check`, nothing changed");
    for round in 0..=FEW_ROUNDS {
        tell(&format!("check: round {round} of {FEW_ROUNDS}"));
        by_hand.time(|| check_by_hand(&files, &out));
        let state = root.join(".workbook");
        if state.exists() {
            std::fs::remove_dir_all(&state).expect("remove");
        }
        cold.time(|| succeed(workbook(&root).arg("check")));
        warm.time(|| succeed(workbook(&root).arg("check")));
        if round == 0 {
            for contender in [&mut by_hand, &mut cold, &mut warm] {
                contender.forget();
            }
        }
    }
    print(&table(&[&by_hand, &cold, &warm]));
}

/// What a careful person would write in a shell script.
fn check_by_hand(files: &[PathBuf], out: &Path) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for process in 0..N_PROCESSES {
            let (next, binary) = (&next, out.join(process.to_string()));
            scope.spawn(move || {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    check_one_by_hand(file, &binary);
                }
            });
        }
    });
}

fn check_one_by_hand(file: &Path, binary: &Path) {
    succeed(
        Command::new("rustc")
            .args(["--edition", "2024", "--test"])
            .arg(file)
            .arg("-o")
            .arg(binary),
    );
    succeed(&mut Command::new(binary));
    // Its warnings fail nothing; only what it cannot compile does.
    let linted = finishes(
        Command::new("clippy-driver")
            .args(["--edition", "2024", "--test", "--emit=metadata"])
            .arg(file)
            .arg("-o")
            .arg(binary.with_extension("rmeta")),
    );
    assert!(linted, "clippy rejects {}", file.display());
}
