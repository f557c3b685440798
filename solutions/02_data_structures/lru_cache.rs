//! # LRU cache
//!
//! Your API reads user profiles from a slow database, and most requests ask for the same few
//! people. You may keep a fixed number of profiles in memory. When that room is full, the one that
//! nobody has asked for the longest must make way. Build the cache, and make every call O(1).
//!
//! ## What to write
//! - the fields of `LruCache`, and `new`
//! - `get`: looks a value up and makes its entry the most recent one
//! - `peek`: looks a value up and leaves the order alone
//! - `put`: stores a value, and hands back whatever had to leave the cache for it
//! - `len`: how many entries are stored (`is_empty` and `capacity` are written for you)
//!
//! ## Edge cases that count
//! - Storing under a key that is already there replaces the value and makes the entry the most
//!   recent one. Nobody is evicted, even when the cache is full.
//! - A `get` that finds nothing changes nothing.
//! - An entry may move to the front from any place: the front, the middle or the end.
//! - Capacity 1 keeps the last entry stored. Capacity 0 stores nothing.
//! - A huge capacity, even `usize::MAX`, costs nothing until entries arrive.
//! - Values need not be `Clone`. Dropping the cache drops all its values, however many there are.
//!
//! ## Complexity
//! - `get`, `peek` and `put` take O(1), whatever the capacity. The tests count how often keys are
//!   hashed and compared: at most 10 times per call on average. They also evict 15,000 times from a
//!   cache of 30,000 entries, where a search through all entries would not finish in time.
//! - Space is O(entries), however many calls there are. The tests count the copies of keys that are
//!   alive: at most 4 for each entry of a full cache.
//!
//! Difficulty 4 of 5, about 35 minutes.
//! Cards: `lru-cache`. See also: `cache-eviction`, `caching`, `hash-table`,
//! `thread-safe-data-structure`.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

/// A cache that holds at most `capacity` entries and gives up the least recently used one.
///
/// An entry is used when [`get`](LruCache::get) finds it and when [`put`](LruCache::put) stores it.
pub struct LruCache<K, V> {
    capacity: usize,
    /// Where each key's entry stands in `slots`. It answers "is it here?" in O(1).
    index: HashMap<K, usize>,
    /// The entries, linked by position into a list from the newest to the oldest. A doubly linked
    /// list needs two owners for each node; positions in a `Vec` need none, and no `unsafe`.
    slots: Vec<Slot<K, V>>,
    newest: Option<usize>,
    oldest: Option<usize>,
}

/// One entry and its two neighbors in the list.
struct Slot<K, V> {
    /// Kept here too: when this entry is the oldest, it must be found in `index` and removed.
    key: K,
    value: V,
    newer: Option<usize>,
    older: Option<usize>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    /// An empty cache for at most `capacity` entries.
    ///
    /// A huge capacity is a promise, not an order: reserve no memory for it in advance.
    pub fn new(capacity: usize) -> Self {
        LruCache {
            capacity,
            index: HashMap::new(),
            slots: Vec::new(),
            newest: None,
            oldest: None,
        }
    }

    /// The value stored under `key`, which becomes the most recently used entry.
    ///
    /// `None` when the key is not there; the order then stays as it was.
    pub fn get(&mut self, key: &K) -> Option<&V> {
        let at = *self.index.get(key)?;
        self.make_newest(at);
        Some(&self.slots[at].value)
    }

    /// The value stored under `key`. Looking this way does not count as using it.
    pub fn peek(&self, key: &K) -> Option<&V> {
        let at = *self.index.get(key)?;
        Some(&self.slots[at].value)
    }

    /// Stores `value` under `key`, as the most recently used entry.
    ///
    /// Returns the entry that is no longer in the cache because of this call:
    /// - the key and its old value, when the key was there already;
    /// - the least recently used entry, when the cache was full;
    /// - the very `key` and `value` you passed, when the capacity is 0;
    /// - `None`, when there was room.
    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        // The order of these questions matters. A key that is already here needs no room, so it is
        // looked up before anything is evicted.
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
        // No room. With capacity 0 there is no oldest entry either: what came in goes straight out.
        let Some(at) = self.oldest else {
            return Some((key, value));
        };
        // The newcomer moves into the slot of the entry that leaves, so the `Vec` never outgrows
        // the capacity and needs no list of free slots.
        self.make_newest(at);
        let slot = &mut self.slots[at];
        let evicted_key = mem::replace(&mut slot.key, key.clone());
        let evicted_value = mem::replace(&mut slot.value, value);
        self.index.remove(&evicted_key);
        self.index.insert(key, at);
        Some((evicted_key, evicted_value))
    }

    /// How many entries are stored now. Never more than the capacity.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether nothing is stored.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many entries there is room for.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    fn make_newest(&mut self, at: usize) {
        if self.newest != Some(at) {
            self.unlink(at);
            self.link_as_newest(at);
        }
    }

    /// Takes a slot out of the list. Both sides are told: each is either a neighbor or an end.
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

    /// Puts a slot that is in no list before all others.
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::hash::{Hash, Hasher};
    use std::rc::Rc;

    /// A cache of `capacity` with the keys given, stored in that order, each under ten times
    /// itself.
    fn filled(capacity: usize, keys: &[u32]) -> LruCache<u32, u32> {
        let mut cache = LruCache::new(capacity);
        for &key in keys {
            cache.put(key, key * 10);
        }
        cache
    }

    /// The keys in the order in which the cache gives them up, found by pushing them all out.
    fn eviction_order(mut cache: LruCache<u32, u32>) -> Vec<u32> {
        (0..cache.capacity() as u32)
            .filter_map(|i| cache.put(1_000_000 + i, 0))
            .map(|(key, _)| key)
            .collect()
    }

    /// What happened to the keys of one test.
    #[derive(Default)]
    struct Counts {
        hashed: Cell<usize>,
        compared: Cell<usize>,
        alive: Cell<usize>,
    }

    fn add_one(count: &Cell<usize>) {
        count.set(count.get() + 1);
    }

    /// A key that reports every time it is hashed, compared, copied or dropped.
    struct CountedKey<'a> {
        id: u32,
        counts: &'a Counts,
    }

    impl<'a> CountedKey<'a> {
        fn new(id: u32, counts: &'a Counts) -> Self {
            add_one(&counts.alive);
            CountedKey { id, counts }
        }
    }

    impl Clone for CountedKey<'_> {
        fn clone(&self) -> Self {
            CountedKey::new(self.id, self.counts)
        }
    }

    impl Drop for CountedKey<'_> {
        fn drop(&mut self) {
            self.counts.alive.set(self.counts.alive.get() - 1);
        }
    }

    impl PartialEq for CountedKey<'_> {
        fn eq(&self, other: &Self) -> bool {
            add_one(&self.counts.compared);
            self.id == other.id
        }
    }

    impl Eq for CountedKey<'_> {}

    impl Hash for CountedKey<'_> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            add_one(&self.counts.hashed);
            self.id.hash(state);
        }
    }

    /// Numbers below `bound` that look random and are the same in every run.
    fn dice(mut state: u64) -> impl FnMut(u32) -> u32 {
        move |bound| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32 % bound
        }
    }

    #[test]
    fn a_value_put_in_can_be_got_back() {
        let mut cache = LruCache::new(2);
        assert!(cache.is_empty());
        assert_eq!(cache.capacity(), 2);
        assert_eq!(cache.get(&"ada"), None);

        assert_eq!(cache.put("ada", 36), None);
        assert_eq!(cache.len(), 1);
        assert!(!cache.is_empty());
        assert_eq!(cache.get(&"ada"), Some(&36));
        assert_eq!(cache.get(&"bob"), None);

        assert_eq!(cache.put("bob", 41), None);
        assert_eq!(cache.len(), 2);
        assert_eq!(cache.get(&"ada"), Some(&36));
        assert_eq!(cache.get(&"bob"), Some(&41));
    }

    #[test]
    fn the_oldest_entry_is_evicted_and_handed_back() {
        let mut cache = filled(3, &[1, 2, 3]);
        assert_eq!(cache.put(4, 40), Some((1, 10)));
        assert_eq!(cache.len(), 3);
        assert_eq!(cache.get(&1), None, "the evicted key is gone");
        assert_eq!(cache.put(5, 50), Some((2, 20)));
        assert_eq!(cache.put(6, 60), Some((3, 30)));
        assert_eq!(cache.put(1, 11), Some((4, 40)), "it may come back");
        assert_eq!(cache.get(&1), Some(&11));
    }

    #[test]
    fn get_makes_an_entry_recent() {
        let mut cache = filled(2, &[1, 2]);
        assert_eq!(cache.get(&1), Some(&10));
        assert_eq!(
            cache.put(3, 30),
            Some((2, 20)),
            "2 was used the longest ago, for 1 has just been read"
        );
        assert_eq!(cache.get(&1), Some(&10));
    }

    #[test]
    fn a_peek_or_a_miss_leaves_the_order_alone() {
        let mut cache = filled(3, &[1, 2, 3]);
        assert_eq!(cache.peek(&1), Some(&10));
        assert_eq!(cache.peek(&9), None);
        assert_eq!(cache.get(&9), None);
        assert_eq!(cache.len(), 3);
        assert_eq!(eviction_order(cache), [1, 2, 3]);
    }

    #[test]
    fn updating_a_key_makes_it_recent_and_does_not_grow() {
        let mut cache = filled(3, &[1, 2]);
        cache.put(1, 11);
        assert_eq!(cache.len(), 2);
        assert_eq!(cache.peek(&1), Some(&11));
        assert_eq!(eviction_order(cache), [2, 1]);
    }

    #[test]
    fn updating_a_full_cache_evicts_nobody() {
        let mut cache = filled(2, &[1, 2]);
        assert_eq!(
            cache.put(2, 22),
            Some((2, 20)),
            "the old value of the same key comes back, and no other entry"
        );
        assert_eq!(cache.len(), 2);
        assert_eq!(cache.peek(&1), Some(&10));
        assert_eq!(cache.peek(&2), Some(&22));
        assert_eq!(cache.put(1, 12), Some((1, 10)));
        assert_eq!(eviction_order(cache), [2, 1]);
    }

    #[test]
    fn entries_move_to_the_front_from_any_place() {
        for (used, expected) in [
            (1, [2, 3, 4, 5, 1]),
            (2, [1, 3, 4, 5, 2]),
            (3, [1, 2, 4, 5, 3]),
            (4, [1, 2, 3, 5, 4]),
            (5, [1, 2, 3, 4, 5]),
        ] {
            let mut cache = filled(5, &[1, 2, 3, 4, 5]);
            assert_eq!(cache.get(&used), Some(&(used * 10)));
            assert_eq!(eviction_order(cache), expected, "after `get(&{used})`");
        }
    }

    #[test]
    fn capacity_one_keeps_only_the_last_entry() {
        let mut cache = LruCache::new(1);
        assert_eq!(cache.put("a", 1), None);
        assert_eq!(cache.get(&"a"), Some(&1));
        assert_eq!(cache.put("a", 2), Some(("a", 1)));
        assert_eq!(cache.put("b", 3), Some(("a", 2)));
        assert_eq!(cache.len(), 1);
        assert_eq!(cache.get(&"a"), None);
        assert_eq!(cache.get(&"b"), Some(&3));
    }

    #[test]
    fn capacity_zero_stores_nothing() {
        let mut cache = LruCache::new(0);
        assert_eq!(cache.put("a", 1), Some(("a", 1)));
        assert_eq!(cache.put("a", 2), Some(("a", 2)));
        assert_eq!(cache.get(&"a"), None);
        assert_eq!(cache.peek(&"a"), None);
        assert_eq!(cache.len(), 0);
        assert!(cache.is_empty());
    }

    #[test]
    fn a_huge_capacity_costs_nothing_in_advance() {
        let mut cache = LruCache::new(usize::MAX);
        assert_eq!(cache.capacity(), usize::MAX);
        assert_eq!(cache.put("a", 1), None);
        assert_eq!(cache.get(&"a"), Some(&1));
    }

    #[test]
    fn dropping_the_cache_drops_every_value() {
        let value = Rc::new("a profile");
        let mut cache = LruCache::new(3);
        for key in 0..5 {
            drop(cache.put(key, Rc::clone(&value)));
        }
        cache.get(&3);
        assert_eq!(Rc::strong_count(&value), 4, "three in the cache, one here");
        drop(cache);
        assert_eq!(Rc::strong_count(&value), 1, "only the one here is left");
    }

    #[test]
    fn it_agrees_with_a_slow_and_simple_model() {
        for capacity in [1, 2, 3, 8] {
            let mut cache = LruCache::new(capacity);
            // The model: all entries in a `Vec`, the least recently used one first.
            let mut model: Vec<(u32, u32)> = Vec::new();
            let mut roll = dice(capacity as u64);
            for step in 0..2_000 {
                let key = roll(capacity as u32 * 2);
                let known = model.iter().position(|entry| entry.0 == key);
                if roll(2) == 0 {
                    let expected = known.map(|at| model.remove(at));
                    model.extend(expected);
                    assert_eq!(
                        cache.get(&key).copied(),
                        expected.map(|entry| entry.1),
                        "get({key}) at step {step}, capacity {capacity}"
                    );
                } else {
                    let leaving = match known {
                        Some(at) => Some(model.remove(at)),
                        None if model.len() == capacity => Some(model.remove(0)),
                        None => None,
                    };
                    model.push((key, step));
                    assert_eq!(
                        cache.put(key, step),
                        leaving,
                        "put({key}, {step}) at step {step}, capacity {capacity}"
                    );
                }
                assert_eq!(cache.len(), model.len());
            }
        }
    }

    #[test]
    fn many_calls_do_not_make_the_cache_grow() {
        let counts = Counts::default();
        let mut cache = LruCache::new(8);
        for id in 0..8 {
            cache.put(CountedKey::new(id, &counts), id);
        }
        let mut roll = dice(8);
        for _ in 0..5_000 {
            let id = roll(8);
            cache.get(&CountedKey::new(id, &counts));
            let id = roll(8);
            cache.put(CountedKey::new(id, &counts), id);
        }
        assert_eq!(cache.len(), 8);
        let alive = counts.alive.get();
        assert!(
            alive <= 4 * 8,
            "8 entries, yet {alive} copies of keys are alive"
        );
        drop(cache);
        assert_eq!(counts.alive.get(), 0, "copies of keys outlive the cache");
    }

    #[test]
    fn every_call_takes_constant_time() {
        // 3,000 calls, and what they do to their keys is counted.
        let counts = Counts::default();
        let mut cache = LruCache::new(1_000);
        for id in 0..1_000 {
            cache.put(CountedKey::new(id, &counts), id);
        }
        let mut roll = dice(1_000);
        for i in 0..500 {
            // A hit, a miss, an update and an eviction: of 0 to 499, one after the other.
            cache.get(&CountedKey::new(500 + roll(500), &counts));
            cache.get(&CountedKey::new(5_000 + i, &counts));
            cache.put(CountedKey::new(500 + roll(500), &counts), i);
            cache.put(CountedKey::new(10_000 + i, &counts), i);
        }
        assert!(cache.peek(&CountedKey::new(500, &counts)).is_some());
        assert!(cache.peek(&CountedKey::new(499, &counts)).is_none());
        for (done, times) in [
            ("hashed", counts.hashed.get()),
            ("compared", counts.compared.get()),
        ] {
            assert!(
                times <= 10 * 3_000,
                "3,000 calls on 1,000 entries, and keys were {done} {times} times"
            );
        }

        // A search that never touches a key cannot be counted. Here it would not come to an end.
        let entries = 30_000;
        let mut cache = LruCache::new(entries as usize);
        for key in 0..entries {
            cache.put(key, key);
        }
        for key in 0..entries / 2 {
            assert_eq!(cache.put(entries + key, key), Some((key, key)));
        }
    }
}
