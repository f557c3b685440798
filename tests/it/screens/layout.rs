//! How a screen uses its room: what is shown first, what is kept when there is little of it, how one gets to the rest.

use super::session::Session;
use super::states::{self, State};
use std::time::Duration;
use workbook::screen::{Line, frame, plain_page};
use workbook::watch::{Event, Key, View, Watch};

#[test]
fn the_selected_row_of_the_list_is_on_the_screen() {
    for (name, selected) in [("list", "find"), ("list_at_the_end", "quicksort")] {
        let state = states::named(name);
        for (width, height) in [(20, 8), (30, 10), (40, 12), (60, 12), (100, 30)] {
            let lines = frame(&state.watch, width, height).lines;
            let marked: Vec<String> = lines
                .iter()
                .map(Line::text)
                .filter(|line| line.starts_with('>'))
                .collect();
            assert!(
                matches!(marked.as_slice(), [row] if row.contains(selected)),
                "{name} at {width}x{height}: {marked:?}"
            );
        }
    }
}

#[test]
fn the_keys_for_help_and_out_are_named_on_the_narrowest_screen() {
    for width in [20, 40, 60, 100] {
        let lines = frame(&states::named("failing").watch, width, 12).lines;
        let keys = lines.last().expect("there are 12 lines").text();
        for key in ["? keys", "q quit"] {
            assert!(keys.contains(key), "{key:?} at {width}: {keys:?}");
        }
    }
}

#[test]
fn a_small_screen_leaves_most_of_its_lines_to_what_matters() {
    for (width, height) in [(20, 8), (40, 8), (40, 12), (80, 10)] {
        let state = states::named("failing");
        let short = frame(&state.watch, width, height).lines;
        let first = short
            .iter()
            .position(|line| line.text().starts_with('✗'))
            .expect("the failing test is on the screen");
        assert!(
            first <= height / 3,
            "at {width}x{height} it stands in line {first}"
        );
    }
}

#[test]
fn prose_is_broken_between_words() {
    for name in ["hung", "ended_early", "help", "todo", "welcome"] {
        let watch = states::named(name).watch;
        // What is asked for at a width at which nothing needs to be broken.
        let words: Vec<String> = texts(&watch, 400)
            .iter()
            .flat_map(|line| line.split_whitespace())
            .map(str::to_owned)
            .collect();
        for width in [40, 60, 80, 100] {
            for line in texts(&watch, width)
                .iter()
                .filter(|line| !line.contains(" | ") && !line.starts_with('✗'))
            {
                for word in line.split_whitespace() {
                    assert!(
                        words.iter().any(|whole| whole == word),
                        "{name} at {width}: {word:?} in {line:?}"
                    );
                }
            }
        }
    }
}

/// The lines between header and footer.
fn texts(watch: &Watch, width: usize) -> Vec<String> {
    let lines = frame(watch, width, 60).lines;
    lines[3..lines.len() - 3].iter().map(Line::text).collect()
}

#[test]
fn the_bar_is_full_only_when_all_is_solved() {
    let text = (0..100).fold(
        "format_version = 1\ntitle = \"Many\"\n".to_owned(),
        |text, number| format!("{text}[[exercises]]\nname = \"e{number}\"\n"),
    );
    let course = workbook::info::parse(&text).expect("the course is right");
    let mut progress = workbook::progress::Progress::default();
    for solved in 0..=100 {
        let watch = Watch::new(
            course.clone().into(),
            progress.clone(),
            0,
            false,
            false,
            std::time::Instant::now(),
        );
        let line = frame(&watch, 100, 30)
            .lines
            .iter()
            .map(Line::text)
            .find(|line| line.contains(" solved"))
            .expect("there is a bar");
        assert!(
            line.ends_with(&format!("{solved} of 100 solved")),
            "{line:?}"
        );
        assert_eq!(!line.contains('-'), solved == 100, "{line:?}");
        assert_eq!(!line.contains('#'), solved == 0, "{line:?}");
        progress.record_attempt(
            &format!("e{solved}"),
            true,
            std::time::SystemTime::UNIX_EPOCH,
        );
    }
}

#[test]
fn scrolling_past_an_end_does_no_harm() {
    let session = Session::begun().checked(&states::unpolished());
    let shown = |session: &Session| frame(&session.watch, 40, 12).lines;
    let top = shown(&session);
    let end = session.clone().key(Key::End);
    let bottom = shown(&end);
    assert_ne!(top, bottom);
    for key in [Key::Down, Key::PageDown, Key::Char('j'), Key::Char(' ')] {
        assert_eq!(
            shown(&end.clone().key(key)),
            bottom,
            "{key:?} beyond the end"
        );
    }
    for key in [Key::Up, Key::PageUp, Key::Char('k'), Key::Char('b')] {
        assert_eq!(
            shown(&session.clone().key(key)),
            top,
            "{key:?} beyond the beginning"
        );
    }
    assert_eq!(shown(&end.clone().key(Key::Home)), top);
    // Whoever draws hands back how far the text really is scrolled.
    let mut drawn = end;
    drawn.watch.scroll = frame(&drawn.watch, 40, 12).scroll;
    assert_ne!(shown(&drawn.key(Key::Up)), bottom, "one press leads back");
}

#[test]
fn the_note_on_what_is_hidden_names_only_keys_that_lead_there() {
    let session = Session::begun().checked(&states::unpolished());
    for (session, key, other) in [
        (session.clone(), "space", "b"),
        (session.key(Key::End), "b", "space"),
    ] {
        let lines = frame(&session.watch, 100, 20).lines;
        let note = lines
            .iter()
            .map(Line::text)
            .find(|line| line.starts_with("..."))
            .expect("the text does not fit");
        let keys = note
            .split_once('(')
            .expect("keys stand in parentheses")
            .1
            .trim_end_matches(')');
        let keys: Vec<&str> = keys.split(", ").collect();
        assert!(keys.contains(&key) && !keys.contains(&other), "{note:?}");
    }
}

#[test]
fn what_the_runtime_says_of_an_abort_is_not_shown_as_the_learners_output() {
    for (name, said) in [
        ("stack_overflow", "fatal runtime error"),
        ("stack_overflow", "has overflowed its stack"),
    ] {
        let state = states::named(name);
        let lines = plain_page(&state.watch, 100);
        let printed = lines
            .iter()
            .map(Line::text)
            .skip_while(|line| line.trim() != "printed")
            .find(|line| line.contains(said));
        assert_eq!(printed, None, "{name}");
    }
}

#[test]
fn a_check_that_could_not_be_made_is_not_mistaken_for_waiting() {
    let mut state = states::named("not_checked");
    let shown = |state: &State| -> String {
        plain_page(&state.watch, 100)
            .iter()
            .map(|line| line.text() + "\n")
            .collect()
    };
    assert!(shown(&state).contains("`rustc` cannot be run"));
    assert!(
        !shown(&state).contains("Waiting for the file"),
        "{}",
        shown(&state)
    );
    // The reason stays until there is a verdict, whatever is read meanwhile.
    for key in [Key::Char('h'), Key::Char('q')] {
        let now = state.watch.now + Duration::from_millis(1);
        let _ = state.watch.step(Event::Key(key), now);
    }
    assert_eq!(state.watch.view, View::Verdict);
    assert!(
        shown(&state).contains("`rustc` cannot be run"),
        "{}",
        shown(&state)
    );
}

#[test]
fn a_small_screen_shows_what_was_expected_without_scrolling() {
    for (name, texts) in [
        ("failing", ["expected  Some(2)", "  actual  None"]),
        ("structures", ["-     took: Some(2)", "+     took: Some(7)"]),
        ("long_texts", ["expected  ...", "  actual  ..."]),
    ] {
        let lines = frame(&states::named(name).watch, 40, 12).lines;
        for text in texts {
            assert!(
                lines.iter().any(|line| line.text().contains(text)),
                "{name}: {text:?} in {lines:?}"
            );
        }
    }
}

#[test]
fn keys_are_offered_only_where_they_do_something() {
    let foot = |name: &str, height| {
        let lines = frame(&states::named(name).watch, 100, height).lines;
        lines.last().expect("there are lines").text()
    };
    for (name, height, key, is_offered) in [
        ("hint_for_the_failure", 30, "h next hint", true),
        ("no_more_hints", 30, "h next hint", false),
        ("help", 30, "space down", false),
        ("help", 12, "space down", true),
        ("two_errors", 30, "e all errors", true),
        ("two_errors_in_full", 30, "e first error", true),
        ("does_not_compile", 30, "e ", false),
        ("two_failures", 30, "t all tests", true),
        ("two_failures_in_full", 30, "t first test", true),
        ("failing", 30, "t all", false),
        ("failing", 30, "d compare", false),
        ("solved", 30, "d compare", true),
        ("without_card", 30, "h hint", false),
        ("without_card", 30, "c card", false),
        ("compiling", 30, "o output", false),
    ] {
        let keys = foot(name, height);
        assert_eq!(keys.contains(key), is_offered, "{name}: {keys:?}");
    }
}
