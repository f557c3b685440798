//! The whole terminal as a screen. However the program ends, the terminal is left as it was.

use super::{Terminal, paint};
use crate::screen::Frame;
use crossterm::{cursor, event, execute, queue, terminal};
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is in our hands, so that a panic gives it back once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the mouse is in our hands.
static MOUSE_TAKEN: AtomicBool = AtomicBool::new(false);

/// Holds the terminal until dropped.
#[derive(Debug)]
pub struct FullScreen {
    terminal: Terminal,
}

impl FullScreen {
    /// Takes the terminal: its alternate screen, so that what stood there comes back, and single keys.
    ///
    /// # Errors
    /// The terminal does not do as it is told.
    pub fn enter(terminal: Terminal) -> io::Result<Self> {
        paint::always_color();
        terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let screen = Self { terminal };
        execute!(io::stdout(), terminal::EnterAlternateScreen, cursor::Hide)?;
        Ok(screen)
    }

    /// Draws a frame over the last one.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn draw(&self, frame: &Frame) -> io::Result<()> {
        let mut out = io::stdout().lock();
        queue!(out, terminal::BeginSynchronizedUpdate)?;
        let look = self.terminal.look();
        for (row, line) in frame.lines.iter().enumerate() {
            let mut text = String::new();
            paint::line(line, look, &mut text);
            queue!(
                out,
                cursor::MoveTo(0, u16::try_from(row).unwrap_or(u16::MAX)),
                // Not afterwards: behind a line as wide as the screen the cursor is still on its last letter.
                terminal::Clear(terminal::ClearType::UntilNewLine)
            )?;
            out.write_all(text.as_bytes())?;
        }
        queue!(out, terminal::EndSynchronizedUpdate)?;
        out.flush()
    }

    /// Takes the mouse, or gives it back, if that is not so already.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn capture_mouse(&self, is_wanted: bool) -> io::Result<()> {
        match (MOUSE_TAKEN.swap(is_wanted, Ordering::SeqCst), is_wanted) {
            (false, true) => execute!(io::stdout(), event::EnableMouseCapture),
            (true, false) => execute!(io::stdout(), event::DisableMouseCapture),
            _ => Ok(()),
        }
    }

    /// Gives the terminal back, if it was taken. Also for the panic hook.
    pub fn leave() {
        if MOUSE_TAKEN.swap(false, Ordering::SeqCst) {
            let _ = execute!(io::stdout(), event::DisableMouseCapture);
        }
        if TAKEN.swap(false, Ordering::SeqCst) {
            // There is no one to tell when the terminal is gone.
            let _ = execute!(io::stdout(), cursor::Show, terminal::LeaveAlternateScreen);
            let _ = terminal::disable_raw_mode();
        }
    }
}

impl Drop for FullScreen {
    fn drop(&mut self) {
        Self::leave();
    }
}
