//! Another way: no positions and no pointers. Each entry names its neighbors by their keys, so one
//! map is all there is. That costs more hashing and up to three copies of a key for each entry.

use std::collections::HashMap;
use std::hash::Hash;

/// A cache that holds at most `capacity` entries and gives up the least recently used one.
pub struct LruCache<K, V> {
    capacity: usize,
    entries: HashMap<K, Entry<K, V>>,
    /// The newest key and the oldest one.
    ends: Option<(K, K)>,
}

struct Entry<K, V> {
    value: V,
    newer: Option<K>,
    older: Option<K>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    /// An empty cache for at most `capacity` entries.
    pub fn new(capacity: usize) -> Self {
        LruCache {
            capacity,
            entries: HashMap::new(),
            ends: None,
        }
    }

    /// The value stored under `key`, which becomes the most recently used entry.
    pub fn get(&mut self, key: &K) -> Option<&V> {
        let (key, value) = self.take(key)?;
        self.add(key, value);
        self.ends.as_ref().and_then(|(newest, _)| self.peek(newest))
    }

    /// The value stored under `key`. Looking this way does not count as using it.
    pub fn peek(&self, key: &K) -> Option<&V> {
        Some(&self.entries.get(key)?.value)
    }

    /// Stores `value` under `key`, as the most recently used entry.
    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        let mut leaving = self.take(&key);
        if self.entries.len() == self.capacity {
            let (_, oldest) = self.ends.clone()?;
            leaving = self.take(&oldest);
        }
        self.add(key, value);
        leaving
    }

    /// How many entries are stored now.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is stored.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many entries there is room for.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    fn entry(&mut self, key: &Option<K>) -> Option<&mut Entry<K, V>> {
        self.entries.get_mut(key.as_ref()?)
    }

    /// Takes an entry out and closes the gap.
    fn take(&mut self, key: &K) -> Option<(K, V)> {
        let (key, entry) = self.entries.remove_entry(key)?;
        if let Some(newer) = self.entry(&entry.newer) {
            newer.older = entry.older.clone();
        }
        if let Some(older) = self.entry(&entry.older) {
            older.newer = entry.newer.clone();
        }
        let (newest, oldest) = self.ends.take()?;
        self.ends = match (entry.newer, entry.older) {
            (None, None) => None,
            (None, Some(older)) => Some((older, oldest)),
            (Some(newer), None) => Some((newest, newer)),
            (Some(_), Some(_)) => Some((newest, oldest)),
        };
        Some((key, entry.value))
    }

    /// Adds an entry that is not there as the newest.
    fn add(&mut self, key: K, value: V) {
        let (second, oldest) = match self.ends.take() {
            Some((second, oldest)) => (Some(second), oldest),
            None => (None, key.clone()),
        };
        if let Some(second) = self.entry(&second) {
            second.newer = Some(key.clone());
        }
        self.ends = Some((key.clone(), oldest));
        self.entries.insert(
            key,
            Entry {
                value,
                newer: None,
                older: second,
            },
        );
    }
}
