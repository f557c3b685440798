//! Taking time, and tables of what came out.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often each contender has its turn, beside the first turns, which are a warm-up.
pub const ROUNDS: usize = 15;

/// The same for work that takes seconds.
pub const FEW_ROUNDS: usize = 9;

/// One of those that take turns.
pub struct Contender {
    name: String,
    samples: Vec<Duration>,
}

impl Contender {
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            samples: Vec::new(),
        }
    }

    /// Takes the time of a piece of work.
    pub fn time(&mut self, work: impl FnOnce()) {
        let start = Instant::now();
        work();
        self.took(start.elapsed());
    }

    /// Notes a time that was taken elsewhere.
    pub fn took(&mut self, time: Duration) {
        self.samples.push(time);
    }

    /// Forgets what was taken so far: it was a warm-up.
    pub fn forget(&mut self) {
        self.samples.clear();
    }

    pub fn median(&self) -> Option<Duration> {
        let mut sorted = self.samples.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied()
    }
}

/// A Markdown table; the last column is the ratio of each median to the first contender's.
pub fn table(contenders: &[&Contender]) -> String {
    let first = contenders.first().and_then(|first| first.median());
    let n_samples = contenders.first().map_or(0, |first| first.samples.len());
    let mut out = format!(
        "| work | median of {n_samples} | least | against the first |\n|---|---|---|---|\n"
    );
    for contender in contenders {
        let Some(median) = contender.median() else {
            let _ = writeln!(out, "| {} | not installed | | |", contender.name);
            continue;
        };
        let least = contender.samples.iter().min().copied().unwrap_or_default();
        let _ = write!(
            out,
            "| {} | {} | {} |",
            contender.name,
            show(median),
            show(least)
        );
        match first {
            Some(first) => {
                let _ = writeln!(out, " {} x |", ratio(median, first));
            }
            None => out.push_str(" |\n"),
        }
    }
    out
}

/// A sentence on how one contender does against another, if both had a turn.
pub fn against(one: &Contender, other: &Contender) -> String {
    match (one.median(), other.median()) {
        (Some(median), Some(other_median)) => format!(
            "\n{} takes {} of the time of {}.\n",
            one.name,
            ratio(median, other_median),
            other.name
        ),
        _ => String::new(),
    }
}

fn ratio(one: Duration, other: Duration) -> String {
    let ratio = one.as_secs_f64() / other.as_secs_f64();
    if ratio < 0.01 {
        format!("{ratio:.5}")
    } else {
        format!("{ratio:.2}")
    }
}

/// A time in milliseconds.
pub fn show(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Runs a command to its end, unseen; whether it succeeded.
pub fn finishes(command: &mut Command) -> bool {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.expect("the program starts").success()
}

/// Runs a command that must succeed, unseen.
#[track_caller]
pub fn succeed(command: &mut Command) {
    assert!(finishes(command), "{command:?} failed");
}

#[allow(clippy::print_stdout)]
pub fn print(text: &str) {
    println!("{text}");
}

/// A word on standard error about something that takes long.
#[allow(clippy::print_stderr)]
pub fn tell(text: &str) {
    eprintln!("{text}");
}
