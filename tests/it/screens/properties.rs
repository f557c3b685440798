//! What holds for every screen of every size, whatever it shows.

use super::session::{Session, Version};
use super::states::{self, State};
use workbook::progress::Progress;
use workbook::screen::{Line, frame, plain_page, width_of};
use workbook::verdict::{AbortCause, Exit, Panic, TestResult};
use workbook::watch::{Event, Key, Page};

const WIDTHS: [usize; 12] = [1, 2, 3, 5, 8, 13, 20, 40, 61, 80, 100, 200];
const HEIGHTS: [usize; 10] = [1, 2, 3, 4, 5, 7, 9, 12, 24, 60];

/// What a program under test may print to do harm, or by accident.
const HOSTILE: &str = "\u{1b}[2J\u{1b}[1;1Hgone\u{7}\u{8}\u{0}\u{1b}]0;title\u{7}\ttab\rback\u{9b}31m\u{202e}evil\
    \u{2066}\u{85}\u{7f}日本語 e\u{301} 👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}❤\u{fe0f}❤\u{fe0f}\n\u{1b}[";

/// What is wrong with a screen, if anything.
fn complaint(lines: &[Line], width: usize) -> Option<String> {
    lines.iter().find_map(|line| {
        let text = line.text();
        // A character of two columns fits nowhere in a terminal of one.
        let is_indivisible = width == 1 && text.chars().count() == 1;
        if width_of(&text) > width && !is_indivisible {
            Some(format!(
                "a line takes {} columns: {text:?}",
                width_of(&text)
            ))
        } else if has_control(&text) {
            Some(format!("a line holds control characters: {text:?}"))
        } else {
            None
        }
    })
}

fn has_control(text: &str) -> bool {
    text.chars().any(|ch| {
        ch.is_control() || matches!(ch, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

/// Everything that is wrong with the screens of these states, the first complaint of each state only.
fn complaints(states: &[State]) -> Vec<String> {
    states
        .iter()
        .filter_map(|state| {
            WIDTHS
                .iter()
                .flat_map(|&width| HEIGHTS.map(|height| (width, height)))
                .find_map(|(width, height)| {
                    let lines = frame(&state.watch, width, height).lines;
                    let complaint = if lines.len() != height {
                        Some(format!("there are {} lines", lines.len()))
                    } else if lines.iter().all(|line| line.text().trim().is_empty()) {
                        Some("nothing is shown".to_owned())
                    } else {
                        complaint(&lines, width)
                    };
                    complaint
                        .map(|complaint| format!("{} at {width}x{height}: {complaint}", state.name))
                })
        })
        .collect()
}

#[test]
fn the_smallest_window_shows_something_wherever_one_has_scrolled_to() {
    for mut state in states::all() {
        for (width, height) in [(1, 1), (2, 1), (40, 1), (1, 2), (2, 3)] {
            for scroll in 0..40 {
                state.watch.scroll = scroll;
                let lines = frame(&state.watch, width, height).lines;
                assert!(
                    lines.iter().any(|line| !line.text().trim().is_empty()),
                    "{} at {width}x{height}, {scroll} lines above",
                    state.name
                );
            }
        }
    }
}

/// States in which everything that a learner's program can say is hostile.
fn hostile_states() -> Vec<State> {
    let panic = format!(
        "\nthread 'tests::finds_what_is_there' (1) panicked at {}:5:5:\n{HOSTILE}\n",
        HOSTILE.replace('\n', "")
    );
    let comparison = format!(
        "\nthread 'tests::finds_what_is_there' (1) panicked at exercises/01_search/find.rs:15:9:\n\
         assertion `left == right` failed: {HOSTILE}\n  left: \"{HOSTILE}\"\n right: \"{HOSTILE}\"\n"
    );
    let body = format!("    // {}\n    todo!()", HOSTILE.replace(['\n', '\r'], ""));
    let mut states: Vec<State> = [
        ("hostile_panic", Exit::Code(101), panic.as_str()),
        ("hostile_comparison", Exit::Code(101), &comparison),
        ("hostile_abort", Exit::Signal(6), &panic),
        ("hostile_end", Exit::Code(3), HOSTILE),
        ("hostile_flood", Exit::OutputLimit, &HOSTILE.repeat(500)),
        ("hostile_hang", Exit::Deadline, HOSTILE),
    ]
    .into_iter()
    .map(|(name, exit, stderr)| {
        let version =
            Version::with_body(&body).with_run("finds_what_is_there", exit, HOSTILE, stderr);
        State {
            name,
            watch: Session::begun().checked(&version).watch,
        }
    })
    .collect();

    // The compiler quotes the learner's source in its messages.
    let refused = Version::with_body(&body).with_message(
        workbook::verdict::Level::Error,
        "E0308",
        5,
        &format!("~[1merror~[0m: {HOSTILE}"),
    );
    states.push(State {
        name: "hostile_compiler_message",
        watch: Session::begun().checked(&refused).watch,
    });

    let mut said = Session::begun().checked(&states::off_by_one());
    said.feed(Event::Say(HOSTILE.to_owned()));
    states.push(State {
        name: "hostile_message",
        watch: said.watch,
    });

    // A workbook can be downloaded from anywhere.
    let mut solution = Session::begun().checked(&states::solved());
    let text = format!("fn f() {{\n\tlet x = 1; // {HOSTILE}\n}}\n");
    solution.feed(Event::Opened(Page::solution("find", HOSTILE, &text)));
    states.push(State {
        name: "hostile_solution",
        watch: solution.watch,
    });
    let card = format!(
        "+++\ntitle = \"A\\u001b[2Jcard\"\ntopic = \"t\"\n+++\n## {}\n\n{HOSTILE}\n\n```rust\n\t{HOSTILE}\n```\n",
        HOSTILE.replace('\n', "")
    );
    let mut page = Session::begun().checked(&states::solved());
    let card = page.card("card", &card.replace("\"t\"", "\"algorithms\""));
    page.feed(Event::Opened(card));
    states.push(State {
        name: "hostile_card",
        watch: page.clone().watch,
    });
    let search = |mut session: Session, text: &str| {
        for ch in format!("/{text}").chars() {
            session.feed(Event::Key(Key::Char(ch)));
        }
        session
    };
    states.push(State {
        name: "hostile_search",
        watch: search(page.clone(), HOSTILE).watch,
    });
    states.push(State {
        name: "hostile_match",
        watch: search(page, "evil").key(Key::Enter).watch,
    });
    let title = toml::Value::String(HOSTILE.to_owned());
    let course = format!(
        "format_version = 1\ntitle = \"T\"\n[[exercises]]\nname = \"e\"\ndir = \"01_日本語\"\ntitle = {title}\nconcepts = [{title}]\n"
    );
    for (name, keys) in [
        ("hostile_list", "l"),
        ("hostile_list_search", "l/日本"),
        ("hostile_filter", "lf"),
        ("hostile_question", "lx"),
    ] {
        let session = Session::in_course(&course, Progress::default()).keys(keys);
        states.push(State {
            name,
            watch: session.watch,
        });
    }
    states
}

#[test]
fn every_screen_fits_its_terminal() {
    let complaints = complaints(&states::all());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn nothing_that_is_printed_reaches_the_terminal_as_a_command() {
    let complaints = complaints(&hostile_states());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn appended_lines_hold_no_control_characters_either() {
    let complaints: Vec<String> = states::all()
        .iter()
        .chain(&hostile_states())
        .filter_map(|state| {
            plain_page(&state.watch, 100)
                .iter()
                .map(Line::text)
                .find(|text| has_control(text))
                .map(|text| format!("{}: {text:?}", state.name))
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_panic_without_a_known_place_or_cause_is_shown_as_well() {
    let mut verdict = states::off_by_one().verdict();
    // A learner's program can print what looks like a panic anywhere.
    for (signal, line) in [(4, 0), (9, 34), (11, usize::MAX)] {
        verdict.tests[0].result = TestResult::Aborted {
            signal,
            cause: AbortCause::Unknown,
            panic: Some(Panic {
                thread: "main".to_owned(),
                place: Some(("exercises/01_search/find.rs".to_owned(), line, 0)),
                message: String::new(),
                sides: Some((String::new(), String::new())),
                caller: None,
            }),
        };
        let mut session = Session::begun();
        session.finish(super::fixtures::STARTER, verdict.clone());
        let state = State {
            name: "odd_panic",
            watch: session.watch,
        };
        let text: String = frame(&state.watch, 100, 30)
            .lines
            .iter()
            .map(Line::text)
            .collect();
        assert!(text.contains(&format!("signal {signal}")), "{text}");
        assert_eq!(complaints(&[state]), [""; 0]);
    }
}
