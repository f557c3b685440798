//! What is known before a run has ended.

use super::*;

fn hung(version: u8) -> Checked {
    let mut checked = checked(version, Outcome::TestsFail);
    checked.verdict.tests = vec![crate::verdict::TestVerdict {
        name: "tests::a".to_owned(),
        result: crate::verdict::TestResult::Hung {
            after: Duration::from_secs(5),
        },
        output: String::new(),
    }];
    checked
}

#[test]
fn it_is_shown_and_answered_by_hints_but_neither_recorded_nor_kept() {
    let mut session = Session::begun();
    let mut course = (*session.watch.course).clone();
    course.exercises[0].hints[1].when = Some(crate::exercise::When::Timeout);
    session.watch.course = Arc::new(course);
    let _ = session.key('?');
    let _ = session.looked(2);
    let effects = session.now(Event::SoFar(RunId(1), hung(2)));
    assert_eq!(effects, [Effect::Draw], "nothing is recorded");
    assert_eq!(session.watch.view, View::Verdict);
    assert_eq!(session.watch.known(), Some(&hung(2)));
    let hint = Effect::RecordHint {
        exercise: 0,
        hint: 1,
    };
    assert_eq!(session.key('h'), [hint, Effect::Draw]);
    let effects = session.finished(1, 2, Outcome::TestsFail);
    let attempt = Effect::RecordAttempt {
        exercise: 0,
        solved: false,
    };
    assert!(effects.contains(&attempt), "{effects:?}");
    assert_eq!(
        session.watch.view,
        View::Hints,
        "what was opened since stays"
    );
    let known = session.watch.known().cloned();
    assert_eq!(known, Some(checked(2, Outcome::TestsFail)));
}

#[test]
fn a_run_that_was_given_up_knows_nothing() {
    let mut session = Session::begun();
    let _ = session.looked(2);
    let _ = session.looked(3);
    assert_eq!(session.now(Event::SoFar(RunId(1), hung(2))), []);
    assert_eq!(session.watch.known(), session.watch.checked.as_ref());
    let _ = session.now(Event::SoFar(RunId(2), hung(3)));
    let _ = session.looked(4);
    assert_eq!(session.watch.known(), session.watch.checked.as_ref());
}
