//! What a learner has done so far, in numbers: by chapter, by difficulty, and in days.
//!
//! Pure: which day a time belongs to is told by whoever knows the time zone.

use crate::exercise::{Course, Exercise};
use crate::progress::Progress;
use serde::Serialize;
use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

/// The version of the JSON form; another one when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// All numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// The version of the JSON form.
    pub version: u32,
    /// Over the whole workbook.
    #[serde(flatten)]
    pub total: Tally,
    /// The days.
    pub streak: Streak,
    /// Chapter by chapter, in the order of the workbook.
    pub chapters: Vec<Chapter>,
    /// From easy to hard; last those of which nothing is said.
    pub difficulties: Vec<Difficulty>,
}

/// Numbers over some exercises.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many there are.
    pub exercises: usize,
    /// How many are solved.
    pub solved: usize,
    /// How many versions were checked until they were solved.
    pub attempts: u32,
    /// How many hints were shown.
    pub hints: usize,
    /// The middle one of the times from a first attempt to the one that solved it; none where none is known.
    #[serde(rename = "seconds_to_solve", serialize_with = "as_seconds")]
    pub time_to_solve: Option<Duration>,
}

/// A chapter and its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// Its directory.
    pub dir: String,
    /// As a person reads it.
    pub title: String,
    /// Its numbers.
    #[serde(flatten)]
    pub tally: Tally,
}

/// A difficulty and its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difficulty {
    /// From 1 to 5.
    pub difficulty: Option<u8>,
    /// Its numbers.
    #[serde(flatten)]
    pub tally: Tally,
}

/// Days in a row on which something was solved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Streak {
    /// Until today; a day that has just begun breaks nothing.
    pub days: u32,
    /// The most there ever were.
    pub longest: u32,
    /// Whether today is one of them.
    pub today: bool,
}

impl Stats {
    /// Counts. `day_of` numbers the days of the learner's calendar.
    pub fn new(
        course: &Course,
        progress: &Progress,
        now: SystemTime,
        day_of: impl Fn(SystemTime) -> i64,
    ) -> Self {
        let tally = |is_meant: &dyn Fn(&Exercise) -> bool| {
            Tally::of(
                course
                    .exercises
                    .iter()
                    .filter(|exercise| is_meant(exercise)),
                progress,
            )
        };
        let mut chapters: Vec<Chapter> = Vec::new();
        for exercise in &course.exercises {
            if chapters.iter().all(|chapter| chapter.dir != exercise.dir) {
                chapters.push(Chapter {
                    dir: exercise.dir.clone(),
                    title: exercise.chapter(),
                    tally: tally(&|other| other.dir == exercise.dir),
                });
            }
        }
        let levels: BTreeSet<u8> = course
            .exercises
            .iter()
            .filter_map(|exercise| exercise.difficulty)
            .collect();
        let difficulties = levels
            .into_iter()
            .map(Some)
            .chain([None])
            .map(|difficulty| Difficulty {
                difficulty,
                tally: tally(&|exercise| exercise.difficulty == difficulty),
            })
            .filter(|difficulty| difficulty.tally.exercises > 0)
            .collect();
        Self {
            version: VERSION,
            total: tally(&|_| true),
            // What was solved counts, also when its exercise has left the workbook.
            streak: Streak::of(progress.solved_times().map(&day_of).collect(), day_of(now)),
            chapters,
            difficulties,
        }
    }
}

impl Tally {
    fn of<'a>(exercises: impl Iterator<Item = &'a Exercise>, progress: &Progress) -> Self {
        let mut tally = Self::default();
        let mut times = Vec::new();
        for exercise in exercises {
            let entry = progress.entry(&exercise.name);
            tally.exercises += 1;
            tally.solved += usize::from(entry.solved.is_some());
            tally.attempts += entry.attempts;
            // A hint that was taken out of the workbook since is no longer counted.
            tally.hints += entry
                .hints
                .iter()
                .filter(|&&hint| hint < exercise.hints.len())
                .count();
            times.extend(entry.time_to_solve());
        }
        times.sort_unstable();
        tally.time_to_solve = times.get(times.len() / 2).copied();
        tally
    }
}

impl Streak {
    fn of(days: BTreeSet<i64>, today: i64) -> Self {
        let mut streak = Self {
            today: days.contains(&today),
            ..Self::default()
        };
        let mut row = 0;
        let mut last = None;
        // A clock that was wrong may have written days that have not come yet.
        for day in days.into_iter().filter(|day| *day <= today) {
            row = if last == Some(day - 1) { row + 1 } else { 1 };
            streak.longest = streak.longest.max(row);
            last = Some(day);
        }
        if last.is_some_and(|last| last >= today - 1) {
            streak.days = row;
        }
        streak
    }
}

#[expect(clippy::ref_option, reason = "serde calls it so")]
fn as_seconds<S: serde::Serializer>(
    time: &Option<Duration>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    time.map(|time| time.as_secs()).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::info;

    #[test]
    fn days_in_a_row_are_counted_to_today_or_yesterday() {
        for (days, days_in_row, longest, today) in [
            (&[][..], 0, 0, false),
            (&[10], 1, 1, true),
            (&[9], 1, 1, false),
            (&[8], 0, 1, false),
            (&[8, 9, 10], 3, 3, true),
            (&[7, 8, 9], 3, 3, false),
            (&[1, 2, 3, 4, 9, 10], 2, 4, true),
            (&[1, 2, 3, 5, 7], 0, 3, false),
            (&[10, 11, 12], 1, 1, true),
            (&[-1, 0, 1], 0, 3, false),
        ] {
            let streak = Streak::of(days.iter().copied().collect(), 10);
            let expected = Streak {
                days: days_in_row,
                longest,
                today,
            };
            assert_eq!(streak, expected, "{days:?}");
        }
    }

    fn course() -> Course {
        info::parse(
            "format_version = 1
[[exercises]]
name = \"a\"
dir = \"01_first_steps\"
difficulty = 2
hints = [{ text = \"x\" }]
[[exercises]]
name = \"b\"
dir = \"02_more\"
[[exercises]]
name = \"c\"
dir = \"01_first_steps\"
difficulty = 1
",
        )
        .expect("the text is right")
    }

    #[test]
    fn everything_is_counted_once() {
        let progress = Progress::parse(
            "a solved=2026-03-02T10:30:00Z attempts=3 began=2026-03-02T10:00:00Z hints=0,7
b attempts=4 began=2026-03-02T10:00:00Z
c solved=2026-03-01T00:00:10Z attempts=1 began=2026-03-01T00:00:00Z
gone solved=2026-02-28T23:59:59Z attempts=9
",
        )
        .expect("the text is right");
        let day = |time: SystemTime| {
            let since = time.duration_since(SystemTime::UNIX_EPOCH);
            i64::try_from(since.map_or(0, |since| since.as_secs() / 86_400)).expect("it is small")
        };
        let now = progress.entry("a").solved.expect("it is solved");
        let stats = Stats::new(&course(), &progress, now, day);
        let tally = |exercises, solved, attempts, hints, seconds: Option<u64>| Tally {
            exercises,
            solved,
            attempts,
            hints,
            time_to_solve: seconds.map(Duration::from_secs),
        };
        assert_eq!(stats.total, tally(3, 2, 8, 1, Some(1800)));
        let chapters: Vec<_> = stats
            .chapters
            .iter()
            .map(|chapter| (chapter.title.as_str(), chapter.tally.clone()))
            .collect();
        assert_eq!(
            chapters,
            [
                ("first steps", tally(2, 2, 4, 1, Some(1800))),
                ("more", tally(1, 0, 4, 0, None)),
            ]
        );
        let levels: Vec<_> = stats
            .difficulties
            .iter()
            .map(|level| (level.difficulty, level.tally.exercises, level.tally.solved))
            .collect();
        assert_eq!(levels, [(Some(1), 1, 1), (Some(2), 1, 1), (None, 1, 0)]);
        assert_eq!(
            stats.streak,
            Streak {
                days: 3,
                longest: 3,
                today: true
            }
        );
    }

    #[test]
    fn a_new_workbook_has_zeros_everywhere() {
        let stats = Stats::new(
            &course(),
            &Progress::default(),
            SystemTime::UNIX_EPOCH,
            |_| 0,
        );
        assert_eq!(
            stats.total,
            Tally {
                exercises: 3,
                ..Tally::default()
            }
        );
        assert_eq!(stats.streak, Streak::default());
    }
}
