//! Another way: nodes on the heap. The map owns each node and its value, and the list is made of
//! `Weak` links in both directions. No circle of owners keeps anything alive, and dropping the map
//! drops every node by itself, with no recursion along the list.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::{Rc, Weak};

/// A cache that holds at most `capacity` entries and gives up the least recently used one.
pub struct LruCache<K, V> {
    capacity: usize,
    entries: HashMap<K, (Rc<Node<K>>, V)>,
    newest: Weak<Node<K>>,
    oldest: Weak<Node<K>>,
}

/// A place in the list. The value is not in here: it must be lent out without a `RefCell`.
struct Node<K> {
    key: K,
    newer: RefCell<Weak<Node<K>>>,
    older: RefCell<Weak<Node<K>>>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    /// An empty cache for at most `capacity` entries.
    pub fn new(capacity: usize) -> Self {
        LruCache {
            capacity,
            entries: HashMap::new(),
            newest: Weak::new(),
            oldest: Weak::new(),
        }
    }

    /// The value stored under `key`, which becomes the most recently used entry.
    pub fn get(&mut self, key: &K) -> Option<&V> {
        let node = Rc::clone(&self.entries.get(key)?.0);
        self.unlink(&node);
        self.link_as_newest(&node);
        self.peek(key)
    }

    /// The value stored under `key`. Looking this way does not count as using it.
    pub fn peek(&self, key: &K) -> Option<&V> {
        self.entries.get(key).map(|(_, value)| value)
    }

    /// Stores `value` under `key`, as the most recently used entry.
    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        let leaving = match self.entries.contains_key(&key) {
            true => self.remove(&key),
            false if self.len() == self.capacity => {
                let oldest = self.oldest.upgrade()?;
                self.remove(&oldest.key)
            }
            false => None,
        };
        let node = Rc::new(Node {
            key: key.clone(),
            newer: RefCell::default(),
            older: RefCell::default(),
        });
        self.link_as_newest(&node);
        self.entries.insert(key, (node, value));
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

    fn remove(&mut self, key: &K) -> Option<(K, V)> {
        let (key, (node, value)) = self.entries.remove_entry(key)?;
        self.unlink(&node);
        Some((key, value))
    }

    fn unlink(&mut self, node: &Node<K>) {
        let newer = node.newer.take();
        let older = node.older.take();
        match newer.upgrade() {
            Some(neighbor) => *neighbor.older.borrow_mut() = older.clone(),
            None => self.newest = older.clone(),
        }
        match older.upgrade() {
            Some(neighbor) => *neighbor.newer.borrow_mut() = newer,
            None => self.oldest = newer,
        }
    }

    fn link_as_newest(&mut self, node: &Rc<Node<K>>) {
        let link = Rc::downgrade(node);
        let second = std::mem::replace(&mut self.newest, link.clone());
        match second.upgrade() {
            Some(second) => *second.newer.borrow_mut() = link,
            None => self.oldest = link,
        }
        *node.older.borrow_mut() = second;
    }
}
