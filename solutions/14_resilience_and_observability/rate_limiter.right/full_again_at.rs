//! Another way: a bucket holds no tokens, only the time at which it will be full again (the generic
//! cell rate algorithm). A window is a ring of fixed size. Clients are spread over several locks, so
//! that two of them seldom wait for each other.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

/// What is left for the client after a take that was allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remaining(pub u32);

/// How long the client must wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub Duration);

impl RetryAfter {
    /// The value for the `Retry-After` header: whole seconds.
    pub fn header_seconds(self) -> u64 {
        self.0.as_nanos().div_ceil(1_000_000_000) as u64
    }
}

/// A limiter for many clients, who are told apart by their keys.
pub trait RateLimiter: Send + Sync {
    /// Takes one token, or one place in the window, for the client `key`; or refuses.
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter>;

    /// How many clients are remembered.
    fn clients(&self) -> usize;

    /// Forgets every client who would be treated just like a new one at `now`.
    fn drop_idle(&self, now: Duration) -> usize;
}

/// What is known of each client, behind one of sixteen locks.
struct Clients<S> {
    hasher: RandomState,
    shards: [Mutex<HashMap<String, S>>; 16],
}

impl<S> Clients<S> {
    fn new() -> Self {
        Clients {
            hasher: RandomState::new(),
            shards: Default::default(),
        }
    }

    /// Does something with the state of a client while nobody else can.
    fn with<R>(&self, key: &str, new: impl FnOnce() -> S, work: impl FnOnce(&mut S) -> R) -> R {
        let shard = self.hasher.hash_one(key) as usize % self.shards.len();
        let mut clients = lock(&self.shards[shard]);
        work(clients.entry(key.to_owned()).or_insert_with(new))
    }

    fn len(&self) -> usize {
        self.shards.iter().map(|shard| lock(shard).len()).sum()
    }

    fn drop_those(&self, idle: impl Fn(&S) -> bool) -> usize {
        let mut dropped = 0;
        for shard in &self.shards {
            let mut clients = lock(shard);
            let before = clients.len();
            clients.retain(|_, state| !idle(state));
            dropped += before - clients.len();
        }
        dropped
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("nobody panics under the lock")
}

/// Allows bursts up to `capacity`, and `refill` takes in every `period` in the long run.
///
/// Times are counted in units of which a nanosecond has `refill`. A token then takes as many of
/// them as the period has nanoseconds, and all numbers are whole.
pub struct TokenBucket {
    units_per_nano: u128,
    units_per_token: u128,
    units_to_fill: u128,
    clients: Clients<Bucket>,
}

struct Bucket {
    full_at: u128,
    seen: Duration,
}

impl TokenBucket {
    /// Buckets that hold `capacity` tokens and gain `refill` tokens in every `period`.
    pub fn new(capacity: u32, refill: u32, period: Duration) -> Self {
        let units_per_token = period.as_nanos();
        TokenBucket {
            units_per_nano: refill.into(),
            units_per_token,
            units_to_fill: units_per_token * u128::from(capacity),
            clients: Clients::new(),
        }
    }

    fn units(&self, time: Duration) -> u128 {
        time.as_nanos() * self.units_per_nano
    }
}

impl RateLimiter for TokenBucket {
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter> {
        let new = || Bucket {
            full_at: 0,
            seen: now,
        };
        self.clients.with(key, new, |bucket| {
            bucket.seen = bucket.seen.max(now);
            let units = self.units(bucket.seen);
            let full_at = bucket.full_at.max(units) + self.units_per_token;
            // Nothing takes longer to fill than an empty bucket.
            let allowed_at = full_at - self.units_to_fill.min(full_at);
            if allowed_at > units {
                let nanos = allowed_at.div_ceil(self.units_per_nano) as u64;
                return Err(RetryAfter(Duration::from_nanos(nanos) - now));
            }
            bucket.full_at = full_at;
            let left = (units + self.units_to_fill - full_at) / self.units_per_token;
            Ok(Remaining(left as u32))
        })
    }

    fn clients(&self) -> usize {
        self.clients.len()
    }

    fn drop_idle(&self, now: Duration) -> usize {
        self.clients
            .drop_those(|bucket| bucket.full_at <= self.units(bucket.seen.max(now)))
    }
}

/// Allows `limit` takes in any span of length `window`.
pub struct SlidingWindow {
    limit: usize,
    window: Duration,
    clients: Clients<Ring>,
}

/// The latest takes of a client. The take number `n` stands at `n % limit`.
#[derive(Default)]
struct Ring {
    times: Vec<Duration>,
    /// How many takes there were.
    taken: usize,
    /// How many of them have left the window.
    gone: usize,
    seen: Duration,
}

impl SlidingWindow {
    /// Windows of the given length, each with room for `limit` takes.
    pub fn new(limit: u32, window: Duration) -> Self {
        SlidingWindow {
            limit: limit as usize,
            window,
            clients: Clients::new(),
        }
    }
}

impl RateLimiter for SlidingWindow {
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter> {
        self.clients.with(key, Ring::default, |ring| {
            ring.seen = ring.seen.max(now);
            while ring.gone < ring.taken
                && ring.times[ring.gone % self.limit] + self.window <= ring.seen
            {
                ring.gone += 1;
            }
            let counting = ring.taken - ring.gone;
            if counting == self.limit {
                let oldest = ring.times[ring.gone % self.limit];
                return Err(RetryAfter(oldest + self.window - now));
            }
            match ring.times.get_mut(ring.taken % self.limit) {
                Some(place) => *place = ring.seen,
                None => ring.times.push(ring.seen),
            }
            ring.taken += 1;
            Ok(Remaining((self.limit - counting - 1) as u32))
        })
    }

    fn clients(&self) -> usize {
        self.clients.len()
    }

    fn drop_idle(&self, now: Duration) -> usize {
        self.clients.drop_those(|ring| {
            let newest = ring
                .taken
                .checked_sub(1)
                .map(|n| ring.times[n % self.limit]);
            newest.is_none_or(|newest| newest + self.window <= now)
        })
    }
}
