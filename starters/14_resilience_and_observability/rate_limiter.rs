//! # Rate limiter
//!
//! Your public API is being hammered. One partner may send short bursts, as long as its average
//! stays low. The login page may see five attempts from one address in any minute, and no more. Who
//! asks too often gets a 429 that says exactly when to come back. Write both limiters.
//!
//! ## What to write
//! - `TokenBucket`: each client has a bucket of `capacity` tokens, full at first. A request takes
//!   one token. Tokens come back steadily, `refill` of them in every `period`, up to `capacity`.
//! - `SlidingWindow`: each client may take `limit` times in any span of length `window`, wherever
//!   that span begins.
//! - `RateLimiter` for both: `try_take`, `clients`, `drop_idle`
//! - `RetryAfter::header_seconds`: the number for the `Retry-After` header
//!
//! ## Edge cases that count
//! - Tokens come back in fractions, and the fractions add up exactly: 3 tokens per second are 3
//!   after one second and 3,000 after 1,000 seconds, however often somebody asked in between. Only
//!   what a full bucket cannot hold is lost.
//! - `RetryAfter` is exact to the nanosecond: a nanosecond earlier the client is still refused.
//! - A take at time `t` counts against the window until just before `t + window`.
//! - A refused take costs nothing: it uses up no token and no place in the window.
//! - The clock may go backwards. A `now` earlier than one already seen for the same key counts as
//!   the latest one seen: the client gains nothing and loses nothing.
//! - Clients do not share their limits. An idle client can be dropped, but not a moment too early:
//!   to be forgotten must never pay off.
//! - Both limiters are shared by threads. Eight threads together never get more than the limit.
//!
//! The numbers given to `new` are at least 1, and the durations are longer than zero. No duration,
//! `now` included, is longer than a century.
//!
//! ## Complexity
//! - `TokenBucket::try_take` takes O(1) time, and O(1) space for each client.
//! - `SlidingWindow::try_take` takes O(1) amortized time, and O(limit) space for each client.
//! - The tests do not measure either. They only look at how many clients are remembered.
//!
//! Difficulty 4 of 5, about 45 minutes.
//! Cards: `rate-limiting`. See also: `ddos`, `back-pressure`, `distributed-cache`,
//! `http-status-codes`, `sliding-window`.

use std::time::Duration;

/// What is left for the client after a take that was allowed: so many takes would be allowed at the
/// same moment. Fractions of a token are rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remaining(pub u32);

/// How long the client must wait: the shortest `d`, in whole nanoseconds, for which a take at
/// `now + d` would be allowed if nobody took with the same key in between. Here `now` is what the
/// caller passed, even when it was behind the latest time seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub Duration);

impl RetryAfter {
    /// The value for the `Retry-After` header: whole seconds (RFC 9110, section 10.2.3).
    ///
    /// Rounded up: a client that waits this long must not be refused for having come too early.
    pub fn header_seconds(self) -> u64 {
        todo!()
    }
}

/// A limiter for many clients, who are told apart by their keys: an API key, a user or an address.
///
/// `now` is the time since a moment of the caller's choice, say the start of the server. The
/// limiter has no clock of its own, so tests need not wait. Threads share it through `&self`.
pub trait RateLimiter: Send + Sync {
    /// Takes one token, or one place in the window, for the client `key`; or refuses.
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter>;

    /// How many clients are remembered: all who ever took and were not dropped since.
    fn clients(&self) -> usize;

    /// Forgets every client who would be treated just like a new one at `now`, and says how many
    /// those were: their bucket is full again, or their window is empty.
    fn drop_idle(&self, now: Duration) -> usize;
}

/// Allows bursts up to `capacity`, and `refill` takes in every `period` in the long run.
pub struct TokenBucket {
    // Your fields go here.
}

impl TokenBucket {
    /// Buckets that hold `capacity` tokens and gain `refill` tokens in every `period`.
    pub fn new(capacity: u32, refill: u32, period: Duration) -> Self {
        todo!()
    }
}

impl RateLimiter for TokenBucket {
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter> {
        todo!()
    }

    fn clients(&self) -> usize {
        todo!()
    }

    fn drop_idle(&self, now: Duration) -> usize {
        todo!()
    }
}

/// Allows `limit` takes in any span of length `window`.
pub struct SlidingWindow {
    // Your fields go here.
}

impl SlidingWindow {
    /// Windows of the given length, each with room for `limit` takes.
    pub fn new(limit: u32, window: Duration) -> Self {
        todo!()
    }
}

impl RateLimiter for SlidingWindow {
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter> {
        todo!()
    }

    fn clients(&self) -> usize {
        todo!()
    }

    fn drop_idle(&self, now: Duration) -> usize {
        todo!()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::thread;
    use std::time::Duration;

    const NANO: Duration = Duration::from_nanos(1);

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn nanos(nanos: u64) -> Duration {
        Duration::from_nanos(nanos)
    }

    fn left(remaining: u32) -> Result<Remaining, RetryAfter> {
        Ok(Remaining(remaining))
    }

    fn wait(duration: Duration) -> Result<Remaining, RetryAfter> {
        Err(RetryAfter(duration))
    }

    /// Takes for `key` until it is refused, and says how often it was not.
    fn drain(limiter: &dyn RateLimiter, key: &str, now: Duration) -> u32 {
        let mut taken = 0;
        while taken < 10_000 && limiter.try_take(key, now).is_ok() {
            taken += 1;
        }
        taken
    }

    /// Checks that a refused client may come back after the time it was told, and not earlier.
    #[track_caller]
    fn come_back(limiter: &dyn RateLimiter, key: &str, now: Duration) -> Duration {
        let Err(RetryAfter(delay)) = limiter.try_take(key, now) else {
            panic!("{key} should be refused at {now:?}");
        };
        assert_eq!(
            limiter.try_take(key, now + delay - NANO),
            wait(NANO),
            "refused at {now:?} for {delay:?}, then asked a nanosecond too early"
        );
        let back = now + delay;
        assert!(
            limiter.try_take(key, back).is_ok(),
            "refused at {now:?} for {delay:?}, and then again"
        );
        back
    }

    #[test]
    fn a_full_bucket_allows_a_burst_up_to_its_capacity() {
        let bucket = TokenBucket::new(3, 1, secs(1));
        assert_eq!(bucket.try_take("ada", secs(5)), left(2));
        assert_eq!(bucket.try_take("ada", secs(5)), left(1));
        assert_eq!(bucket.try_take("ada", secs(5)), left(0));
        assert_eq!(bucket.try_take("ada", secs(5)), wait(secs(1)));
    }

    #[test]
    fn tokens_come_back_at_the_given_rate() {
        let bucket = TokenBucket::new(10, 2, secs(1));
        assert_eq!(drain(&bucket, "ada", secs(0)), 10);
        assert_eq!(bucket.try_take("ada", millis(500)), left(0));
        assert_eq!(bucket.try_take("ada", millis(500)), wait(millis(500)));
        assert_eq!(
            bucket.try_take("ada", millis(3_250)),
            left(4),
            "5.5 tokens came back, one is taken, 4.5 are left"
        );
        assert_eq!(drain(&bucket, "ada", millis(3_500)), 5);
    }

    #[test]
    fn an_idle_bucket_holds_no_more_than_its_capacity() {
        let bucket = TokenBucket::new(3, 1, secs(1));
        assert_eq!(drain(&bucket, "ada", secs(0)), 3);
        assert_eq!(bucket.try_take("ada", secs(86_400)), left(2));
        assert_eq!(drain(&bucket, "ada", secs(86_400)), 2);
        assert_eq!(drain(&bucket, "ada", secs(365 * 86_400)), 3);
    }

    #[test]
    fn fractions_of_tokens_add_up_without_drift() {
        // One token per second, and the client asks every 100 ms.
        let bucket = TokenBucket::new(1, 1, secs(1));
        assert_eq!(drain(&bucket, "ada", secs(0)), 1);
        for tenth in 1..=9 {
            assert_eq!(
                bucket.try_take("ada", millis(tenth * 100)),
                wait(millis(1_000 - tenth * 100))
            );
        }
        assert_eq!(bucket.try_take("ada", secs(1)), left(0));

        // Three tokens per second, and the client comes back at the very moment it was told. A
        // third of a second is not a whole number of nanoseconds.
        let bucket = TokenBucket::new(2, 3, secs(1));
        assert_eq!(drain(&bucket, "bob", secs(0)), 2);
        let mut now = secs(0);
        for token in 1..=3_000_u64 {
            let Err(RetryAfter(delay)) = bucket.try_take("bob", now) else {
                panic!("token {token} came too early, at {now:?}");
            };
            now += delay;
            assert_eq!(
                bucket.try_take("bob", now),
                left(0),
                "token {token} at {now:?}"
            );
            assert_eq!(now, nanos((token * 1_000_000_000).div_ceil(3)));
        }

        // Seven tokens per second, and the client asks every 10 ms for 100 s.
        let bucket = TokenBucket::new(2, 7, secs(1));
        assert_eq!(drain(&bucket, "eve", secs(0)), 2);
        let taken = (1..=10_000)
            .filter(|i| bucket.try_take("eve", millis(i * 10)).is_ok())
            .count();
        assert_eq!(taken, 700);
    }

    #[test]
    fn a_place_in_the_window_is_free_again_after_its_length() {
        let window = SlidingWindow::new(3, secs(10));
        assert_eq!(window.try_take("ada", secs(1)), left(2));
        assert_eq!(window.try_take("ada", secs(4)), left(1));
        assert_eq!(window.try_take("ada", secs(6)), left(0));
        assert_eq!(window.try_take("ada", secs(7)), wait(secs(4)));
        assert_eq!(
            window.try_take("ada", secs(11)),
            left(0),
            "the take at 1 s is 10 s old and no longer counts"
        );
        assert_eq!(window.try_take("ada", secs(11)), wait(secs(3)));
        assert_eq!(
            window.try_take("ada", secs(14)),
            left(0),
            "the take at 4 s is 10 s old and no longer counts"
        );
        assert_eq!(
            window.try_take("ada", secs(23)),
            left(1),
            "at 23 s the take at 14 s still counts"
        );
        assert_eq!(
            window.try_take("ada", secs(60)),
            left(2),
            "at 60 s no take counts any more"
        );
    }

    #[test]
    fn there_is_no_double_burst_at_the_border_of_a_window() {
        // Fixed windows from 0 to 60 and from 60 to 120 would allow 10 takes within two seconds.
        let window = SlidingWindow::new(5, secs(60));
        assert_eq!(drain(&window, "ada", secs(59)), 5);
        assert_eq!(drain(&window, "ada", secs(60)), 0);
        assert_eq!(window.try_take("ada", secs(61)), wait(secs(58)));

        // A fixed window that begins with the first take is no better.
        assert_eq!(window.try_take("bob", secs(10)), left(4));
        assert_eq!(drain(&window, "bob", secs(69)), 4);
        assert_eq!(drain(&window, "bob", secs(70)), 1);

        // Whatever the times: no span holds too many takes, and nobody is refused without need.
        let mut allowed: Vec<Duration> = Vec::new();
        let mut now = secs(0);
        let mut state = 7_u64;
        for _ in 0..2_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            now += millis((state >> 33) % 10_000);
            let in_window = allowed.iter().filter(|&&t| t + secs(60) > now).count();
            let answer = window.try_take("eve", now);
            if in_window < 5 {
                assert_eq!(answer, left(4 - in_window as u32), "at {now:?}");
                allowed.push(now);
            } else {
                let oldest = allowed[allowed.len() - 5];
                assert_eq!(answer, wait(oldest + secs(60) - now), "at {now:?}");
            }
        }
    }

    #[test]
    fn retry_after_is_exact_to_the_nanosecond() {
        for (capacity, refill, period) in [
            (1, 1, secs(60)),
            (5, 3, secs(1)),
            (4, 7, secs(60)),
            (2, 1_000_000, secs(3)),
            (3, 1, nanos(11)),
        ] {
            let bucket = TokenBucket::new(capacity, refill, period);
            let mut now = nanos(123_456_789);
            assert_eq!(drain(&bucket, "ada", now), capacity);
            for _ in 0..20 {
                now = come_back(&bucket, "ada", now);
            }
        }

        let window = SlidingWindow::new(3, secs(10));
        for now in [nanos(7), millis(1_500), millis(4_000)] {
            assert!(window.try_take("ada", now).is_ok());
        }
        let now = come_back(&window, "ada", secs(5));
        assert_eq!(now, secs(10) + nanos(7));
        let now = come_back(&window, "ada", now);
        assert_eq!(now, millis(11_500));
    }

    #[test]
    fn the_retry_after_header_is_rounded_up_to_whole_seconds() {
        for (delay, seconds) in [
            (nanos(1), 1),
            (millis(999), 1),
            (secs(1), 1),
            (secs(1) + NANO, 2),
            (millis(59_500), 60),
            (secs(3_600), 3_600),
        ] {
            assert_eq!(RetryAfter(delay).header_seconds(), seconds, "{delay:?}");
        }
    }

    #[test]
    fn clients_do_not_share_a_limit() {
        let bucket = TokenBucket::new(2, 1, secs(10));
        let window = SlidingWindow::new(2, secs(10));
        for limiter in [&bucket as &dyn RateLimiter, &window] {
            assert_eq!(drain(limiter, "ada", secs(1)), 2);
            assert_eq!(limiter.try_take("bob", secs(1)), left(1));
            assert!(limiter.try_take("ada", secs(1)).is_err());
            assert_eq!(limiter.try_take("bob", secs(1)), left(0));
            assert_eq!(limiter.clients(), 2);
        }
    }

    #[test]
    fn a_refused_take_costs_nothing() {
        let bucket = TokenBucket::new(1, 1, secs(10));
        let window = SlidingWindow::new(1, secs(10));
        for limiter in [&bucket as &dyn RateLimiter, &window] {
            assert_eq!(limiter.try_take("ada", secs(0)), left(0));
            for second in 0..10 {
                for _ in 0..3 {
                    let answer = limiter.try_take("ada", secs(second));
                    assert_eq!(answer, wait(secs(10 - second)));
                }
            }
            assert_eq!(limiter.try_take("ada", secs(10)), left(0));
        }
    }

    #[test]
    fn a_clock_that_goes_backwards_gives_nothing_and_takes_nothing() {
        let bucket = TokenBucket::new(5, 1, secs(1));
        assert_eq!(bucket.try_take("ada", secs(100)), left(4));
        assert_eq!(bucket.try_take("ada", secs(90)), left(3));
        assert_eq!(drain(&bucket, "ada", secs(95)), 3);
        assert_eq!(
            bucket.try_take("ada", secs(90)),
            wait(secs(11)),
            "a token is there at 101 s"
        );
        assert_eq!(
            bucket.try_take("ada", secs(100)),
            wait(secs(1)),
            "the ten seconds up to 100 s have been paid out before"
        );
        assert_eq!(bucket.try_take("ada", secs(101)), left(0));

        let window = SlidingWindow::new(2, secs(10));
        assert_eq!(window.try_take("ada", secs(100)), left(1));
        assert_eq!(window.try_take("ada", secs(95)), left(0));
        assert_eq!(
            window.try_take("ada", secs(95)),
            wait(secs(15)),
            "both takes count as made at 100 s"
        );
        assert_eq!(window.try_take("ada", secs(105)), wait(secs(5)));
        assert_eq!(
            window.drop_idle(secs(105)),
            0,
            "its takes count as made at 100 s, so it cannot be dropped before 110 s"
        );
        assert_eq!(window.try_take("ada", secs(110)), left(1));
    }

    #[test]
    fn idle_clients_are_dropped() {
        let bucket = TokenBucket::new(2, 1, secs(10));
        let window = SlidingWindow::new(2, secs(10));
        for limiter in [&bucket as &dyn RateLimiter, &window] {
            assert_eq!(limiter.clients(), 0);
            for i in 0..500 {
                assert_eq!(limiter.try_take(&format!("10.0.0.{i}"), secs(0)), left(1));
            }
            assert_eq!(limiter.try_take("ada", secs(9)), left(1));
            assert_eq!(limiter.clients(), 501);
            assert_eq!(limiter.drop_idle(secs(10) - NANO), 0);
            assert_eq!(limiter.drop_idle(secs(10)), 500);
            assert_eq!(limiter.clients(), 1);
            assert_eq!(limiter.drop_idle(secs(19)), 1);
            assert_eq!(limiter.clients(), 0);
            assert_eq!(
                limiter.try_take("ada", secs(19)),
                left(1),
                "a dropped client begins anew"
            );
        }
    }

    #[test]
    fn to_be_forgotten_never_pays_off() {
        // Empty at 0 s, full at 10 s.
        let bucket = TokenBucket::new(10, 1, secs(1));
        assert_eq!(drain(&bucket, "ada", secs(0)), 10);
        for second in 0..10 {
            assert_eq!(bucket.drop_idle(secs(second)), 0, "at {second} s");
        }
        assert_eq!(drain(&bucket, "ada", secs(9)), 9);
        assert_eq!(
            bucket.drop_idle(secs(10)),
            0,
            "after nine more takes at 9 s it is full at 18 s only"
        );
        assert_eq!(bucket.drop_idle(secs(1)), 0, "a clock that goes backwards");
        assert!(bucket.try_take("ada", secs(9)).is_err());

        let window = SlidingWindow::new(2, secs(10));
        assert_eq!(window.try_take("ada", secs(0)), left(1));
        assert_eq!(window.try_take("ada", secs(9)), left(0));
        for second in 9..19 {
            assert_eq!(window.drop_idle(secs(second)), 0, "at {second} s");
        }
        assert_eq!(window.drop_idle(secs(1)), 0, "a clock that goes backwards");
        assert_eq!(
            drain(&window, "ada", secs(18)),
            1,
            "at 18 s the take at 9 s still counts"
        );
    }

    #[test]
    fn eight_threads_never_get_more_than_the_limit() {
        let bucket = TokenBucket::new(100, 1, secs(3_600));
        let window = SlidingWindow::new(100, secs(3_600));
        for limiter in [&bucket as &dyn RateLimiter, &window] {
            for round in 0..20 {
                let key = format!("round {round}");
                let start = Barrier::new(8);
                let mut answers: Vec<u32> = thread::scope(|scope| {
                    let threads: Vec<_> = (0..8)
                        .map(|_| {
                            scope.spawn(|| {
                                start.wait();
                                (0..50)
                                    .filter_map(|_| limiter.try_take(&key, secs(1)).ok())
                                    .map(|Remaining(left)| left)
                                    .collect::<Vec<u32>>()
                            })
                        })
                        .collect();
                    threads
                        .into_iter()
                        .flat_map(|thread| thread.join().expect("no thread panics"))
                        .collect()
                });
                assert_eq!(answers.len(), 100, "takes allowed to 8 threads");
                answers.sort_unstable();
                assert_eq!(
                    answers,
                    (0..100).collect::<Vec<u32>>(),
                    "two threads were told that the same number of takes is left"
                );
            }
        }
    }
}
