//! Another way: one flat struct behind the lock, a row of outages that is swept with `retain`, and
//! a panic that is caught and sent on its way again.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
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
    inside: Mutex<Inside>,
}

struct Inside {
    state: State,
    changed_at: Duration,
    change_number: usize,
    outages: Vec<Duration>,
    changes: Vec<Change>,
}

impl Inside {
    fn go_to(&mut self, state: State, now: Duration) {
        self.state = state;
        self.changed_at = now;
        self.change_number += 1;
        self.outages.clear();
        self.changes.push(Change { at: now, to: state });
    }
}

impl<C: Fn() -> Duration> Breaker<C> {
    pub fn new(settings: Settings, clock: C) -> Self {
        let inside = Mutex::new(Inside {
            state: State::Closed,
            changed_at: Duration::ZERO,
            change_number: 0,
            outages: Vec::new(),
            changes: Vec::new(),
        });
        Breaker {
            settings,
            clock,
            inside,
        }
    }

    pub fn call<T, E: Fault>(
        &self,
        operation: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, BreakerError<E>> {
        let began_in = {
            let mut inside = self.inside.lock().unwrap();
            let now = (self.clock)();
            if inside.state == State::Open && now >= inside.changed_at + self.settings.wait {
                inside.go_to(State::HalfOpen, now);
            } else if inside.state != State::Closed {
                return Err(BreakerError::Refused);
            }
            inside.change_number
        };
        let caught = panic::catch_unwind(AssertUnwindSafe(operation));
        let outage = match &caught {
            Ok(Ok(_)) => false,
            Ok(Err(error)) => error.is_outage(),
            Err(_) => true,
        };
        {
            let mut inside = self.inside.lock().unwrap();
            let now = (self.clock)();
            if inside.change_number == began_in {
                if outage {
                    inside.outages.retain(|&at| now < at + self.settings.window);
                    inside.outages.push(now);
                }
                let probing = inside.state == State::HalfOpen;
                let limit = if probing { 1 } else { self.settings.failures };
                if inside.outages.len() >= limit as usize {
                    inside.go_to(State::Open, now);
                } else if probing {
                    inside.go_to(State::Closed, now);
                }
            }
        }
        match caught {
            Ok(result) => result.map_err(BreakerError::Failed),
            Err(payload) => panic::resume_unwind(payload),
        }
    }

    pub fn state(&self) -> State {
        self.inside.lock().unwrap().state
    }

    pub fn take_changes(&self) -> Vec<Change> {
        self.inside.lock().unwrap().changes.drain(..).collect()
    }
}
