//! The memory that grading takes: it is that of a few submissions, however many there are.

use super::OF_CLASS;
use crate::support::pty::{DEADLINE, clean_command};
use crate::support::{Book, SOLVED};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// How many submissions there are in the two classes.
const FEW: usize = 20;
const MANY: usize = 400;

/// How long each file is, in bytes. If one of each submission were kept, the larger class would take 38 MB more.
const LEN: usize = 100_000;

/// How much more the larger class may take, in bytes.
const MAX_GROWTH: u64 = 12_000_000;

/// A class of submissions that are all different, each refused as soon as it was parsed: what compiling takes is not ours.
fn class(n_submissions: usize) -> Book {
    let book = Book::new();
    let line = "// Nothing is said here, at length.\n";
    let padding = line.repeat(LEN / line.len());
    for learner in 0..n_submissions {
        let refused = SOLVED.replace("a + b", "unsafe { std::mem::zeroed() }");
        book.write(
            &format!("class/learner-{learner}/add.rs"),
            &format!("{refused}// {learner}\n{padding}"),
        );
        // And one that all of them share.
        book.write(
            &format!("class/learner-{learner}/sub.rs"),
            &format!("{}{padding}", SOLVED.replace("add", "sub")),
        );
    }
    book
}

/// The most memory that a process takes until it ends, in bytes, as Linux tells while it is there.
fn peak(child: &mut Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let deadline = Instant::now() + DEADLINE;
    let mut peak = 0;
    while child.try_wait().expect("it is a child").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let now = text.lines().find_map(|line| {
            let number = line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?;
            number.parse::<u64>().ok()
        });
        peak = peak.max(now.unwrap_or(0));
        if Instant::now() >= deadline {
            child.kill().expect("it is killed");
            panic!("the program never ends");
        }
        std::thread::park_timeout(Duration::from_millis(2));
    }
    peak * 1024
}

#[test]
fn twenty_times_as_many_submissions_take_no_more_memory() {
    let peaks = [FEW, MANY].map(|n_submissions| {
        let book = class(n_submissions);
        let mut child = clean_command(
            &book,
            &[
                &[
                    "grade",
                    "-C",
                    ".",
                    "--class",
                    "class",
                    "--jobs",
                    "2",
                    "--exit-zero",
                ],
                &OF_CLASS[..],
            ]
            .concat(),
        )
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
        let peak = peak(&mut child);
        assert!(child.wait().expect("it is a child").success());
        let csv = book.read("class.csv");
        assert_eq!(csv.matches(",policy,").count(), n_submissions);
        assert_eq!(csv.lines().count(), 1 + 2 * n_submissions);
        peak
    });
    assert!(peaks[0] > 0, "Linux told something");
    let growth = peaks[1].saturating_sub(peaks[0]);
    assert!(growth < MAX_GROWTH, "{peaks:?}: {growth} bytes more");
}
