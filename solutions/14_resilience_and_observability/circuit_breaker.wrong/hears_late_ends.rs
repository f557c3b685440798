//! Caught by: a_late_end_changes_nothing_any_more, a_late_end_does_not_pass_for_the_probe
//!
//! Nobody looks when a call began. A slow call from before the outage comes back, and its result is
//! taken for that of the probe, or counted against a service that has recovered.

use std::collections::VecDeque;
use std::mem;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub failures: u32,
    pub window: Duration,
    pub wait: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Closed,
    Open,
    HalfOpen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub at: Duration,
    pub to: State,
}

pub trait Fault {
    fn is_outage(&self) -> bool;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BreakerError<E> {
    Refused,
    Failed(E),
}

pub struct Breaker<C> {
    settings: Settings,
    clock: C,
    circuit: Mutex<Circuit>,
}

struct Circuit {
    phase: Phase,
    era: u64,
    changes: Vec<Change>,
}

enum Phase {
    Closed { outages: VecDeque<Duration> },
    Open { since: Duration },
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

    pub fn call<T, E: Fault>(
        &self,
        operation: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, BreakerError<E>> {
        let mut ticket = self.admit().ok_or(BreakerError::Refused)?;
        let result = operation();
        ticket.outage = result.as_ref().is_err_and(Fault::is_outage);
        result.map_err(BreakerError::Failed)
    }

    pub fn state(&self) -> State {
        self.lock().phase.state()
    }

    pub fn take_changes(&self) -> Vec<Change> {
        mem::take(&mut self.lock().changes)
    }

    fn admit(&self) -> Option<Ticket<'_, C>> {
        let now = (self.clock)();
        let mut circuit = self.lock();
        match circuit.phase {
            Phase::Closed { .. } => {}
            Phase::Open { since } if now.saturating_sub(since) >= self.settings.wait => {
                circuit.change(Phase::HalfOpen, now);
            }
            Phase::Open { .. } | Phase::HalfOpen => return None,
        }
        Some(Ticket {
            breaker: self,
            era: circuit.era,
            outage: true,
        })
    }

    fn settle(&self, era: u64, outage: bool) {
        let now = (self.clock)();
        let mut circuit = self.lock();
        let _ = era;
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
            Phase::Closed { .. } | Phase::Open { .. } => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, Circuit> {
        self.circuit.lock().expect("nobody panics under the lock")
    }
}
