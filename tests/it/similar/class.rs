//! A class of one exercise, and as many programs as are wanted, each unlike the others.

use crate::support::Book;
use assert_cmd::Command;
use std::fmt::Write as _;

/// What two of a class wrote.
pub const MINE: &str = "\
fn parse(line: &str) -> Option<(String, u64)> {
    let mut parts = line.splitn(2, '=');
    let name = parts.next()?.trim();
    let amount = parts.next()?.trim().parse::<u64>().ok()?;
    if name.is_empty() || amount == 0 {
        return None;
    }
    Some((name.to_owned(), amount))
}

/// Totals by name.
pub fn totals(lines: &[&str]) -> Vec<(String, u64)> {
    let mut sums: Vec<(String, u64)> = Vec::new();
    for line in lines {
        let Some((name, amount)) = parse(line) else { continue };
        match sums.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += amount,
            None => sums.push((name, amount)),
        }
    }
    sums.sort();
    sums
}
";

const SOLUTION: &str = "\
/// Totals by name.
pub fn totals(lines: &[&str]) -> Vec<(String, u64)> {
    let mut sums = std::collections::BTreeMap::new();
    for (name, amount) in lines.iter().filter_map(|line| line.split_once('=')) {
        if let (false, Ok(amount)) = (name.trim().is_empty(), amount.trim().parse::<u64>()) {
            *sums.entry(name.trim().to_owned()).or_insert(0) += amount;
        }
    }
    sums.into_iter().filter(|(_, sum)| *sum > 0).collect()
}
";

const TESTS: &str = "
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_a_name_add_up() {
        let lines = [\"a=1\", \"b = 2\", \"a=3\", \"\", \"=4\", \"c=x\", \"d=0\"];
        assert_eq!(totals(&lines), [(\"a\".to_owned(), 4), (\"b\".to_owned(), 2)]);
    }
}
";

const INFO: &str = "format_version = 1
title = \"Tiny\"

[[exercises]]
name = \"totals\"
dir = \"01_one\"
title = \"Totals\"
starts = \"test fails\"
[[exercises.hints]]
text = \"A map?\"
";

/// The exercise as it is shipped.
pub fn starter() -> String {
    format!(
        "/// Totals by name.\npub fn totals(lines: &[&str]) -> Vec<(String, u64)> {{\n    todo!()\n}}\n{TESTS}"
    )
}

/// Its solution.
pub fn solution() -> String {
    format!("{SOLUTION}{TESTS}")
}

/// A workbook in `book`, and submissions in `class`.
pub struct Class {
    dir: Book,
}

impl Class {
    pub fn new() -> Self {
        let dir = Book::empty();
        dir.write("book/info.toml", INFO);
        dir.write("book/exercises/01_one/totals.rs", &starter());
        dir.write("book/solutions/01_one/totals.rs", &solution());
        std::fs::create_dir(dir.path("class")).expect("a directory");
        Self { dir }
    }

    /// Puts a file into the submission of a learner; the workbook's tests are added to code that has none.
    pub fn hand_in(&self, learner: &str, text: &str) {
        let tests = if text.contains("mod tests") {
            ""
        } else {
            TESTS
        };
        let path = format!("class/{learner}/exercises/01_one/totals.rs");
        self.write(&path, &format!("{text}{tests}"));
    }

    pub fn write(&self, path: &str, text: &str) {
        self.dir.write(path, text);
    }

    pub fn read(&self, path: &str) -> String {
        self.dir.read(path)
    }

    pub fn command(&self, args: &[&str]) -> Command {
        self.dir.command(args)
    }
}

/// Three functions that only this number has, and one that is written in one of two ways, as people do.
pub fn program(number: usize) -> String {
    let mut dice = Dice(u32::try_from(number).expect("a small number") + 1);
    let mut text = String::new();
    for step in ["step_one", "step_two", "step_three"] {
        let _ = writeln!(text, "fn {step}(left: u64, right: &[u64]) -> u64 {{");
        text.push_str("    let mut total = 0;\n");
        for _ in 0..dice.roll(6) + 6 {
            text.push_str(&dice.statement());
        }
        text.push_str("    total\n}\n\n");
    }
    text.push_str(if number.is_multiple_of(2) {
        "fn smallest(values: &[u64]) -> Option<u64> {
    let mut least = None;
    for value in values {
        if least.is_none_or(|known| *value < known) {
            least = Some(*value);
        }
    }
    least
}
"
    } else {
        "fn smallest(values: &[u64]) -> Option<u64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(|one, other| one.cmp(other));
    sorted.dedup();
    sorted.first().copied().filter(|value| *value < u64::MAX)
}
"
    });
    text
}

/// Numbers that are the same on every machine.
struct Dice(u32);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // The constants are those of `rand` in POSIX.1-2001.
        self.0 = self.0.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        (self.0 >> 16) as usize % sides
    }

    fn statement(&mut self) -> String {
        let (one, other) = (self.expression(3), self.expression(2));
        match self.roll(7) {
            0 => format!("    let left = {one};\n"),
            1 => format!("    if {one} < {other} {{\n        total -= 1;\n    }}\n"),
            2 => format!("    for left in {one}..{other} {{\n        total += left;\n    }}\n"),
            3 => format!("    while total > {one} {{\n        total /= {other};\n    }}\n"),
            4 => format!("    total = {one};\n"),
            5 => format!(
                "    match {one} {{\n        0 => return {other},\n        _ => {{}}\n    }}\n"
            ),
            _ => format!("    total = total.max({one}).min({other});\n"),
        }
    }

    fn expression(&mut self, depth: usize) -> String {
        if depth == 0 {
            return ["left", "total", "7", "right[0]"][self.roll(4)].to_owned();
        }
        let (one, other) = (self.expression(depth - 1), self.expression(depth - 1));
        match self.roll(6) {
            0 => format!("({one} + {other})"),
            1 => format!("{one}.pow(2)"),
            2 => format!("f({one}, {other})"),
            3 => format!("right.iter().map(|x| x * {one}).sum::<u64>()"),
            4 => format!("({one} ^ !{other})"),
            _ => one,
        }
    }
}
