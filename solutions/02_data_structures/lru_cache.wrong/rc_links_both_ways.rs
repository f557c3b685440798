//! Caught by: dropping_the_cache_drops_every_value, many_calls_do_not_make_the_cache_grow
//!
//! The doubly linked list from the textbook, with an `Rc` in each direction. Two neighbors then
//! keep each other alive for ever, and dropping the cache frees nothing. One direction must be
//! `Weak`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

type Link<K, V> = RefCell<Option<Rc<Node<K, V>>>>;

struct Node<K, V> {
    key: K,
    value: V,
    newer: Link<K, V>,
    older: Link<K, V>,
}

pub struct LruCache<K, V> {
    capacity: usize,
    index: HashMap<K, Rc<Node<K, V>>>,
    newest: Link<K, V>,
    oldest: Link<K, V>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        LruCache {
            capacity,
            index: HashMap::new(),
            newest: RefCell::new(None),
            oldest: RefCell::new(None),
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let node = Rc::clone(self.index.get(key)?);
        self.unlink(&node);
        self.link_as_newest(&node);
        self.peek(key)
    }

    pub fn peek(&self, key: &K) -> Option<&V> {
        self.index.get(key).map(|node| &node.value)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        let mut leaving = self.index.remove(&key);
        if leaving.is_none() && self.index.len() == self.capacity {
            let oldest = self.oldest.borrow().clone();
            leaving = oldest.and_then(|oldest| self.index.remove(&oldest.key));
        }
        if let Some(node) = &leaving {
            self.unlink(node);
        }
        let node = Rc::new(Node {
            key: key.clone(),
            value,
            newer: RefCell::new(None),
            older: RefCell::new(None),
        });
        self.link_as_newest(&node);
        self.index.insert(key, node);
        let node = Rc::into_inner(leaving?)?;
        Some((node.key, node.value))
    }

    pub fn len(&self) -> usize {
        self.index.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn capacity(&self) -> usize {
        self.capacity
    }

    fn unlink(&self, node: &Node<K, V>) {
        let newer = node.newer.take();
        let older = node.older.take();
        match &newer {
            Some(newer) => newer.older.replace(older.clone()),
            None => self.newest.replace(older.clone()),
        };
        match &older {
            Some(older) => older.newer.replace(newer.clone()),
            None => self.oldest.replace(newer.clone()),
        };
    }

    fn link_as_newest(&self, node: &Rc<Node<K, V>>) {
        let second = self.newest.replace(Some(Rc::clone(node)));
        match &second {
            Some(second) => second.newer.replace(Some(Rc::clone(node))),
            None => self.oldest.replace(Some(Rc::clone(node))),
        };
        node.older.replace(second);
    }
}
