//! Caught by: fractions_of_tokens_add_up_without_drift
//!
//! Whole tokens are counted, and the time of the last refill moves with every request. The fraction
//! earned in between is rounded away each time, so a client who asks often never gets a token
//! again.

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
    refill: u128,
    period: u128,
    buckets: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    tokens: u128,
    updated: Duration,
}

impl TokenBucket {
    pub fn new(capacity: u32, refill: u32, period: Duration) -> Self {
        TokenBucket {
            capacity: u128::from(capacity),
            refill: u128::from(refill),
            period: period.as_nanos(),
            buckets: Mutex::new(HashMap::new()),
        }
    }

    fn tokens_at(&self, bucket: &Bucket, now: Duration) -> u128 {
        let elapsed = now.saturating_sub(bucket.updated).as_nanos();
        // The division drops the fraction of a token that was earned...
        let gained = elapsed * self.refill / self.period;
        self.capacity.min(bucket.tokens + gained)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Bucket>> {
        self.buckets.lock().expect("nobody panics under the lock")
    }
}

impl RateLimiter for TokenBucket {
    fn try_take(&self, key: &str, now: Duration) -> Result<Remaining, RetryAfter> {
        let mut buckets = self.lock();
        let bucket = buckets.entry(key.to_owned()).or_insert(Bucket {
            tokens: self.capacity,
            updated: now,
        });
        bucket.tokens = self.tokens_at(bucket, now);
        // ...and here the time in which it was earned is forgotten.
        bucket.updated = bucket.updated.max(now);

        if bucket.tokens > 0 {
            bucket.tokens -= 1;
            Ok(Remaining(bucket.tokens as u32))
        } else {
            let wait = self.period.div_ceil(self.refill) as u64;
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
        buckets.retain(|_, bucket| self.tokens_at(bucket, now) < self.capacity);
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
