//! # Circuit breaker
//!
//! At noon the payment provider stops answering. Each of your requests now waits thirty seconds for
//! it, soon all your threads wait, and the shop is down, although only one part of it was broken.
//! A circuit breaker stands between you and the provider. When too many calls fail, it opens, and
//! further calls are refused at once. After a while it lets a single call through, to see whether
//! the provider is back.
//!
//! ## What to write
//! - the fields of `Breaker`, and `new`
//! - `call`: runs an operation, or refuses to
//! - `state`: closed, open or half-open
//! - `take_changes`: the changes of state since one last asked, for the log and the alarm
//!
//! ## The three states
//! - **Closed**, as in the beginning: every call goes through. An outage that happened at time `t`
//!   counts until just before `t + window`. With the one that makes it `failures`, the breaker
//!   opens. A success in between takes nothing back.
//! - **Open**: every call is refused, and its operation is not run. The first call that comes
//!   `wait` or longer after the breaker opened makes it half-open.
//! - **Half-open**: that very call is the probe, and its operation runs. All others are refused as
//!   long as it does. If the probe succeeds, the breaker closes, with no outages counted. If it
//!   ends in an outage, the breaker opens again and waits anew.
//!
//! ## Edge cases that count
//! - Only an outage counts as a failure. An error that is the caller's own fault, such as a 404,
//!   shows that the service is there: it does not count while closed, and it closes the half-open
//!   breaker. The caller gets the error either way.
//! - An operation that panics counts as an outage, and the panic goes on to the caller. A probe
//!   that panics must not leave the breaker half-open for ever.
//! - An outage happens when its operation ends, not when it begins. The `wait` counts from there.
//! - What a call brings counts only for the stretch of one state in which the call began. If the
//!   state has changed since, even there and back again, its end changes nothing.
//! - Operations of many threads run side by side: nobody waits for somebody else's operation. An
//!   operation may itself use the breaker.
//! - The state changes only with calls. An open breaker whose wait is over still says that it is
//!   open, until somebody calls.
//!
//! `failures` is at least 1, and the durations are longer than zero. The clock never goes back.
//!
//! ## Complexity
//! - A call takes O(1) amortized time besides its operation. The breaker remembers at most
//!   `failures` moments, and the changes that nobody has taken. The tests measure neither.
//!
//! Difficulty 4 of 5, about 45 minutes.
//! Cards: `circuit-breaker`. See also: `fallback`, `production-incident`, `service-mesh`.

use std::collections::VecDeque;
use std::mem;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

/// When a breaker opens, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// So many outages within the `window` open the breaker.
    pub failures: u32,
    /// How long an outage counts.
    pub window: Duration,
    /// How long an open breaker refuses all calls.
    pub wait: Duration,
}

/// What a breaker does with calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// They go through.
    Closed,
    /// They are refused.
    Open,
    /// One is on its way, as a probe. The others are refused.
    HalfOpen,
}

/// A change of state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// When it happened, by the clock of the breaker.
    pub at: Duration,
    /// The new state.
    pub to: State,
}

/// An error that knows whose fault it is.
pub trait Fault {
    /// Whether the service is down: a timeout, a refused connection, a 503. Not so if it answered
    /// properly that the request was wrong.
    fn is_outage(&self) -> bool;
}

/// Why a call has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BreakerError<E> {
    /// The breaker let nothing through. The operation was not run.
    Refused,
    /// The operation was run, and this is its error.
    Failed(E),
}

/// A circuit breaker for one service. Threads share it through `&self`.
///
/// `clock` gives the time since some moment in the past. The breaker asks nobody else for the time,
/// so tests need not wait.
pub struct Breaker<C> {
    settings: Settings,
    clock: C,
    /// Locked for a moment before and a moment after each operation, never during it: else one slow
    /// call would hold up all the others, which is what the breaker is there to prevent.
    circuit: Mutex<Circuit>,
}

struct Circuit {
    phase: Phase,
    /// How many changes of state there have been. A call remembers the number it began with, and
    /// so finds out at its end whether it is still asked for.
    era: u64,
    changes: Vec<Change>,
}

/// A state, and what must be remembered in it.
enum Phase {
    /// When the outages that may still count happened, the oldest first.
    Closed {
        outages: VecDeque<Duration>,
    },
    Open {
        since: Duration,
    },
    /// The probe is on its way.
    HalfOpen,
}

impl Phase {
    fn closed() -> Self {
        Phase::Closed {
            outages: VecDeque::new(),
        }
    }

    fn state(&self) -> State {
        match self {
            Phase::Closed { .. } => State::Closed,
            Phase::Open { .. } => State::Open,
            Phase::HalfOpen => State::HalfOpen,
        }
    }
}

impl Circuit {
    fn change(&mut self, to: Phase, at: Duration) {
        self.changes.push(Change { at, to: to.state() });
        self.phase = to;
        self.era += 1;
    }
}

/// A call on its way. When it goes, the breaker learns how it ended.
///
/// A value that does this in `drop` cannot be forgotten, not even by a panic.
struct Ticket<'a, C: Fn() -> Duration> {
    breaker: &'a Breaker<C>,
    era: u64,
    outage: bool,
}

impl<C: Fn() -> Duration> Drop for Ticket<'_, C> {
    fn drop(&mut self) {
        self.breaker.settle(self.era, self.outage);
    }
}

impl<C: Fn() -> Duration> Breaker<C> {
    /// A closed breaker that has seen no outages.
    pub fn new(settings: Settings, clock: C) -> Self {
        Breaker {
            settings,
            clock,
            circuit: Mutex::new(Circuit {
                phase: Phase::closed(),
                era: 0,
                changes: Vec::new(),
            }),
        }
    }

    /// Runs `operation` and hands on what it returns, or refuses to run it.
    pub fn call<T, E: Fault>(
        &self,
        operation: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, BreakerError<E>> {
        let mut ticket = self.admit().ok_or(BreakerError::Refused)?;
        let result = operation();
        ticket.outage = result.as_ref().is_err_and(Fault::is_outage);
        result.map_err(BreakerError::Failed)
    }

    /// The state the last call left behind.
    pub fn state(&self) -> State {
        self.lock().phase.state()
    }

    /// The changes of state since this was last asked, the oldest first.
    pub fn take_changes(&self) -> Vec<Change> {
        mem::take(&mut self.lock().changes)
    }

    /// Lets a call through, or not. To look and to change the state is one step under one lock, so
    /// of two calls that come when the wait is over only one can be the probe.
    fn admit(&self) -> Option<Ticket<'_, C>> {
        let now = (self.clock)();
        let mut circuit = self.lock();
        match circuit.phase {
            Phase::Closed { .. } => {}
            // Another thread may have read its clock earlier and come here later.
            Phase::Open { since } if now.saturating_sub(since) >= self.settings.wait => {
                circuit.change(Phase::HalfOpen, now);
            }
            Phase::Open { .. } | Phase::HalfOpen => return None,
        }
        Some(Ticket {
            breaker: self,
            era: circuit.era,
            // Unless the operation ends and says otherwise.
            outage: true,
        })
    }

    /// Takes note of how a call ended that was let through in the given era.
    fn settle(&self, era: u64, outage: bool) {
        let now = (self.clock)();
        let mut circuit = self.lock();
        if circuit.era != era {
            return;
        }
        match &mut circuit.phase {
            Phase::Closed { outages } if outage => {
                let window = self.settings.window;
                while outages
                    .front()
                    .is_some_and(|&at| now.saturating_sub(at) >= window)
                {
                    outages.pop_front();
                }
                outages.push_back(now);
                if outages.len() >= self.settings.failures as usize {
                    circuit.change(Phase::Open { since: now }, now);
                }
            }
            Phase::HalfOpen if outage => circuit.change(Phase::Open { since: now }, now),
            Phase::HalfOpen => circuit.change(Phase::closed(), now),
            // A success while closed. No call begins while the breaker is open.
            Phase::Closed { .. } | Phase::Open { .. } => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, Circuit> {
        self.circuit.lock().expect("nobody panics under the lock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{self, AssertUnwindSafe};
    use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
    use std::sync::mpsc::{self, Receiver};
    use std::sync::{Arc, Barrier};
    use std::thread;
    use std::time::Duration;

    const NANO: Duration = Duration::from_nanos(1);

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// A clock that stands still until it is set.
    #[derive(Clone, Default)]
    struct Clock(Arc<AtomicU64>);

    impl Clock {
        fn now(&self) -> Duration {
            Duration::from_nanos(self.0.load(Ordering::SeqCst))
        }

        fn set(&self, now: Duration) {
            self.0.store(now.as_nanos() as u64, Ordering::SeqCst);
        }
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Error {
        Timeout,
        NotFound,
    }

    impl Fault for Error {
        fn is_outage(&self) -> bool {
            *self == Error::Timeout
        }
    }

    type Shared = Arc<Breaker<Box<dyn Fn() -> Duration + Send + Sync>>>;

    /// A breaker that opens after so many outages within a minute, and then waits for 10 seconds.
    fn breaker(failures: u32) -> (Shared, Clock) {
        let clock = Clock::default();
        let settings = Settings {
            failures,
            window: secs(60),
            wait: secs(10),
        };
        let copy = clock.clone();
        let breaker = Breaker::new(settings, Box::new(move || copy.now()) as Box<_>);
        (Arc::new(breaker), clock)
    }

    /// Calls with an operation that succeeds.
    fn good(breaker: &Shared) -> Result<u32, BreakerError<Error>> {
        breaker.call(|| Ok(7))
    }

    /// Calls with an operation that times out.
    fn bad(breaker: &Shared) -> Result<u32, BreakerError<Error>> {
        breaker.call(|| Err(Error::Timeout))
    }

    const TIMED_OUT: Result<u32, BreakerError<Error>> = Err(BreakerError::Failed(Error::Timeout));
    const REFUSED: Result<u32, BreakerError<Error>> = Err(BreakerError::Refused);

    /// Calls with an operation that times out, and checks that the breaker lets it.
    #[track_caller]
    fn times_out(breaker: &Shared) {
        assert_eq!(bad(breaker), TIMED_OUT);
    }

    /// A breaker that opened at 0 s, with one outage.
    fn open() -> (Shared, Clock) {
        let (breaker, clock) = breaker(1);
        times_out(&breaker);
        assert_eq!(breaker.state(), State::Open);
        breaker.take_changes();
        (breaker, clock)
    }

    /// What another thread has sent. Nothing should ever be long in coming here.
    #[track_caller]
    fn soon<T>(receiver: &Receiver<T>, what: &str) -> T {
        match receiver.recv_timeout(Duration::from_secs(3)) {
            Ok(message) => message,
            Err(_) => panic!("{what}"),
        }
    }

    #[test]
    fn a_closed_breaker_hands_on_results_and_errors() {
        let (breaker, _) = breaker(3);
        assert_eq!(breaker.state(), State::Closed);
        assert_eq!(good(&breaker), Ok(7));
        assert_eq!(bad(&breaker), TIMED_OUT);
        assert_eq!(
            breaker.call(|| Err::<(), _>(Error::NotFound)),
            Err(BreakerError::Failed(Error::NotFound))
        );
        assert_eq!(breaker.state(), State::Closed);
        assert_eq!(breaker.take_changes(), []);
    }

    #[test]
    fn it_opens_with_the_last_failure_that_was_allowed() {
        let (breaker, clock) = breaker(3);
        for second in [1, 2] {
            clock.set(secs(second));
            times_out(&breaker);
            assert_eq!(
                breaker.state(),
                State::Closed,
                "after {second} of 3 outages"
            );
        }
        clock.set(secs(3));
        assert_eq!(
            bad(&breaker),
            TIMED_OUT,
            "the third outage is still handed on"
        );
        assert_eq!(breaker.state(), State::Open);
    }

    #[test]
    fn an_open_breaker_refuses_and_runs_nothing() {
        let (breaker, clock) = open();
        for now in [secs(0), secs(5), secs(10) - NANO] {
            clock.set(now);
            let mut ran = false;
            let answer = breaker.call(|| {
                ran = true;
                Ok::<_, Error>(7)
            });
            assert_eq!(answer, Err(BreakerError::Refused), "at {now:?}");
            assert!(
                !ran,
                "the operation was run at {now:?}, although the breaker was open"
            );
        }
        assert_eq!(breaker.state(), State::Open);
    }

    #[test]
    fn old_outages_leave_the_window() {
        let (breaker, clock) = breaker(3);
        for now in [secs(0), secs(30), secs(60), secs(90), secs(120)] {
            clock.set(now);
            times_out(&breaker);
            assert_eq!(
                breaker.state(),
                State::Closed,
                "at {now:?} only two outages are younger than a minute"
            );
        }
        clock.set(secs(150) - NANO);
        times_out(&breaker);
        assert_eq!(breaker.state(), State::Open, "three within a minute");
    }

    #[test]
    fn a_success_takes_nothing_back() {
        let (breaker, _) = breaker(3);
        for _ in 0..2 {
            times_out(&breaker);
            assert_eq!(good(&breaker), Ok(7));
            assert_eq!(breaker.state(), State::Closed);
        }
        times_out(&breaker);
        assert_eq!(
            breaker.state(),
            State::Open,
            "the third outage in the window"
        );
    }

    #[test]
    fn errors_of_the_caller_do_not_count() {
        let (breaker, _) = breaker(2);
        times_out(&breaker);
        for _ in 0..10 {
            let answer = breaker.call(|| Err::<(), _>(Error::NotFound));
            assert_eq!(answer, Err(BreakerError::Failed(Error::NotFound)));
        }
        assert_eq!(breaker.state(), State::Closed);
        times_out(&breaker);
        assert_eq!(breaker.state(), State::Open);
    }

    #[test]
    fn after_the_wait_a_good_probe_closes_it() {
        let (breaker, clock) = open();
        clock.set(secs(10));
        assert_eq!(breaker.state(), State::Open, "nobody has called yet");
        let answer = breaker.call(|| {
            assert_eq!(breaker.state(), State::HalfOpen, "while the probe runs");
            assert_eq!(
                good(&breaker),
                REFUSED,
                "a second call while the probe runs"
            );
            Ok::<_, Error>(7)
        });
        assert_eq!(answer, Ok(7));
        assert_eq!(breaker.state(), State::Closed);
        assert_eq!(good(&breaker), Ok(7));
    }

    #[test]
    fn a_caller_error_of_the_probe_closes_it_too() {
        let (breaker, clock) = open();
        clock.set(secs(11));
        let answer = breaker.call(|| Err::<(), _>(Error::NotFound));
        assert_eq!(answer, Err(BreakerError::Failed(Error::NotFound)));
        assert_eq!(breaker.state(), State::Closed, "the service has answered");
    }

    #[test]
    fn a_failed_probe_opens_it_for_another_wait() {
        let (breaker, clock) = breaker(3);
        for _ in 0..3 {
            times_out(&breaker);
        }
        clock.set(secs(15));
        assert_eq!(bad(&breaker), TIMED_OUT, "the probe");
        assert_eq!(breaker.state(), State::Open, "one failed probe is enough");
        clock.set(secs(25) - NANO);
        assert_eq!(good(&breaker), REFUSED, "it opened again at 15 s, for 10 s");
        clock.set(secs(25));
        assert_eq!(bad(&breaker), TIMED_OUT, "the next probe");
        clock.set(secs(34));
        assert_eq!(good(&breaker), REFUSED);
        clock.set(secs(35));
        assert_eq!(good(&breaker), Ok(7));
        assert_eq!(breaker.state(), State::Closed);
    }

    #[test]
    fn it_closes_with_a_clean_slate() {
        let (breaker, clock) = breaker(2);
        times_out(&breaker);
        times_out(&breaker);
        clock.set(secs(10));
        assert_eq!(good(&breaker), Ok(7));
        times_out(&breaker);
        assert_eq!(
            breaker.state(),
            State::Closed,
            "the outages from before do not count, though they are younger than a minute"
        );
        times_out(&breaker);
        assert_eq!(breaker.state(), State::Open);
    }

    #[test]
    fn an_outage_happens_when_the_operation_ends() {
        let (breaker, clock) = breaker(2);
        let slow = |until: u64| {
            breaker.call(|| {
                clock.set(secs(until));
                Err::<(), _>(Error::Timeout)
            })
        };
        let _ = slow(30);
        clock.set(secs(85));
        let _ = slow(89);
        assert_eq!(
            breaker.state(),
            State::Open,
            "30 s and 89 s are within a minute"
        );
        clock.set(secs(99) - NANO);
        assert_eq!(good(&breaker), REFUSED, "the wait began at 89 s");
        clock.set(secs(99));
        let _ = slow(120);
        clock.set(secs(130) - NANO);
        assert_eq!(good(&breaker), REFUSED, "the probe failed at 120 s");
        clock.set(secs(130));
        assert_eq!(good(&breaker), Ok(7));
    }

    #[test]
    fn changes_of_state_can_be_watched() {
        let (breaker, clock) = breaker(1);
        let change = |second, to| Change {
            at: secs(second),
            to,
        };
        clock.set(secs(1));
        times_out(&breaker);
        assert_eq!(breaker.take_changes(), [change(1, State::Open)]);
        assert_eq!(breaker.take_changes(), [], "each change is reported once");

        clock.set(secs(12));
        times_out(&breaker);
        clock.set(secs(13));
        assert_eq!(good(&breaker), REFUSED);
        clock.set(secs(23));
        let _ = breaker.call(|| {
            clock.set(secs(24));
            Ok::<_, Error>(7)
        });
        assert_eq!(
            breaker.take_changes(),
            [
                change(12, State::HalfOpen),
                change(12, State::Open),
                change(23, State::HalfOpen),
                change(24, State::Closed)
            ]
        );
    }

    #[test]
    fn a_late_end_changes_nothing_any_more() {
        // Both calls begin while the breaker is closed, and end when it has opened.
        let (breaker, _) = self::breaker(1);
        let late_success = breaker.call(|| {
            times_out(&breaker);
            Ok::<_, Error>(7)
        });
        assert_eq!(late_success, Ok(7), "the caller gets the result");
        assert_eq!(
            breaker.state(),
            State::Open,
            "a late success does not close it"
        );

        let (breaker, clock) = self::breaker(1);
        let late_failure = breaker.call(|| {
            times_out(&breaker);
            clock.set(secs(9));
            Err::<(), _>(Error::Timeout)
        });
        assert_eq!(late_failure, Err(BreakerError::Failed(Error::Timeout)));
        clock.set(secs(10));
        assert_eq!(
            good(&breaker),
            Ok(7),
            "a late failure does not prolong the wait"
        );

        // Opened and closed again in the meantime.
        let late_failure = breaker.call(|| {
            times_out(&breaker);
            clock.set(secs(20));
            assert_eq!(good(&breaker), Ok(7), "the probe");
            Err::<(), _>(Error::Timeout)
        });
        assert_eq!(late_failure, Err(BreakerError::Failed(Error::Timeout)));
        assert_eq!(
            breaker.state(),
            State::Closed,
            "the call began before the breaker opened and closed again"
        );
    }

    #[test]
    fn a_panic_is_an_outage() {
        let (breaker, clock) = breaker(2);
        let panics = || {
            let call = || breaker.call(|| -> Result<(), Error> { panic!("out of paper") });
            let caught = panic::catch_unwind(AssertUnwindSafe(call));
            let message = caught.expect_err("the panic should reach the caller");
            assert_eq!(message.downcast_ref(), Some(&"out of paper"));
        };
        panics();
        assert_eq!(breaker.state(), State::Closed, "after 1 of 2 outages");
        panics();
        assert_eq!(breaker.state(), State::Open);
        clock.set(secs(10));
        panics();
        assert_eq!(breaker.state(), State::Open, "after a probe that panicked");
        clock.set(secs(20));
        assert_eq!(good(&breaker), Ok(7), "the next probe");
    }

    #[test]
    fn operations_run_side_by_side() {
        let (breaker, _) = breaker(3);
        let (release, released) = mpsc::channel();
        let (started, has_started) = mpsc::channel();
        let (done, is_done) = mpsc::channel();
        let slow = thread::spawn({
            let breaker = Arc::clone(&breaker);
            move || {
                breaker.call(|| {
                    started.send(()).expect("the test is waiting");
                    let _ = released.recv();
                    Ok::<_, Error>(1)
                })
            }
        });
        soon(&has_started, "the first call did not begin");
        thread::spawn(move || {
            let answer = good(&breaker);
            let _ = done.send((answer, breaker.state()));
        });
        let quick = soon(
            &is_done,
            "a second call had to wait for the end of the first one",
        );
        assert_eq!(quick, (Ok(7), State::Closed));
        release.send(()).expect("the first call is waiting");
        assert_eq!(slow.join().expect("no panic"), Ok(1));
    }

    #[test]
    fn a_late_end_does_not_pass_for_the_probe() {
        for late in [Ok(1), Err(Error::Timeout)] {
            let (breaker, clock) = breaker(1);
            let (release, released) = mpsc::channel();
            let (started, has_started) = mpsc::channel();
            let (done, is_done) = mpsc::channel();
            thread::spawn({
                let breaker = Arc::clone(&breaker);
                move || {
                    let _ = breaker.call(|| {
                        started.send(()).expect("the test is waiting");
                        let _ = released.recv();
                        late
                    });
                    let _ = done.send(());
                }
            });
            soon(&has_started, "the first call did not begin");
            assert_eq!(bad(&breaker), TIMED_OUT, "a second call, which opens it");
            clock.set(secs(10));
            let probe = breaker.call(|| {
                release.send(()).expect("the first call is waiting");
                soon(&is_done, "the first call could not end while the probe ran");
                assert_eq!(
                    breaker.state(),
                    State::HalfOpen,
                    "the probe still runs, and another call has ended with {late:?}"
                );
                Ok::<_, Error>(7)
            });
            assert_eq!(probe, Ok(7));
            assert_eq!(breaker.state(), State::Closed);
        }
    }

    #[test]
    fn of_eight_threads_one_is_the_probe() {
        for _ in 0..20 {
            let (breaker, clock) = open();
            clock.set(secs(10));
            let start = Barrier::new(8);
            let (probes, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
            thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        start.wait();
                        let answer = breaker.call(|| {
                            probes.fetch_add(1, Ordering::SeqCst);
                            // The operation lasts until everybody has been let through or refused.
                            let answered =
                                || probes.load(Ordering::SeqCst) + refused.load(Ordering::SeqCst);
                            while answered() < 8 {
                                thread::yield_now();
                            }
                            Ok::<_, Error>(7)
                        });
                        if answer == Err(BreakerError::Refused) {
                            refused.fetch_add(1, Ordering::SeqCst);
                        }
                    });
                }
            });
            assert_eq!(
                probes.into_inner(),
                1,
                "how many of 8 threads were let through"
            );
            assert_eq!(refused.into_inner(), 7);
            assert_eq!(breaker.state(), State::Closed);
        }
    }

    #[test]
    fn no_outage_of_eight_threads_is_lost() {
        let (breaker, _) = breaker(80);
        let start = Barrier::new(8);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    for _ in 0..10 {
                        times_out(&breaker);
                    }
                });
            }
        });
        let changes: Vec<State> = breaker.take_changes().iter().map(|c| c.to).collect();
        assert_eq!(
            changes,
            [State::Open],
            "8 threads had 10 outages each, 80 open it"
        );
    }
}
