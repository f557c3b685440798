//! The skeleton of a new exercise: files that hold together from the first minute, with a mark at all that is still to
//! be written. Pure: a wish and what the workbook holds become the texts of files.

mod entry;
mod names;
mod parts;

use crate::embedded;
use crate::error::{Error, Place, Problem};
use crate::exercise::{Course, Exercise, Format};
use crate::info;
use crate::verify::{
    Leftover, MANIFEST, MIN_WRONG_ANSWERS, expected_manifest, leftovers, leftovers_of_entry,
    starter_copies,
};
use std::path::{Path, PathBuf};

/// What an author wishes for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The exercise's name.
    pub name: String,
    /// The directory of its chapter.
    pub dir: String,
    /// What people call it; without one, its name in words.
    pub title: Option<String>,
    /// From 1 to 5.
    pub difficulty: Option<u8>,
    /// What an interviewer would give.
    pub minutes: Option<u16>,
    /// The cards it practices; without any, the one of its own name.
    pub concepts: Vec<String>,
    /// Cards worth reading with it.
    pub see_also: Vec<String>,
    /// Where cards go that do not exist yet; without one, where the other cards of the chapter are.
    pub topic: Option<String>,
}

/// What the workbook holds now.
#[derive(Clone, Copy, Debug)]
pub struct Present<'a> {
    /// The text of `info.toml`.
    pub info: &'a str,
    /// The text of `exercises/Cargo.toml`; none if there is no such file.
    pub manifest: Option<&'a str>,
    /// The files of all cards, relative to the workbook.
    pub cards: &'a [PathBuf],
    /// Whether it keeps a copy of its starters for the program to bring along.
    pub has_copy: bool,
}

/// A new exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    /// The workbook with it.
    pub course: Course,
    /// Where it stands in the course.
    pub position: usize,
    /// The files that are new, relative to the workbook, with what they hold.
    pub files: Vec<(PathBuf, String)>,
    /// The text of `info.toml`.
    pub info: String,
    /// The text of `exercises/Cargo.toml`.
    pub manifest: String,
}

impl Skeleton {
    /// Makes what was wished for.
    ///
    /// # Errors
    /// All that is wrong with the wish, or with `info.toml`.
    pub fn new(wish: &Wish, present: &Present<'_>) -> Result<Self, Error> {
        let course = match info::parse(present.info) {
            Ok(course) => Some(course),
            // The first exercise of a workbook is welcome too.
            Err(_) if entry::is_bare(present.info) => None,
            Err(problems) => return Err(Error::workbook(problems)),
        };
        if let Some(problem) = course.as_ref().and_then(unfit) {
            return Err(Error::usage(problem.at(Place::file(Path::new(info::FILE)))));
        }
        let problems = names::problems(wish, course.as_ref());
        if !problems.is_empty() {
            return Err(Error::workbook(problems));
        }
        let plan = Plan::new(wish, present, course.as_ref());
        let position = course
            .as_ref()
            .map_or(0, |course| entry::position(course, &wish.dir));
        let (info, course) = entry::inserted(
            present.info,
            course.as_ref(),
            position,
            &parts::entry(&plan),
            &wish.name,
        )?;
        let manifest = expected_manifest(&course, present.manifest.unwrap_or_default());
        let mut files = own_files(&plan, &course.exercises[position]);
        if present.has_copy {
            let starter = files[0].1.clone();
            let [copy, _] = starter_copies(&course.exercises[position]);
            files.push((copy, starter));
        }
        Ok(Self {
            course,
            position,
            files,
            info,
            manifest,
        })
    }

    /// The new exercise.
    pub fn exercise(&self) -> &Exercise {
        &self.course.exercises[self.position]
    }

    /// All that is still to be written, in the order in which an author may want to. It is what `verify` says of it.
    pub fn leftovers(&self) -> Vec<Leftover> {
        let exercise = self.exercise();
        let is_copy = |path: &Path| path.starts_with("starters");
        let in_files = self.files.iter().filter(|(path, _)| !is_copy(path));
        let mut found: Vec<Leftover> = in_files
            .flat_map(|(path, text)| leftovers(path, text))
            .collect();
        found.extend(leftovers_of_entry(&self.course, exercise, &self.info));
        found.push(Leftover {
            place: exercise.place.clone(),
            what: format!(
                "besides, {} more wrong answers in `{}`",
                MIN_WRONG_ANSWERS - 1,
                exercise.wrong_answers_dir().display()
            ),
        });
        found
    }

    /// The files of the workbook that change, each with what it holds then.
    pub fn changed(&self, has_copy: bool) -> Vec<(PathBuf, &str)> {
        let [_, manifest_copy] = starter_copies(self.exercise());
        let mut changed = vec![(PathBuf::from(MANIFEST), self.manifest.as_str())];
        if has_copy {
            changed.push((manifest_copy, &self.manifest));
        }
        // The last one: it is what makes the exercise one of the workbook.
        changed.push((PathBuf::from(info::FILE), &self.info));
        changed
    }
}

/// Why a workbook takes no new exercise.
fn unfit(course: &Course) -> Option<Problem> {
    if course.copy_of.as_deref().is_some_and(embedded::is_copy) {
        return Some(
            Problem::new("a learner's copy takes no new exercise")
                .note("its exercises are those of the program, and the next update would not know this one")
                .help("write it in the workbook that it is a copy of, or in one of your own"),
        );
    }
    (course.format == Format::Rustlings).then(|| {
        Problem::new("a workbook in the format of rustlings takes no exercise of ours")
            .note("cards, hints in steps and wrong answers would turn it into a workbook that rustlings cannot read")
            .help("add its entry, exercise and solution by hand; `workbook verify` proves them")
    })
}

/// A wish with all that was left open decided.
#[derive(Clone, Debug)]
struct Plan {
    name: String,
    dir: String,
    title: String,
    difficulty: u8,
    minutes: u16,
    /// Whether the author said neither of the two, or only one.
    is_guessed: bool,
    concepts: Vec<String>,
    see_also: Vec<String>,
    /// The cards to be written.
    cards: Vec<String>,
    topic: String,
}

impl Plan {
    fn new(wish: &Wish, present: &Present<'_>, course: Option<&Course>) -> Self {
        let mut concepts = wish.concepts.clone();
        if concepts.is_empty() {
            concepts.push(wish.name.replace('_', "-"));
        }
        dedup(&mut concepts);
        let mut see_also = wish.see_also.clone();
        see_also.retain(|slug| !concepts.contains(slug));
        dedup(&mut see_also);
        let is_written = |slug: &str| present.cards.iter().any(|card| slug_of(card) == slug);
        let named = concepts.iter().chain(&see_also);
        Self {
            name: wish.name.clone(),
            dir: wish.dir.clone(),
            title: wish
                .title
                .clone()
                .unwrap_or_else(|| parts::in_words(&wish.name)),
            difficulty: wish.difficulty.unwrap_or(2),
            minutes: wish.minutes.unwrap_or(20),
            is_guessed: wish.difficulty.is_none() || wish.minutes.is_none(),
            cards: named.filter(|slug| !is_written(slug)).cloned().collect(),
            topic: wish
                .topic
                .clone()
                .unwrap_or_else(|| topic(&wish.dir, course, present.cards)),
            concepts,
            see_also,
        }
    }
}

/// The topic called like the chapter, or the one of the chapter's first card, or a new one.
fn topic(dir: &str, course: Option<&Course>, cards: &[PathBuf]) -> String {
    let name = crate::exercise::chapter_name(dir)
        .replace(' ', "-")
        .to_ascii_lowercase();
    if cards.iter().any(|card| topic_of(card) == name) {
        return name;
    }
    let exercises = course.map_or(&[][..], |course| &course.exercises);
    let mut slugs = exercises
        .iter()
        .filter(|exercise| exercise.dir == dir)
        .flat_map(|exercise| &exercise.concepts);
    let of_slug = |slug: &String| {
        let card = cards.iter().find(|card| slug_of(card) == *slug)?;
        Some(topic_of(card))
    };
    slugs.find_map(of_slug).unwrap_or(name)
}

fn slug_of(card: &Path) -> String {
    let stem = card.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn topic_of(card: &Path) -> String {
    let dir = card.parent().and_then(Path::file_name).unwrap_or_default();
    dir.to_string_lossy().into_owned()
}

fn dedup(slugs: &mut Vec<String>) {
    let mut known = std::collections::BTreeSet::new();
    slugs.retain(|slug| known.insert(slug.clone()));
}

/// The starter first, then whatever else belongs to the exercise.
fn own_files(plan: &Plan, exercise: &Exercise) -> Vec<(PathBuf, String)> {
    let mut files = vec![
        (exercise.path(), parts::starter(plan)),
        (exercise.solution_path(), parts::solution(plan)),
        (
            exercise.right_answers_dir().join("one_by_one.rs"),
            parts::right_answer(plan),
        ),
        (
            exercise.wrong_answers_dir().join("begins_with_zero.rs"),
            parts::wrong_answer(plan),
        ),
    ];
    for slug in &plan.cards {
        let dir = Path::new("concepts").join(&plan.topic);
        files.push((
            dir.join(format!("{slug}.md")),
            parts::card(slug, &plan.topic),
        ));
    }
    files
}

/// What stands in the way of new files.
pub fn in_the_way(path: &Path) -> Problem {
    Problem::new("this file exists already")
        .at(Place::file(path))
        .help("move it away, or choose another name")
}
