//! Caught by: get_makes_an_entry_recent
//!
//! `get` reads the value and forgets that reading is using. It looks like a query, so it is written
//! like one. What comes out is a first-in, first-out cache.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

pub struct LruCache<K, V> {
    capacity: usize,
    index: HashMap<K, usize>,
    slots: Vec<Slot<K, V>>,
    newest: Option<usize>,
    oldest: Option<usize>,
}

struct Slot<K, V> {
    key: K,
    value: V,
    newer: Option<usize>,
    older: Option<usize>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        LruCache {
            capacity,
            index: HashMap::new(),
            slots: Vec::new(),
            newest: None,
            oldest: None,
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let at = *self.index.get(key)?;
        Some(&self.slots[at].value)
    }

    pub fn peek(&self, key: &K) -> Option<&V> {
        let at = *self.index.get(key)?;
        Some(&self.slots[at].value)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if let Some(&at) = self.index.get(&key) {
            self.make_newest(at);
            let old_value = mem::replace(&mut self.slots[at].value, value);
            return Some((key, old_value));
        }
        if self.slots.len() < self.capacity {
            let at = self.slots.len();
            self.index.insert(key.clone(), at);
            self.slots.push(Slot {
                key,
                value,
                newer: None,
                older: None,
            });
            self.link_as_newest(at);
            return None;
        }
        let Some(at) = self.oldest else {
            return Some((key, value));
        };
        self.make_newest(at);
        let slot = &mut self.slots[at];
        let evicted_key = mem::replace(&mut slot.key, key.clone());
        let evicted_value = mem::replace(&mut slot.value, value);
        self.index.remove(&evicted_key);
        self.index.insert(key, at);
        Some((evicted_key, evicted_value))
    }

    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn capacity(&self) -> usize {
        self.capacity
    }

    fn make_newest(&mut self, at: usize) {
        if self.newest != Some(at) {
            self.unlink(at);
            self.link_as_newest(at);
        }
    }

    fn unlink(&mut self, at: usize) {
        let Slot { newer, older, .. } = self.slots[at];
        match newer {
            Some(newer) => self.slots[newer].older = older,
            None => self.newest = older,
        }
        match older {
            Some(older) => self.slots[older].newer = newer,
            None => self.oldest = newer,
        }
    }

    fn link_as_newest(&mut self, at: usize) {
        self.slots[at].newer = None;
        self.slots[at].older = self.newest;
        match self.newest {
            Some(second) => self.slots[second].newer = Some(at),
            None => self.oldest = Some(at),
        }
        self.newest = Some(at);
    }
}
