//! The keys as words, for input that comes line by line: from a person at a plain terminal, or from a program.

use super::Input;
use crate::watch::Key;

/// Words, and the keys they stand for.
const WORDS: &[(&str, Key)] = &[
    ("next", Key::Char('n')),
    ("previous", Key::Char('p')),
    ("go", Key::Char('g')),
    ("hint", Key::Char('h')),
    ("card", Key::Char('c')),
    ("explain", Key::Char('E')),
    ("list", Key::Char('l')),
    ("run", Key::Char('r')),
    ("reset", Key::Char('x')),
    ("solution", Key::Char('s')),
    ("compare", Key::Char('d')),
    ("output", Key::Char('o')),
    ("undo", Key::Char('u')),
    ("edit", Key::Char('v')),
    ("help", Key::Char('?')),
    ("yes", Key::Char('y')),
    ("no", Key::Char('n')),
    ("back", Key::Escape),
    ("escape", Key::Escape),
    ("enter", Key::Enter),
    ("up", Key::Up),
    ("down", Key::Down),
    ("pageup", Key::PageUp),
    ("pagedown", Key::PageDown),
    ("home", Key::Home),
    ("end", Key::End),
    ("left", Key::Left),
    ("right", Key::Right),
    ("tab", Key::Tab),
    ("backtab", Key::BackTab),
    ("backspace", Key::Backspace),
    ("quit", Key::Quit),
];

/// What a line asks for: a letter is a key, an empty line is Enter, a word stands for a key, and `open NAME` goes to an
/// exercise.
pub(super) fn read(line: &str) -> Input {
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else {
        return Input::Key(Key::Enter);
    };
    let mut chars = first.chars();
    let letter = chars.next().expect("a word has letters");
    if chars.next().is_none() {
        return Input::Key(Key::Char(letter));
    }
    let word = first.to_lowercase();
    match WORDS.iter().find(|(known, _)| *known == word) {
        Some((_, key)) => Input::Key(*key),
        None if word == "open" => Input::Open(words.next().unwrap_or_default().to_owned()),
        None => Input::Unknown(first.to_owned()),
    }
}

/// The words, as for a message.
pub fn known_words() -> String {
    let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
    format!("{}, open NAME", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_line_is_a_key_a_word_or_the_name_of_an_exercise() {
        for (line, expected) in [
            ("", Input::Key(Key::Enter)),
            ("h", Input::Key(Key::Char('h'))),
            (" H ", Input::Key(Key::Char('H'))),
            ("?", Input::Key(Key::Char('?'))),
            ("hint", Input::Key(Key::Char('h'))),
            ("Reset", Input::Key(Key::Char('x'))),
            ("run now", Input::Key(Key::Char('r'))),
            ("open lru", Input::Open("lru".to_owned())),
            ("open", Input::Open(String::new())),
            ("nonsense", Input::Unknown("nonsense".to_owned())),
        ] {
            assert_eq!(read(line), expected, "{line:?}");
        }
    }

    #[test]
    fn no_word_means_two_things() {
        let words: BTreeSet<&str> = WORDS.iter().map(|(word, _)| *word).collect();
        assert_eq!(words.len(), WORDS.len());
    }
}
