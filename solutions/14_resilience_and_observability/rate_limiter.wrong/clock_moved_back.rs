//! Caught by: a_clock_that_goes_backwards_gives_nothing_and_takes_nothing
//!
//! The subtraction is saturating, so nothing panics when the clock goes back. But the time of the
//! last refill follows it, and the same seconds are paid out again when the clock catches up.

use std::collections::{HashMap, VecDeque};
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
        bucket.updated = now;

        if bucket.crumbs >= self.crumbs_per_token {
            bucket.crumbs -= self.crumbs_per_token;
            let whole_tokens = bucket.crumbs / self.crumbs_per_token;
            Ok(Remaining(whole_tokens as u32))
        } else {
            let missing = self.crumbs_per_token - bucket.crumbs;
            let wait = missing.div_ceil(self.crumbs_per_nano) as u64;
            Err(RetryAfter(Duration::from_nanos(wait)))
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
    limit: usize,
    window: Duration,
    takes: Mutex<HashMap<String, VecDeque<Duration>>>,
}

impl SlidingWindow {
    pub fn new(limit: u32, window: Duration) -> Self {
        SlidingWindow {
            limit: limit as usize,
            window,
            takes: Mutex::new(HashMap::new()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, VecDeque<Duration>>> {
        self.takes.lock().expect("nobody panics under the lock")
    }
}

impl RateLimiter for SlidingWindow {
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter> {
        let mut clients = self.lock();
        let takes = match clients.get_mut(key) {
            Some(takes) => takes,
            None => clients.entry(key.to_owned()).or_default(),
        };
        let seen = takes.back().map_or(now, |&newest| newest.max(now));
        while takes.front().is_some_and(|&t| seen - t >= self.window) {
            takes.pop_front();
        }

        match takes.front() {
            Some(&oldest) if takes.len() >= self.limit => {
                Err(RetryAfter(oldest + self.window - now))
            }
            _ => {
                takes.push_back(seen);
                Ok(Remaining((self.limit - takes.len()) as u32))
            }
        }
    }

    fn clients(&self) -> usize {
        self.lock().len()
    }

    fn drop_idle(&self, now: Duration) -> usize {
        let mut clients = self.lock();
        let before = clients.len();
        clients.retain(|_, takes| {
            takes
                .back()
                .is_some_and(|&newest| now.saturating_sub(newest) < self.window)
        });
        before - clients.len()
    }
}
