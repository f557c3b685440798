//! Saves of other exercises' files.

use super::*;

const SAYS: &str = "You saved `b`, but this is `a`: `g` goes there.";

fn written(session: &mut Session, exercises: &[usize]) {
    for exercise in exercises {
        let _ = session.now(Event::FilesChanged);
        let _ = session.now(Event::Written(*exercise));
    }
    let _ = session.at(session.clock + 300, Event::Tick);
}

fn said(session: &Session) -> &str {
    session.watch.message.as_deref().unwrap_or_default()
}

#[test]
fn a_save_of_another_exercise_is_told_and_a_key_goes_there() {
    let mut session = Session::begun();
    written(&mut session, &[1, 1]);
    assert_eq!(said(&session), SAYS);
    assert_eq!(session.watch.current, 0, "nobody is moved");
    // The message goes with the next key, the offer stays.
    let _ = session.now(Event::Key(Key::Down));
    let _ = session.key('g');
    assert_eq!(session.watch.current, 1);
    let _ = session.key('g');
    assert_eq!(
        said(&session),
        "No other exercise was saved; `l` lists them all."
    );
}

#[test]
fn what_a_program_writes_or_belongs_to_this_exercise_is_not_told() {
    for exercises in [&[0][..], &[0, 1], &[1, 2]] {
        let mut session = Session::begun();
        written(&mut session, exercises);
        assert_eq!(said(&session), "", "{exercises:?}");
        assert_eq!(session.watch.saved_elsewhere(), None);
    }
    let mut session = Session::begun();
    let _ = session.key('u');
    written(&mut session, &[1]);
    assert_eq!(said(&session), "", "an undo wrote it");
    let _ = session.at(2000, Event::Tick);
    written(&mut session, &[1]);
    assert_eq!(said(&session), SAYS);
}

#[test]
fn where_the_letter_means_something_else_the_way_back_comes_first() {
    let mut session = Session::begun();
    let _ = session.key('l');
    written(&mut session, &[1]);
    assert_eq!(
        said(&session),
        "You saved `b`, but this is `a`: `q`, then `g` goes there."
    );
    let _ = session.key('q');
    let _ = session.key('g');
    assert_eq!(session.watch.current, 1);
}
