//! The numbers of a learner as a page.

use super::{Line, Role, width_of};
use crate::exercise::{Course, Exercise};
use crate::stats::{Stats, Streak, Tally};
use crate::text::{count, lasted};

/// The columns of a bar.
const BAR: usize = 10;

/// The page. `next` is the exercise to go on with.
pub fn stats_page(course: &Course, stats: &Stats, next: &Exercise) -> Vec<Line> {
    let total = &stats.total;
    let mut lines = vec![Line::new(Role::Title, &course.title), Line::empty()];
    if total.attempts == 0 && total.solved == 0 {
        lines.extend(first_words(total, next));
        return lines;
    }
    lines.push(bar(total).with(
        Role::Plain,
        format!("  {} of {} solved", total.solved, total.exercises),
    ));
    let hints = count(total.hints, "hint");
    let attempts = count(
        usize::try_from(total.attempts).unwrap_or(usize::MAX),
        "attempt",
    );
    lines.push(Line::plain(format!("{attempts}, {hints} used")));
    if let Some(time) = total.time_to_solve {
        lines.push(Line::plain(format!(
            "{} from the first attempt to solved (the middle one of all)",
            lasted(time)
        )));
    }
    lines.push(streak_line(&stats.streak, total));

    let rows = stats
        .chapters
        .iter()
        .map(|chapter| (chapter.title.clone(), &chapter.tally));
    lines.extend(table("chapter", rows.collect()));
    let rows = stats.difficulties.iter().map(|level| {
        let name = level
            .difficulty
            .map_or_else(|| "not said".to_owned(), |level| format!("{level}/5"));
        (name, &level.tally)
    });
    lines.extend(table("difficulty", rows.collect()));
    lines
}

/// For somebody who has not begun.
fn first_words(total: &Tally, next: &Exercise) -> Vec<Line> {
    let facts: Vec<String> = [
        next.difficulty.map(|level| format!("difficulty {level}/5")),
        next.minutes.map(|minutes| format!("{minutes} min")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let facts = if facts.is_empty() {
        String::new()
    } else {
        format!(" ({})", facts.join(", "))
    };
    vec![
        Line::plain(format!(
            "No attempts yet: {} to look forward to.",
            count(total.exercises, "exercise")
        )),
        Line::plain("The first is ")
            .with(Role::Strong, &next.title)
            .with(Role::Plain, facts)
            .with(Role::Plain, ". ")
            .with(Role::Key, "workbook watch")
            .with(Role::Plain, " begins, and the numbers come by themselves."),
    ]
}

fn streak_line(streak: &Streak, total: &Tally) -> Line {
    let days = |days: u32| count(usize::try_from(days).unwrap_or(usize::MAX), "day");
    if streak.days == 0 {
        // A first exercise that is not solved yet has no streak that could have ended.
        let longest = match streak.longest {
            0 => String::new(),
            longest => format!("; the longest was {}", days(longest)),
        };
        let how = if total.solved == 0 {
            "the first solved exercise begins one"
        } else {
            "solve one today to begin anew"
        };
        return Line::plain(format!("Streak: none now{longest}; {how}"));
    }
    let line = Line::plain("Streak: ").with(Role::Pass, days(streak.days));
    let line = if streak.longest > streak.days {
        line.with(
            Role::Plain,
            format!(" (the longest was {})", days(streak.longest)),
        )
    } else {
        line
    };
    line.with(
        Role::Plain,
        if streak.today {
            ", today included"
        } else {
            "; solve one today to keep it"
        },
    )
}

fn bar(tally: &Tally) -> Line {
    // The first step is seen, and the bar is full only at the end.
    let filled = (tally.solved * BAR / tally.exercises.max(1)).max(tally.solved.min(1));
    Line::new(Role::Dim, "[")
        .with(Role::Pass, "#".repeat(filled))
        .with(Role::Dim, format!("{}]", "-".repeat(BAR - filled)))
}

fn table(head: &str, rows: Vec<(String, &Tally)>) -> Vec<Line> {
    let names = rows.iter().map(|(name, _)| width_of(name));
    let width = names.chain([head.len()]).max().unwrap_or(0);
    let pad = |text: &str| format!("{text}{}", " ".repeat(width - width_of(text)));
    let mut lines = vec![
        Line::empty(),
        Line::new(
            Role::Dim,
            format!("{}  {:<12}   solved  tries  hints  time", pad(head), ""),
        ),
    ];
    for (name, tally) in rows {
        let mut line = Line::plain(format!("{}  ", pad(&name)));
        for span in bar(tally).spans {
            line.push(span.role, span.text);
        }
        let solved = format!("{}/{}", tally.solved, tally.exercises);
        line.push(Role::Plain, format!("  {solved:>7}"));
        let time = tally.time_to_solve.map_or_else(|| "-".to_owned(), lasted);
        line.push(
            Role::Dim,
            format!("  {:>5}  {:>5}  {time}", tally.attempts, tally.hints),
        );
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_streak_is_told_with_what_to_do() {
        let tally = |solved| Tally {
            exercises: 9,
            solved,
            ..Tally::default()
        };
        for (days, longest, today, solved, expected) in [
            (
                0,
                0,
                false,
                0,
                "Streak: none now; the first solved exercise begins one",
            ),
            (
                0,
                4,
                false,
                5,
                "Streak: none now; the longest was 4 days; solve one today to begin anew",
            ),
            (1, 1, true, 1, "Streak: 1 day, today included"),
            (
                2,
                5,
                false,
                7,
                "Streak: 2 days (the longest was 5 days); solve one today to keep it",
            ),
        ] {
            let streak = Streak {
                days,
                longest,
                today,
            };
            assert_eq!(streak_line(&streak, &tally(solved)).text(), expected);
        }
    }

    #[test]
    fn a_bar_shows_the_first_step_and_is_full_at_the_end_only() {
        for (solved, exercises, expected) in [
            (0, 30, "[----------]"),
            (1, 30, "[#---------]"),
            (29, 30, "[#########-]"),
            (30, 30, "[##########]"),
        ] {
            let tally = Tally {
                exercises,
                solved,
                ..Tally::default()
            };
            assert_eq!(bar(&tally).text(), expected);
        }
    }
}
