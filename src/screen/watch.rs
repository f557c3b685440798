//! The screen of `watch`: a header, the text that matters, and what can be done next.

use super::chapters::chapter_lines;
use super::footer::{Above, activity, footer};
use super::output::output_lines;
use super::reference::reference_lines;
use super::verdict::detailed_lines;
use super::{
    Around, Detail, Line, Link, Role, browser, clip, hint_page, key_table, markdown_lines,
    page_lines, problem_lines, reader_frame, width_of, wrap,
};
use crate::text::count;
use crate::watch::{Address, Reader, Seen, View, Watch};

/// On a terminal of fewer lines than this none is left empty at the edges.
const SMALL: usize = 14;

/// The same for the list, of which the more rows are seen the better.
const SMALL_FOR_A_LIST: usize = 16;

/// What a terminal shows: lines from its top to its bottom, no wider than it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The lines.
    pub lines: Vec<Line>,
    /// How many lines of the text really are above the screen: no more than there are.
    pub scroll: usize,
    /// How many lines of the text fit.
    pub room: usize,
    /// In which line of the screen the text begins.
    pub top: usize,
    /// What the reader shows, where it is the reader.
    pub seen: Option<Seen>,
}

/// Draws the state on a terminal of this size.
pub fn frame(watch: &Watch, width: usize, height: usize) -> Frame {
    if let View::Reader(reader) = &watch.view {
        return reading(watch, reader, width, height);
    }
    let mut header: Vec<Line> = header(watch, width)
        .into_iter()
        .map(|line| clip(line, width))
        .collect();
    header.extend(browser::head(watch, width));
    let small = match watch.view {
        View::List | View::ListHelp => SMALL_FOR_A_LIST,
        _ => SMALL,
    };
    if height < small {
        header.retain(|line| !line.spans.is_empty());
    }
    let detail = Detail {
        unfolded: watch.unfolded,
        ..Detail::on_screen(width, height)
    };
    let mut body = match watch.view {
        // Its rows are drawn when it is known how many fit.
        View::List => Vec::new(),
        _ => wrap(body(watch, &detail), width),
    };
    let foot = |above| {
        let mut footer = wrap(footer(watch, width, above), width);
        if height < small {
            footer.retain(|line| !line.spans.is_empty());
        }
        footer
    };
    // On a terminal too small for everything the footer gives way, then the header.
    let footer_height = foot(Above::default()).len().min(height.saturating_sub(3));
    let header_height = header.len().min(height.saturating_sub(footer_height + 1));
    let room = height.saturating_sub(header_height + footer_height).max(1);
    let above = Above {
        scrolls: body.len() > room,
        shows_chapters: watch.view == View::List || push_chapters(watch, width, room, &mut body),
    };
    let footer = foot(above);
    let mut lines: Vec<Line> = header.into_iter().take(header_height).collect();
    let (shown, scroll) = match watch.view {
        View::List => browser::rows(watch, room, width),
        _ => window(body, watch, room, width),
    };
    lines.extend(shown);
    lines.extend(footer.into_iter().take(footer_height));
    lines.truncate(height.max(1));
    Frame {
        lines,
        scroll,
        room,
        top: header_height,
        seen: None,
    }
}

/// The reader, with what its page is to the exercise.
fn reading(watch: &Watch, reader: &Reader, width: usize, height: usize) -> Frame {
    let among = |what: &str, all: &[Address]| {
        let at = all
            .iter()
            .position(|address| *address == reader.top().page.address)?;
        Some((format!("{what} {} of {}", at + 1, all.len()), all.len()))
    };
    let card = among("card", &watch.cards());
    let error = among("error", &watch.explanations());
    let (note, key) = match (card, error) {
        (Some((note, n)), _) => (note, (n > 1).then_some(("c", "next card"))),
        (_, Some((note, n))) if n > 1 => (note, Some(("E", "next error"))),
        _ => (String::new(), None),
    };
    let around = Around {
        note: &note,
        message: watch.message.as_deref(),
        key,
    };
    reader_frame(reader, around, width, height)
}

/// How far the chapters are, at the foot of a verdict that leaves room for it; whether it does.
fn push_chapters(watch: &Watch, width: usize, room: usize, body: &mut Vec<Line>) -> bool {
    let chapters = chapter_lines(&watch.course, &watch.progress, watch.current, width);
    let fits = watch.view == View::Verdict
        && !chapters.is_empty()
        && body.len() + 1 + chapters.len() <= room;
    if fits {
        body.resize(room - chapters.len(), Line::empty());
        body.extend(chapters.into_iter().map(|line| clip(line, width)));
    }
    fits
}

/// The part of the text that fits, with a note on the rest.
fn window(mut body: Vec<Line>, watch: &Watch, room: usize, width: usize) -> (Vec<Line>, usize) {
    // In a window of one line an empty one would look like the end of the program.
    if room == 1 {
        body.retain(|line| !line.text().trim().is_empty());
    }
    let n_lines = body.len();
    let mut scroll = 0;
    let mut lines: Vec<Line>;
    if n_lines <= room {
        lines = body;
    } else {
        let shown = room.saturating_sub(1).max(1);
        let first = watch.scroll.min(n_lines - shown);
        scroll = first;
        lines = body.into_iter().skip(first).take(shown).collect();
        if room > 1 {
            let below = n_lines - first - shown;
            let (note, short) = match (first, below) {
                (0, below) => (
                    format!("... {} below (space)", count(below, "more line")),
                    format!("... {below} below"),
                ),
                (above, 0) => (
                    format!("... {} above (b)", count(above, "more line")),
                    format!("... {above} above"),
                ),
                (above, below) => (
                    format!("... {above} above (b), {below} below (space)"),
                    format!("... {above} + {below} more"),
                ),
            };
            let note = if width_of(&note) > width { short } else { note };
            lines.push(clip(Line::new(Role::Dim, note), width));
        }
    }
    lines.resize(room, Line::empty());
    (lines, scroll)
}

/// The page that is open, where lines are only ever appended.
pub fn plain_page(watch: &Watch, width: usize) -> Vec<Line> {
    match watch.view {
        // Nobody is asked to press a key.
        View::Welcome => markdown_lines(watch.course.welcome.as_deref().unwrap_or_default(), width),
        _ => body(watch, &Detail::printed(width)),
    }
}

fn header(watch: &Watch, width: usize) -> Vec<Line> {
    if matches!(watch.view, View::List | View::ListHelp) {
        return browser::header(watch, width);
    }
    let exercise = watch.exercise();
    let mut title = Line::new(Role::Title, &exercise.title);
    if let Some(difficulty) = exercise.difficulty {
        title.push(Role::Dim, format!("   difficulty {difficulty}/5"));
    }
    if let Some(minutes) = exercise.minutes {
        title.push(Role::Dim, format!("   {minutes} min"));
    }
    if width_of(&title.text()) > width {
        title = Line::new(Role::Title, &exercise.title);
    }
    let path = exercise.path();
    let mut place = path.display().to_string();
    if width_of(&place) > width {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        place = format!(".../{name}");
        if width_of(&place) > width {
            place = name.into_owned();
        }
    }
    // A check that takes long must not pass the verdict before off as its own.
    let is_old = watch.known().is_some() && watch.view == View::Verdict;
    let note = match &watch.run {
        Some(run)
            if is_old
                && !run.is_proven
                && watch.now.saturating_duration_since(run.started).as_secs() > 0 =>
        {
            let words = match run.so_far {
                Some(_) => "Not all is done yet; this is known so far.",
                None => "Checking again; this is the verdict before.",
            };
            Line::new(Role::Warn, words)
        }
        _ => Line::empty(),
    };
    let link = Link {
        file: path.display().to_string(),
        line: 1,
    };
    let mut place_line = Line::empty();
    place_line.push_linked(Role::Path, place, Some(link));
    vec![title, place_line, note]
}

fn body(watch: &Watch, detail: &Detail) -> Vec<Line> {
    let exercise = watch.exercise();
    let width = detail.width;
    match &watch.view {
        View::Welcome => {
            let mut lines =
                markdown_lines(watch.course.welcome.as_deref().unwrap_or_default(), width);
            lines.push(Line::empty());
            lines.push(
                Line::plain("Press ")
                    .with(Role::Key, "Enter")
                    .with(Role::Plain, " to begin."),
            );
            lines
        }
        View::Verdict => match (watch.known(), &watch.failure) {
            (Some(checked), _) => {
                let mut lines = detailed_lines(exercise, &checked.verdict, &checked.text, detail);
                if checked.verdict.solved() {
                    lines.push(Line::empty());
                    lines.extend(what_now(watch));
                }
                lines
            }
            (None, Some(error)) => error.problems.iter().flat_map(problem_lines).collect(),
            (None, None) => vec![Line::new(
                Role::Dim,
                activity(watch).unwrap_or_else(|| "Waiting for the file.".to_owned()),
            )],
        },
        View::Hints => {
            let entry = watch.progress.entry(&exercise.name);
            let mut revealed: Vec<usize> = entry.hints.iter().rev().copied().collect();
            // The newest one is what was asked for.
            if let Some(at) = revealed
                .iter()
                .position(|hint| Some(*hint) == watch.latest_hint)
            {
                revealed[..=at].rotate_right(1);
            }
            let n_left = exercise
                .hints
                .iter()
                .enumerate()
                .filter(|(idx, hint)| hint.when.is_none() && !entry.hints.contains(idx))
                .count();
            hint_page(exercise, &revealed, Some(n_left), width)
        }
        View::List => browser::table(watch),
        View::ListHelp => browser::help(width),
        View::Reader(reader) => page_lines(&reader.top().page, width),
        View::Reference(text) => {
            let mine = watch.known().map_or("", |checked| &checked.text);
            reference_lines(mine, text)
        }
        View::Output => watch
            .known()
            .map(|checked| output_lines(&checked.verdict))
            .unwrap_or_default(),
        View::Help => help(width),
        View::ConfirmReset => vec![
            Line::new(
                Role::Strong,
                format!("Reset \"{}\" to its starter?", exercise.title),
            ),
            Line::plain("What you wrote is kept in .workbook/backups/."),
            Line::empty(),
            Line::new(Role::Key, "y")
                .with(Role::Plain, " resets it, any other key leaves it alone."),
        ],
        View::Farewell => {
            let text = watch
                .course
                .farewell
                .as_deref()
                .unwrap_or("All exercises are solved.");
            markdown_lines(text, width)
        }
    }
}

fn what_now(watch: &Watch) -> Vec<Line> {
    let exercise = watch.exercise();
    let n = watch.course.exercises.len();
    let mut lines = Vec::new();
    let next = if watch.n_solved() == n {
        " shows the last page: every exercise is solved."
    } else {
        " goes on to the next one."
    };
    lines.push(Line::new(Role::Key, "n").with(Role::Plain, next));
    if watch.has_solution {
        lines.push(
            Line::new(Role::Key, "d")
                .with(
                    Role::Plain,
                    " shows what sets yours apart from the reference, ",
                )
                .with(Role::Key, "s")
                .with(Role::Plain, " the reference itself."),
        );
    }
    if exercise.cards().next().is_some() {
        let cards: Vec<&str> = exercise.cards().collect();
        lines.push(
            Line::new(Role::Key, "c")
                .with(Role::Plain, " opens the cards behind it: ")
                .with(Role::Dim, cards.join(", ")),
        );
    }
    lines
}

fn help(width: usize) -> Vec<Line> {
    let keys = [
        (
            "n",
            "on to the next exercise (after a solved one: the next that is not)",
        ),
        ("p", "back to the previous one"),
        ("h", "the next hint"),
        ("c", "the concept card; again for the next card"),
        ("E", "what rustc says of the error; again for the next one"),
        ("l", "the list of exercises: search, filter, open any"),
        ("g", "to the other exercise whose file you saved"),
        ("e", "every error of the compiler, or the first one only"),
        ("t", "every failing test in full, or the first one only"),
        ("o", "all that was printed, as it was printed"),
        ("r", "run the tests again"),
        ("v", "open the file in your editor (`VISUAL`)"),
        ("x", "reset the exercise (asks first, keeps a copy)"),
        ("u", "take the last reset back"),
        ("s", "the reference solution, once it is solved"),
        ("d", "what sets yours apart from the reference"),
        ("space b j k", "scroll, as do the arrow and page keys"),
        (
            "Tab /",
            "in a card: select a link (Enter follows), search words",
        ),
        ("Backspace", "in a card: back to the page before"),
        ("q Esc", "close what is open; `q` on the main screen quits"),
    ];
    let mut lines = vec![Line::new(Role::Heading, "Keys"), Line::empty()];
    lines.extend(key_table(&keys, 13, width));
    lines.push(Line::empty());
    lines.push(Line::plain(
        "Save the file in any editor: it is compiled and tested at once.",
    ));
    lines
}
