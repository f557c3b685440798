//! Another way: the backoffs are an endless iterator, a `for` loop counts the attempts, and what is
//! left until the deadline is counted down.

use std::iter;
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
    if policy.base.is_zero() {
        return Duration::ZERO;
    }
    // As soon as one has reached the cap, all after it have.
    backoffs(policy)
        .take_while(|&wait| wait < policy.cap)
        .nth(retry as usize)
        .unwrap_or(policy.cap)
}

fn backoffs(policy: &Policy) -> impl Iterator<Item = Duration> {
    let double = |wait: &Duration| Some(wait.checked_mul(2).unwrap_or(Duration::MAX));
    let cap = policy.cap;
    iter::successors(Some(policy.base), double).map(move |wait| wait.min(cap))
}

pub fn is_repeatable(request: &Request) -> bool {
    const IDEMPOTENT: [&str; 6] = ["DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"];
    request.idempotency_key.is_some() || IDEMPOTENT.contains(&request.method)
}

pub fn retry<T, E>(
    policy: &Policy,
    request: &Request,
    timer: &impl Timer,
    mut random: impl FnMut() -> f64,
    mut operation: impl FnMut(u32) -> Result<T, Failure<E>>,
) -> Result<T, GaveUp<E>> {
    let end = timer.now().saturating_add(policy.deadline);
    for (attempts, longest) in (1..).zip(backoffs(policy)) {
        let (error, reason) = match operation(attempts) {
            Ok(value) => return Ok(value),
            Err(Failure::Permanent(error)) => (error, Reason::Permanent),
            Err(Failure::Transient { error, .. }) if !is_repeatable(request) => {
                (error, Reason::NotRepeatable)
            }
            Err(Failure::Transient { error, .. }) if attempts == policy.max_attempts => {
                (error, Reason::Attempts)
            }
            Err(Failure::Transient { error, retry_after }) => {
                let jitter = Duration::from_secs_f64(longest.as_secs_f64() * random());
                let wait = retry_after.unwrap_or(jitter);
                match end.checked_sub(timer.now()) {
                    Some(left) if wait <= left => {
                        timer.sleep(wait);
                        continue;
                    }
                    _ => (error, Reason::Deadline),
                }
            }
        };
        return Err(GaveUp {
            error,
            attempts,
            reason,
        });
    }
    unreachable!("the backoffs have no end")
}
