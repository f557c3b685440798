//! Caught by: many_calls_do_not_make_the_cache_grow
//!
//! A queue of notes "this key was used at this time", where notes that are out of date are skipped
//! on eviction. Every call is O(1) on average, but while nothing is evicted nothing is skipped
//! either: a busy cache whose keys all fit grows with every call until memory runs out.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

pub struct LruCache<K, V> {
    capacity: usize,
    clock: u64,
    entries: HashMap<K, (V, u64)>,
    notes: VecDeque<(K, u64)>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        LruCache {
            capacity,
            clock: 0,
            entries: HashMap::new(),
            notes: VecDeque::new(),
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let (value, time) = self.entries.get_mut(key)?;
        self.clock += 1;
        *time = self.clock;
        self.notes.push_back((key.clone(), self.clock));
        Some(value)
    }

    pub fn peek(&self, key: &K) -> Option<&V> {
        self.entries.get(key).map(|(value, _)| value)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        self.clock += 1;
        self.notes.push_back((key.clone(), self.clock));
        if let Some((old, _)) = self.entries.insert(key.clone(), (value, self.clock)) {
            return Some((key, old));
        }
        if self.entries.len() <= self.capacity {
            return None;
        }
        loop {
            let (key, noted) = self.notes.pop_front()?;
            if self.entries.get(&key).is_some_and(|entry| entry.1 == noted) {
                let (value, _) = self.entries.remove(&key)?;
                return Some((key, value));
            }
        }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn capacity(&self) -> usize {
        self.capacity
    }
}
