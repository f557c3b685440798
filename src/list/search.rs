//! Finding exercises by what somebody types.

use crate::exercise::{Course, Exercise};
use crate::text::{Found, Fuzzy};

/// An exercise that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// Its position in the course.
    pub exercise: usize,
    /// The letters of its name that fit.
    pub name: Vec<usize>,
    /// The letters of its title that fit.
    pub title: Vec<usize>,
    /// The concepts because of which it was found.
    pub concepts: Vec<String>,
    score: u32,
}

/// The exercises, among those that are let through, in which each word of the query is found: in the name, the title
/// or a concept. The best come first, equals in the order of the course.
pub fn search(course: &Course, query: &str, is_let_through: impl Fn(usize) -> bool) -> Vec<Hit> {
    let mut words = Fuzzy::words(query);
    let mut hits: Vec<Hit> = course
        .exercises
        .iter()
        .enumerate()
        .filter(|(idx, _)| is_let_through(*idx))
        .filter_map(|(idx, exercise)| {
            let mut hit = Hit {
                exercise: idx,
                ..Hit::default()
            };
            words
                .iter_mut()
                .all(|word| hit.add(word, exercise))
                .then_some(hit)
        })
        .collect();
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
    hits
}

impl Hit {
    /// Adds the best place of one more word; whether there is any.
    fn add(&mut self, word: &mut Fuzzy, exercise: &Exercise) -> bool {
        // Of equals the name counts most, a concept least.
        let rank = |found: &Option<Found>, rank: u32| {
            found.as_ref().map_or(0, |found| found.score * 4 + rank)
        };
        let name = word.find(&exercise.name);
        let title = word.find(&exercise.title);
        let concept = exercise
            .cards()
            .map(|slug| (rank(&word.find(slug), 1), slug))
            .max_by_key(|(score, _)| *score);
        let (in_name, in_title) = (rank(&name, 3), rank(&title, 2));
        let in_concept = concept.map_or(0, |(score, _)| score);
        let best = in_name.max(in_title).max(in_concept);
        self.score += best;
        if best == in_concept {
            self.concepts
                .extend(concept.map(|(_, slug)| slug.to_owned()));
        }
        self.name
            .extend(name.into_iter().flat_map(|found| found.letters));
        self.title
            .extend(title.into_iter().flat_map(|found| found.letters));
        best > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COURSE: &str = "format_version = 1\ntitle = \"T\"
[[exercises]]\nname = \"merge_sorted\"\ntitle = \"Merge two sorted lists\"\nconcepts = [\"merge-sort\"]
[[exercises]]\nname = \"lru_cache\"\ntitle = \"LRU cache\"\nconcepts = [\"cache-eviction\"]
[[exercises]]\nname = \"ttl_map\"\ntitle = \"Entries that expire\"\nconcepts = [\"cache-eviction\"]
[[exercises]]\nname = \"cache_stampede\"\ntitle = \"Many ask at once\"\n";

    fn found(query: &str) -> Vec<String> {
        let course = crate::info::parse(COURSE).expect("the course is right");
        search(&course, query, |idx| idx != 3)
            .iter()
            .map(|hit| course.exercises[hit.exercise].name.clone())
            .collect()
    }

    #[test]
    fn names_titles_and_concepts_are_searched_best_first() {
        for (query, expected) in [
            ("lru", vec!["lru_cache"]),
            ("LRUCACHE", vec!["lru_cache"]),
            ("sorted lists", vec!["merge_sorted"]),
            ("expire", vec!["ttl_map"]),
            ("cache", vec!["lru_cache", "ttl_map"]),
            // Each word may be found in another place.
            ("ttl eviction", vec!["ttl_map"]),
            ("ttl stampede", vec![]),
            // What is not let through is not found.
            ("stampede", vec![]),
        ] {
            assert_eq!(found(query), expected, "{query:?}");
        }
    }

    #[test]
    fn a_hit_tells_where() {
        let course = crate::info::parse(COURSE).expect("the course is right");
        let hits = search(&course, "evict", |_| true);
        assert_eq!(hits.len(), 2);
        assert_eq!(hits[0].concepts, ["cache-eviction"]);
        let hits = search(&course, "ttl", |_| true);
        assert_eq!(hits[0].name, [0, 1, 2]);
        assert!(hits[0].concepts.is_empty());
    }
}
