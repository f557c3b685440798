//! Caught by: a_queue_is_empty_only_when_nothing_waits_in_either_stack
//!
//! After a refill everything waits in the outbox, but `is_empty` asks only the stack into which
//! elements come. A server that stops at "empty" then leaves requests behind.

use std::sync::{Mutex, MutexGuard};

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
        self.inbox.is_empty()
    }
}

pub struct SharedQueue<S> {
    queue: Mutex<Queue<S>>,
}

impl<S: Lifo> SharedQueue<S> {
    pub fn new(first: S, second: S) -> Self {
        Self {
            queue: Mutex::new(Queue::new(first, second)),
        }
    }

    pub fn enqueue(&self, item: S::Item) {
        self.lock().enqueue(item);
    }

    pub fn dequeue(&self) -> Option<S::Item> {
        self.lock().dequeue()
    }

    fn lock(&self) -> MutexGuard<'_, Queue<S>> {
        self.queue
            .lock()
            .expect("a thread panicked inside the queue")
    }
}
