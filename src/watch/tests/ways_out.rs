//! `q` closes what is open, and ends the session only when nothing is.

use super::*;

const QUITS: [Effect; 1] = [Effect::Exit(ExitCode::Success)];

/// Two tests that fail.
fn two_failures(version: u8) -> Checked {
    let test = |name: &str| crate::verdict::TestVerdict {
        name: name.to_owned(),
        result: crate::verdict::TestResult::NotRun,
        output: String::new(),
    };
    let mut checked = checked(version, Outcome::TestsFail);
    checked.verdict.tests = vec![test("tests::a"), test("tests::b")];
    checked
}

#[test]
fn a_key_typed_twice_closes_and_does_not_end_the_session() {
    for open in ['h', '?', 'l', 'o', 'x'] {
        let mut session = Session::begun();
        let _ = session.key(open);
        assert_ne!(session.watch.view, View::Verdict, "{open}");
        assert_eq!(session.key('q'), [Effect::Draw], "{open}");
        assert_eq!(session.watch.view, View::Verdict, "{open}");
        assert_eq!(session.key('q'), [Effect::Draw], "{open}: in haste");
        let said = session.watch.message.clone();
        assert_eq!(
            said.as_deref(),
            Some("Everything is closed. `q` again quits.")
        );
        assert_eq!(session.key('q'), QUITS, "{open}: as it was said");
    }
}

#[test]
fn who_takes_the_time_or_does_something_else_quits_by_one_key() {
    let mut session = Session::begun();
    let _ = session.key('h');
    let _ = session.key('q');
    assert_eq!(session.at(1000, Event::Key(Key::Char('q'))), QUITS);
    let mut session = Session::begun();
    let _ = session.key('h');
    let _ = session.key('q');
    let _ = session.now(Event::Key(Key::Down));
    assert_eq!(session.key('q'), QUITS);
}

#[test]
fn a_page_that_a_verdict_closed_is_not_closed_again() {
    let mut session = Session::begun();
    let _ = session.key('h');
    let _ = session.looked(2);
    let _ = session.finished(1, 2, Outcome::TestsFail);
    assert_eq!(session.watch.view, View::Verdict);
    assert_eq!(session.key('q'), [Effect::Draw]);
    assert_eq!(session.key('q'), QUITS);
}

#[test]
fn what_is_unfolded_is_folded_first() {
    for fold in [Key::Char('q'), Key::Escape] {
        let mut session = Session::begun();
        let _ = session.looked(2);
        let _ = session.now(Event::Finished(RunId(1), Ok(two_failures(2))));
        let _ = session.key('t');
        assert!(session.watch.is_unfolded());
        assert_eq!(session.now(Event::Key(fold)), [Effect::Draw]);
        assert!(!session.watch.is_unfolded());
        assert_eq!(session.at(1000, Event::Key(Key::Char('q'))), QUITS);
    }
    // A wish that outlasted the verdict folds nothing that can be seen.
    let mut session = Session::begun();
    session.watch.unfolded.all_tests = true;
    assert_eq!(session.key('q'), QUITS);
}

#[test]
fn the_word_quit_ends_the_session_wherever_one_is() {
    for open in ['h', 'l', 'x', 'o'] {
        let mut session = Session::begun();
        let _ = session.key(open);
        assert_eq!(session.now(Event::Key(Key::Quit)), QUITS, "{open}");
    }
}
