//! Many submissions: where they are, which part of them is graded here, and how the work is divided.

use super::{Assignment, Grader, millis};
use crate::error::{Error, Place, Problem};
use crate::exercise::Exercise;
use crate::files::{self, NotSubmitted};
use crate::grade::{ExerciseGrade, Shard, ShardKind, SubmissionGrade};
use crate::process::Stop;
use crate::schedule::{self, Haste};
use crate::source;
use crate::text::{count, sanitize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// One submission, as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The learner's name: that of the directory, safe to print.
    pub name: String,
    /// The directory as people write it where they are, with slashes; empty for that one itself.
    dir: String,
    /// The directory.
    root: PathBuf,
    /// The only file of it that counts, where a file was named and not a directory.
    only: Option<PathBuf>,
}

/// The submissions that were named, sorted by name: each directory or file one of them, or with `is_class` each directory
/// in the directories that were named.
///
/// # Errors
/// Something that was named is not there, or two of them have one name.
pub fn find_submissions(paths: &[PathBuf], is_class: bool) -> Result<Vec<Submission>, Error> {
    let mut found = Vec::new();
    for path in paths {
        let missing = || {
            Error::usage(
                Problem::new("there is no such submission")
                    .at(Place::file(path))
                    .help("name a directory of exercise files, or a file"),
            )
        };
        let named = path;
        // `.` has no name of its own.
        let path = files::absolute(path).map_err(|_| missing())?;
        if !files::exists(&path) {
            return Err(missing());
        }
        if !is_class {
            found.push(Submission::at(&path, named));
            continue;
        }
        if !files::is_dir(&path) {
            return Err(Error::usage(
                Problem::new("a class is a directory of submissions, and this is a file")
                    .at(Place::file(&path))
                    .help("leave `--class` out where each path is one submission"),
            ));
        }
        let is_submission = |path: &PathBuf| {
            let is_hidden = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            !is_hidden && files::is_dir(path)
        };
        found.extend(
            files::list_dir(&path)
                .into_iter()
                .filter(is_submission)
                .map(|path| {
                    Submission::at(&path, &named.join(path.file_name().unwrap_or_default()))
                }),
        );
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    for pair in found.windows(2) {
        if pair[0].name == pair[1].name {
            return Err(Error::usage(
                Problem::new(format!("two submissions are called `{}`", pair[0].name))
                    .note(pair[0].root.display().to_string())
                    .note(pair[1].root.display().to_string())
                    .help(
                        "take them in two runs, or rename one: a report tells them by their names",
                    ),
            ));
        }
    }
    Ok(found)
}

impl Submission {
    /// The submission at a path, which somebody named like this.
    fn at(path: &Path, named: &Path) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = in_one_line(&name.to_string_lossy());
        let here = files::absolute(Path::new(".")).unwrap_or_default();
        let dir = path.strip_prefix(here).unwrap_or(named);
        if files::is_dir(path) {
            return Self {
                name,
                dir: slashes(dir),
                root: path.to_owned(),
                only: None,
            };
        }
        let parent = |path: &Path| path.parent().unwrap_or(path).to_owned();
        Self {
            name,
            dir: slashes(&parent(dir)),
            root: parent(path),
            only: path.file_name().map(PathBuf::from),
        }
    }

    /// Whether it is to hold this exercise at all.
    pub fn is_to_hold(&self, exercise: &Exercise) -> bool {
        let named = |file: &PathBuf| {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            stem == exercise.name.as_str() || exercise.former.iter().any(|name| *name == stem)
        };
        self.only.as_ref().is_none_or(named)
    }

    /// Reads the file of an exercise: in the workbook's layout, or without its outer directories. Also says which file it
    /// is, relative to the submission, safe to print.
    pub fn read(&self, exercise: &Exercise) -> (String, Result<String, NotSubmitted>) {
        let names = [&exercise.name].into_iter().chain(&exercise.former);
        let files: Vec<PathBuf> = match &self.only {
            Some(file) => vec![file.clone()],
            None => names
                .flat_map(|name| {
                    let file = format!("{name}.rs");
                    let in_chapter = Path::new(&exercise.dir).join(&file);
                    [
                        Path::new("exercises").join(&in_chapter),
                        in_chapter,
                        PathBuf::from(file),
                    ]
                })
                .collect(),
        };
        for file in &files {
            match files::read_submitted(&self.root, file) {
                Err(NotSubmitted::Missing) => {}
                read => return (slashes(file), read),
            }
        }
        (slashes(&files[0]), Err(NotSubmitted::Missing))
    }
}

/// A path as reports name it.
fn slashes(path: &Path) -> String {
    let text = in_one_line(&path.display().to_string()).replace('\\', "/");
    let text = text.trim_start_matches("./").trim_end_matches('/');
    if text == "." { "" } else { text }.to_owned()
}

fn in_one_line(text: &str) -> String {
    sanitize(text).replace('\n', " ")
}

/// Which part of a class is graded here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Partition {
    /// All of it.
    #[default]
    Whole,
    /// One of several parts.
    Part(Shard),
}

impl Partition {
    /// Reads `hash:1/4` or `slice:2/3`.
    ///
    /// # Errors
    /// It is nothing of the kind, in a few words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let help = "write `hash:1/4`, `slice:2/3` or `auto`";
        let (kind, part) = text.split_once(':').ok_or(help)?;
        let kind = match kind {
            "hash" => ShardKind::Hash,
            "slice" => ShardKind::Slice,
            _ => return Err(help.to_owned()),
        };
        let (index, total) = part.split_once('/').ok_or(help)?;
        let (index, total) = (
            index.trim().parse().map_err(|_| help)?,
            total.trim().parse().map_err(|_| help)?,
        );
        Self::part(kind, index, total)
    }

    fn part(kind: ShardKind, index: usize, total: usize) -> Result<Self, String> {
        if index == 0 || index > total {
            return Err(format!(
                "part {index} of {total}: parts are counted from 1 to {total}"
            ));
        }
        Ok(Self::Part(Shard { kind, index, total }))
    }

    /// Finds the part in what a CI says of its parallel jobs; `env` reads its environment. All of the class where it says
    /// nothing.
    ///
    /// # Errors
    /// It says how many jobs there are and not which one this is: each would grade the whole class.
    pub fn of_ci(env: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        // The names of index and number, and from what the index is counted.
        const CIS: [(&str, &str, usize); 7] = [
            ("WORKBOOK_JOB_INDEX", "WORKBOOK_JOB_TOTAL", 0),
            ("CI_NODE_INDEX", "CI_NODE_TOTAL", 1),
            ("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0),
            ("BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0),
            (
                "BITBUCKET_PARALLEL_STEP",
                "BITBUCKET_PARALLEL_STEP_COUNT",
                0,
            ),
            ("SEMAPHORE_JOB_INDEX", "SEMAPHORE_JOB_COUNT", 1),
            ("SYSTEM_JOBPOSITIONINPHASE", "SYSTEM_TOTALJOBSINPHASE", 1),
        ];
        for (index_name, total_name, base) in CIS {
            let Some(total) = env(total_name) else {
                continue;
            };
            let total: usize = total
                .trim()
                .parse()
                .map_err(|_| format!("`{total_name}` is `{total}`, and no number"))?;
            if total <= 1 {
                return Ok(Self::Whole);
            }
            let index = env(index_name).ok_or_else(|| {
                format!("`{total_name}` is {total}, and `{index_name}` says nothing")
            })?;
            let index: usize = index
                .trim()
                .parse()
                .map_err(|_| format!("`{index_name}` is `{index}`, and no number"))?;
            return Self::part(ShardKind::Hash, index + 1 - base.min(index + 1), total);
        }
        Ok(Self::Whole)
    }

    /// The part, for a report.
    pub fn shard(self) -> Option<Shard> {
        match self {
            Self::Whole => None,
            Self::Part(shard) => Some(shard),
        }
    }

    /// The submissions of this part.
    pub fn of(self, all: &[Submission]) -> Vec<Submission> {
        let Self::Part(shard) = self else {
            return all.to_vec();
        };
        let is_here = |idx: usize, submission: &Submission| {
            let at = match shard.kind {
                ShardKind::Hash => {
                    let print = files::fingerprint_name(&submission.name);
                    let number = print
                        .bytes()
                        .take(12)
                        .fold(0_u64, |number, byte| number * 31 + u64::from(byte));
                    usize::try_from(number % shard.total as u64).unwrap_or(0)
                }
                ShardKind::Slice => idx % shard.total,
            };
            at + 1 == shard.index
        };
        all.iter()
            .enumerate()
            .filter(|(idx, submission)| is_here(*idx, submission))
            .map(|(_, submission)| submission.clone())
            .collect()
    }
}

/// Submissions that are about to be graded.
#[derive(Debug)]
pub struct Class<'g> {
    grader: &'g Grader,
    submissions: &'g [Submission],
    /// The submission and the assignment of each piece of work, in order.
    work: Vec<(usize, usize)>,
}

impl<'g> Class<'g> {
    /// The work on these submissions.
    ///
    /// # Errors
    /// A file that was named is no exercise of the workbook.
    pub fn new(grader: &'g Grader, submissions: &'g [Submission]) -> Result<Self, Error> {
        let mut work = Vec::new();
        for (idx, submission) in submissions.iter().enumerate() {
            let n_before = work.len();
            for (assignment, it) in grader.assignments().iter().enumerate() {
                if submission.is_to_hold(&it.exercise) {
                    work.push((idx, assignment));
                }
            }
            if work.len() == n_before {
                let known = count(grader.assignments().len(), "exercise");
                return Err(Error::usage(
                    Problem::new(format!(
                        "`{}` is called like none of the {known} that are graded",
                        submission.name
                    ))
                    .at(Place::file(&submission.root))
                    .help("name the file as the exercise is called, or a directory of such files"),
                ));
            }
        }
        Ok(Self {
            grader,
            submissions,
            work,
        })
    }

    /// How many files there are to grade.
    pub fn n_files(&self) -> usize {
        self.work.len()
    }

    /// Grades all of it on several threads, and hands over one submission after the other, in their order.
    ///
    /// # Errors
    /// Grading was stopped, or `take` failed.
    pub fn grade(
        &self,
        jobs: usize,
        stop: &Stop,
        on_file: &(dyn Fn() + Sync),
        mut take: impl FnMut(SubmissionGrade) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let order: Vec<usize> = (0..self.work.len()).collect();
        let mut started = BTreeMap::new();
        let mut grades: Vec<ExerciseGrade> = Vec::new();
        let work = |idx: usize, haste| {
            let (submission, assignment) = self.work[idx];
            let begun = Instant::now();
            let grade = self.one(
                &self.submissions[submission],
                &self.grader.assignments()[assignment],
                haste,
                stop,
            )?;
            on_file();
            Some((begun, grade))
        };
        schedule::in_order_or_later(jobs, &order, work, |idx, (begun, grade)| {
            let (submission, _) = self.work[idx];
            let first = *started.entry(submission).or_insert(begun);
            grades.push(grade?);
            let is_last = self
                .work
                .get(idx + 1)
                .is_none_or(|(next, _)| *next != submission);
            if !is_last {
                return Ok(());
            }
            started.remove(&submission);
            take(SubmissionGrade {
                name: self.submissions[submission].name.clone(),
                dir: self.submissions[submission].dir.clone(),
                exercises: std::mem::take(&mut grades),
                ms: millis(first.elapsed()),
            })
        })
    }

    /// Grades a file; not at once where somebody else's is the same and just being graded.
    fn one(
        &self,
        submission: &Submission,
        assignment: &Assignment,
        haste: Haste,
        stop: &Stop,
    ) -> Option<Result<ExerciseGrade, Error>> {
        let (path, read) = submission.read(&assignment.exercise);
        let is_in_hand = |text: &String| self.grader.is_in_hand(assignment, text);
        if haste == Haste::Later && read.as_ref().is_ok_and(is_in_hand) {
            return None;
        }
        let grade = self.grader.grade(assignment, path, read, stop);
        // Otherwise memory would grow with the class.
        source::forget_texts();
        Some(grade)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str) -> String {
        match Partition::parse(text) {
            Ok(Partition::Whole) => "whole".to_owned(),
            Ok(Partition::Part(shard)) => {
                format!("{:?} {}/{}", shard.kind, shard.index, shard.total)
            }
            Err(why) => why,
        }
    }

    #[test]
    fn parts_are_read_as_people_write_them() {
        for (text, expected) in [
            ("hash:1/4", "Hash 1/4"),
            ("slice:3/3", "Slice 3/3"),
            ("hash:0/4", "part 0 of 4: parts are counted from 1 to 4"),
            ("hash:5/4", "part 5 of 4: parts are counted from 1 to 4"),
            ("1/4", "write `hash:1/4`, `slice:2/3` or `auto`"),
            ("hash:a/4", "write `hash:1/4`, `slice:2/3` or `auto`"),
            ("sum:1/4", "write `hash:1/4`, `slice:2/3` or `auto`"),
        ] {
            assert_eq!(part(text), expected, "{text}");
        }
    }

    #[test]
    fn every_submission_is_in_one_part_and_only_in_one() {
        let all: Vec<Submission> = (0..100)
            .map(|idx| Submission {
                name: format!("learner-{idx:03}"),
                dir: String::new(),
                root: PathBuf::new(),
                only: None,
            })
            .collect();
        for kind in ["hash", "slice"] {
            let mut seen: Vec<String> = (1..=7)
                .flat_map(|index| {
                    Partition::parse(&format!("{kind}:{index}/7"))
                        .expect("a part")
                        .of(&all)
                })
                .map(|submission| submission.name)
                .collect();
            seen.sort();
            let names: Vec<String> = all.iter().map(|it| it.name.clone()).collect();
            assert_eq!(seen, names, "{kind}");
        }
        // Who is added changes nobody's part.
        let hash = Partition::parse("hash:2/7").expect("a part");
        let fewer: Vec<Submission> = all.iter().skip(10).cloned().collect();
        let here = hash.of(&all);
        assert!(hash.of(&fewer).iter().all(|it| here.contains(it)));
    }

    #[test]
    fn a_ci_says_which_part_it_is() {
        let ci = |pairs: &[(&str, &str)]| {
            let pairs: BTreeMap<String, String> = pairs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect();
            Partition::of_ci(&|name| pairs.get(name).cloned()).map(Partition::shard)
        };
        let shard = |index, total| {
            Ok(Some(Shard {
                kind: ShardKind::Hash,
                index,
                total,
            }))
        };
        assert_eq!(ci(&[]), Ok(None));
        assert_eq!(
            ci(&[("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "4")]),
            shard(2, 4)
        );
        assert_eq!(
            ci(&[("CIRCLE_NODE_INDEX", "0"), ("CIRCLE_NODE_TOTAL", "4")]),
            shard(1, 4)
        );
        assert_eq!(ci(&[("CI_NODE_TOTAL", "1")]), Ok(None));
        let lost = ci(&[("CI_NODE_TOTAL", "4")]).expect_err("nobody knows which");
        assert!(lost.contains("`CI_NODE_INDEX` says nothing"), "{lost}");
        assert!(ci(&[("CI_NODE_INDEX", "x"), ("CI_NODE_TOTAL", "4")]).is_err());
    }
}
