//! Keys one by one from a terminal, or line by line from a pipe.

use super::words;
use crate::watch::{Key, Mouse};
use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};
use std::io::{self, BufRead as _};

/// What the keyboard's owner did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Pressed a key.
    Key(Key),
    /// Used the mouse, where it is captured.
    Mouse(Mouse),
    /// Changed the terminal's size.
    Resized,
    /// Named an exercise to go to.
    Open(String),
    /// Wrote a word that means nothing.
    Unknown(String),
}

/// Reads keys until the terminal is gone or `tell` says that nobody listens.
pub fn read_keys(mut tell: impl FnMut(Input) -> bool) {
    while let Ok(event) = event::read() {
        let input = match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Input::Key),
            Event::Mouse(mouse) => mouse_of(mouse).map(Input::Mouse),
            Event::Resize(..) => Some(Input::Resized),
            _ => None,
        };
        if input.is_some_and(|input| !tell(input)) {
            return;
        }
    }
}

fn key_of(key: KeyEvent) -> Option<Key> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Char('c' | 'd') if control => Key::Interrupt,
        KeyCode::Char('n') if control => Key::Down,
        KeyCode::Char('p') if control => Key::Up,
        KeyCode::Char(_) if control || key.modifiers.contains(KeyModifiers::ALT) => return None,
        KeyCode::Char(ch) => Key::Char(ch),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        _ => return None,
    })
}

fn mouse_of(mouse: MouseEvent) -> Option<Mouse> {
    Some(match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Mouse::Click {
            line: mouse.row.into(),
        },
        MouseEventKind::ScrollUp => Mouse::WheelUp,
        MouseEventKind::ScrollDown => Mouse::WheelDown,
        _ => return None,
    })
}

/// Reads lines from standard input: each is a key or a word.
pub fn read_lines(mut tell: impl FnMut(Input) -> bool) {
    for line in io::stdin().lock().lines() {
        let Ok(line) = line else {
            return;
        };
        if !tell(words::read(&line)) {
            return;
        }
    }
}
