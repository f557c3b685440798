//! Caught by: each_producer_is_served_in_its_own_order
//!
//! Two stacks, two locks, and every access is locked, so nothing is lost. But a refill is many
//! accesses. While it is half done, the oldest elements are still in the inbox, and another
//! consumer takes a newer one from the top of the outbox. A lock must span what belongs
//! together.

use std::sync::Mutex;

pub trait Lifo {
    type Item;

    fn push(&mut self, item: Self::Item);

    fn pop(&mut self) -> Option<Self::Item>;

    fn is_empty(&self) -> bool;
}

pub struct Stack<T> {
    items: Vec<T>,
}

impl<T> Stack<T> {
    pub fn new() -> Self {
        Self { items: Vec::new() }
    }
}

impl<T> Default for Stack<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Lifo for Stack<T> {
    type Item = T;

    fn push(&mut self, item: T) {
        self.items.push(item);
    }

    fn pop(&mut self) -> Option<T> {
        self.items.pop()
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

pub struct Queue<S> {
    inbox: S,
    outbox: S,
}

impl<S: Lifo> Queue<S> {
    pub fn new(first: S, second: S) -> Self {
        Self {
            inbox: first,
            outbox: second,
        }
    }

    pub fn enqueue(&mut self, item: S::Item) {
        self.inbox.push(item);
    }

    pub fn dequeue(&mut self) -> Option<S::Item> {
        if self.outbox.is_empty() {
            while let Some(item) = self.inbox.pop() {
                self.outbox.push(item);
            }
        }
        self.outbox.pop()
    }

    pub fn is_empty(&self) -> bool {
        self.inbox.is_empty() && self.outbox.is_empty()
    }
}

pub struct SharedQueue<S> {
    inbox: Mutex<S>,
    outbox: Mutex<S>,
}

impl<S: Lifo> SharedQueue<S> {
    pub fn new(first: S, second: S) -> Self {
        Self {
            inbox: Mutex::new(first),
            outbox: Mutex::new(second),
        }
    }

    pub fn enqueue(&self, item: S::Item) {
        self.inbox.lock().unwrap().push(item);
    }

    pub fn dequeue(&self) -> Option<S::Item> {
        let ready = self.outbox.lock().unwrap().pop();
        if ready.is_some() {
            return ready;
        }
        while let Some(item) = self.inbox.lock().unwrap().pop() {
            self.outbox.lock().unwrap().push(item);
        }
        self.outbox.lock().unwrap().pop()
    }
}
