//! Puts the parts of a class together again, and refuses what are not all the parts of one class.

use super::{Entry, Fault, Header, Journal, Shard, SubmissionGrade, Summary};
use crate::error::{Place, Problem};
use crate::text::count;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// How many names a message lists.
const MAX_NAMES: usize = 20;

/// The parts of one class, read side by side: submissions come in the order of their names where they do so in the
/// parts. At most one submission of each part is held, besides the names of all.
pub struct Merge<L> {
    parts: Vec<Part<L>>,
    header: Header,
    /// Each submission with the part it was found in.
    seen: BTreeMap<String, usize>,
    summary: Summary,
}

struct Part<L> {
    file: String,
    journal: Journal<L>,
    next: Option<SubmissionGrade>,
    has_ended: bool,
}

impl<L: Iterator<Item = io::Result<String>>> Merge<L> {
    /// Opens the parts, each the lines of a file with its name.
    ///
    /// # Errors
    /// Everything that keeps them from being the parts of one class.
    pub fn open(files: impl IntoIterator<Item = (String, L)>) -> Result<Self, Vec<Problem>> {
        let mut parts = Vec::new();
        let mut problems = Vec::new();
        for (file, lines) in files {
            match Journal::open(lines) {
                Ok(journal) => parts.push(Part {
                    file,
                    journal,
                    next: None,
                    has_ended: false,
                }),
                Err(fault) => problems.push(told(&file, &fault)),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let headers: Vec<(&str, &Header)> = parts
            .iter()
            .map(|part| (part.file.as_str(), part.journal.header()))
            .collect();
        let header = joined(&headers)?;
        Ok(Self {
            parts,
            header,
            seen: BTreeMap::new(),
            summary: Summary::default(),
        })
    }

    /// What holds for the whole class. What only some parts enforced is not enforced.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next submission, or the summary of all.
    ///
    /// # Errors
    /// A part is incomplete or malformed, or a submission is there twice.
    pub fn read(&mut self) -> Result<Entry, Problem> {
        for part in &mut self.parts {
            if part.next.is_some() || part.has_ended {
                continue;
            }
            match part.journal.read() {
                Ok(Entry::Submission(grade)) => part.next = Some(grade),
                Ok(Entry::Summary(summary)) => {
                    part.has_ended = true;
                    // They ran side by side.
                    self.summary.ms = self.summary.ms.max(summary.ms);
                }
                Err(fault) => return Err(told(&part.file, &fault)),
            }
        }
        let next = (0..self.parts.len())
            .filter(|&idx| self.parts[idx].next.is_some())
            .min_by(|&one, &other| {
                let name = |idx: usize| self.parts[idx].next.as_ref().map(|grade| &grade.name);
                name(one).cmp(&name(other))
            });
        let Some((idx, grade)) = next.and_then(|idx| Some((idx, self.parts[idx].next.take()?)))
        else {
            return Ok(Entry::Summary(self.summary.clone()));
        };
        if let Some(before) = self.seen.insert(grade.name.clone(), idx) {
            let file = |idx: usize| self.parts[idx].file.as_str();
            let problem = Problem::new(format!("the submission `{}` is there twice", grade.name));
            return Err(if before == idx {
                problem.at(Place::file(Path::new(file(idx))))
            } else {
                problem.note(format!("in {} and in {}", file(before), file(idx)))
            }
            .help("give each part once, from one and the same run"));
        }
        self.summary.add(&grade);
        Ok(Entry::Submission(grade))
    }

    /// What of the class is missing when all has been read: submissions that the parts speak of, and those expected.
    pub fn missing(&self, expected: &[String]) -> Vec<Problem> {
        let absent = |names: &[String]| -> Vec<String> {
            let is_absent = |name: &&String| !self.seen.contains_key(*name);
            names.iter().filter(is_absent).cloned().collect()
        };
        let mut problems = Vec::new();
        let lost = absent(&self.header.roster);
        if !lost.is_empty() {
            problems.push(
                Problem::new(format!("{} of the class in no part", are(lost.len())))
                    .note(listed(&lost))
                    .help("grade the class anew"),
            );
        }
        let late = absent(expected);
        if !late.is_empty() {
            problems.push(
                Problem::new(format!("{} expected and not there", are(late.len())))
                    .note(listed(&late))
                    .help("names are those of the directories of submissions; mend the roster, or collect what is missing and grade again"),
            );
        }
        problems
    }

    /// The submissions that nobody expects.
    pub fn unexpected(&self, expected: &[String]) -> Vec<String> {
        let expected: std::collections::BTreeSet<&String> = expected.iter().collect();
        let names = self.seen.keys();
        names
            .filter(|name| !expected.contains(name))
            .cloned()
            .collect()
    }
}

fn are(number: usize) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!("{} {verb}", count(number, "submission"))
}

/// Names in a line, as many as anybody reads.
pub fn listed(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(MAX_NAMES).map(String::as_str).collect();
    match names.len().saturating_sub(MAX_NAMES) {
        0 => shown.join(", "),
        n_more => format!("{}, and {n_more} more", shown.join(", ")),
    }
}

/// A fault of a file as a problem.
pub fn told(file: &str, fault: &Fault) -> Problem {
    let path = Path::new(file);
    match fault {
        Fault::Malformed { line, why } => {
            Problem::new(format!("this is no line of a report: {why}"))
                .at(Place::at(path, *line, 1))
                .help("give a file that `workbook grade --format jsonl=FILE` wrote, unchanged")
        }
        Fault::Incomplete { n_whole, .. } => Problem::new(fault.to_string())
            .at(Place::file(path))
            .note(format!("{} whole", are(*n_whole)))
            .help("grading was interrupted, or the file was not copied whole; run that part again"),
    }
}

/// The header of the whole, or all that keeps the parts from being one.
fn joined(parts: &[(&str, &Header)]) -> Result<Header, Vec<Problem>> {
    let Some((first_file, first)) = parts.first().copied() else {
        return Err(vec![Problem::new("there is no part to merge")]);
    };
    let mut problems = Vec::new();
    for (file, header) in &parts[1..] {
        let differences: Vec<&str> = [
            (
                "version of workbook",
                first.tool_version == header.tool_version,
            ),
            ("compiler", first.rustc == header.rustc),
            ("workbook", first.workbook_hash == header.workbook_hash),
            ("exercises", first.exercises == header.exercises),
            ("limits", first.limits == header.limits),
            ("class", first.roster == header.roster),
        ]
        .into_iter()
        .filter_map(|(what, same)| (!same).then_some(what))
        .collect();
        if !differences.is_empty() {
            problems.push(
                Problem::new(format!(
                    "{file} and {first_file} are no parts of one grading: another {}",
                    differences.join(", another ")
                ))
                .note(format!("{first_file}: {}", provenance(first)))
                .note(format!("{file}: {}", provenance(header)))
                .help("grade all parts with the same program and the same workbook"),
            );
        }
    }
    if problems.is_empty() {
        problems = check_shards(parts);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut header = first.clone();
    header.shard = None;
    header.n_submissions = parts.iter().map(|(_, header)| header.n_submissions).sum();
    for (_, part) in &parts[1..] {
        header.enforced = header.enforced.weakest(&part.enforced);
        if part.started < header.started {
            header.started.clone_from(&part.started);
        }
    }
    Ok(header)
}

fn provenance(header: &Header) -> String {
    let hash: String = header.workbook_hash.chars().take(12).collect();
    format!(
        "workbook {}, {}, `{}` ({hash}), {} in the class",
        header.tool_version,
        header.rustc,
        header.workbook,
        count(header.roster.len(), "submission")
    )
}

/// Whether every part of the class is there once.
fn check_shards(parts: &[(&str, &Header)]) -> Vec<Problem> {
    let shards: Vec<(&str, Shard)> = parts
        .iter()
        .filter_map(|(file, header)| Some((*file, header.shard?)))
        .collect();
    let Some((_, first)) = shards.first().copied() else {
        if parts.len() == 1 {
            return Vec::new();
        }
        return vec![
            Problem::new("these are reports of a whole class each, and not parts of one")
                .help("merge what `workbook grade --partition` wrote; `workbook report show` converts a single report"),
        ];
    };
    if shards.len() < parts.len() {
        return vec![Problem::new(
            "some of these reports are of a whole class, and some of a part",
        )];
    }
    let others = shards
        .iter()
        .find(|(_, shard)| (shard.kind, shard.total) != (first.kind, first.total));
    if let Some((file, shard)) = others {
        return vec![
            Problem::new(format!(
                "{} is {shard}, and {file} is {first}: the class was divided in two ways",
                shards[0].0
            ))
            .help("grade all parts with the same `--partition`, but for the number of the part"),
        ];
    }
    let mut problems = Vec::new();
    for index in 1..=first.total {
        let files: Vec<&str> = shards
            .iter()
            .filter(|(_, shard)| shard.index == index)
            .map(|(file, _)| *file)
            .collect();
        let part = Shard { index, ..first };
        match files.len() {
            0 => problems.push(
                Problem::new(format!("{part} is missing"))
                    .help("its job failed, or its report was not collected"),
            ),
            1 => {}
            _ => problems.push(
                Problem::new(format!("{part} is there {} times", files.len()))
                    .note(files.join(", ")),
            ),
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::{Enforced, Record, ShardKind};
    use super::*;

    fn header(shard: Option<(usize, usize)>, n_submissions: usize) -> Header {
        Header {
            workbook_hash: "h".into(),
            shard: shard.map(|(index, total)| Shard {
                kind: ShardKind::Hash,
                index,
                total,
            }),
            n_submissions,
            roster: ["ada", "bob", "cyd"].map(str::to_owned).into(),
            ..Header::default()
        }
    }

    fn lines(header: &Header, names: &[&str]) -> Vec<io::Result<String>> {
        let mut records = vec![Record::Start(Box::new(header.clone()))];
        let mut summary = Summary::default();
        for name in names {
            let grade = SubmissionGrade {
                name: (*name).to_owned(),
                ..SubmissionGrade::default()
            };
            summary.add(&grade);
            records.extend(Record::of_submission(&grade));
        }
        records.push(Record::Summary(Box::new(summary)));
        records.iter().map(|record| Ok(record.to_line())).collect()
    }

    type Part<'p> = (Header, &'p [&'p str]);

    /// Merges to the end; the names in order, and what is missing.
    fn merge(parts: &[Part], expected: &[&str]) -> Result<(Header, Vec<String>), String> {
        let files = parts.iter().enumerate().map(|(idx, (header, names))| {
            (format!("{idx}.jsonl"), lines(header, names).into_iter())
        });
        let all =
            |problems: Vec<Problem>| problems.iter().map(ToString::to_string).collect::<String>();
        let mut merge = Merge::open(files).map_err(all)?;
        let mut names = Vec::new();
        while let Entry::Submission(grade) = merge.read().map_err(|problem| problem.to_string())? {
            names.push(grade.name);
        }
        let expected: Vec<String> = expected.iter().map(|&name| name.to_owned()).collect();
        let missing = merge.missing(&expected);
        if missing.is_empty() {
            Ok((merge.header().clone(), names))
        } else {
            Err(all(missing))
        }
    }

    #[test]
    fn parts_become_the_class_in_the_order_of_names() {
        let mut second = header(Some((2, 2)), 1);
        second.enforced = Enforced {
            network: Some("seccomp".into()),
            ..Enforced::default()
        };
        let parts: [Part; 2] = [
            (second, &["bob"]),
            (header(Some((1, 2)), 2), &["ada", "cyd"]),
        ];
        let (whole, names) = merge(&parts, &["cyd"]).expect("it is whole");
        assert_eq!(names, ["ada", "bob", "cyd"]);
        assert_eq!(whole.shard, None);
        assert_eq!(whole.n_submissions, 3);
        assert_eq!(
            whole.enforced,
            Enforced::default(),
            "only one part enforced it"
        );
    }

    #[test]
    fn what_are_not_all_parts_of_one_class_is_refused() {
        let part =
            |index, names: &'static [&'static str]| (header(Some((index, 2)), names.len()), names);
        let other = |change: fn(&mut Header)| {
            let mut part = part(2, &["cyd"]);
            change(&mut part.0);
            part
        };
        let one = part(1, &["ada", "bob"]);
        for (second, message) in [
            (part(1, &["cyd"]), "part 1 of 2 (hash) is there 2 times"),
            (part(1, &["cyd"]), "part 2 of 2 (hash) is missing"),
            (part(2, &["bob"]), "the submission `bob` is there twice"),
            (part(2, &[]), "1 submission is of the class in no part"),
            (
                other(|header| header.workbook_hash = "i".into()),
                "another workbook",
            ),
            (
                other(|header| header.tool_version = "9".into()),
                "another version of workbook",
            ),
            (
                other(|header| header.limits.test_seconds = 9),
                "another limits",
            ),
            (other(|header| header.roster.clear()), "another class"),
            (other(|header| header.shard = None), "some of a part"),
            (
                other(|header| header.n_submissions = 2),
                "1 of 2 submissions are here",
            ),
            (
                other(|header| {
                    header.shard = Some(Shard {
                        kind: ShardKind::Slice,
                        index: 2,
                        total: 2,
                    });
                }),
                "divided in two ways",
            ),
        ] {
            let error = merge(&[one.clone(), second], &[]).expect_err(message);
            assert!(error.contains(message), "{message}: {error}");
        }
        let whole = || (header(None, 3), &["ada", "bob", "cyd"][..]);
        assert!(merge(&[whole(), whole()], &[]).is_err());
        assert!(merge(&[whole()], &[]).is_ok());
        let error = merge(&[whole()], &["ada", "dot"]).expect_err("dot is missing");
        assert!(
            error.contains("1 submission is expected and not there"),
            "{error}"
        );
        assert!(error.contains("dot"), "{error}");
    }
}
