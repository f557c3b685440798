//! Every state that the screen can be in.

use super::fixtures::{
    E0308, E0425, INDEX, NEEDLESS_RETURN, NOT_EQUAL, OUT_OF_MEMORY, RIGHT, STACK_OVERFLOW, STARTER,
    SUM, TODO, UNUSED,
};
use super::session::{Session, Version};
use workbook::attempt::Phase;
use workbook::error::{Error, Problem};
use workbook::verdict::{Exit, Level, TestResult, Verdict};
use workbook::watch::{Event, Key, Watch};

/// A state and its name.
pub struct State {
    pub name: &'static str,
    pub watch: Watch,
}

const SLOW: &str = "    sorted.iter().position(|&number| number == wanted)";
const SPARE: &str = "    for idx in 0..sorted.len() {
        if sorted[idx] == wanted {
            let spare = 1;
            return Some(idx);
        }
    }
    return None;";

/// The version that misses the last element.
pub fn off_by_one() -> Version {
    Version::with_body("    sorted[..sorted.len() - 1].binary_search(&wanted).ok()").with_run(
        "the_last_one_is_found",
        Exit::Code(101),
        "low 0, high 2\nlow 1, high 2\n",
        NOT_EQUAL,
    )
}

/// The version that the compiler refuses.
pub fn mistyped() -> Version {
    Version::with_body("    sorted.len() - 1").with_message(Level::Error, "E0308", 5, E0308)
}

/// The version with two mistakes that the compiler sees.
fn twice_mistyped() -> Version {
    mistyped().with_message(Level::Error, "E0425", 6, E0425)
}

/// A version of which two tests fail.
fn twice_wrong() -> Version {
    off_by_one().with_run("an_empty_slice_holds_nothing", Exit::Code(101), "", INDEX)
}

/// A version of which a comparison fails that names these values.
fn unequal(left: &str, right: &str) -> Version {
    let stderr = NOT_EQUAL
        .replace("left: None", &format!("left: {left}"))
        .replace("right: Some(2)", &format!("right: {right}"));
    off_by_one().with_run("the_last_one_is_found", Exit::Code(101), "", &stderr)
}

fn structures() -> Version {
    let report = |name: &str, seconds: u32| {
        format!(
            "Report {{ name: \"{name}\", found: [(1, 'a'), (2, 'b'), (3, 'c')], took: Some({seconds}), notes: \
             [\"looked at the middle\", \"went to the left\", \"looked again\"] }}"
        )
    };
    unequal(&report("binary search", 7), &report("binary search", 2))
}

fn long_texts() -> Version {
    let text = |end: &str| {
        format!(
            "\"Looked at the middle, went to the left, looked at the middle, went to the left, {end}.\""
        )
    };
    unequal(
        &text("found nothing at all"),
        &text("found it at position 2"),
    )
}

/// The version that loops until something becomes true, which it never does.
fn endless() -> Version {
    first_test(
        "    let (mut low, mut high) = (0, sorted.len());\n    while low < high {\n        let middle = low + (high - low) / 2;\n        if sorted[middle] == wanted {\n            return Some(middle);\n        }\n        if sorted[middle] < wanted {\n            low = middle;\n        } else {\n            high = middle;\n        }\n    }\n    None",
        Exit::Deadline,
        "",
        "",
    )
}

/// The version that works, and could be better.
pub fn unpolished() -> Version {
    Version::with_body(SPARE)
        .with_message(Level::Warning, "unused_variables", 7, UNUSED)
        .with_message(
            Level::Warning,
            "clippy::needless_return",
            11,
            NEEDLESS_RETURN,
        )
}

/// The version in which the tests were tampered with.
pub fn tampered() -> Version {
    let text = STARTER
        .replace("    todo!()", RIGHT)
        .replace("Some(2));", "Some(3));")
        .replace(
            "    #[test]\n    fn an_empty",
            "    #[test]\n    #[ignore]\n    fn an_empty",
        );
    Version::with_text(&text)
}

/// The version that passes.
pub fn solved() -> Version {
    Version::with_body(RIGHT)
}

/// A version of which the first test ends in this way.
fn first_test(body: &str, exit: Exit, stdout: &str, stderr: &str) -> Version {
    Version::with_body(body).with_run("finds_what_is_there", exit, stdout, stderr)
}

/// All of them.
pub fn all() -> Vec<State> {
    let mut states = verdicts();
    states.extend(pages());
    states
        .into_iter()
        .map(|(name, session)| State {
            name,
            watch: session.watch,
        })
        .collect()
}

/// One of them.
pub fn named(name: &str) -> State {
    all()
        .into_iter()
        .find(|state| state.name == name)
        .expect("there is such a state")
}

fn verdicts() -> Vec<(&'static str, Session)> {
    let checked = |version: &Version| Session::begun().checked(version);
    let all_todo = ["an_empty_slice_holds_nothing", "the_last_one_is_found"]
        .iter()
        .fold(
            first_test("    todo!()", Exit::Code(101), "", TODO),
            |version, test| {
                let stderr = TODO.replace("finds_what_is_there", test);
                version.with_run(test, Exit::Code(101), "", &stderr)
            },
        );
    let chatter = (1..=40).fold(String::new(), |text, number| {
        format!("{text}looking at position {number} of 40\n")
    });
    let mut unreadable = Session::begun();
    unreadable.finish(
        "",
        Verdict::unreadable("exercises/01_search/find.rs is a directory, not a file"),
    );
    vec![
        ("compiling", Session::begun()),
        ("slow_to_compile", {
            let mut session = checked(&off_by_one());
            session.save();
            session.wait(7);
            session
        }),
        ("testing", {
            let mut session = checked(&off_by_one());
            session.save();
            session.wait(3);
            session.phase(Phase::Testing {
                n_done: 1,
                n_tests: 3,
                running: Some("tests::the_last_one_is_found".to_owned()),
            });
            session
        }),
        ("so_far", {
            let mut session = checked(&off_by_one());
            session.save();
            session.wait(6);
            let mut verdict = endless().verdict();
            verdict.tests.truncate(1);
            session.so_far(&endless().text, verdict);
            session
        }),
        ("saved_elsewhere", {
            let mut session = checked(&off_by_one());
            session.feed(Event::Written(1));
            session.wait(1);
            session
        }),
        ("linting", {
            let mut session = checked(&off_by_one());
            session.save();
            session.wait(2);
            session.phase(Phase::Linting);
            session
        }),
        ("does_not_compile", checked(&mistyped())),
        ("failing", checked(&off_by_one())),
        ("todo", checked(&all_todo)),
        (
            "panicked",
            checked(
                &Version::with_body("    (sorted[0] == wanted).then_some(0)").with_run(
                    "an_empty_slice_holds_nothing",
                    Exit::Code(101),
                    "",
                    INDEX,
                ),
            ),
        ),
        ("panicked_elsewhere", panicked_elsewhere()),
        ("two_errors", checked(&twice_mistyped())),
        ("two_errors_in_full", checked(&twice_mistyped()).keys("e")),
        ("two_failures", checked(&twice_wrong())),
        ("two_failures_in_full", checked(&twice_wrong()).keys("t")),
        ("structures", checked(&structures())),
        ("long_texts", checked(&long_texts())),
        ("endless", checked(&endless())),
        (
            "hung",
            checked(&first_test("    loop {}", Exit::Deadline, "", "")),
        ),
        (
            "stack_overflow",
            checked(&first_test(
                "    find(sorted, wanted)",
                Exit::Signal(6),
                "",
                STACK_OVERFLOW,
            )),
        ),
        (
            "out_of_memory",
            checked(&first_test(SLOW, Exit::Signal(6), "", OUT_OF_MEMORY)),
        ),
        (
            "ended_early",
            checked(&first_test(
                "    std::process::exit(0)",
                Exit::Code(0),
                "",
                "",
            )),
        ),
        (
            "printed_too_much",
            checked(&first_test(SLOW, Exit::OutputLimit, &chatter, "")),
        ),
        ("tests_changed", checked(&tampered())),
        (
            "test_module_gone",
            checked(&Version::with_text(
                "//! Nothing but the function.\n\npub fn find(_: &[i32], _: i32) -> Option<usize> {\n    None\n}\n",
            )),
        ),
        ("warnings_not_allowed", checked(&unpolished().strict())),
        ("solved", checked(&solved())),
        ("solved_unpolished", checked(&unpolished())),
        ("unreadable", unreadable),
    ]
}

/// A version that panics in the standard library, with the line that led there.
fn panicked_elsewhere() -> Session {
    let version =
        Version::with_body("    sorted.iter().sum::<i32>().checked_sub(wanted).map(|_| 0)")
            .with_run("finds_what_is_there", Exit::Code(101), "", SUM);
    let mut verdict = version.verdict();
    if let TestResult::Failed {
        panic: Some(panic), ..
    } = &mut verdict.tests[0].result
    {
        panic.caller = Some(("exercises/01_search/find.rs".to_owned(), 5, 19));
    }
    let mut session = Session::begun();
    session.finish(&version.text, verdict);
    session
}

fn pages() -> Vec<(&'static str, Session)> {
    let failing = || Session::begun().checked(&off_by_one());
    let all_solved = || {
        let mut session = Session::begun();
        let mut progress = session.watch.progress.clone();
        progress.record_attempt("quicksort", true, std::time::SystemTime::UNIX_EPOCH);
        session.feed(Event::Progress(progress));
        session.checked(&solved())
    };
    vec![
        ("welcome", Session::of_a_beginner().checked(&off_by_one())),
        ("hint_for_the_failure", failing().keys("h")),
        ("hints", failing().keys("hhh")),
        ("no_more_hints", failing().keys("hhhhh")),
        ("card", failing().keys("c")),
        ("second_card", failing().keys("cc")),
        ("card_link", failing().keys("c").key(Key::Tab)),
        (
            "card_followed",
            failing()
                .keys("c")
                .key(Key::Tab)
                .key(Key::Enter)
                .key(Key::Tab),
        ),
        ("card_searching", failing().keys("c/HALF")),
        (
            "card_found",
            failing().keys("c/el").key(Key::Enter).keys("nn"),
        ),
        ("card_not_found", failing().keys("c/zebra").key(Key::Enter)),
        (
            "explanation",
            Session::begun().checked(&mistyped()).keys("E"),
        ),
        ("solution", Session::begun().checked(&solved()).keys("s")),
        ("solution_locked", failing().keys("s")),
        (
            "reference",
            Session::begun().checked(&unpolished()).keys("d"),
        ),
        ("output", failing().keys("o")),
        ("no_other_error", failing().keys("e")),
        ("no_other_failure", failing().keys("t")),
        ("list", failing().keys("l")),
        ("list_at_the_end", failing().keys("l").key(Key::End)),
        ("list_folded", failing().keys("lz")),
        ("list_search", failing().keys("l/sorted")),
        ("list_filter", failing().keys("lf")),
        ("list_filtered", failing().keys("lss")),
        ("list_nothing", failing().keys("lss/xyz")),
        ("list_reset", failing().keys("lx")),
        ("list_news", {
            let mut session = failing().keys("l");
            session.save();
            session.checked(&solved())
        }),
        ("list_long", Session::of_a_long_course().keys("lGkk")),
        ("list_help", failing().keys("l?")),
        ("help", failing().keys("?")),
        ("confirm_reset", failing().keys("x")),
        ("reset_refused", failing().keys("xn")),
        ("unknown_key", failing().keys("z")),
        ("without_card", {
            let mut session = Session::begun().keys("nn");
            session.save();
            session.checked(&off_by_one()).keys("c")
        }),
        ("not_checked", {
            let mut session = failing();
            session.save();
            session.fail(Error::cannot_check(
                Problem::new("`rustc` cannot be run").help("install Rust from https://rustup.rs"),
            ));
            session
        }),
        ("no_file_events", {
            let mut session = failing();
            session.feed(Event::WatcherFailed("too many open files".to_owned()));
            session
        }),
        (
            "scrolled",
            Session::begun().checked(&unpolished()).keys("   "),
        ),
        (
            "scrolled_to_the_end",
            Session::begun().checked(&unpolished()).key(Key::End),
        ),
        ("last_solved", all_solved()),
        ("farewell", all_solved().keys("n")),
    ]
}
