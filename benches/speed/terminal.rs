//! A program in a pseudo terminal, and what its screen shows when.

use pty_process::Size;
use pty_process::blocking::Pty;
use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::process::{Child, Command};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Only a hang can reach it.
const DEADLINE: Duration = Duration::from_secs(60);

/// So large that nothing anybody prints scrolls out of it.
const ROWS: u16 = 200;
const COLUMNS: u16 = 120;

/// The program in its terminal, ended when dropped.
pub struct Session {
    child: Child,
    pty: Arc<Pty>,
    screen: Arc<Screen>,
}

#[derive(Default)]
struct Screen {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    parser: vt100::Parser,
    is_closed: bool,
}

impl Session {
    pub fn start(mut command: Command) -> Self {
        command.env("TERM", "xterm-256color");
        let (pty, tty) = pty_process::blocking::open().expect("a pseudo terminal");
        pty.resize(Size::new(ROWS, COLUMNS))
            .expect("the terminal takes a size");
        let child = pty_process::blocking::Command::from(command)
            .spawn(tty)
            .expect("the program starts");
        let (pty, screen) = (Arc::new(pty), Arc::new(Screen::default()));
        let size = |number| NonZeroU16::new(number).expect("not zero");
        screen.lock().parser = vt100::Parser::new(size(ROWS), size(COLUMNS), 0);
        {
            let (pty, screen) = (pty.clone(), screen.clone());
            std::thread::spawn(move || screen.read(&pty));
        }
        Self { child, pty, screen }
    }

    /// Types, or sends what a special key sends.
    pub fn type_text(&self, text: &str) {
        let mut pty: &Pty = &self.pty;
        pty.write_all(text.as_bytes())
            .expect("the terminal takes keys");
    }

    /// Waits until the screen shows all of these texts.
    #[track_caller]
    pub fn await_texts(&self, texts: &[&str]) {
        let shows_all = |state: &State| {
            let screen = state.parser.screen().contents();
            texts.iter().all(|text| screen.contains(text))
        };
        let state = self
            .screen
            .changed
            .wait_timeout_while(self.screen.lock(), DEADLINE, |state| {
                !state.is_closed && !shows_all(state)
            })
            .unwrap_or_else(PoisonError::into_inner)
            .0;
        assert!(
            shows_all(&state),
            "waited for {texts:?}; the screen:\n{}\n",
            state.parser.screen().contents()
        );
    }

    /// The time from doing something until the screen shows all of these texts.
    #[track_caller]
    pub fn time_until(&self, act: impl FnOnce(), texts: &[&str]) -> Duration {
        let start = Instant::now();
        act();
        self.await_texts(texts);
        start.elapsed()
    }

    /// Types a key.
    pub fn press(&self, key: &str) {
        let mut pty: &Pty = &self.pty;
        pty.write_all(key.as_bytes())
            .expect("the terminal takes keys");
    }

    /// The number of the program's process.
    #[cfg(target_os = "linux")]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Both programs quit at this key, and take what they run with them.
        let mut pty: &Pty = &self.pty;
        let asked = pty.write_all(b"q").is_ok();
        let is_over = || {
            self.screen
                .changed
                .wait_timeout_while(self.screen.lock(), Duration::from_secs(5), |state| {
                    !state.is_closed
                })
                .is_ok_and(|(state, _)| state.is_closed)
        };
        if !asked || !is_over() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

impl Screen {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, mut pty: &Pty) {
        let mut buffer = [0; 16 << 10];
        loop {
            // Linux answers with an error when the other side is closed, others with an end.
            let n_read = pty.read(&mut buffer).unwrap_or(0);
            let mut state = self.lock();
            state.parser.process(&buffer[..n_read]);
            state.is_closed = n_read == 0;
            drop(state);
            self.changed.notify_all();
            if n_read == 0 {
                return;
            }
        }
    }
}
