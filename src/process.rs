//! Runs one child process with a deadline, a cap on its output and its memory, and a way to stop it. The only door
//! to `std::process::Command`.
//!
//! A child gets a process group of its own, and the whole group is killed when the child ends for whatever
//! reason, so that nothing it started outlives it. Standard input is closed, or holds a few bytes. A child that runs
//! submitted code enters a [`Sandbox`] before it begins.

mod detached;
#[cfg(not(unix))]
mod other;
mod program;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
use other as system;
#[cfg(unix)]
use unix as system;

pub use detached::{find, start};
pub use program::Program;

use crate::error::Error;
use crate::sandbox::Sandbox;
use crate::verdict::Exit;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a reader may go on after its child ended and was killed with its group: a process that left the group
/// can hold the pipe open for ever. Nothing else takes that long, and a machine with too much to do may keep the reader
/// from its turn for tenths of a second: cut short, a test that passed would have reported nothing.
const DRAIN: Duration = Duration::from_secs(5);

/// How many bytes a child may be given on its standard input: a pipe holds them, whether they are read or not.
const MAX_STDIN: usize = 4096;

/// The variable that says how many arenas the allocator may have.
const ARENAS: &str = "MALLOC_ARENA_MAX";

/// What a child may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Wall-clock time.
    pub deadline: Duration,
    /// Bytes on each of standard output and standard error.
    pub output: usize,
    /// Bytes of address space; enforced on Unix only. A sandbox has its own.
    pub memory: Option<u64>,
}

/// What a child left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// How it ended.
    pub exit: Exit,
    /// What it printed.
    pub stdout: Vec<u8>,
    /// What it printed to standard error.
    pub stderr: Vec<u8>,
}

/// Why there is nothing to say about a child.
#[derive(Debug)]
pub enum Failure {
    /// It could not be started, or not be confined as it should be; nothing of it ran.
    Spawn(io::Error),
    /// It was stopped through its [`Stop`].
    Stopped,
}

impl Failure {
    /// The error that it is; `doing` says what was tried.
    pub fn into_error(self, doing: &str, path: &Path) -> Error {
        match self {
            Self::Spawn(source) => Error::file(doing, path, &source),
            Self::Stopped => Error::interrupted(),
        }
    }
}

/// A switch that stops every child which runs under it, and any that would be started later.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<Mutex<StopState>>);

#[derive(Debug, Default)]
struct StopState {
    stopped: bool,
    listeners: Vec<Sender<Event>>,
}

impl Stop {
    /// Stops all children. Returns at once; they are gone when their [`run`] returns.
    pub fn stop(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.stopped = true;
        for listener in state.listeners.drain(..) {
            // A child that has ended by itself listens no more.
            let _ = listener.send(Event::Stopped);
        }
    }

    /// Whether it was switched.
    pub fn is_stopped(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .stopped
    }

    /// Stops `other` too when this one is stopped, until the returned guard is dropped.
    pub fn relay(&self, other: &Self) -> Relay {
        let (sender, events) = mpsc::channel();
        self.listen(&sender);
        let other = other.clone();
        std::thread::spawn(move || {
            if let Ok(Event::Stopped) = events.recv() {
                other.stop();
            }
        });
        Relay(sender)
    }

    fn listen(&self, listener: &Sender<Event>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.stopped {
            let _ = listener.send(Event::Stopped);
        } else {
            state.listeners.push(listener.clone());
        }
    }
}

/// Ends a [`Stop::relay`] when dropped.
#[derive(Debug)]
pub struct Relay(Sender<Event>);

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.0.send(Event::Exited);
    }
}

/// One of a child's two outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

#[derive(Debug)]
enum Event {
    Chunk(Stream, Vec<u8>),
    /// More than the cap was printed.
    Flood,
    Closed,
    Exited,
    Stopped,
}

/// Runs a program to its end, to a limit, or until it is stopped.
///
/// # Errors
/// The program cannot be started, or was stopped.
pub fn run(program: &Program, limits: Limits, stop: &Stop) -> Result<Finished, Failure> {
    run_told(program, limits, stop, &mut |_, _| {})
}

/// As [`run`], where nothing is to be said of a program but that it could not be started.
///
/// # Errors
/// The program cannot be started, or was stopped.
pub fn run_to_end(program: &Program, limits: Limits, stop: &Stop) -> Result<Finished, Error> {
    run(program, limits, stop)
        .map_err(|failure| failure.into_error("start the program", program.path()))
}

/// As [`run`], telling `on_output` what the child prints as it comes.
///
/// # Errors
/// As [`run`].
pub fn run_told(
    program: &Program,
    limits: Limits,
    stop: &Stop,
    on_output: &mut dyn FnMut(Stream, &[u8]),
) -> Result<Finished, Failure> {
    if stop.is_stopped() {
        return Err(Failure::Stopped);
    }
    let started = Instant::now();
    let mut child = spawn(program, limits.memory).map_err(Failure::Spawn)?;
    let (sender, events) = mpsc::channel();
    stop.listen(&sender);
    if let Some(pipe) = child.stdout.take() {
        read_in_background(pipe, Stream::Stdout, limits.output, sender.clone());
    }
    if let Some(pipe) = child.stderr.take() {
        read_in_background(pipe, Stream::Stderr, limits.output, sender.clone());
    }
    system::notify_exit(&child, move || {
        let _ = sender.send(Event::Exited);
    });
    let mut output = Output::new(on_output);
    let end = output.collect(&events, started + limits.deadline, &mut child);
    system::kill_group(&mut child);
    let status = child.wait().map_err(Failure::Spawn)?;
    output.drain(&events);
    let exit = match end {
        End::Stopped => return Err(Failure::Stopped),
        End::Deadline => Exit::Deadline,
        End::Flood => Exit::OutputLimit,
        End::Exited if output.flooded => Exit::OutputLimit,
        End::Exited => system::exit(status),
    };
    Ok(Finished {
        exit,
        stdout: output.stdout,
        stderr: output.stderr,
    })
}

fn spawn(program: &Program, memory: Option<u64>) -> io::Result<Child> {
    let mut command = command(program);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let Some(sandbox) = &program.around.sandbox else {
        system::confine(&mut command, memory);
        return begin(&mut command, program);
    };
    // Each thread of a C library's allocator may reserve 64 MiB of the address space it is given.
    if !program.env.iter().any(|(key, _)| key == ARENAS) {
        command.env(ARENAS, "2");
    }
    system::confine(&mut command, None);
    system::sandbox(&mut command, program, sandbox)?;
    begin(&mut command, program).map_err(Sandbox::failure)
}

/// Starts the child and gives it what it is to read.
fn begin(command: &mut Command, program: &Program) -> io::Result<Child> {
    let Some(bytes) = &program.around.stdin else {
        return command.spawn();
    };
    if bytes.len() > MAX_STDIN {
        let what = format!("at most {MAX_STDIN} bytes can be given to a child");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        // A child that ended without reading them is told by its exit.
        let _ = pipe.write_all(bytes);
    }
    Ok(child)
}

fn command(program: &Program) -> Command {
    let mut command = Command::new(&program.path);
    command.args(&program.args).stdin(Stdio::null());
    if let Some(dir) = &program.around.dir {
        command.current_dir(dir);
    }
    if program.around.clean_env {
        command.env_clear();
    }
    for (key, value) in &program.env {
        match value {
            Some(value) => command.env(key, value),
            None => command.env_remove(key),
        };
    }
    command
}

fn read_in_background(
    mut pipe: impl Read + Send + 'static,
    stream: Stream,
    cap: usize,
    events: Sender<Event>,
) {
    std::thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        let mut n_read = 0;
        loop {
            match pipe.read(&mut buffer) {
                Ok(0) => break,
                Ok(len) => {
                    n_read += len;
                    if events
                        .send(Event::Chunk(stream, buffer[..len].to_vec()))
                        .is_err()
                    {
                        return;
                    }
                    if n_read > cap {
                        let _ = events.send(Event::Flood);
                        return;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        let _ = events.send(Event::Closed);
    });
}

struct Output<'a> {
    on_output: &'a mut dyn FnMut(Stream, &[u8]),
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    flooded: bool,
    n_closed: usize,
}

enum End {
    Exited,
    Deadline,
    Flood,
    Stopped,
}

impl<'a> Output<'a> {
    fn new(on_output: &'a mut dyn FnMut(Stream, &[u8])) -> Self {
        Self {
            on_output,
            stdout: Vec::new(),
            stderr: Vec::new(),
            flooded: false,
            n_closed: 0,
        }
    }

    fn take(&mut self, stream: Stream, chunk: &[u8]) {
        (self.on_output)(stream, chunk);
        match stream {
            Stream::Stdout => self.stdout.extend_from_slice(chunk),
            Stream::Stderr => self.stderr.extend_from_slice(chunk),
        }
    }

    fn collect(&mut self, events: &Receiver<Event>, deadline: Instant, child: &mut Child) -> End {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match events.recv_timeout(left.min(system::POLL)) {
                Ok(Event::Chunk(stream, chunk)) => self.take(stream, &chunk),
                Ok(Event::Flood) => return End::Flood,
                Ok(Event::Closed) => self.n_closed += 1,
                Ok(Event::Exited) => return End::Exited,
                Ok(Event::Stopped) => return End::Stopped,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    if system::has_exited(child) {
                        return End::Exited;
                    }
                    if Instant::now() >= deadline {
                        return End::Deadline;
                    }
                }
            }
        }
    }

    /// Takes what is left in the pipes, but does not wait for a process that holds them open.
    fn drain(&mut self, events: &Receiver<Event>) {
        let deadline = Instant::now() + DRAIN;
        while self.n_closed < 2 && !self.flooded {
            let left = deadline.saturating_duration_since(Instant::now());
            match events.recv_timeout(left) {
                Ok(Event::Chunk(stream, chunk)) => self.take(stream, &chunk),
                Ok(Event::Flood) => self.flooded = true,
                Ok(Event::Closed) => self.n_closed += 1,
                Ok(Event::Exited | Event::Stopped) => {}
                Err(_) => break,
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        deadline: Duration::from_secs(60),
        output: 100_000,
        memory: None,
    };

    fn shell(script: &str, limits: Limits) -> Finished {
        run(
            &Program::new("/bin/sh").arg("-c").arg(script),
            limits,
            &Stop::default(),
        )
        .expect("the shell starts")
    }

    #[test]
    fn output_and_exit_are_collected() {
        let finished = shell("echo out; echo err >&2; exit 3", LIMITS);
        assert_eq!(finished.exit, Exit::Code(3));
        assert_eq!(
            (finished.stdout.as_slice(), finished.stderr.as_slice()),
            (&b"out\n"[..], &b"err\n"[..])
        );
    }

    #[test]
    fn a_signal_is_told_from_a_code() {
        assert_eq!(shell("kill -6 $$", LIMITS).exit, Exit::Signal(6));
    }

    #[test]
    fn standard_input_is_closed() {
        assert_eq!(shell("read x || echo closed", LIMITS).stdout, b"closed\n");
    }

    #[test]
    fn an_endless_child_ends_at_its_deadline() {
        let limits = Limits {
            deadline: Duration::from_millis(50),
            ..LIMITS
        };
        assert_eq!(shell("while :; do :; done", limits).exit, Exit::Deadline);
    }

    #[test]
    fn a_flood_is_cut_short() {
        let finished = shell("yes", LIMITS);
        assert_eq!(finished.exit, Exit::OutputLimit);
        assert!(
            finished.stdout.len() < 10_000_000,
            "{}",
            finished.stdout.len()
        );
    }

    #[test]
    fn a_grandchild_that_holds_the_pipe_neither_delays_nor_survives() {
        let started = Instant::now();
        let finished = shell("sleep 1000 & echo $!", LIMITS);
        assert_eq!(finished.exit, Exit::Code(0));
        assert!(
            started.elapsed() < Duration::from_secs(30),
            "the run waited for the grandchild"
        );
        let pid = String::from_utf8(finished.stdout).expect("the shell prints a number");
        let pid: i32 = pid.trim().parse().expect("the shell prints a number");
        let pid = rustix::process::Pid::from_raw(pid).expect("a process has a number");
        let deadline = Instant::now() + Duration::from_secs(30);
        // The init process may take a moment to bury it; a zombie still answers.
        while rustix::process::test_kill_process(pid).is_ok() && !is_zombie(pid) {
            assert!(Instant::now() < deadline, "the grandchild is alive");
            std::thread::yield_now();
        }
    }

    fn is_zombie(pid: rustix::process::Pid) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()));
        stat.is_ok_and(|stat| {
            stat.rsplit(") ")
                .next()
                .is_some_and(|rest| rest.starts_with('Z'))
        })
    }

    #[test]
    fn memory_is_capped() {
        let limits = Limits {
            memory: Some(64 << 20),
            ..LIMITS
        };
        let finished = shell(
            "x=$(head -c 200000000 /dev/zero | tr '\\0' a); echo ${#x}",
            limits,
        );
        assert_ne!(finished.stdout, b"200000000\n");
    }

    #[test]
    fn a_stopped_child_is_gone() {
        let stop = Stop::default();
        let switch = stop.clone();
        let runner = std::thread::spawn(move || {
            run(
                &Program::new("/bin/sh").arg("-c").arg("while :; do :; done"),
                LIMITS,
                &stop,
            )
        });
        switch.stop();
        let result = runner.join().expect("the runner does not panic");
        assert!(matches!(result, Err(Failure::Stopped)), "{result:?}");
    }

    #[test]
    fn a_missing_program_is_an_error() {
        let result = run(&Program::new("/nowhere/at/all"), LIMITS, &Stop::default());
        assert!(matches!(result, Err(Failure::Spawn(_))), "{result:?}");
    }
}
