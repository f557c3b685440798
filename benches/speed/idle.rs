//! What a `watch` costs that has nothing to do.

use super::books::{Books, file, solved, workbook, write};
use super::measure::succeed;
use super::terminal::Session;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// For how long it is watched, at least.
const WHILE: Duration = Duration::from_secs(3);

/// Memory and processor time of an idle `watch` in the workbook at `root`, as two columns of a table.
pub fn measure(root: &Path) -> String {
    let mut command = workbook(root);
    command.arg("watch");
    let session = Session::start(command);
    session.await_texts(&["solved"]);
    let books = Books::new();
    let file = file(&books.ours());
    // It may still tidy up; one compilation elsewhere is time enough for that.
    compile(&books, &file, 0);
    let before = ticks(session.pid());
    let start = Instant::now();
    let mut round = 0;
    while start.elapsed() < WHILE {
        round += 1;
        compile(&books, &file, round);
    }
    let spent = ticks(session.pid()) - before;
    format!(
        "{:.1} MB | {spent} ticks in {:.1} s",
        memory(session.pid()),
        start.elapsed().as_secs_f64()
    )
}

/// Something else that the machine does meanwhile.
fn compile(books: &Books, file: &Path, round: usize) {
    write(file, &solved(round));
    succeed(
        Command::new("rustc")
            .args(["--edition", "2024", "--test"])
            .arg(file)
            .arg("-o")
            .arg(books.binary()),
    );
}

/// The processor time of a process, in the system's ticks, mostly of 10 ms.
fn ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("it is alive");
    // NUMBER (NAME) STATE ... with the times in user and system mode as the 14th and 15th.
    let fields: Vec<&str> = stat
        .rsplit(") ")
        .next()
        .expect("a name in parentheses")
        .split(' ')
        .collect();
    fields[11..13]
        .iter()
        .map(|field| field.parse::<u64>().expect("a number"))
        .sum()
}

/// The memory of a process, in MB of a million bytes.
fn memory(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it is alive");
    let kilobytes: f64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().strip_suffix(" kB"))
        .and_then(|number| number.trim().parse().ok())
        .expect("the system tells");
    kilobytes * 1024.0 / 1e6
}
