//! Caught by: there_is_no_double_burst_at_the_border_of_a_window
//!
//! A counter per client that starts again at every full minute. It is small and it is fast, and it
//! allows twice the limit within a moment: once just before the border and once just after it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remaining(pub u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub Duration);

impl RetryAfter {
    pub fn header_seconds(self) -> u64 {
        let started_second = self.0.subsec_nanos() > 0;
        self.0.as_secs() + u64::from(started_second)
    }
}

pub trait RateLimiter: Send + Sync {
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter>;

    fn clients(&self) -> usize;

    fn drop_idle(&self, now: Duration) -> usize;
}

pub struct TokenBucket {
    capacity: u128,
    crumbs_per_token: u128,
    crumbs_per_nano: u128,
    buckets: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    crumbs: u128,
    updated: Duration,
}

impl TokenBucket {
    pub fn new(capacity: u32, refill: u32, period: Duration) -> Self {
        let crumbs_per_token = period.as_nanos();
        TokenBucket {
            capacity: u128::from(capacity) * crumbs_per_token,
            crumbs_per_token,
            crumbs_per_nano: u128::from(refill),
            buckets: Mutex::new(HashMap::new()),
        }
    }

    fn crumbs_at(&self, bucket: &Bucket, now: Duration) -> u128 {
        let gained = now.saturating_sub(bucket.updated).as_nanos() * self.crumbs_per_nano;
        self.capacity.min(bucket.crumbs + gained)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Bucket>> {
        self.buckets.lock().expect("nobody panics under the lock")
    }
}

impl RateLimiter for TokenBucket {
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter> {
        let mut buckets = self.lock();
        let bucket = match buckets.get_mut(key) {
            Some(bucket) => bucket,
            None => buckets.entry(key.to_owned()).or_insert(Bucket {
                crumbs: self.capacity,
                updated: now,
            }),
        };
        bucket.crumbs = self.crumbs_at(bucket, now);
        bucket.updated = bucket.updated.max(now);

        if bucket.crumbs >= self.crumbs_per_token {
            bucket.crumbs -= self.crumbs_per_token;
            let whole_tokens = bucket.crumbs / self.crumbs_per_token;
            Ok(Remaining(whole_tokens as u32))
        } else {
            let missing = self.crumbs_per_token - bucket.crumbs;
            let wait = missing.div_ceil(self.crumbs_per_nano) as u64;
            let behind = bucket.updated - now;
            Err(RetryAfter(behind + Duration::from_nanos(wait)))
        }
    }

    fn clients(&self) -> usize {
        self.lock().len()
    }

    fn drop_idle(&self, now: Duration) -> usize {
        let mut buckets = self.lock();
        let before = buckets.len();
        buckets.retain(|_, bucket| self.crumbs_at(bucket, now) < self.capacity);
        before - buckets.len()
    }
}

pub struct SlidingWindow {
    limit: u32,
    window: Duration,
    takes: Mutex<HashMap<String, Count>>,
}

/// How often a client took in the window that began at `start`.
struct Count {
    start: Duration,
    taken: u32,
}

impl SlidingWindow {
    pub fn new(limit: u32, window: Duration) -> Self {
        SlidingWindow {
            limit,
            window,
            takes: Mutex::new(HashMap::new()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Count>> {
        self.takes.lock().expect("nobody panics under the lock")
    }

    /// When the window that holds `now` began.
    fn start(&self, now: Duration) -> Duration {
        let into_window = now.as_nanos() % self.window.as_nanos();
        now - Duration::from_nanos(into_window as u64)
    }
}

impl RateLimiter for SlidingWindow {
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter> {
        let start = self.start(now);
        let mut clients = self.lock();
        let count = clients
            .entry(key.to_owned())
            .or_insert(Count { start, taken: 0 });
        if start > count.start {
            *count = Count { start, taken: 0 };
        }
        if count.taken < self.limit {
            count.taken += 1;
            Ok(Remaining(self.limit - count.taken))
        } else {
            Err(RetryAfter(count.start + self.window - now))
        }
    }

    fn clients(&self) -> usize {
        self.lock().len()
    }

    fn drop_idle(&self, now: Duration) -> usize {
        let start = self.start(now);
        let mut clients = self.lock();
        let before = clients.len();
        clients.retain(|_, count| count.start >= start);
        before - clients.len()
    }
}
