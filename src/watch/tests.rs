//! Scripts of events and times against the effects they must have.

mod help;
mod others;
mod so_far;
mod ways_out;

use super::*;
use crate::error::Problem;
use crate::exercise::Format;
use crate::info;
use crate::verdict::{Diagnostic, Level, Outcome, Verdict};
use std::time::SystemTime;

const START: &str = "format_version = 1\ntitle = \"T\"\n[[exercises]]\nname = \"a\"\nconcepts = [\"one\", \"two\"]\n[[exercises.hints]]\ntext = \"first\"\n[[exercises.hints]]\ntext = \"second\"\n[[exercises]]\nname = \"b\"\n[[exercises]]\nname = \"c\"\n";

struct Session {
    watch: Watch,
    start: Instant,
    clock: u64,
}

impl Session {
    fn new() -> Self {
        Self::with(false, false)
    }

    fn with(auto: bool, poll: bool) -> Self {
        let course = info::parse(START).expect("the course is right");
        assert_eq!(course.format, Format::Workbook);
        let start = Instant::now();
        let watch = Watch::new(Arc::new(course), Progress::default(), 0, auto, poll, start);
        Self {
            watch,
            start,
            clock: 0,
        }
    }

    /// Feeds an event at a time in milliseconds.
    fn at(&mut self, millis: u64, event: Event) -> Vec<Effect> {
        self.clock = millis;
        self.watch
            .step(event, self.start + Duration::from_millis(millis))
    }

    fn now(&mut self, event: Event) -> Vec<Effect> {
        self.at(self.clock, event)
    }

    fn key(&mut self, ch: char) -> Vec<Effect> {
        self.now(Event::Key(Key::Char(ch)))
    }

    /// The file of the current exercise holds a version, and somebody looks.
    fn looked(&mut self, version: u8) -> Vec<Effect> {
        let exercise = self.watch.current;
        self.now(Event::Looked {
            exercise,
            print: [version; 32],
        })
    }

    fn proven(&mut self, run: u64, version: u8, outcome: Outcome) -> Vec<Effect> {
        self.now(Event::Proven(RunId(run), checked(version, outcome)))
    }

    fn finished(&mut self, run: u64, version: u8, outcome: Outcome) -> Vec<Effect> {
        self.now(Event::Finished(RunId(run), Ok(checked(version, outcome))))
    }

    /// A session in which the first version was checked and is not solved.
    fn begun() -> Self {
        let mut session = Self::new();
        let _ = session.at(0, Event::Started);
        let _ = session.looked(1);
        let _ = session.finished(0, 1, Outcome::TestsFail);
        session
    }
}

fn checked(version: u8, outcome: Outcome) -> Checked {
    Checked {
        verdict: Verdict {
            outcome,
            ..Verdict::unreadable("")
        },
        text: "".into(),
        print: [version; 32],
        is_attempt: true,
    }
}

/// A version that the compiler refuses with these codes.
fn refused(version: u8, codes: &[&str]) -> Checked {
    let mut refused = checked(version, Outcome::DoesNotCompile);
    refused.verdict.diagnostics = codes
        .iter()
        .map(|code| Diagnostic {
            level: Level::Error,
            code: Some((*code).to_owned()),
            message: String::new(),
            rendered: String::new(),
            place: None,
            details: crate::verdict::Details::default(),
        })
        .collect();
    refused
}

fn start(run: u64, exercise: usize, may_remember: bool) -> Effect {
    Effect::Start {
        run: RunId(run),
        exercise,
        may_remember,
    }
}

#[test]
fn the_session_begins_by_looking_and_checking() {
    let mut session = Session::new();
    let effects = session.at(0, Event::Started);
    assert_eq!(
        effects,
        [Effect::RecordCurrent(0), Effect::Look(0), Effect::Draw]
    );
    assert_eq!(session.looked(1), [start(0, 0, true), Effect::Draw]);
    let effects = session.finished(0, 1, Outcome::TestsFail);
    assert_eq!(
        effects,
        [
            Effect::Look(0),
            Effect::Draw,
            Effect::RecordAttempt {
                exercise: 0,
                solved: false
            }
        ]
    );
    assert_eq!(session.looked(1), []);
    assert_eq!(
        session.watch.wakes_at(),
        None,
        "an idle loop sleeps for good"
    );
}

#[test]
fn a_burst_of_events_is_one_look() {
    let mut session = Session::begun();
    for millis in [100, 104, 108, 112] {
        assert_eq!(session.at(millis, Event::FilesChanged), []);
    }
    assert_eq!(session.at(120, Event::Tick), [], "it is not quiet yet");
    let due = session.start + Duration::from_millis(112) + SETTLE;
    assert_eq!(session.watch.wakes_at(), Some(due));
    assert_eq!(
        session.at(127, Event::Tick),
        [Effect::Look(0), Effect::ReadProgress]
    );
    assert_eq!(session.looked(2), [start(1, 0, false), Effect::Draw]);
    assert_eq!(session.looked(2), [], "the same version is not run twice");
}

#[test]
fn a_file_that_never_rests_is_checked_all_the_same() {
    let mut session = Session::begun();
    let mut looks = 0;
    for millis in (0..1000).step_by(10) {
        let _ = session.at(millis, Event::FilesChanged);
        looks += session
            .at(millis, Event::Tick)
            .iter()
            .filter(|effect| **effect == Effect::Look(0))
            .count();
    }
    assert!(
        (2..=5).contains(&looks),
        "{looks} looks in a second of restless writing"
    );
}

#[test]
fn an_event_without_a_change_runs_nothing() {
    let mut session = Session::begun();
    let _ = session.at(100, Event::FilesChanged);
    assert_eq!(
        session.at(200, Event::Tick),
        [Effect::Look(0), Effect::ReadProgress]
    );
    assert_eq!(session.looked(1), []);
}

#[test]
fn a_save_during_a_run_cancels_it_and_is_not_lost() {
    let mut session = Session::begun();
    assert_eq!(session.looked(2), [start(1, 0, false), Effect::Draw]);
    let _ = session.at(50, Event::FilesChanged);
    assert_eq!(
        session.at(70, Event::Tick),
        [Effect::Look(0), Effect::ReadProgress]
    );
    assert_eq!(
        session.looked(3),
        [Effect::Cancel(RunId(1)), start(2, 0, false), Effect::Draw]
    );
    assert_eq!(
        session.finished(1, 2, Outcome::Solved),
        [],
        "the cancelled run reports late"
    );
    assert!(session.watch.run.is_some());
    let effects = session.finished(2, 3, Outcome::TestsFail);
    assert!(
        effects.contains(&Effect::RecordAttempt {
            exercise: 0,
            solved: false
        }),
        "{effects:?}"
    );
}

#[test]
fn a_change_without_any_event_is_found_when_the_run_ends() {
    let mut session = Session::begun();
    let _ = session.looked(2);
    let effects = session.finished(1, 2, Outcome::TestsFail);
    assert!(effects.contains(&Effect::Look(0)));
    assert_eq!(session.looked(3), [start(2, 0, false), Effect::Draw]);
}

#[test]
fn a_file_that_changed_between_the_look_and_the_read_is_not_run_again() {
    let mut session = Session::begun();
    let _ = session.looked(2);
    let _ = session.finished(1, 3, Outcome::TestsFail);
    assert_eq!(session.looked(3), [], "version 3 is what was checked");
}

#[test]
fn solving_is_recorded_at_once_and_moving_on_is_left_to_the_learner() {
    let mut session = Session::begun();
    let _ = session.looked(2);
    let effects = session.finished(1, 2, Outcome::Solved);
    assert!(
        effects.contains(&Effect::RecordAttempt {
            exercise: 0,
            solved: true
        }),
        "{effects:?}"
    );
    assert_eq!(session.watch.current, 0);
    let effects = session.key('n');
    assert_eq!(
        effects,
        [Effect::RecordCurrent(1), Effect::Look(1), Effect::Draw]
    );
    assert_eq!(session.watch.current, 1);
}

#[test]
fn what_clippy_cannot_change_is_shown_and_recorded_before_clippy_ends() {
    let mut session = Session::begun();
    let _ = session.looked(2);
    assert_eq!(
        session.proven(1, 2, Outcome::Solved),
        [
            Effect::Draw,
            Effect::RecordAttempt {
                exercise: 0,
                solved: true
            },
            Effect::FindSolution(0)
        ]
    );
    assert!(session.watch.run.is_some(), "clippy is still at work");
    let _ = session.key('?');
    assert_eq!(
        session.finished(1, 2, Outcome::Solved),
        [Effect::Look(0), Effect::Draw],
        "it is not recorded twice"
    );
    assert_eq!(session.watch.view, View::Help, "nor does it take the page");
    assert_eq!(session.watch.run, None);
    // A run that was cancelled proves nothing.
    let _ = session.looked(3);
    let _ = session.looked(4);
    assert_eq!(session.proven(2, 3, Outcome::Solved), []);
}

#[test]
fn with_auto_the_next_exercise_opens_by_itself() {
    let mut session = Session::with(true, false);
    let _ = session.at(0, Event::Started);
    let _ = session.looked(1);
    let _ = session.finished(0, 1, Outcome::Solved);
    assert_eq!(
        session.watch.current, 0,
        "what was solved before the session is left in peace"
    );
    let _ = session.looked(2);
    let effects = session.finished(1, 2, Outcome::Solved);
    assert_eq!(session.watch.current, 1);
    assert!(effects.contains(&Effect::Look(1)), "{effects:?}");
    assert!(
        session
            .watch
            .message
            .as_deref()
            .is_some_and(|said| said.contains("is solved"))
    );
}

#[test]
fn next_skips_what_is_solved_and_ends_with_the_farewell() {
    let mut session = Session::begun();
    let mut progress = Progress::default();
    for name in ["a", "b"] {
        progress.record_attempt(name, true, SystemTime::UNIX_EPOCH);
    }
    assert_eq!(
        session.now(Event::Progress(progress.clone())),
        [Effect::Draw]
    );
    assert_eq!(
        session.now(Event::Progress(progress.clone())),
        [],
        "nothing new"
    );
    let _ = session.key('n');
    assert_eq!(session.watch.current, 2);
    let _ = session.key('n');
    assert_eq!(
        session.watch.current, 2,
        "the last one stays until it is solved"
    );
    progress.record_attempt("c", true, SystemTime::UNIX_EPOCH);
    let _ = session.now(Event::Progress(progress));
    let _ = session.key('n');
    assert_eq!(session.watch.view, View::Farewell);
}

#[test]
fn keys_work_while_a_run_goes_on() {
    let mut session = Session::begun();
    let _ = session.looked(2);
    assert_eq!(session.key('l'), [Effect::Draw]);
    assert_eq!(session.watch.view, View::List);
    let effects = session.now(Event::Key(Key::Escape));
    assert_eq!(effects, [Effect::Draw]);
    assert_eq!(
        session.key('q'),
        [Effect::Cancel(RunId(1)), Effect::Exit(ExitCode::Success)]
    );
}

#[test]
fn every_way_out_cancels_the_run() {
    for (event, code) in [
        (Event::Key(Key::Char('q')), ExitCode::Success),
        (Event::Key(Key::Interrupt), ExitCode::Interrupted),
        (Event::Terminated, ExitCode::Interrupted),
        (Event::Crashed, ExitCode::Bug),
    ] {
        let mut session = Session::begun();
        let _ = session.looked(2);
        let effects = session.now(event.clone());
        assert_eq!(
            effects,
            [Effect::Cancel(RunId(1)), Effect::Exit(code)],
            "{event:?}"
        );
    }
}

#[test]
fn leaving_an_exercise_cancels_its_run() {
    let mut session = Session::begun();
    let _ = session.looked(2);
    let effects = session.key('n');
    assert_eq!(
        effects,
        [
            Effect::Cancel(RunId(1)),
            Effect::RecordCurrent(1),
            Effect::Look(1),
            Effect::Draw
        ]
    );
    assert_eq!(
        session.now(Event::Looked {
            exercise: 0,
            print: [9; 32]
        }),
        [],
        "a late look at the old one"
    );
    assert_eq!(session.looked(1), [start(2, 1, true), Effect::Draw]);
}

#[test]
fn hints_come_one_by_one_and_are_recorded() {
    let mut session = Session::begun();
    assert_eq!(
        session.key('h'),
        [
            Effect::RecordHint {
                exercise: 0,
                hint: 0
            },
            Effect::Draw
        ]
    );
    assert_eq!(
        session.key('h'),
        [
            Effect::RecordHint {
                exercise: 0,
                hint: 1
            },
            Effect::Draw
        ]
    );
    // The last step of the ladder is the way to the solution.
    let says_the_way = |session: &Session| {
        let said = session.watch.message.as_deref().unwrap_or_default();
        assert!(said.contains("`workbook solution a --force`"), "{said}");
    };
    says_the_way(&session);
    assert_eq!(session.key('h'), [Effect::Draw]);
    says_the_way(&session);
    assert_eq!(session.watch.view, View::Hints);
}

#[test]
fn the_card_key_turns_over_the_cards() {
    let mut session = Session::begun();
    let open = |slug: &str| vec![Effect::Open(Address::Card(slug.to_owned()))];
    assert_eq!(session.key('c'), open("one"));
    let _ = session.now(Event::Opened(page(Address::Card("one".into()))));
    assert_eq!(session.key('c'), open("two"));
    let _ = session.now(Event::Opened(page(Address::Card("two".into()))));
    assert_eq!(session.key('c'), open("one"));
    let _ = session.key('q');
    assert_eq!(
        session.watch.view,
        View::Verdict,
        "`q` leaves the page, not the program"
    );
}

/// A page with a link to another card and one to each exercise that is named.
fn page(address: Address) -> Page {
    let names = ["a", "c"];
    let mut links = vec![Address::Card("two".to_owned())];
    links.extend(names.map(|name| Address::Exercise(name.to_owned())));
    Page {
        links: links
            .into_iter()
            .map(|address| Link {
                paragraph: 0,
                range: 0..0,
                address,
            })
            .collect(),
        address,
        title: String::new(),
        about: String::new(),
        paragraphs: Vec::new(),
    }
}

#[test]
fn links_lead_to_cards_and_to_exercises() {
    for (n_tabs, effects, current) in [
        (1, vec![Effect::Open(Address::Card("two".to_owned()))], 0),
        // The exercise that is open already is where the page was opened from.
        (2, vec![Effect::Draw], 0),
        (
            3,
            vec![Effect::RecordCurrent(2), Effect::Look(2), Effect::Draw],
            2,
        ),
    ] {
        let mut session = Session::begun();
        let _ = session.now(Event::Opened(page(Address::Card("one".to_owned()))));
        for _ in 0..n_tabs {
            assert_eq!(session.now(Event::Key(Key::Tab)), [Effect::Draw]);
        }
        assert_eq!(session.now(Event::Key(Key::Enter)), effects, "{n_tabs}");
        assert_eq!(session.watch.current, current, "{n_tabs}");
        let is_reading = matches!(session.watch.view, View::Reader(_));
        assert_eq!(is_reading, n_tabs == 1, "{n_tabs}");
    }
}

#[test]
fn each_error_code_can_be_explained_in_turn() {
    let mut session = Session::begun();
    let effects = session.key('E');
    assert_eq!(effects, [Effect::Draw], "no error, no explanation");
    assert!(session.watch.message.is_some());
    let refused = refused(2, &["E0382", "unused_variables", "E0499", "E0382"]);
    let _ = session.looked(2);
    let _ = session.now(Event::Finished(RunId(1), Ok(refused)));
    for code in ["E0382", "E0499", "E0382"] {
        let address = Address::Explanation(code.to_owned());
        assert_eq!(session.key('E'), [Effect::Open(address.clone())]);
        let _ = session.now(Event::Opened(page(address)));
    }
    let _ = session.now(Event::Key(Key::Backspace));
    assert!(
        matches!(session.watch.view, View::Reader(_)),
        "page by page"
    );
    let _ = session.key('q');
    assert_eq!(session.watch.view, View::Verdict);
}

#[test]
fn while_one_types_what_to_look_for_keys_are_letters() {
    let mut session = Session::begun();
    let _ = session.now(Event::Opened(page(Address::Card("one".to_owned()))));
    for key in "/nqxlE?".chars() {
        assert_eq!(session.key(key), [Effect::Draw], "{key}");
    }
    assert_eq!(session.watch.current, 0);
    assert!(matches!(session.watch.view, View::Reader(_)));
    // But the way out is the way out.
    assert_eq!(
        session.now(Event::Key(Key::Interrupt)),
        [Effect::Exit(ExitCode::Interrupted)]
    );
}

#[test]
fn a_reset_is_asked_for_twice() {
    let mut session = Session::begun();
    let _ = session.key('x');
    assert_eq!(session.watch.view, View::ConfirmReset);
    assert_eq!(session.key('n'), [Effect::Draw]);
    assert_eq!(session.watch.current, 0, "`n` means no here");
    let _ = session.key('x');
    assert_eq!(
        session.key('y'),
        [Effect::Reset(0), Effect::Look(0), Effect::Draw]
    );
    // The file changes, but not by the learner's hand: it is checked, and what was said stays.
    assert_eq!(session.key('u'), [Effect::Undo, Effect::Look(0)]);
    let _ = session.now(Event::Say("done".into()));
    let _ = session.looked(7);
    assert!(session.watch.run.is_some());
    assert_eq!(session.watch.message.as_deref(), Some("done"));
}

#[test]
fn the_solution_opens_only_when_it_is_solved() {
    let mut session = Session::begun();
    assert_eq!(session.key('s'), [Effect::Draw]);
    assert!(
        session
            .watch
            .message
            .as_deref()
            .is_some_and(|said| said.contains("--force"))
    );
    let _ = session.looked(2);
    let _ = session.finished(1, 2, Outcome::Solved);
    assert_eq!(
        session.key('s'),
        [Effect::Open(Address::Solution("a".to_owned()))]
    );
}

#[test]
fn the_list_selects_and_jumps() {
    let mut session = Session::begun();
    let _ = session.key('l');
    let _ = session.key('G');
    let effects = session.now(Event::Key(Key::Enter));
    assert_eq!(
        effects,
        [Effect::RecordCurrent(2), Effect::Look(2), Effect::Draw]
    );
    assert_eq!(
        (session.watch.current, &session.watch.view),
        (2, &View::Verdict)
    );
    // The current one needs no jump, and its verdict is still there.
    let _ = session.key('l');
    assert_eq!(session.now(Event::Key(Key::Enter)), [Effect::Draw]);
    assert_eq!(session.watch.view, View::Verdict);
}

#[test]
fn the_list_asks_for_the_editor_and_for_resets_of_any_exercise() {
    let mut session = Session::begun();
    let _ = session.key('l');
    assert_eq!(session.key('e'), [Effect::OpenEditor(0), Effect::Draw]);
    let _ = session.key('x');
    assert_eq!(
        session.key('y'),
        [Effect::Reset(0), Effect::Look(0), Effect::Draw],
        "the current one is looked at again"
    );
    let _ = session.key('j');
    let _ = session.key('x');
    assert_eq!(session.key('y'), [Effect::Reset(1), Effect::Draw]);
    let _ = session.key('x');
    assert_eq!(session.key('q'), [Effect::Draw]);
    assert_eq!(session.watch.message.as_deref(), Some("Nothing was reset."));
    assert_eq!(session.watch.view, View::List);
}

#[test]
fn a_verdict_while_the_list_is_shown_is_told_there_and_shown_afterwards() {
    let mut session = Session::begun();
    let _ = session.key('l');
    let _ = session.looked(2);
    let effects = session.finished(1, 2, Outcome::Solved);
    assert!(effects.contains(&Effect::Draw));
    assert_eq!(session.watch.view, View::List);
    assert_eq!(session.watch.message.as_deref(), Some("`a`: solved."));
    assert!(session.watch.progress.is_solved("a"));
    let _ = session.key('q');
    assert_eq!(session.watch.view, View::Verdict);
    let checked = session.watch.checked.as_ref().expect("there is a verdict");
    assert!(checked.verdict.solved());

    // What cannot be checked is told as well.
    let _ = session.key('l');
    let _ = session.looked(3);
    let error = Error::cannot_check(Problem::new("no rustc"));
    let _ = session.now(Event::Finished(RunId(2), Err(error)));
    assert_eq!(
        session.watch.message.as_deref(),
        Some("`a`: could not be checked.")
    );
}

#[test]
fn with_auto_nobody_is_pulled_out_of_the_list() {
    for keys in ["l", "l?"] {
        let mut session = Session::with(true, false);
        let _ = session.at(0, Event::Started);
        let _ = session.looked(1);
        let _ = session.finished(0, 1, Outcome::TestsFail);
        for key in keys.chars() {
            let _ = session.key(key);
        }
        let view = session.watch.view.clone();
        let _ = session.looked(2);
        let _ = session.finished(1, 2, Outcome::Solved);
        assert_eq!((session.watch.current, &session.watch.view), (1, &view));
        assert_eq!(
            session.watch.message.as_deref(),
            Some("\"a\" is solved. On with the next one; `p` goes back.")
        );
    }
}

#[test]
fn the_help_of_the_list_scrolls_and_leads_back_to_it() {
    for back in [Key::Char('q'), Key::Escape, Key::Enter, Key::Char('?')] {
        let mut session = Session::begun();
        let _ = session.key('l');
        let _ = session.key('?');
        assert_eq!(session.watch.view, View::ListHelp);
        for (key, expected) in [
            (Key::Down, 1),
            (Key::Char(' '), 11),
            (Key::Char('k'), 10),
            (Key::PageUp, 0),
        ] {
            let _ = session.now(Event::Key(key));
            assert_eq!(session.watch.scroll, expected, "{key:?}");
        }
        let _ = session.now(Event::Key(back));
        assert_eq!(session.watch.view, View::List, "{back:?}");
    }
}

#[test]
fn the_mouse_is_heard_in_the_list_alone() {
    let mut session = Session::begun();
    let click = Event::Mouse(Mouse::Click { line: 1 });
    assert_eq!(session.now(click.clone()), []);
    let _ = session.key('l');
    assert_eq!(session.now(click.clone()), [Effect::Draw]);
    let effects = session.now(click);
    assert_eq!(
        effects,
        [Effect::RecordCurrent(1), Effect::Look(1), Effect::Draw],
        "a second click at once is Enter"
    );
    assert_eq!(session.watch.view, View::Verdict);
}

#[test]
fn running_again_does_not_take_a_remembered_verdict() {
    let mut session = Session::begun();
    assert_eq!(session.key('r'), [Effect::Look(0)]);
    assert_eq!(session.looked(1), [start(1, 0, false), Effect::Draw]);
}

#[test]
fn without_events_the_file_is_looked_at_regularly() {
    let mut session = Session::with(false, true);
    let _ = session.at(0, Event::Started);
    let poll = u64::try_from(POLL.as_millis()).expect("it is short");
    assert_eq!(session.watch.wakes_at(), Some(session.start + POLL));
    assert_eq!(
        session.at(poll, Event::Tick),
        [Effect::Look(0), Effect::ReadProgress]
    );
    assert_eq!(session.watch.wakes_at(), Some(session.start + 2 * POLL));

    let mut session = Session::begun();
    assert_eq!(
        session.at(0, Event::WatcherFailed("no inotify".into())),
        [Effect::Draw]
    );
    assert!(session.watch.polls());
    assert_eq!(
        session.at(poll, Event::Tick),
        [Effect::Look(0), Effect::ReadProgress]
    );
}

#[test]
fn a_long_run_is_drawn_every_second() {
    let mut session = Session::begun();
    let _ = session.looked(2);
    assert_eq!(session.watch.wakes_at(), Some(session.start + REDRAW));
    assert_eq!(session.at(1000, Event::Tick), [Effect::Draw]);
    assert_eq!(session.watch.wakes_at(), Some(session.start + 2 * REDRAW));
    let _ = session.finished(1, 2, Outcome::TestsFail);
    assert_eq!(session.watch.wakes_at(), None);
}

#[test]
fn a_verdict_on_a_save_brings_the_screen_back_to_it() {
    let mut session = Session::begun();
    let _ = session.key('h');
    let _ = session.looked(2);
    assert_eq!(
        session.watch.view,
        View::Hints,
        "the hint stays while the check runs"
    );
    let _ = session.finished(1, 2, Outcome::TestsFail);
    assert_eq!(session.watch.view, View::Verdict);
}

#[test]
fn a_check_that_could_not_be_made_says_so_and_records_nothing() {
    let mut session = Session::begun();
    let _ = session.looked(2);
    let error = Error::cannot_check(Problem::new("no disk space"));
    let effects = session.now(Event::Finished(RunId(1), Err(error.clone())));
    assert_eq!(effects, [Effect::Look(0), Effect::Draw]);
    assert_eq!(session.watch.failure, Some(error));
    assert_eq!(session.looked(2), [], "it is not tried again and again");
}

#[test]
fn a_remembered_verdict_is_no_attempt() {
    let mut session = Session::new();
    let _ = session.at(0, Event::Started);
    let _ = session.looked(1);
    let mut remembered = checked(1, Outcome::TestsFail);
    remembered.is_attempt = false;
    let effects = session.now(Event::Finished(RunId(0), Ok(remembered)));
    assert_eq!(effects, [Effect::Look(0), Effect::Draw]);
}
