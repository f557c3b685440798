//! # Retry with backoff
//!
//! The warehouse answers 503 now and then, and a second later all is well. So your service should
//! try again. But not at once, or it kicks somebody who is down. Not in step with all the other
//! clients, or they all come back together. And never a payment twice. Write the one function that
//! gets this right, so that nobody in your team writes the loop again.
//!
//! ## What to write
//! - `backoff`: the longest wait before a given retry: 100 ms, then 200, then 400, up to a cap
//! - `is_repeatable`: may this request be sent twice?
//! - `retry`: makes attempts until one succeeds, or until there is a reason to give up
//!
//! ## When to give up
//! After a failed attempt, in this order:
//! 1. The error is permanent: the same request would fail again. `Reason::Permanent`
//! 2. The request is not repeatable. `Reason::NotRepeatable`
//! 3. There have been `max_attempts`. The first one counts. `Reason::Attempts`
//! 4. The next attempt would begin later than `deadline` after the start of `retry`. Then it is no
//!    use to wait at all. `Reason::Deadline`
//!
//! ## Edge cases that count
//! - Full jitter: the wait is `backoff` times a random number that is at least 0 and less than 1.
//!   The dice are given to you, so tests know the numbers.
//! - If the server says `Retry-After`, that is the wait: without jitter, and even if it is above
//!   the cap. The deadline holds all the same.
//! - Repeatable are the methods that RFC 9110 calls idempotent (section 9.2.2): GET, HEAD, OPTIONS,
//!   TRACE, PUT and DELETE. Any other, known or unknown, is repeatable only with an idempotency
//!   key. Names of methods are case-sensitive.
//! - Each attempt takes time of its own, and it counts for the deadline. An attempt that begins
//!   exactly at the deadline is still allowed.
//! - The operation learns the number of the attempt, from 1.
//! - Who gives up reports the last error, and how many attempts there were.
//! - No wait overflows, however high the number of the retry and however long the base. A wait of
//!   more than the cap is the cap.
//! - A success is handed on at once. Nobody waits after the last attempt.
//!
//! `max_attempts` is at least 1. The clock never goes back.
//!
//! ## Complexity
//! - `backoff` takes O(1) time, also for retry number 4,000,000,000.
//!
//! Difficulty 2 of 5, about 30 minutes.
//! Cards: `retry-with-backoff`. See also: `idempotency`, `circuit-breaker`, `service-mesh`.

use std::time::Duration;

/// How often and how long to try.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// The longest wait before the first retry. It doubles with each further one.
    pub base: Duration,
    /// No backoff is longer than this.
    pub cap: Duration,
    /// How many attempts there are at most.
    pub max_attempts: u32,
    /// No attempt begins later than this after the start.
    pub deadline: Duration,
}

/// What is to be sent.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method, such as `GET`.
    pub method: &'a str,
    /// A key by which the server recognizes the same request when it comes again.
    pub idempotency_key: Option<&'a str>,
}

/// Why an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure<E> {
    /// It may go better next time: a timeout, a lost connection, 429, 502, 503, 504.
    Transient {
        /// What went wrong.
        error: E,
        /// How long the server asks you to wait, if it does.
        retry_after: Option<Duration>,
    },
    /// The same request will fail again: 400, 401, 404, 422.
    Permanent(E),
}

/// Why there was no further attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The error is permanent.
    Permanent,
    /// The request must not be sent twice.
    NotRepeatable,
    /// There have been enough attempts.
    Attempts,
    /// There is not enough time for another one.
    Deadline,
}

/// The end of all attempts, without success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GaveUp<E> {
    /// The error of the last attempt.
    pub error: E,
    /// How many attempts were made.
    pub attempts: u32,
    /// Why there are no more.
    pub reason: Reason,
}

/// Something that knows the time and can wait. Tests have one that does not really wait.
pub trait Timer {
    /// The time since some moment in the past.
    fn now(&self) -> Duration;

    /// Waits.
    fn sleep(&self, duration: Duration);
}

/// The longest wait before the given retry, the first of which has the number 0: the base, doubled
/// once for each retry before it, but at most the cap.
pub fn backoff(policy: &Policy, retry: u32) -> Duration {
    todo!()
}

/// Whether the request may be sent again when nobody knows what became of it the first time.
pub fn is_repeatable(request: &Request) -> bool {
    todo!()
}

/// Runs `operation` until it succeeds or there is a reason to give up, and waits in between.
///
/// `random` gives numbers that are at least 0 and less than 1. The operation gets the number of the
/// attempt.
pub fn retry<T, E>(
    policy: &Policy,
    request: &Request,
    timer: &impl Timer,
    mut random: impl FnMut() -> f64,
    mut operation: impl FnMut(u32) -> Result<T, Failure<E>>,
) -> Result<T, GaveUp<E>> {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};
    use std::time::Duration;

    /// A timer that notes each wait, and moves its clock on instead of waiting.
    #[derive(Default)]
    struct Clock {
        now: Cell<Duration>,
        waits: RefCell<Vec<Duration>>,
    }

    impl Clock {
        fn advance(&self, duration: Duration) {
            self.now.set(self.now.get() + duration);
        }
    }

    impl Timer for Clock {
        fn now(&self) -> Duration {
            self.now.get()
        }

        fn sleep(&self, duration: Duration) {
            self.waits.borrow_mut().push(duration);
            self.advance(duration);
        }
    }

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// 100 ms, 200 ms and so on up to 1 s, five attempts, and lots of time.
    const POLICY: Policy = Policy {
        base: Duration::from_millis(100),
        cap: Duration::from_secs(1),
        max_attempts: 5,
        deadline: Duration::from_secs(3_600),
    };

    const GET: Request = Request {
        method: "GET",
        idempotency_key: None,
    };

    type Answer = Result<&'static str, Failure<String>>;

    fn transient(error: impl Into<String>) -> Answer {
        Err(Failure::Transient {
            error: error.into(),
            retry_after: None,
        })
    }

    fn after(retry_after: Duration) -> Answer {
        Err(Failure::Transient {
            error: "429".to_owned(),
            retry_after: Some(retry_after),
        })
    }

    fn gave_up(error: &str, attempts: u32, reason: Reason) -> Result<&'static str, GaveUp<String>> {
        Err(GaveUp {
            error: error.to_owned(),
            attempts,
            reason,
        })
    }

    /// Always the same number.
    fn always(number: f64) -> impl FnMut() -> f64 {
        move || number
    }

    /// Numbers from 0 up to 1 that look random, and are the same for the same seed.
    fn dice(mut seed: u64) -> impl FnMut() -> f64 {
        move || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 32) as f64 / 4_294_967_296.0
        }
    }

    /// Checks that these were the waits, give or take a microsecond for the arithmetic.
    #[track_caller]
    fn waited(clock: &Clock, expected: &[u64]) {
        let waits = clock.waits.borrow();
        let near = |(wait, millis): (&Duration, &u64)| {
            wait.abs_diff(Duration::from_millis(*millis)) < Duration::from_micros(1)
        };
        assert!(
            waits.len() == expected.len() && waits.iter().zip(expected).all(near),
            "waited for {waits:?}, and it should have been {expected:?} milliseconds"
        );
    }

    #[test]
    fn the_backoff_doubles_up_to_the_cap() {
        let waits: Vec<_> = (0..7).map(|retry| backoff(&POLICY, retry)).collect();
        let expected = [100, 200, 400, 800, 1_000, 1_000, 1_000].map(millis);
        assert_eq!(waits, expected);
    }

    #[test]
    fn the_backoff_never_overflows() {
        for retry in [31, 32, 63, 64, 128, 1_000, u32::MAX] {
            assert_eq!(backoff(&POLICY, retry), POLICY.cap, "retry {retry}");
        }
        let long = Policy {
            base: Duration::MAX / 3,
            cap: Duration::MAX,
            ..POLICY
        };
        assert_eq!(backoff(&long, 0), Duration::MAX / 3);
        assert_eq!(backoff(&long, 2), Duration::MAX, "as long as can be");
        let small_cap = Policy {
            cap: millis(50),
            ..POLICY
        };
        assert_eq!(
            backoff(&small_cap, 0),
            millis(50),
            "the cap holds from the start"
        );
    }

    #[test]
    fn a_success_needs_no_second_attempt() {
        let clock = Clock::default();
        let mut calls = 0;
        let answer = retry(&POLICY, &GET, &clock, always(0.5), |_| -> Answer {
            calls += 1;
            Ok("stock: 3")
        });
        assert_eq!(answer, Ok("stock: 3"));
        assert_eq!(calls, 1);
        waited(&clock, &[]);
    }

    #[test]
    fn a_transient_error_is_tried_again() {
        let clock = Clock::default();
        let mut numbers = Vec::new();
        let answer = retry(&POLICY, &GET, &clock, always(0.5), |attempt| {
            numbers.push(attempt);
            if attempt < 4 {
                transient("503")
            } else {
                Ok("stock: 3")
            }
        });
        assert_eq!(answer, Ok("stock: 3"));
        assert_eq!(numbers, [1, 2, 3, 4], "the numbers of the attempts");
        waited(&clock, &[50, 100, 200]);
    }

    #[test]
    fn it_stops_at_the_last_attempt_with_the_last_error() {
        let clock = Clock::default();
        let failing = |attempt| transient(format!("error {attempt}"));
        let answer = retry(&POLICY, &GET, &clock, always(0.5), failing);
        assert_eq!(answer, gave_up("error 5", 5, Reason::Attempts));
        waited(&clock, &[50, 100, 200, 400]);

        let clock = Clock::default();
        let once = Policy {
            max_attempts: 1,
            ..POLICY
        };
        let answer = retry(&once, &GET, &clock, always(0.5), failing);
        assert_eq!(answer, gave_up("error 1", 1, Reason::Attempts));
        waited(&clock, &[]);
    }

    #[test]
    fn jitter_takes_anything_from_zero_to_the_backoff() {
        let clock = Clock::default();
        let numbers = RefCell::new(vec![0.9, 0.0, 0.25, 0.75]);
        let random = || {
            numbers
                .borrow_mut()
                .pop()
                .expect("one number for each wait")
        };
        let _ = retry(&POLICY, &GET, &clock, random, |_| transient("503"));
        waited(&clock, &[75, 50, 0, 720]);
    }

    #[test]
    fn with_a_seed_the_waits_are_always_the_same() {
        let policy = Policy {
            max_attempts: 1_000,
            ..POLICY
        };
        let run = |seed| {
            let clock = Clock::default();
            let _ = retry(&policy, &GET, &clock, dice(seed), |_| transient("503"));
            clock.waits.take()
        };
        let waits = run(1);
        assert_eq!(waits.len(), 999);
        for (retry, &wait) in waits.iter().enumerate() {
            let most = backoff(&policy, retry as u32);
            assert!(
                wait <= most,
                "retry {retry} waited {wait:?}, more than {most:?}"
            );
        }
        let late = &waits[10..];
        assert!(
            late.iter().any(|&wait| wait < millis(100)),
            "some waits are short"
        );
        assert!(
            late.iter().any(|&wait| wait > millis(900)),
            "some waits are long"
        );
        assert_eq!(run(1), waits, "the same seed");
        assert_ne!(run(2), waits, "another seed");
    }

    #[test]
    fn a_permanent_error_is_not_tried_again() {
        let clock = Clock::default();
        let answer = retry(
            &POLICY,
            &GET,
            &clock,
            always(0.5),
            |attempt| match attempt {
                1 => transient("503"),
                _ => Err(Failure::Permanent("404".to_owned())),
            },
        );
        assert_eq!(answer, gave_up("404", 2, Reason::Permanent));
        waited(&clock, &[50]);
    }

    #[test]
    fn idempotent_methods_are_repeatable() {
        let repeatable = |method, idempotency_key| {
            is_repeatable(&Request {
                method,
                idempotency_key,
            })
        };
        for method in ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"] {
            assert!(repeatable(method, None), "{method} is idempotent");
            assert!(repeatable(method, Some("order-7")));
        }
        for method in ["POST", "PATCH", "CONNECT", "BREW", "get", "Put", ""] {
            assert!(
                !repeatable(method, None),
                "{method:?} is not known to be idempotent"
            );
            assert!(repeatable(method, Some("order-7")), "{method:?} with a key");
        }
    }

    #[test]
    fn a_payment_is_not_sent_twice_without_a_key() {
        let clock = Clock::default();
        let post = Request {
            method: "POST",
            idempotency_key: None,
        };
        let answer = retry(&POLICY, &post, &clock, always(0.5), |_| {
            transient("timeout")
        });
        assert_eq!(answer, gave_up("timeout", 1, Reason::NotRepeatable));
        waited(&clock, &[]);
        let answer = retry(&POLICY, &post, &clock, always(0.5), |_| {
            Ok::<_, Failure<()>>("paid")
        });
        assert_eq!(answer, Ok("paid"));

        let with_key = Request {
            idempotency_key: Some("order-7"),
            ..post
        };
        let answer = retry(&POLICY, &with_key, &clock, always(0.5), |attempt| {
            if attempt < 3 {
                transient("timeout")
            } else {
                Ok("paid")
            }
        });
        assert_eq!(answer, Ok("paid"));
        waited(&clock, &[50, 100]);
    }

    #[test]
    fn the_server_says_how_long_to_wait() {
        let clock = Clock::default();
        let answer = retry(
            &POLICY,
            &GET,
            &clock,
            always(0.5),
            |attempt| match attempt {
                1 => after(millis(30)),
                2 => transient("503"),
                3 => after(millis(7_000)),
                4 => after(millis(0)),
                _ => Ok("stock: 3"),
            },
        );
        assert_eq!(answer, Ok("stock: 3"));
        waited(&clock, &[30, 100, 7_000, 0]);
    }

    #[test]
    fn no_attempt_begins_after_the_deadline() {
        let policy = Policy {
            deadline: millis(1_000),
            ..POLICY
        };
        // Each attempt takes 250 ms. The third ends at 900 ms, and 200 more are too many.
        let clock = Clock::default();
        clock.advance(Duration::from_secs(86_400));
        let answer = retry(&policy, &GET, &clock, always(0.5), |attempt| {
            clock.advance(millis(250));
            transient(format!("error {attempt}"))
        });
        assert_eq!(answer, gave_up("error 3", 3, Reason::Deadline));
        waited(&clock, &[50, 100]);

        // At the deadline is not after it. A nanosecond later is.
        for (wait, attempts) in [(millis(1_000), 2), (Duration::new(1, 1), 1)] {
            let clock = Clock::default();
            let answer = retry(&policy, &GET, &clock, always(0.0), |_| after(wait));
            assert_eq!(
                answer,
                gave_up("429", attempts, Reason::Deadline),
                "the server asks for {wait:?}, the deadline is after 1 s"
            );
            let waits = clock.waits.borrow().len();
            assert_eq!(
                waits,
                attempts as usize - 1,
                "nobody waits before giving up"
            );
        }
    }

    #[test]
    fn a_very_long_retry_after_is_past_any_deadline() {
        let clock = Clock::default();
        let answer = retry(&POLICY, &GET, &clock, always(0.5), |_| {
            clock.advance(millis(1));
            after(Duration::MAX)
        });
        assert_eq!(answer, gave_up("429", 1, Reason::Deadline));
        waited(&clock, &[]);
    }

    #[test]
    fn reasons_come_in_order() {
        let policy = Policy {
            max_attempts: 1,
            deadline: millis(10),
            ..POLICY
        };
        let post = Request {
            method: "POST",
            idempotency_key: None,
        };
        let clock = Clock::default();
        let permanent = |_| Err::<&str, _>(Failure::Permanent("400".to_owned()));
        let all_four = retry(&policy, &post, &clock, always(0.5), permanent);
        assert_eq!(all_four, gave_up("400", 1, Reason::Permanent));
        let three = retry(&policy, &post, &clock, always(0.5), |_| transient("503"));
        assert_eq!(three, gave_up("503", 1, Reason::NotRepeatable));
        let two = retry(&policy, &GET, &clock, always(0.5), |_| transient("503"));
        assert_eq!(two, gave_up("503", 1, Reason::Attempts));
        waited(&clock, &[]);
    }
}
