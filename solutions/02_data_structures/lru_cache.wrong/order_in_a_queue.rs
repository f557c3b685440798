//! Caught by: every_call_takes_constant_time
//!
//! A hash map beside a queue of keys in order of use. It is short and it is right, but to move a
//! key to the back of the queue it must first be found there: O(n) for every `get` and every
//! update.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

pub struct LruCache<K, V> {
    capacity: usize,
    entries: HashMap<K, V>,
    order: VecDeque<K>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        LruCache {
            capacity,
            entries: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        if self.entries.contains_key(key) {
            self.touch(key);
        }
        self.entries.get(key)
    }

    pub fn peek(&self, key: &K) -> Option<&V> {
        self.entries.get(key)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        if self.entries.contains_key(&key) {
            self.touch(&key);
            let old = self.entries.insert(key.clone(), value)?;
            return Some((key, old));
        }
        let mut evicted = None;
        if self.entries.len() == self.capacity {
            let oldest = self.order.pop_front()?;
            evicted = self.entries.remove_entry(&oldest);
        }
        self.order.push_back(key.clone());
        self.entries.insert(key, value);
        evicted
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

    fn touch(&mut self, key: &K) {
        if let Some(at) = self.order.iter().position(|other| other == key)
            && let Some(key) = self.order.remove(at)
        {
            self.order.push_back(key);
        }
    }
}
