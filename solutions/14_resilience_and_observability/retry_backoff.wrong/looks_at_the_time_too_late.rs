//! Caught by: no_attempt_begins_after_the_deadline
//!
//! The deadline is checked after the wait. The number of attempts is right, but the caller has
//! waited for an error that was certain long before.

use std::time::Duration;

#[derive(Debug, Clone, Copy)]
pub struct Policy {
    pub base: Duration,
    pub cap: Duration,
    pub max_attempts: u32,
    pub deadline: Duration,
}

#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub method: &'a str,
    pub idempotency_key: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure<E> {
    Transient {
        error: E,
        retry_after: Option<Duration>,
    },
    Permanent(E),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Permanent,
    NotRepeatable,
    Attempts,
    Deadline,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GaveUp<E> {
    pub error: E,
    pub attempts: u32,
    pub reason: Reason,
}

pub trait Timer {
    fn now(&self) -> Duration;

    fn sleep(&self, duration: Duration);
}

pub fn backoff(policy: &Policy, retry: u32) -> Duration {
    let factor = 2_u32.saturating_pow(retry);
    policy.base.saturating_mul(factor).min(policy.cap)
}

pub fn is_repeatable(request: &Request) -> bool {
    let idempotent = matches!(
        request.method,
        "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE"
    );
    idempotent || request.idempotency_key.is_some()
}

pub fn retry<T, E>(
    policy: &Policy,
    request: &Request,
    timer: &impl Timer,
    mut random: impl FnMut() -> f64,
    mut operation: impl FnMut(u32) -> Result<T, Failure<E>>,
) -> Result<T, GaveUp<E>> {
    let start = timer.now();
    let mut attempts = 0;
    loop {
        attempts += 1;
        let give_up = |error, reason| {
            Err(GaveUp {
                error,
                attempts,
                reason,
            })
        };
        let (error, retry_after) = match operation(attempts) {
            Ok(value) => return Ok(value),
            Err(Failure::Permanent(error)) => return give_up(error, Reason::Permanent),
            Err(Failure::Transient { error, retry_after }) => (error, retry_after),
        };
        if !is_repeatable(request) {
            return give_up(error, Reason::NotRepeatable);
        }
        if attempts >= policy.max_attempts {
            return give_up(error, Reason::Attempts);
        }
        let wait = retry_after.unwrap_or_else(|| backoff(policy, attempts - 1).mul_f64(random()));
        if wait > Duration::from_secs(86_400) {
            return give_up(error, Reason::Deadline);
        }
        timer.sleep(wait);
        let elapsed = timer.now() - start;
        if elapsed > policy.deadline {
            return give_up(error, Reason::Deadline);
        }
    }
}
