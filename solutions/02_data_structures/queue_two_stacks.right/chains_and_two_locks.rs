//! Another way: the stack is a chain of boxes, the last element of a refill goes straight out, and
//! each stack of the shared queue has its own lock. Producers take the one of the inbox, consumers
//! hold the one of the outbox all the while, and with it, for a refill, the other one too.

use std::sync::Mutex;

/// Last in, first out: all that a queue may ask of a stack.
pub trait Lifo {
    type Item;

    /// Puts `item` on top.
    fn push(&mut self, item: Self::Item);

    /// Takes the item on top, the one pushed last; `None` if there is none.
    fn pop(&mut self) -> Option<Self::Item>;

    /// Whether nothing is on the stack.
    fn is_empty(&self) -> bool;
}

/// A stack of `T`.
pub struct Stack<T> {
    top: Option<Box<Link<T>>>,
}

struct Link<T> {
    item: T,
    below: Option<Box<Link<T>>>,
}

impl<T> Stack<T> {
    /// An empty stack.
    pub fn new() -> Self {
        Self { top: None }
    }
}

impl<T> Default for Stack<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// One link after the other, or a long chain would be dropped by a deep recursion.
impl<T> Drop for Stack<T> {
    fn drop(&mut self) {
        while self.pop().is_some() {}
    }
}

impl<T> Lifo for Stack<T> {
    type Item = T;

    fn push(&mut self, item: T) {
        let below = self.top.take();
        self.top = Some(Box::new(Link { item, below }));
    }

    fn pop(&mut self) -> Option<T> {
        let Link { item, below } = *self.top.take()?;
        self.top = below;
        Some(item)
    }

    fn is_empty(&self) -> bool {
        self.top.is_none()
    }
}

/// A queue that keeps its elements in two stacks, and in nothing else.
pub struct Queue<S> {
    inbox: S,
    outbox: S,
}

impl<S: Lifo> Queue<S> {
    /// An empty queue, made of two empty stacks.
    pub fn new(first: S, second: S) -> Self {
        Self {
            inbox: first,
            outbox: second,
        }
    }

    /// Puts `item` at the end of the queue.
    pub fn enqueue(&mut self, item: S::Item) {
        self.inbox.push(item);
    }

    /// Takes the element that has waited longest; `None` if the queue is empty.
    pub fn dequeue(&mut self) -> Option<S::Item> {
        let ready = self.outbox.pop();
        ready.or_else(|| carry(&mut self.inbox, &mut self.outbox))
    }

    /// Whether no element waits.
    pub fn is_empty(&self) -> bool {
        self.inbox.is_empty() && self.outbox.is_empty()
    }
}

/// Moves all that waits in `inbox` to `outbox`, except for the oldest element, which is returned.
fn carry<S: Lifo>(inbox: &mut S, outbox: &mut S) -> Option<S::Item> {
    let mut oldest = inbox.pop()?;
    while let Some(older) = inbox.pop() {
        outbox.push(oldest);
        oldest = older;
    }
    Some(oldest)
}

/// A queue for many threads: every method takes `&self`.
pub struct SharedQueue<S> {
    inbox: Mutex<S>,
    outbox: Mutex<S>,
}

impl<S: Lifo> SharedQueue<S> {
    /// An empty queue, made of two empty stacks.
    pub fn new(first: S, second: S) -> Self {
        Self {
            inbox: Mutex::new(first),
            outbox: Mutex::new(second),
        }
    }

    /// Puts `item` at the end of the queue.
    pub fn enqueue(&self, item: S::Item) {
        self.inbox.lock().expect("no stack panics").push(item);
    }

    /// Takes the element that has waited longest. Gives `None` at once if the queue is empty.
    pub fn dequeue(&self) -> Option<S::Item> {
        let mut outbox = self.outbox.lock().expect("no stack panics");
        let ready = outbox.pop();
        ready.or_else(|| {
            let mut inbox = self.inbox.lock().expect("no stack panics");
            carry(&mut *inbox, &mut *outbox)
        })
    }
}
