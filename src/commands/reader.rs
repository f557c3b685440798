//! The rim of the reader where it has the terminal for itself, as for `workbook concept`.

use super::context;
use crate::error::{Error, ExitCode};
use crate::screen::{Around, reader_frame};
use crate::terminal::{self, FullScreen, Input, Terminal};
use crate::watch::{Address, Key, Outcome, Page, Reader};
use std::path::Path;
use std::sync::mpsc;

/// What can happen to somebody who reads.
enum Event {
    Input(Input),
    Ended,
}

/// Shows a page until it is left; `open` finds where links lead.
///
/// # Errors
/// The terminal does not do as it is told.
pub(super) fn read(
    terminal: Terminal,
    page: Page,
    open: impl Fn(&Address) -> Result<Page, Error>,
) -> Result<ExitCode, Error> {
    let failed = |source| Error::file("use the terminal", Path::new("terminal"), &source);
    let (sender, events) = mpsc::channel();
    let signals = sender.clone();
    context::on_signal(move || {
        let _ = signals.send(Event::Ended);
    });
    let screen = FullScreen::enter(terminal).map_err(failed)?;
    std::thread::spawn(move || {
        terminal::read_keys(|input| sender.send(Event::Input(input)).is_ok());
        // The terminal is gone, and the reader with it.
        let _ = sender.send(Event::Ended);
    });
    let mut reader = Reader::new(page);
    let mut message: Option<String> = None;
    loop {
        let (width, height) = Terminal::size();
        let around = Around {
            message: message.as_deref(),
            ..Around::default()
        };
        let frame = reader_frame(&reader, around, width, height);
        screen.draw(&frame).map_err(failed)?;
        if let Some(seen) = frame.seen {
            reader.drawn(seen);
        }
        let key = match events.recv() {
            Ok(Event::Input(Input::Key(Key::Interrupt)) | Event::Ended) | Err(_) => {
                return Ok(ExitCode::Interrupted);
            }
            Ok(Event::Input(
                Input::Resized | Input::Mouse(_) | Input::Open(_) | Input::Unknown(_),
            )) => continue,
            Ok(Event::Input(Input::Key(key))) => key,
        };
        message = None;
        match reader.step(key) {
            Outcome::Stay => {}
            Outcome::Leave => return Ok(ExitCode::Success),
            Outcome::Open(address) => match open(&address) {
                Ok(page) => reader.open(page),
                Err(error) => message = Some(error.in_one_line()),
            },
            Outcome::Say(text) => message = Some(text),
            Outcome::Unknown => {
                message = Some("This key does nothing here; `q` leaves.".to_owned());
            }
        }
    }
}
