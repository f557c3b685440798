//! `workbook grade` as an instructor uses it: whole classes, interrupted and taken up again, what changed since, and what is
//! shown meanwhile.

mod action;
mod agreement;
mod class;
mod killed;
#[cfg(target_os = "linux")]
mod memory;
mod news;
mod own;
mod whole;

use crate::said::Said;
use crate::support::book::program;
use class::Desk;
use serde_json::Value;
use std::time::Duration;

/// No class takes this long, nor a whole one.
const PATIENCE: Duration = Duration::from_secs(3_000);

/// Every format that holds a class, each to a file.
const OF_CLASS: [&str; 12] = [
    "--format",
    "jsonl=class.jsonl",
    "--format",
    "text=class.txt",
    "--format",
    "junit=class.xml",
    "--format",
    "github=class.log",
    "--format",
    "csv=class.csv",
    "--format",
    "html=class.html",
];

/// Every format that holds one submission.
const OF_ONE: [&str; 6] = [
    "--format",
    "classroom50=result.json",
    "--format",
    "gradescope=results.json",
    "--format",
    "exercism=exercism.json",
];

impl Desk {
    /// `workbook grade` in this directory, by the course that the program brings along.
    fn grade(&self, args: &[String]) -> Said {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        self.said(&[&["grade"], &args[..]].concat())
    }

    fn said(&self, args: &[&str]) -> Said {
        let mut command = program();
        command
            .env("XDG_CACHE_HOME", self.path("cache"))
            .current_dir(self.path(""))
            .args(args)
            .timeout(PATIENCE);
        Said::by(&mut command)
    }

    /// The records of a report.
    fn records(&self, name: &str) -> Vec<Value> {
        let text = self.read(name);
        let lines = text.lines().map(serde_json::from_str);
        lines.map(|line| line.expect("a line is JSON")).collect()
    }
}

/// The records of this type.
fn of_type<'r>(records: &'r [Value], name: &str) -> Vec<&'r Value> {
    let is_it = |record: &&Value| record["type"] == name;
    records.iter().filter(is_it).collect()
}
