//! What `h` gives, and in which order.

use super::*;
use crate::exercise::When;
use crate::verdict::{Panic, TestResult, TestVerdict};

fn refused_with(code: &str) -> Session {
    let mut session = Session::begun();
    let _ = session.looked(2);
    let _ = session.now(Event::Finished(RunId(1), Ok(refused(2, &[code]))));
    session
}

fn explanation(code: &str) -> Address {
    Address::Explanation(code.to_owned())
}

fn hint(hint: usize) -> [Effect; 2] {
    [Effect::RecordHint { exercise: 0, hint }, Effect::Draw]
}

#[test]
fn what_the_compilers_error_means_comes_before_the_ladder_and_counts_as_no_hint() {
    let mut session = refused_with("E0382");
    assert_eq!(session.key('h'), [Effect::Open(explanation("E0382"))]);
    let _ = session.now(Event::Opened(page(explanation("E0382"))));
    assert_eq!(
        session.watch.message.as_deref(),
        Some("Before the hints: what the compiler's error means. `h` again gives the next hint.")
    );
    assert_eq!(session.key('h'), hint(0), "also from within the page");
    assert_eq!(session.watch.view, View::Hints);
}

#[test]
fn an_explanation_that_was_read_or_cannot_be_had_stands_in_no_hints_way() {
    let mut session = refused_with("E0382");
    let _ = session.key('E');
    let _ = session.now(Event::Opened(page(explanation("E0382"))));
    let _ = session.key('q');
    assert_eq!(session.key('h'), hint(0));
    let mut session = refused_with("E0382");
    let _ = session.key('h');
    let _ = session.now(Event::Say("there is no rustc".to_owned()));
    assert_eq!(session.key('h'), hint(0));
    let mut session = refused_with("unused_variables");
    assert_eq!(session.key('h'), hint(0), "a lint has no explanation");
}

#[test]
fn a_hint_for_this_very_error_comes_first() {
    let mut session = refused_with("E0382");
    let mut course = (*session.watch.course).clone();
    course.exercises[0].hints[1].when = Some(When::Error("E0382".to_owned()));
    session.watch.course = Arc::new(course);
    assert_eq!(session.key('h'), hint(1));
    assert_eq!(session.key('h'), [Effect::Open(explanation("E0382"))]);
    assert_eq!(session.key('h'), hint(0));
}

#[test]
fn a_hint_for_a_test_waits_until_something_is_written() {
    for (message, first) in [("not yet implemented", 0), ("it is empty", 1)] {
        let mut failing = checked(2, Outcome::TestsFail);
        failing.verdict.tests = vec![TestVerdict {
            name: "tests::works".to_owned(),
            result: TestResult::Failed {
                panic: Some(Panic {
                    thread: "tests::works".to_owned(),
                    place: None,
                    message: message.to_owned(),
                    sides: None,
                    caller: None,
                }),
                reason: None,
            },
            output: String::new(),
        }];
        let mut session = Session::begun();
        let mut course = (*session.watch.course).clone();
        course.exercises[0].hints[1].when = Some(When::Test("works".to_owned()));
        session.watch.course = Arc::new(course);
        let _ = session.looked(2);
        let _ = session.now(Event::Finished(RunId(1), Ok(failing)));
        assert_eq!(session.key('h'), hint(first), "{message}");
    }
}

#[test]
fn who_leaves_an_unsolved_exercise_is_told_and_knows_the_way_back() {
    let mut session = Session::begun();
    let _ = session.key('n');
    assert_eq!(session.watch.current, 1);
    assert_eq!(
        session.watch.message.as_deref(),
        Some("\"a\" is not solved yet; `p` goes back to it.")
    );
    let _ = session.key('p');
    assert_eq!((session.watch.current, &session.watch.message), (0, &None));
}
