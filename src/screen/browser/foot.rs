//! The foot of the list: the selected row, a question, the keys.

use super::title_of;
use crate::exercise::Exercise;
use crate::screen::{Line, Role, key_table, shorten};
use crate::text::count;
use crate::watch::{ListRow, Mode, Watch};

/// The keys of the list, and what they do.
const KEYS: [(&str, &str); 14] = [
    (
        "j k g G",
        "move, as do the arrow and page keys, space and b",
    ),
    ("Enter", "work on the exercise; fold or unfold a chapter"),
    (
        "/",
        "search names, titles and concepts; letters may be left out",
    ),
    (
        "f",
        "filter by state, level, chapter or concept; again for more",
    ),
    ("s", "all, what is not solved, what is solved"),
    ("a", "all again: no filter, no search"),
    ("Left Right", "fold and unfold a chapter"),
    ("z", "fold or unfold all chapters"),
    ("Tab", "the next chapter; Shift-Tab goes back"),
    ("e", "open the exercise in your editor"),
    ("x", "reset the exercise (asks first, keeps a copy)"),
    ("Esc", "end the search, or go back"),
    ("q", "back; what you save meanwhile is checked as ever"),
    (
        "mouse",
        "click selects, a double click is Enter, the wheel scrolls",
    ),
];

/// What is said of the selected row, or asked about it.
pub(in crate::screen) fn details(watch: &Watch, width: usize) -> Vec<Line> {
    let list = &watch.list;
    if let Mode::ConfirmReset(idx) = &list.mode {
        let title = &watch.course.exercises[*idx].title;
        return vec![
            Line::new(Role::Strong, format!("Reset \"{title}\" to its starter?")),
            Line::plain("What you wrote is kept in .workbook/backups/."),
        ];
    }
    if matches!(list.mode, Mode::Filter(_)) {
        return Vec::new();
    }
    let line = match list.selected() {
        Some(ListRow::Exercise(idx, _)) => about(&watch.course.exercises[*idx]),
        Some(ListRow::Chapter(chapter)) => {
            let n_left = chapter.n_exercises - chapter.n_solved;
            let left = match (n_left, chapter.minutes_left) {
                (0, _) => "all solved".to_owned(),
                (n, 0) => format!("{} left", count(n, "exercise")),
                (n, minutes) => format!("{} left, {minutes} min", count(n, "exercise")),
            };
            Line::plain(title_of(&chapter.dir)).with(Role::Dim, format!("   {left}"))
        }
        None => Line::empty(),
    };
    vec![shorten(line, width)]
}

fn about(exercise: &Exercise) -> Line {
    let mut line = Line::plain(&exercise.title);
    if !exercise.concepts.is_empty() {
        line.push(Role::Dim, format!("   {}", exercise.concepts.join(", ")));
    }
    line.with(Role::Dim, format!("   {}", exercise.path().display()))
}

/// The keys named at the foot.
pub(in crate::screen) fn keys(mode: &Mode) -> &'static [(&'static str, &'static str)] {
    match mode {
        Mode::Browse => &[
            ("Enter", "open"),
            ("/", "search"),
            ("f", "filter"),
            ("s", "state"),
            ("e", "edit"),
            ("x", "reset"),
            ("?", "keys"),
            ("q", "back"),
        ],
        Mode::Search => &[
            ("Tab", "done typing"),
            ("Enter", "open"),
            ("Esc", "end search"),
        ],
        Mode::Filter(_) => &[("Enter", "choose"), ("Esc", "back")],
        Mode::ConfirmReset(_) => &[("y", "reset"), ("n", "leave it")],
    }
}

/// What the keys do.
pub(in crate::screen) fn help(width: usize) -> Vec<Line> {
    let mut lines = vec![Line::new(Role::Heading, "Keys of the list"), Line::empty()];
    lines.extend(key_table(&KEYS, 11, width));
    lines.push(Line::empty());
    lines.push(
        Line::new(Role::Key, "*")
            .with(Role::Plain, " is the exercise you work on, ")
            .with(Role::Key, ">")
            .with(Role::Plain, " what is selected."),
    );
    lines
}
