//! Caught by: updating_a_full_cache_evicts_nobody
//!
//! A full cache makes room before it asks whether the key is already there. An update needs no
//! room, so an innocent entry is lost. "If full, evict" is simply the first line one writes.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

pub struct LruCache<K, V> {
    capacity: usize,
    clock: u64,
    entries: HashMap<K, (V, u64)>,
    by_time: BTreeMap<u64, K>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        LruCache {
            capacity,
            clock: 0,
            entries: HashMap::new(),
            by_time: BTreeMap::new(),
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let (value, time) = self.entries.get_mut(key)?;
        let key = self.by_time.remove(time)?;
        self.clock += 1;
        *time = self.clock;
        self.by_time.insert(self.clock, key);
        Some(value)
    }

    pub fn peek(&self, key: &K) -> Option<&V> {
        self.entries.get(key).map(|(value, _)| value)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        // Too early: the key may be one of those inside.
        let mut leaving = None;
        if self.entries.len() == self.capacity {
            let (_, oldest) = self.by_time.pop_first()?;
            let (value, _) = self.entries.remove(&oldest)?;
            leaving = Some((oldest, value));
        }
        self.clock += 1;
        self.by_time.insert(self.clock, key.clone());
        if let Some((old, time)) = self.entries.insert(key.clone(), (value, self.clock)) {
            self.by_time.remove(&time);
            leaving = Some((key, old));
        }
        leaving
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
