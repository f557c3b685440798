//! Keys against what is shown and where they lead.

use super::*;
use crate::markdown::{Inline, InlineKind, Paragraph, ParagraphKind};

/// A page of a few lines, with a link to each of these cards.
fn page(slug: &str, links: &[&str]) -> Page {
    let mut paragraphs = vec![Paragraph::plain(
        ParagraphKind::Prose,
        "One lease, two Leases",
    )];
    let mut found = Vec::new();
    for link in links {
        let text = format!("[{link}]");
        found.push(Link {
            paragraph: paragraphs.len(),
            range: 0..text.len(),
            address: Address::Card((*link).to_owned()),
        });
        let inline = Inline::new(InlineKind::Link((*link).to_owned()), text);
        paragraphs.push(Paragraph::new(ParagraphKind::Prose, vec![inline]));
    }
    Page {
        address: Address::Card(slug.to_owned()),
        title: slug.to_owned(),
        about: String::new(),
        paragraphs,
        links: found,
    }
}

fn reader(links: &[&str]) -> Reader {
    Reader::new(page("start", links))
}

/// Types keys that must all stay on the page.
fn stay(reader: &mut Reader, keys: impl IntoIterator<Item = Key>) {
    for key in keys {
        assert_eq!(reader.step(key), Outcome::Stay, "{key:?}");
    }
}

fn chars(keys: &str) -> Vec<Key> {
    keys.chars().map(Key::Char).collect()
}

fn seen(links: Range<usize>, at: Option<usize>) -> Seen {
    Seen {
        scroll: 0,
        room: 10,
        links,
        at,
    }
}

#[test]
fn keys_scroll() {
    for (keys, expected) in [
        (vec![Key::Down, Key::Char('j'), Key::Up], 1),
        (vec![Key::Up, Key::Char('k'), Key::PageUp], 0),
        (vec![Key::PageDown, Key::Char(' '), Key::Char('b')], 8),
        (vec![Key::End], usize::MAX),
        (vec![Key::Char('G'), Key::Down], usize::MAX),
        (vec![Key::End, Key::Home], 0),
        (vec![Key::End, Key::Char('g')], 0),
    ] {
        let mut reader = reader(&[]);
        stay(&mut reader, keys.clone());
        assert_eq!(reader.top().scroll, expected, "{keys:?}");
    }
}

#[test]
fn links_are_selected_in_turn_and_followed() {
    let mut reader = reader(&["one", "two", "three"]);
    for (key, expected) in [
        (Key::Tab, "one"),
        (Key::Tab, "two"),
        (Key::BackTab, "one"),
        (Key::BackTab, "three"),
        (Key::Tab, "one"),
    ] {
        stay(&mut reader, [key]);
        for follow in [Key::Enter, Key::Right] {
            let address = Address::Card(expected.to_owned());
            assert_eq!(reader.step(follow), Outcome::Open(address), "after {key:?}");
        }
    }
}

#[test]
fn the_first_link_selected_is_one_that_can_be_seen() {
    for (visible, key, expected) in [
        (1..3, Key::Tab, 1),
        (1..3, Key::BackTab, 2),
        (2..2, Key::Tab, 2),
        (2..2, Key::BackTab, 1),
        (4..4, Key::Tab, 0),
        (0..0, Key::BackTab, 3),
    ] {
        let mut reader = reader(&["one", "two", "three", "four"]);
        reader.drawn(seen(visible.clone(), None));
        stay(&mut reader, [key]);
        assert_eq!(reader.top().link, Some(expected), "{key:?} in {visible:?}");
        assert_eq!(reader.top().focus, Some(Focus::Link));
    }
}

#[test]
fn a_link_that_left_the_screen_is_not_followed() {
    let mut reader = reader(&["one", "two"]);
    stay(&mut reader, [Key::Tab]);
    reader.drawn(seen(0..1, None));
    assert!(reader.selected().is_some());
    reader.drawn(seen(1..2, None));
    assert_eq!(reader.selected(), None);
    assert_eq!(reader.step(Key::Enter), Outcome::Leave);
}

#[test]
fn the_way_back_goes_page_by_page_to_where_one_was() {
    for back in [Key::Backspace, Key::Left] {
        let mut reader = reader(&["one"]);
        stay(&mut reader, [Key::Down, Key::Down, Key::Tab]);
        reader.open(page("one", &[]));
        assert_eq!((reader.top().scroll, reader.has_below()), (0, true));
        stay(&mut reader, [Key::Down, back]);
        assert_eq!(reader.top().page.title, "start");
        assert_eq!((reader.top().scroll, reader.top().link), (2, Some(0)));
        assert_eq!(reader.step(back), Outcome::Leave);
    }
}

#[test]
fn a_page_that_is_open_is_not_laid_on_itself() {
    let mut reader = reader(&[]);
    stay(&mut reader, [Key::Down]);
    reader.open(page("start", &[]));
    assert_eq!((reader.top().scroll, reader.has_below()), (0, false));
}

#[test]
fn some_keys_leave_and_others_are_for_somebody_else() {
    for (key, expected) in [
        (Key::Char('q'), Outcome::Leave),
        (Key::Escape, Outcome::Leave),
        (Key::Enter, Outcome::Leave),
        (Key::Char('c'), Outcome::Unknown),
        (Key::Char('h'), Outcome::Unknown),
        (Key::Char('?'), Outcome::Unknown),
    ] {
        assert_eq!(reader(&["one"]).step(key), expected, "{key:?}");
    }
    for key in [Key::Tab, Key::BackTab, Key::Right, Key::Char('n')] {
        let outcome = reader(&[]).step(key);
        assert!(matches!(outcome, Outcome::Say(_)), "{key:?}: {outcome:?}");
    }
}

#[test]
fn words_are_found_in_capitals_or_not_and_across_the_ends_of_lines() {
    for (text, words, expected) in [
        ("One lease, two Leases", "lease", vec![(4, 9), (15, 20)]),
        ("One lease, two Leases", "LEASES", vec![(15, 21)]),
        ("É é e", "é", vec![(0, 2), (3, 5)]),
        ("aaaa", "aa", vec![(0, 2), (2, 4)]),
        ("a b", "a b", vec![(0, 3)]),
        ("abc", "abcd", vec![]),
        ("abc", "", vec![]),
        ("", "a", vec![]),
    ] {
        let found: Vec<_> = find_all(text, words)
            .iter()
            .map(|range| (range.start, range.end))
            .collect();
        assert_eq!(found, expected, "{words:?} in {text:?}");
    }
}

#[test]
fn a_search_begins_where_one_reads_and_goes_round() {
    let mut reader = reader(&["lease-two"]);
    stay(&mut reader, [Key::Down, Key::Char('/')]);
    stay(&mut reader, chars("leasX"));
    assert_eq!(
        reader
            .top()
            .search
            .as_ref()
            .map(|search| search.matches.len()),
        Some(0)
    );
    stay(&mut reader, [Key::Backspace]);
    let search = reader.top().search.clone().expect("it is looked for");
    assert_eq!((search.words.as_str(), search.at), ("leas", None));
    assert_eq!(search.matches, [(0, 4..8), (0, 15..19), (1, 1..5)]);
    assert_eq!(
        (reader.top().scroll, reader.top().focus),
        (1, Some(Focus::Match))
    );
    // Whoever draws says which match comes first.
    reader.drawn(seen(0..1, Some(1)));
    assert!(reader.is_typing());
    stay(&mut reader, [Key::Enter]);
    assert!(!reader.is_typing());
    for (key, expected) in [('n', 2), ('n', 0), ('N', 2), ('N', 1)] {
        stay(&mut reader, [Key::Char(key)]);
        let at = reader.top().search.as_ref().and_then(|search| search.at);
        assert_eq!(at, Some(expected), "{key}");
        assert_eq!(reader.top().focus, Some(Focus::Match));
    }
    // Escape forgets the words first, and leaves only then.
    stay(&mut reader, [Key::Escape]);
    assert_eq!(reader.top().search, None);
    assert_eq!(reader.step(Key::Escape), Outcome::Leave);
}

#[test]
fn a_search_that_is_given_up_changes_nothing() {
    for keys in [
        vec![Key::Escape],
        vec![Key::Char('t'), Key::Escape],
        vec![Key::Char('t'), Key::Backspace, Key::Backspace],
        vec![Key::Enter],
    ] {
        let mut reader = reader(&[]);
        stay(&mut reader, [Key::Char('/')]);
        stay(&mut reader, chars("lease"));
        stay(&mut reader, [Key::Enter, Key::Down, Key::Down]);
        let before = reader.clone();
        stay(&mut reader, [Key::Char('/')]);
        stay(&mut reader, keys.clone());
        assert!(!reader.is_typing(), "{keys:?}");
        assert_eq!(reader.top().scroll, before.top().scroll, "{keys:?}");
        assert_eq!(reader.top().search, before.top().search, "{keys:?}");
    }
}

#[test]
fn words_that_are_nowhere_are_said() {
    let mut reader = reader(&[]);
    stay(&mut reader, chars("/zebra"));
    assert_eq!(
        reader.step(Key::Enter),
        Outcome::Say("`zebra` is not on this page.".to_owned())
    );
    assert_eq!(reader.top().search, None);
    // While one types, keys are letters.
    stay(&mut reader, chars("/q c?n"));
    assert!(reader.is_typing());
}
