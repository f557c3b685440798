//! Which exercises are let through.

use super::State;
use crate::error::Problem;
use crate::exercise::{Course, Exercise, chapter_name, find_named};
use std::collections::BTreeSet;

/// One thing by which exercises are told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// How far they have come.
    State(State),
    /// Their difficulty.
    Level(u8),
    /// Their chapter's directory.
    Chapter(String),
    /// A card they practise or link to.
    Concept(String),
}

impl Facet {
    /// What kind of thing it is, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::State(_) => "state",
            Self::Level(_) => "level",
            Self::Chapter(_) => "chapter",
            Self::Concept(_) => "concept",
        }
    }

    /// The thing itself, as a person reads it.
    pub fn value(&self) -> String {
        match self {
            Self::State(state) => state.word().to_owned(),
            Self::Level(level) => level.to_string(),
            Self::Chapter(dir) if dir.is_empty() => "none".to_owned(),
            Self::Chapter(dir) => chapter_name(dir),
            Self::Concept(slug) => slug.clone(),
        }
    }

    /// Whether an exercise in this state has it.
    pub fn fits(&self, exercise: &Exercise, state: State) -> bool {
        match self {
            Self::State(wanted) => *wanted == state,
            Self::Level(level) => exercise.difficulty == Some(*level),
            Self::Chapter(dir) => exercise.dir == *dir,
            Self::Concept(slug) => exercise.cards().any(|card| card == slug),
        }
    }
}

/// What is asked for: of each kind one of the facets named, if any is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    facets: BTreeSet<Facet>,
}

impl Filter {
    /// Whether everything is let through.
    pub fn is_empty(&self) -> bool {
        self.facets.is_empty()
    }

    /// Whether a facet is asked for.
    pub fn contains(&self, facet: &Facet) -> bool {
        self.facets.contains(facet)
    }

    /// Asks for a facet, or no more.
    pub fn toggle(&mut self, facet: Facet) {
        if !self.facets.remove(&facet) {
            self.facets.insert(facet);
        }
    }

    /// Goes on to the next group of states: all, what is not solved, what is solved.
    pub fn turn_state(&mut self) {
        const GROUPS: [&[State]; 3] = [&[], &[State::New, State::Tried], &[State::Solved]];
        let now: Vec<State> = self
            .facets
            .iter()
            .filter_map(|facet| match facet {
                Facet::State(state) => Some(*state),
                _ => None,
            })
            .collect();
        let at = GROUPS.iter().position(|group| **group == now);
        // Any other choice of states leads back to all of them.
        let next = at.map_or(0, |at| (at + 1) % GROUPS.len());
        self.facets
            .retain(|facet| !matches!(facet, Facet::State(_)));
        self.extend(GROUPS[next].iter().copied().map(Facet::State));
    }

    /// Whether an exercise in this state is let through.
    pub fn admits(&self, exercise: &Exercise, state: State) -> bool {
        self.facets.iter().all(|facet| {
            facet.fits(exercise, state)
                || self
                    .facets
                    .iter()
                    .any(|other| other.kind() == facet.kind() && other.fits(exercise, state))
        })
    }

    /// The filter in words, as "state new or tried, level 3".
    pub fn summary(&self) -> String {
        let mut summary = String::new();
        let mut kind = "";
        for facet in &self.facets {
            if facet.kind() == kind {
                summary.push_str(" or ");
            } else {
                kind = facet.kind();
                if !summary.is_empty() {
                    summary.push_str(", ");
                }
                summary.push_str(kind);
                summary.push(' ');
            }
            summary.push_str(&facet.value());
        }
        summary
    }
}

impl Extend<Facet> for Filter {
    fn extend<T: IntoIterator<Item = Facet>>(&mut self, facets: T) {
        self.facets.extend(facets);
    }
}

impl FromIterator<Facet> for Filter {
    fn from_iter<T: IntoIterator<Item = Facet>>(facets: T) -> Self {
        Self {
            facets: facets.into_iter().collect(),
        }
    }
}

/// All that exercises of a workbook can be told apart by: chapters in their order, concepts by name.
pub fn facets(course: &Course) -> Vec<Facet> {
    let levels: BTreeSet<u8> = course
        .exercises
        .iter()
        .filter_map(|exercise| exercise.difficulty)
        .collect();
    let concepts: BTreeSet<&str> = course.exercises.iter().flat_map(Exercise::cards).collect();
    [State::New, State::Tried, State::Solved]
        .map(Facet::State)
        .into_iter()
        .chain(levels.into_iter().map(Facet::Level))
        .chain(course.chapters().into_iter().map(Facet::Chapter))
        .chain(
            concepts
                .into_iter()
                .map(|slug| Facet::Concept(slug.to_owned())),
        )
        .collect()
}

/// The chapter that is meant by what somebody typed: its name or its directory, or an unambiguous beginning of one.
///
/// # Errors
/// There is none, or there are several.
pub fn find_chapter(course: &Course, text: &str) -> Result<Facet, Problem> {
    let dirs = course.chapters();
    let names: Vec<(String, &String)> = dirs.iter().map(|dir| (chapter_name(dir), dir)).collect();
    let by_name = find_named(text, &names, |(name, _)| name, "chapter", "workbook list");
    match by_name {
        Ok((_, dir)) => Ok(Facet::Chapter((*dir).clone())),
        Err(problem) => find_named(text, &dirs, |dir| dir, "chapter", "workbook list")
            .map(|dir| Facet::Chapter(dir.clone()))
            .map_err(|_| problem),
    }
}

/// The concept that is meant by what somebody typed: the slug of a card that is practised or linked to, or an unambiguous
/// beginning of one.
///
/// # Errors
/// There is none, or there are several.
pub fn find_concept(course: &Course, text: &str) -> Result<Facet, Problem> {
    let slugs: Vec<String> = facets(course)
        .into_iter()
        .filter_map(|facet| match facet {
            Facet::Concept(slug) => Some(slug),
            _ => None,
        })
        .collect();
    find_named(text, &slugs, |slug| slug, "concept", "workbook concept")
        .map(|slug| Facet::Concept(slug.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::rows;
    use crate::progress::Progress;
    use std::time::SystemTime;

    const COURSE: &str = "format_version = 1\ntitle = \"T\"
[[exercises]]\nname = \"a\"\ndir = \"02_lists\"\ndifficulty = 1\nconcepts = [\"one\", \"two\"]
[[exercises]]\nname = \"b\"\ndir = \"02_lists\"\ndifficulty = 2\nconcepts = [\"two\"]\nsee_also = [\"linked\"]
[[exercises]]\nname = \"c\"\ndir = \"01_maps\"\ndifficulty = 2
[[exercises]]\nname = \"d\"\ndir = \"02_lists\"\n";

    fn course() -> Course {
        crate::info::parse(COURSE).expect("the course is right")
    }

    /// In it `a` is solved and `b` was tried.
    fn admitted(filter: &Filter) -> String {
        let course = course();
        let mut progress = Progress::default();
        progress.record_attempt("a", true, SystemTime::UNIX_EPOCH);
        progress.record_attempt("b", false, SystemTime::UNIX_EPOCH);
        rows(&course, &progress)
            .iter()
            .zip(&course.exercises)
            .filter(|(row, exercise)| filter.admits(exercise, row.state))
            .map(|(row, _)| row.name.as_str())
            .collect()
    }

    #[test]
    fn facets_of_one_kind_add_up_and_kinds_narrow_down() {
        let (one, two) = (Facet::Concept("one".into()), Facet::Concept("two".into()));
        let lists = Facet::Chapter("02_lists".into());
        for (facets, expected, summary) in [
            (vec![], "abcd", ""),
            (vec![Facet::State(State::New)], "cd", "state new"),
            (
                vec![Facet::State(State::Tried), Facet::State(State::New)],
                "bcd",
                "state new or tried",
            ),
            (vec![Facet::Level(2)], "bc", "level 2"),
            (
                vec![lists.clone(), Facet::Level(2)],
                "b",
                "level 2, chapter lists",
            ),
            (vec![one.clone()], "a", "concept one"),
            (vec![one, two.clone()], "ab", "concept one or two"),
            (
                vec![two, Facet::State(State::New)],
                "",
                "state new, concept two",
            ),
            (vec![lists], "abd", "chapter lists"),
            (vec![Facet::Concept("linked".into())], "b", "concept linked"),
        ] {
            let filter: Filter = facets.into_iter().collect();
            assert_eq!(admitted(&filter), expected, "{filter:?}");
            assert_eq!(filter.summary(), summary);
        }
    }

    #[test]
    fn states_are_turned_through() {
        let mut filter = Filter::from_iter([Facet::Level(2)]);
        for expected in ["bc", "bc", "", "bc"] {
            assert_eq!(admitted(&filter), expected, "{filter:?}");
            filter.turn_state();
        }
        let mut odd = Filter::from_iter([Facet::State(State::Tried)]);
        odd.turn_state();
        assert!(odd.is_empty(), "{odd:?}");
    }

    #[test]
    fn a_facet_is_taken_back() {
        let mut filter = Filter::default();
        filter.toggle(Facet::Level(1));
        assert_eq!(admitted(&filter), "a");
        filter.toggle(Facet::Level(1));
        assert!(filter.is_empty());
    }

    #[test]
    fn all_facets_are_listed_chapters_in_their_order() {
        let values: Vec<String> = facets(&course()).iter().map(Facet::value).collect();
        assert_eq!(
            values.join(" "),
            "new tried solved 1 2 lists maps linked one two"
        );
    }

    #[test]
    fn chapters_and_concepts_are_found_by_their_beginning() {
        let course = course();
        for (text, expected) in [
            ("lists", Some("02_lists")),
            ("Li", Some("02_lists")),
            ("01", Some("01_maps")),
            ("02_lists", Some("02_lists")),
            ("0", None),
            ("x", None),
        ] {
            let found = find_chapter(&course, text).ok();
            let expected = expected.map(|dir| Facet::Chapter(dir.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(
            find_concept(&course, "tw").ok(),
            Some(Facet::Concept("two".into()))
        );
        assert_eq!(
            find_concept(&course, "link").ok(),
            Some(Facet::Concept("linked".into())),
            "no exercise practises it, but one links to it"
        );
        let problem = find_concept(&course, "onne").expect_err("there is none");
        assert_eq!(problem.what, "no concept is called `onne`");
        assert!(problem.help.is_some_and(|help| help.contains("`one`")));
    }
}
