//! Keys and clicks against what the list shows.

use super::*;
use crate::list::Facet;
use std::time::SystemTime;

const COURSE: &str = "format_version = 1\ntitle = \"T\"
[[exercises]]\nname = \"sort\"\ndir = \"02_lists\"\ndifficulty = 1\nconcepts = [\"order\"]
[[exercises]]\nname = \"reverse\"\ndir = \"02_lists\"\ndifficulty = 2
[[exercises]]\nname = \"count\"\ndir = \"01_maps\"\ndifficulty = 2\nminutes = 20
[[exercises]]\nname = \"merge\"\ndir = \"02_lists\"\ndifficulty = 3\nminutes = 30\nconcepts = [\"order\"]
[[exercises]]\nname = \"group\"\ndir = \"01_maps\"\nminutes = 10\n";

struct Session {
    list: List,
    course: Course,
    progress: Progress,
    now: Instant,
}

impl Session {
    /// In it `sort` is solved and `count`, the current one, was tried.
    fn new() -> Self {
        let mut session = Self::with(COURSE);
        session
            .progress
            .record_attempt("sort", true, SystemTime::UNIX_EPOCH);
        session
            .progress
            .record_attempt("count", false, SystemTime::UNIX_EPOCH);
        session.list.open(&session.course, &session.progress, 2);
        session
    }

    fn with(course: &str) -> Self {
        let course = crate::info::parse(course).expect("the course is right");
        let progress = Progress::default();
        let mut list = List::default();
        list.open(&course, &progress, 0);
        Self {
            list,
            course,
            progress,
            now: Instant::now(),
        }
    }

    fn key(&mut self, key: Key) -> Wish {
        self.list.key(key, &self.course, &self.progress)
    }

    fn keys(&mut self, keys: &str) -> Wish {
        let mut wish = Wish::Stay;
        for ch in keys.chars() {
            wish = self.key(Key::Char(ch));
        }
        wish
    }

    fn click(&mut self, line: usize, after: u64) -> Wish {
        self.now += Duration::from_millis(after);
        let mouse = Mouse::Click { line };
        self.list
            .mouse(mouse, &self.course, &self.progress, self.now)
    }

    /// The rows in short; the selected one in brackets, chapters with a sign.
    fn shown(&self) -> String {
        let rows = self.list.rows.iter().enumerate().map(|(at, row)| {
            let text = match row {
                ListRow::Chapter(chapter) => {
                    let sign = if chapter.is_folded { '+' } else { '-' };
                    format!("{sign}{}", &chapter.dir[3..])
                }
                ListRow::Exercise(idx, _) => self.course.exercises[*idx].name.clone(),
            };
            if at == self.list.cursor.at {
                format!("[{text}]")
            } else {
                text
            }
        });
        rows.collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn it_opens_with_chapters_in_their_order_and_the_current_one_selected() {
    assert_eq!(
        Session::new().shown(),
        "-lists sort reverse merge -maps [count] group"
    );
}

#[test]
fn every_key_that_moves_or_folds() {
    use Key::{BackTab, Char, Down, End, Enter, Home, Left, PageDown, PageUp, Right, Tab, Up};
    for (keys, expected) in [
        (vec![Up], "-lists sort reverse merge [-maps] count group"),
        (
            vec![Char('j')],
            "-lists sort reverse merge -maps count [group]",
        ),
        (
            vec![Down, Down],
            "-lists sort reverse merge -maps count [group]",
        ),
        (
            vec![Char('k'), Char('k')],
            "-lists sort reverse [merge] -maps count group",
        ),
        (vec![Home], "[-lists] sort reverse merge -maps count group"),
        (
            vec![Char('g')],
            "[-lists] sort reverse merge -maps count group",
        ),
        (vec![End], "-lists sort reverse merge -maps count [group]"),
        (
            vec![Char('G')],
            "-lists sort reverse merge -maps count [group]",
        ),
        (
            vec![PageUp],
            "[-lists] sort reverse merge -maps count group",
        ),
        (
            vec![Char('b')],
            "[-lists] sort reverse merge -maps count group",
        ),
        (
            vec![Home, PageDown],
            "-lists sort reverse merge -maps count [group]",
        ),
        (
            vec![Home, Char(' ')],
            "-lists sort reverse merge -maps count [group]",
        ),
        (
            vec![BackTab],
            "-lists sort reverse merge [-maps] count group",
        ),
        (
            vec![BackTab, BackTab],
            "[-lists] sort reverse merge -maps count group",
        ),
        (
            vec![Home, BackTab],
            "[-lists] sort reverse merge -maps count group",
        ),
        (
            vec![Home, Tab],
            "-lists sort reverse merge [-maps] count group",
        ),
        (
            vec![Home, Tab, Tab],
            "-lists sort reverse merge [-maps] count group",
        ),
        (vec![Left], "-lists sort reverse merge [+maps]"),
        (vec![Left, Left], "-lists sort reverse merge [+maps]"),
        (
            vec![Left, Right],
            "-lists sort reverse merge [-maps] count group",
        ),
        (
            vec![Left, Right, Right],
            "-lists sort reverse merge -maps [count] group",
        ),
        (vec![Right], "-lists sort reverse merge -maps [count] group"),
        (vec![Home, Enter], "[+lists] -maps count group"),
        (
            vec![Home, Enter, Enter],
            "[-lists] sort reverse merge -maps count group",
        ),
        (vec![Char('z')], "+lists [+maps]"),
        (
            vec![Char('z'), Char('z')],
            "-lists sort reverse merge [-maps] count group",
        ),
        (vec![Left, Char('z')], "+lists [+maps]"),
    ] {
        let mut session = Session::new();
        for key in &keys {
            assert_eq!(session.key(*key), Wish::Stay, "{keys:?}");
        }
        assert_eq!(session.shown(), expected, "{keys:?}");
    }
}

#[test]
fn every_key_that_wishes_for_something() {
    let say = |text: &str| Wish::Say(text.to_owned());
    for (keys, expected) in [
        ("q", Wish::Leave),
        ("l", Wish::Leave),
        ("?", Wish::Help),
        ("e", Wish::Edit(2)),
        ("je", Wish::Edit(4)),
        ("ke", say("Select an exercise first.")),
        ("kx", say("Select an exercise first.")),
        ("xy", Wish::Reset(2)),
        ("xY", Wish::Reset(2)),
        ("xx", say("Nothing was reset.")),
        ("xq", say("Nothing was reset.")),
        ("n", say("`n` does nothing here; `?` shows the keys.")),
    ] {
        assert_eq!(Session::new().keys(keys), expected, "{keys:?}");
    }
    let mut session = Session::new();
    assert_eq!(session.key(Key::Enter), Wish::Open(2));
    assert_eq!(session.key(Key::Escape), Wish::Leave);
}

#[test]
fn a_search_narrows_down_with_each_letter_and_esc_leads_back() {
    let mut session = Session::new();
    for (ch, expected) in [
        ('/', "-lists sort reverse merge -maps [count] group"),
        // At the beginning of a word a letter counts most.
        ('r', "[reverse] sort merge group"),
        ('e', "[reverse] merge sort"),
        ('v', "[reverse]"),
        ('x', ""),
    ] {
        assert_eq!(session.keys(&ch.to_string()), Wish::Stay);
        assert_eq!(session.shown(), expected, "after {ch:?}");
    }
    assert_eq!(
        session.key(Key::Enter),
        Wish::Stay,
        "there is nothing to open"
    );
    assert_eq!(session.list.mode, Mode::Search);
    for (key, expected) in [
        (Key::Backspace, "[reverse]"),
        (Key::Backspace, "[reverse] merge sort"),
        (Key::Down, "reverse [merge] sort"),
        (Key::Char('q'), ""),
        (Key::Escape, "[-lists] sort reverse merge -maps count group"),
    ] {
        assert_eq!(session.key(key), Wish::Stay);
        assert_eq!(session.shown(), expected, "{key:?}");
    }
    assert_eq!(session.list.mode, Mode::Browse);
    assert_eq!(session.key(Key::Escape), Wish::Leave);
}

#[test]
fn what_was_found_can_be_opened_or_kept_for_other_keys() {
    let mut session = Session::new();
    let _ = session.keys("/merge");
    assert_eq!(session.key(Key::Enter), Wish::Open(3));

    let mut session = Session::new();
    let _ = session.keys("/merge");
    let _ = session.key(Key::Tab);
    assert_eq!(session.shown(), "[merge]");
    assert_eq!(session.keys("e"), Wish::Edit(3));
    // Letters are keys again, and the search goes on where it was.
    let _ = session.keys("/");
    assert_eq!(session.list.query, "merge");
    let _ = session.key(Key::Tab);
    assert_eq!(
        session.key(Key::Escape),
        Wish::Stay,
        "first the search ends"
    );
    assert_eq!(
        session.shown(),
        "-lists sort reverse [merge] -maps count group",
        "and what was found stays selected"
    );
    assert_eq!(session.key(Key::Escape), Wish::Leave);

    // Backspace on nothing leaves the search.
    let mut session = Session::new();
    let _ = session.keys("/");
    let _ = session.key(Key::Backspace);
    assert_eq!(session.list.mode, Mode::Browse);
}

#[test]
fn states_are_turned_through_and_a_shows_all() {
    let mut session = Session::new();
    for (key, expected) in [
        ('s', "-lists reverse merge -maps [count] group"),
        ('s', "-lists [sort]"),
        ('s', "-lists [sort] reverse merge -maps count group"),
        ('s', "-lists [reverse] merge -maps count group"),
        ('a', "-lists sort [reverse] merge -maps count group"),
    ] {
        let _ = session.keys(&key.to_string());
        assert_eq!(session.shown(), expected, "{key}");
    }
}

#[test]
fn a_filter_is_picked_by_typing_and_taken_back_in_the_same_way() {
    let mut session = Session::new();
    let _ = session.keys("fmaps");
    let _ = session.key(Key::Enter);
    assert_eq!(session.shown(), "-maps [count] group");
    // The next one narrows further; a level has its kind's name too.
    let _ = session.keys("flevel 2");
    let _ = session.key(Key::Enter);
    assert_eq!(session.shown(), "-maps [count]");
    assert_eq!(session.list.filter.summary(), "level 2, chapter maps");
    let _ = session.keys("fmaps");
    let _ = session.key(Key::Enter);
    assert_eq!(session.shown(), "-lists reverse -maps [count]");
    // Esc, and Backspace on nothing, change nothing.
    for back in [Key::Escape, Key::Backspace] {
        let _ = session.keys("f");
        let _ = session.key(Key::Down);
        assert_eq!(session.key(back), Wish::Stay);
        assert_eq!(session.list.mode, Mode::Browse);
        assert_eq!(session.list.filter.summary(), "level 2");
    }
    // Nothing is chosen where there is nothing.
    let _ = session.keys("fzzz");
    let _ = session.key(Key::Enter);
    assert_eq!(session.list.filter.summary(), "level 2");
}

#[test]
fn choices_are_counted_and_move_like_rows() {
    let mut session = Session::new();
    let _ = session.keys("f");
    let picker = |session: &Session| match &session.list.mode {
        Mode::Filter(picker) => picker.clone(),
        other => panic!("{other:?}"),
    };
    let counts: Vec<(String, usize)> = picker(&session)
        .choices
        .iter()
        .map(|choice| (choice.facet.value(), choice.n_exercises))
        .collect();
    let counts: Vec<(&str, usize)> = counts
        .iter()
        .map(|(value, n)| (value.as_str(), *n))
        .collect();
    assert_eq!(
        counts,
        [
            ("new", 3),
            ("tried", 1),
            ("solved", 1),
            ("1", 1),
            ("2", 2),
            ("3", 1),
            ("lists", 3),
            ("maps", 2),
            ("order", 2)
        ]
    );
    for (key, expected) in [
        (Key::Down, 1),
        (Key::End, 8),
        (Key::Up, 7),
        (Key::PageUp, 0),
        // A letter begins anew.
        (Key::Char('o'), 0),
    ] {
        let _ = session.key(key);
        assert_eq!(picker(&session).cursor.at, expected, "{key:?}");
    }
    assert_eq!(
        picker(&session)
            .selected()
            .map(|choice| choice.facet.clone()),
        Some(Facet::Concept("order".to_owned()))
    );
}

#[test]
fn a_filter_and_folds_are_kept_for_the_next_time_a_search_is_not() {
    let mut session = Session::new();
    let _ = session.keys("s");
    let _ = session.key(Key::Home);
    let _ = session.key(Key::Left);
    let _ = session.keys("/co");
    let _ = session.key(Key::Enter);
    session.list.open(&session.course, &session.progress, 2);
    assert_eq!(session.shown(), "+lists -maps [count] group");
    // The chapter of the current one is never folded.
    session.list.open(&session.course, &session.progress, 1);
    assert_eq!(session.shown(), "-lists [reverse] merge -maps count group");
    // A filter may hide it all the same.
    session.list.open(&session.course, &session.progress, 0);
    assert_eq!(session.shown(), "[-lists] reverse merge -maps count group");
}

#[test]
fn progress_moves_rows_but_not_the_selection() {
    let mut session = Session::new();
    let _ = session.keys("sj");
    assert_eq!(session.shown(), "-lists reverse merge -maps count [group]");
    session
        .progress
        .record_attempt("reverse", true, SystemTime::UNIX_EPOCH);
    session.list.refresh(&session.course, &session.progress);
    assert_eq!(session.shown(), "-lists merge -maps count [group]");
    session
        .progress
        .record_attempt("group", true, SystemTime::UNIX_EPOCH);
    session.list.refresh(&session.course, &session.progress);
    assert_eq!(session.shown(), "-lists merge -maps [count]");
}

#[test]
fn chapters_tell_what_is_left_whatever_is_let_through() {
    let mut session = Session::new();
    let _ = session.keys("fcount");
    let _ = session.key(Key::Escape);
    let _ = session.keys("f3");
    let _ = session.key(Key::Enter);
    assert_eq!(
        session.list.rows[0],
        ListRow::Chapter(Chapter {
            dir: "02_lists".to_owned(),
            is_folded: false,
            n_exercises: 3,
            n_solved: 1,
            minutes_left: 30,
        })
    );
}

#[test]
fn a_workbook_without_chapters_has_no_heads() {
    let mut session = Session::with(
        "format_version = 1\ntitle = \"T\"\n[[exercises]]\nname = \"a\"\n[[exercises]]\nname = \"b\"\n",
    );
    assert_eq!(session.shown(), "[a] b");
    for key in [
        Key::Left,
        Key::Char('z'),
        Key::Tab,
        Key::BackTab,
        Key::Right,
    ] {
        assert_eq!(session.key(key), Wish::Stay);
        assert_eq!(session.shown(), "[a] b", "{key:?}");
    }
}

#[test]
fn a_click_selects_and_two_at_once_are_enter() {
    let mut session = Session::new();
    session.list.drawn(3, 1, 4);
    for (line, expected) in [(4, 2), (6, 4), (7, 4), (0, 4), (2, 4), (3, 1)] {
        assert_eq!(session.click(line, 2000), Wish::Stay);
        assert_eq!(session.list.cursor.at, expected, "line {line}");
    }
    assert_eq!(session.click(3, 200), Wish::Open(0));
    let _ = session.click(3, 2000);
    assert_eq!(session.click(4, 100), Wish::Stay, "another row");
    assert_eq!(session.click(4, 900), Wish::Stay, "too late");
    assert_eq!(session.click(4, 100), Wish::Open(1));
    // On the head of a chapter it folds.
    let _ = session.click(6, 2000);
    let _ = session.click(6, 100);
    assert_eq!(session.shown(), "-lists sort reverse merge [+maps]");
    // A key in between is not forgotten.
    let _ = session.click(4, 2000);
    let _ = session.key(Key::Down);
    assert_eq!(session.click(4, 100), Wish::Stay);
}

#[test]
fn a_question_is_not_answered_by_the_mouse() {
    let mut session = Session::new();
    let _ = session.keys("x");
    for _ in 0..2 {
        assert_eq!(session.click(2, 10), Wish::Stay);
    }
    assert_eq!(session.list.mode, Mode::ConfirmReset(2));
    assert_eq!(session.list.cursor.at, 5);
}

#[test]
fn choices_take_clicks_too() {
    let mut session = Session::new();
    let _ = session.keys("f");
    session.list.drawn(2, 0, 20);
    let _ = session.click(6, 0);
    let _ = session.click(6, 100);
    assert_eq!(session.list.filter.summary(), "level 2");
    assert_eq!(session.shown(), "-lists reverse -maps [count]");
}
