//! The real program in a pseudo terminal, seen as a person sees it: a screen of letters, keys, and the time it takes.
//!
//! Nothing here sleeps for a guessed time: texts, files and ends are awaited, and each wait has a deadline that only
//! a hang can reach.

use super::Book;
use pty_process::Size;
use pty_process::blocking::Pty;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, kill_process, kill_process_group, waitid,
};
use rustix::termios::{LocalModes, tcgetattr};
use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::os::fd::{AsFd as _, OwnedFd};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What is awaited mostly takes a tenth of a second.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// What begins and ends a frame; in between the terminal shows the last one.
const FRAME_BEGINS: &[u8] = b"\x1b[?2026h";
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";

/// The program in a terminal. Dropping it ends the program and all it started.
pub struct Session {
    child: Child,
    /// Ours and the reader's.
    pty: Option<Arc<Pty>>,
    /// The program's side of the terminal, held open as a shell would.
    tty: Option<OwnedFd>,
    shared: Arc<Shared>,
    reader: Option<JoinHandle<()>>,
    is_over: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    parser: vt100::Parser,
    raw: Vec<u8>,
    exited: bool,
    closed: bool,
    hang_up: bool,
}

/// What a program left behind when it ended.
#[derive(Debug)]
pub struct End {
    pub code: Option<i32>,
    /// Whether the terminal shows what is typed and takes it line by line.
    pub is_cooked: bool,
    pub is_alternate_screen: bool,
    pub is_cursor_hidden: bool,
    /// What stands on the screen.
    pub screen: String,
}

impl End {
    /// Checks the exit code, and that the terminal is as it was before.
    #[track_caller]
    pub fn assert_clean(&self, code: i32) {
        assert_eq!(self.code, Some(code), "{self:#?}");
        assert!(self.is_cooked, "the terminal is left raw: {self:#?}");
        assert!(!self.is_alternate_screen, "{self:#?}");
        assert!(!self.is_cursor_hidden, "{self:#?}");
    }
}

impl Session {
    /// Starts the program in a terminal of 100 columns and 35 rows.
    pub fn start(book: &Book, args: &[&str]) -> Self {
        Self::open(book, args, (100, 35), &[])
    }

    /// Starts the program in a terminal of so many columns and rows, with additions to the environment.
    pub fn open(book: &Book, args: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Self {
        let mut command = clean_command(book, args);
        command
            .env("TERM", "xterm-256color")
            .envs(env.iter().copied());
        let (pty, tty) = pty_process::blocking::open().expect("a pseudo terminal");
        pty.resize(Size::new(size.1, size.0))
            .expect("the terminal takes a size");
        let held = tty.as_fd().try_clone_to_owned().expect("a second handle");
        let child = pty_process::blocking::Command::from(command)
            .spawn(tty)
            .expect("the program starts");
        let shared = Arc::new(Shared::default());
        shared.lock().parser = vt100::Parser::new(not_zero(size.1), not_zero(size.0), 1000);
        let pty = Arc::new(pty);
        let reader = {
            let (pty, shared) = (pty.clone(), shared.clone());
            std::thread::spawn(move || shared.read(&pty))
        };
        tell_exit(&child, shared.clone());
        Self {
            child,
            pty: Some(pty),
            tty: Some(held),
            shared,
            reader: Some(reader),
            is_over: false,
        }
    }

    /// Waits until the screen shows a text; returns the screen.
    #[track_caller]
    pub fn await_text(&self, text: &str) -> String {
        self.await_screen(&format!("{text:?} to be shown"), |screen| {
            screen.contains(text)
        })
    }

    /// Waits until the screen shows a text no more; returns the screen.
    #[track_caller]
    pub fn await_gone(&self, text: &str) -> String {
        self.await_screen(&format!("{text:?} to be gone"), |screen| {
            !screen.contains(text)
        })
    }

    /// Waits until a whole frame is as it should be; returns it.
    #[track_caller]
    pub fn await_screen(&self, what: &str, is_right: impl Fn(&str) -> bool) -> String {
        let state = self.shared.wait(|state| {
            state.closed || state.exited || (state.is_whole() && is_right(&state.screen()))
        });
        let screen = state.screen();
        assert!(
            state.is_whole() && is_right(&screen),
            "waited for {what}; ended: {}; the screen:\n{screen}\n",
            state.exited
        );
        screen
    }

    /// Presses a key.
    #[track_caller]
    pub fn key(&self, key: char) {
        self.type_text(&key.to_string());
    }

    /// Types, or sends what a special key sends.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        let mut pty: &Pty = self.pty.as_ref().expect("the terminal is open");
        pty.write_all(text.as_bytes())
            .expect("the terminal takes keys");
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        let mut state = self.shared.lock();
        let pty = self.pty.as_ref().expect("the terminal is open");
        pty.resize(Size::new(rows, columns))
            .expect("the terminal takes a size");
        state
            .parser
            .screen_mut()
            .set_size(not_zero(rows), not_zero(columns));
    }

    /// Gives the terminal another size, and waits until that is drawn: what stood there before may look as if it were.
    #[track_caller]
    pub fn resize_to(&self, columns: u16, rows: u16) -> String {
        let before = self.shared.lock().parser.screen().size().0;
        assert_ne!(
            before.get(),
            rows,
            "frames are told by the number of their rows"
        );
        self.resize(columns, rows);
        self.await_fit()
    }

    /// Waits for a whole frame of as many rows as the terminal has, and checks that nothing of it is beyond the edge.
    #[track_caller]
    pub fn await_fit(&self) -> String {
        let fits = |state: &State| state.is_whole() && state.n_rows_drawn() == state.size().1;
        let state = self
            .shared
            .wait(|state| state.closed || state.exited || fits(state));
        let screen = state.screen();
        let (columns, rows) = state.size();
        assert!(
            fits(&state),
            "waited for a frame of {columns}x{rows}; ended: {}; {} rows were drawn:\n{screen}\n",
            state.exited,
            state.n_rows_drawn()
        );
        let beyond = state.beyond_the_edge();
        assert!(
            beyond.is_none(),
            "on {columns}x{rows} this is beyond the edge: {beyond:?}"
        );
        screen
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).expect("the program is there");
    }

    /// All bytes the program wrote so far.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.shared.lock().raw).into_owned()
    }

    /// Closes the terminal, as when its window is closed.
    pub fn close_terminal(&mut self) {
        self.shared.lock().hang_up = true;
        // The reader looks up when something is drawn.
        self.type_text("?");
        self.tty = None;
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader does not panic");
        }
        self.pty = None;
    }

    /// Waits for the program to end, whatever it leaves behind.
    #[track_caller]
    pub fn await_exit(&self) {
        let state = self.shared.wait(|state| state.exited);
        assert!(
            state.exited,
            "the program does not end; the screen:\n{}",
            state.screen()
        );
    }

    /// Waits for the program to end and looks at what it left behind. Nothing it started may be alive.
    #[track_caller]
    pub fn end(&mut self) -> End {
        let state = self.shared.wait(|state| state.exited);
        assert!(
            state.exited,
            "the program does not end; the screen:\n{}",
            state.screen()
        );
        drop(state);
        let code = self.child.wait().expect("the program ended").code();
        // From here on its number may be another's.
        self.is_over = true;
        let is_cooked = self.tty.as_ref().is_some_and(|tty| {
            let modes = tcgetattr(tty).expect("the terminal has modes").local_modes;
            modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG)
        });
        self.tty = None;
        let state = self.shared.wait(|state| state.closed || state.hang_up);
        let seen = state.parser.screen();
        let end = End {
            code,
            is_cooked,
            is_alternate_screen: seen.alternate_screen(),
            is_cursor_hidden: seen.hide_cursor(),
            screen: seen.contents(),
        };
        drop(state);
        await_some("all it started to be gone", || {
            self.descendants().is_empty().then_some(())
        });
        end
    }

    /// Ends the program and all it started.
    fn kill(&mut self) {
        let pid = Pid::from_child(&self.child);
        if !self.shared.lock().exited {
            // It gets the chance to stop what it runs.
            let _ = kill_process(pid, Signal::TERM);
            drop(
                self.shared
                    .wait_for(Duration::from_secs(5), |state| state.exited),
            );
        }
        for pid in self.descendants().into_iter().filter_map(Pid::from_raw) {
            let _ = kill_process(pid, Signal::KILL);
        }
        let _ = kill_process_group(pid, Signal::KILL);
        let _ = self.child.wait();
    }

    /// The processes of the program's session, where they can be told.
    fn descendants(&self) -> Vec<i32> {
        let session = self.child.id().to_string();
        let Ok(processes) = std::fs::read_dir("/proc") else {
            return Vec::new();
        };
        processes
            .flatten()
            .filter_map(|process| {
                let pid = process.file_name().to_str()?.parse().ok()?;
                let stat = std::fs::read_to_string(process.path().join("stat")).ok()?;
                // NUMBER (NAME) STATE PARENT GROUP SESSION ...
                let fields: Vec<&str> = stat.rsplit(") ").next()?.split(' ').collect();
                (fields.get(3) == Some(&session.as_str()) && fields[0] != "Z").then_some(pid)
            })
            .collect()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if !self.is_over {
            self.kill();
        }
        // With the last handle on its side gone the reader comes to an end.
        self.tty = None;
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, is_over: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        self.wait_for(DEADLINE, is_over)
    }

    fn wait_for(
        &self,
        patience: Duration,
        is_over: impl Fn(&State) -> bool,
    ) -> MutexGuard<'_, State> {
        self.changed
            .wait_timeout_while(self.lock(), patience, |state| !is_over(state))
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }

    fn read(&self, mut pty: &Pty) {
        let mut buffer = [0; 4096];
        loop {
            // Linux answers with an error when the other side is closed, others with an end.
            let n_read = pty.read(&mut buffer).unwrap_or(0);
            let mut state = self.lock();
            state.raw.extend_from_slice(&buffer[..n_read]);
            state.parser.process(&buffer[..n_read]);
            state.closed = n_read == 0;
            let is_over = state.closed || state.hang_up;
            drop(state);
            self.changed.notify_all();
            if is_over {
                return;
            }
        }
    }
}

impl State {
    fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Whether no frame is half drawn.
    fn is_whole(&self) -> bool {
        self.last(FRAME_BEGINS) <= self.last(FRAME_ENDS)
    }

    /// Where something was written last.
    fn last(&self, mark: &[u8]) -> Option<usize> {
        self.raw
            .windows(mark.len())
            .rposition(|bytes| bytes == mark)
    }

    /// What was written since the last frame began.
    fn last_frame(&self) -> &[u8] {
        &self.raw[self.last(FRAME_BEGINS).unwrap_or(0)..]
    }

    /// How many rows the last frame has; every row begins with a jump to it.
    fn n_rows_drawn(&self) -> u16 {
        let frame = String::from_utf8_lossy(self.last_frame());
        let rows = frame.split("\x1b[").filter_map(|rest| {
            let (row, _) = rest.split_once(";1H")?;
            row.parse().ok()
        });
        rows.max().unwrap_or(0)
    }

    /// Columns and rows of the terminal.
    fn size(&self) -> (u16, u16) {
        let (rows, columns) = self.parser.screen().size();
        (columns.get(), rows.get())
    }

    /// What the last frame would draw beside or below the terminal, if that were larger.
    fn beyond_the_edge(&self) -> Option<String> {
        let (columns, rows) = self.size();
        let (wide, high) = (columns + 200, rows + 20);
        let mut larger = vt100::Parser::new(not_zero(high), not_zero(wide), 0);
        larger.process(self.last_frame());
        let screen = larger.screen();
        screen
            .rows(columns, wide - columns)
            .chain(screen.rows(0, wide).skip(rows.into()))
            .find(|text| !text.trim().is_empty())
    }
}

/// The program in a workbook, with nothing of this environment but where the toolchain is.
pub fn clean_command(book: &Book, args: &[&str]) -> Command {
    let checked = book.command(args);
    let mut command = Command::new(checked.get_program());
    command
        .args(checked.get_args())
        .env_clear()
        .current_dir(book.root());
    command.envs(
        checked
            .get_envs()
            .filter_map(|(key, value)| Some((key, value?))),
    );
    command
}

/// Waits for something that can only be asked for.
#[track_caller]
pub fn await_some<T>(what: &str, ask: impl Fn() -> Option<T>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited for {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// Waits for the number of a process that writes it to a file.
#[track_caller]
pub fn await_pid(path: &Path) -> Pid {
    await_some("the number of a process", || {
        let text = std::fs::read_to_string(path).ok()?;
        Pid::from_raw(text.strip_suffix('\n')?.parse().ok()?)
    })
}

/// Waits until a process is no more.
#[track_caller]
pub fn await_death(pid: Pid) {
    await_some("a process to be gone", || {
        rustix::process::test_kill_process(pid).err()
    });
}

/// Tells when the child has ended. It stays a zombie, so that its number is not given to another.
fn tell_exit(child: &Child, shared: Arc<Shared>) {
    let pid = Pid::from_child(child);
    std::thread::spawn(move || {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while let Err(rustix::io::Errno::INTR) = waitid(WaitId::Pid(pid), options) {}
        shared.lock().exited = true;
        shared.changed.notify_all();
    });
}

fn not_zero(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).expect("a terminal has rows and columns")
}
