//! # A queue from two stacks
//!
//! A ticket desk piles up requests: the newest lies on top. The people who wait expect the
//! oldest to be served first. The interviewer lets you build a stack, then asks for a queue
//! that stores everything in two stacks and nothing else. Then comes the follow-up: several
//! threads file requests and several serve them, all at the same queue.
//!
//! ## What to write
//! - `Stack<T>`: last in, first out. `push`, `pop` and `is_empty`, as the trait `Lifo` says.
//! - `Queue<S>`: first in, first out, over two stacks of type `S`. `enqueue`, `dequeue` and
//!   `is_empty`. A plain queue of `T` is a `Queue<Stack<T>>`.
//! - `SharedQueue<S>`: the same queue for many threads at once. `enqueue` and `dequeue` take
//!   `&self`, and threads may share it: it is `Sync`.
//!
//! ## Edge cases that count
//! - `pop` and `dequeue` give `None` when nothing is there; push and enqueue still work
//!   afterwards.
//! - Calls come in any order: a dequeue between two enqueues must not disturb the order.
//! - A queue is empty only when no element waits in either of its stacks.
//! - `dequeue` of a shared queue never waits for an element. It gives `None` if the queue is
//!   empty at that moment. Waiting for a lock is fine.
//! - Four producers and four consumers run at once: nothing is lost and nothing comes out
//!   twice. Of the elements that one producer enqueued, every consumer receives the earlier
//!   before the later.
//!
//! ## Complexity
//! - A move is one `push` onto either of the two stacks. Whatever the order of calls, n
//!   enqueued elements may cost at most 2n moves in all. A single `dequeue` may still cost n.
//! - The tests count for themselves: they hand `new` two stacks of their own that count every
//!   `push`. That is why the queue is generic over its stacks and knows only `Lifo`. The shared
//!   queue is counted in the same way.
//!
//! Difficulty 3 of 5, about 30 minutes.
//! Cards: `queue-via-stacks`, `stack-vs-queue`. See also: `message-queue`,
//! `thread-safe-data-structure`, `mutex-vs-semaphore`, `priority-queue`.

use std::sync::{Mutex, MutexGuard};

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
    items: Vec<T>,
}

impl<T> Stack<T> {
    /// An empty stack.
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

/// A queue that keeps its elements in two stacks, and in nothing else.
///
/// Everything in `outbox` is older than everything in `inbox`. The top of `outbox` is the
/// front of the queue, the top of `inbox` its end.
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
        // Only an empty outbox may be filled, or newer elements would land on older ones. That
        // is also why it is cheap: an element is carried over once and never carried back, so
        // it is pushed twice in its life, no matter how long one refill takes.
        if self.outbox.is_empty() {
            while let Some(item) = self.inbox.pop() {
                self.outbox.push(item);
            }
        }
        self.outbox.pop()
    }

    /// Whether no element waits.
    pub fn is_empty(&self) -> bool {
        self.inbox.is_empty() && self.outbox.is_empty()
    }
}

/// A queue for many threads: every method takes `&self`.
///
/// One lock around the whole queue, because a refill touches both stacks and nobody may see it
/// half done. `Mutex<Queue<S>>` is `Sync` as soon as `S` is `Send`: only one thread at a time
/// holds the stacks, so they need not be `Sync` themselves.
pub struct SharedQueue<S> {
    queue: Mutex<Queue<S>>,
}

impl<S: Lifo> SharedQueue<S> {
    /// An empty queue, made of two empty stacks.
    pub fn new(first: S, second: S) -> Self {
        Self {
            queue: Mutex::new(Queue::new(first, second)),
        }
    }

    /// Puts `item` at the end of the queue.
    pub fn enqueue(&self, item: S::Item) {
        self.lock().enqueue(item);
    }

    /// Takes the element that has waited longest. Gives `None` at once if the queue is empty.
    pub fn dequeue(&self) -> Option<S::Item> {
        self.lock().dequeue()
    }

    fn lock(&self) -> MutexGuard<'_, Queue<S>> {
        // Poisoned means that a thread panicked in here, perhaps in the middle of a refill. The
        // order can no longer be promised, so it is better to stop than to go on.
        self.queue
            .lock()
            .expect("a thread panicked inside the queue")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    /// A stack that counts every push. Stacks with the same counter count together.
    struct Counted<T> {
        items: Vec<T>,
        pushes: Arc<AtomicUsize>,
        /// Gives other threads a turn in the middle of every move.
        steps_aside: bool,
    }

    impl<T> Counted<T> {
        fn new(pushes: &Arc<AtomicUsize>, steps_aside: bool) -> Self {
            Self {
                items: Vec::new(),
                pushes: Arc::clone(pushes),
                steps_aside,
            }
        }

        fn step_aside(&self) {
            if self.steps_aside {
                thread::yield_now();
            }
        }
    }

    impl<T> Lifo for Counted<T> {
        type Item = T;

        fn push(&mut self, item: T) {
            self.pushes.fetch_add(1, Ordering::Relaxed);
            self.items.push(item);
            self.step_aside();
        }

        fn pop(&mut self) -> Option<T> {
            self.step_aside();
            self.items.pop()
        }

        fn is_empty(&self) -> bool {
            self.items.is_empty()
        }
    }

    fn plain_queue<T>() -> Queue<Stack<T>> {
        Queue::new(Stack::new(), Stack::new())
    }

    fn counted_queue(pushes: &Arc<AtomicUsize>) -> Queue<Counted<usize>> {
        Queue::new(Counted::new(pushes, false), Counted::new(pushes, false))
    }

    fn drain<S: Lifo>(queue: &mut Queue<S>) -> Vec<S::Item> {
        std::iter::from_fn(|| queue.dequeue()).collect()
    }

    /// Counts a producer out when it is done, or when it panics.
    struct Producing<'a>(&'a AtomicUsize);

    impl Drop for Producing<'_> {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }

    const PRODUCERS: usize = 4;
    const CONSUMERS: usize = 4;
    const EACH: usize = 100;

    /// One element of the crowd: who enqueued it, and as which of its own.
    type Request = (usize, usize);

    /// Runs all producers and consumers at one queue. Gives what each consumer received, in
    /// the order it did, and the number of pushes.
    fn crowd() -> (Vec<Vec<Request>>, usize) {
        let pushes = Arc::new(AtomicUsize::new(0));
        let queue = SharedQueue::new(Counted::new(&pushes, true), Counted::new(&pushes, true));
        let producing = AtomicUsize::new(PRODUCERS);

        let received = thread::scope(|scope| {
            for producer in 0..PRODUCERS {
                let (queue, producing) = (&queue, Producing(&producing));
                scope.spawn(move || {
                    let _until_the_end = producing;
                    for number in 0..EACH {
                        queue.enqueue((producer, number));
                    }
                });
            }
            let consumers: Vec<_> = (0..CONSUMERS)
                .map(|_| {
                    scope.spawn(|| {
                        let mut mine = Vec::new();
                        loop {
                            // Asked before the dequeue: if all had been enqueued by then,
                            // `None` means that nothing more will come.
                            let all_enqueued = producing.load(Ordering::SeqCst) == 0;
                            match queue.dequeue() {
                                Some(request) => mine.push(request),
                                None if all_enqueued => return mine,
                                None => thread::yield_now(),
                            }
                        }
                    })
                })
                .collect();
            consumers
                .into_iter()
                .map(|consumer| consumer.join().expect("a consumer panicked"))
                .collect()
        });
        (received, pushes.load(Ordering::Relaxed))
    }

    #[test]
    fn a_stack_gives_back_the_newest_first() {
        let mut stack = Stack::new();
        for item in ["a", "b", "c"] {
            stack.push(item);
        }
        assert_eq!(stack.pop(), Some("c"));
        stack.push("d");
        assert_eq!(stack.pop(), Some("d"));
        assert_eq!(stack.pop(), Some("b"));
        assert_eq!(stack.pop(), Some("a"));
    }

    #[test]
    fn an_empty_stack_pops_none_and_goes_on_working() {
        let mut stack = Stack::new();
        assert!(stack.is_empty());
        assert_eq!(stack.pop(), None);
        stack.push(1);
        assert!(!stack.is_empty());
        assert_eq!(stack.pop(), Some(1));
        assert!(stack.is_empty());
        assert_eq!(stack.pop(), None);
    }

    #[test]
    fn a_queue_gives_back_the_oldest_first() {
        let mut queue = plain_queue();
        for item in ["a", "b", "c"] {
            queue.enqueue(item);
        }
        assert_eq!(drain(&mut queue), ["a", "b", "c"]);
    }

    #[test]
    fn an_empty_queue_dequeues_none_and_goes_on_working() {
        let mut queue = plain_queue();
        assert_eq!(queue.dequeue(), None);
        queue.enqueue(1);
        assert_eq!(queue.dequeue(), Some(1));
        assert_eq!(queue.dequeue(), None);
        queue.enqueue(2);
        assert_eq!(queue.dequeue(), Some(2));
        assert_eq!(queue.dequeue(), None);
    }

    #[test]
    fn a_dequeue_between_enqueues_keeps_the_order() {
        let mut queue = plain_queue();
        queue.enqueue(1);
        queue.enqueue(2);
        queue.enqueue(3);
        assert_eq!(queue.dequeue(), Some(1));
        queue.enqueue(4);
        assert_eq!(queue.dequeue(), Some(2));
        queue.enqueue(5);
        assert_eq!(drain(&mut queue), [3, 4, 5]);
    }

    #[test]
    fn a_queue_is_empty_only_when_nothing_waits_in_either_stack() {
        let mut queue = plain_queue();
        assert!(queue.is_empty(), "a new queue is empty");
        queue.enqueue('a');
        queue.enqueue('b');
        assert!(!queue.is_empty(), "a and b are still in the queue");
        queue.dequeue();
        assert!(
            !queue.is_empty(),
            "b is still in the queue, whichever stack it is in"
        );
        queue.enqueue('c');
        queue.dequeue();
        assert!(!queue.is_empty(), "c is still in the queue");
        queue.dequeue();
        assert!(queue.is_empty(), "a, b and c were all served");
    }

    #[test]
    fn a_long_mix_of_calls_agrees_with_a_plain_queue() {
        let mut queue = plain_queue();
        let mut expected = VecDeque::new();
        let mut random: u32 = 7;
        for step in 0..2_000 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if random >> 31 == 0 {
                queue.enqueue(step);
                expected.push_back(step);
            } else {
                assert_eq!(queue.dequeue(), expected.pop_front(), "at step {step}");
            }
            assert_eq!(queue.is_empty(), expected.is_empty(), "at step {step}");
        }
    }

    #[test]
    fn n_elements_cost_at_most_2n_moves() {
        let n = 200;
        let pushes = Arc::new(AtomicUsize::new(0));
        let mut queue = counted_queue(&pushes);
        for item in 0..n {
            queue.enqueue(item);
        }
        assert_eq!(drain(&mut queue).len(), n);
        let moves = pushes.load(Ordering::Relaxed);
        assert!(moves <= 2 * n, "{moves} moves for {n} elements");
    }

    #[test]
    fn a_queue_that_never_runs_empty_keeps_to_2n_moves() {
        let (waiting, served) = (50, 500);
        let pushes = Arc::new(AtomicUsize::new(0));
        let mut queue = counted_queue(&pushes);
        for item in 0..waiting {
            queue.enqueue(item);
        }
        for item in 0..served {
            queue.enqueue(waiting + item);
            assert_eq!(queue.dequeue(), Some(item));
        }
        let n = waiting + served;
        let moves = pushes.load(Ordering::Relaxed);
        assert!(moves <= 2 * n, "{moves} moves for {n} elements");
    }

    #[test]
    fn a_shared_queue_needs_no_exclusive_reference() {
        let queue = SharedQueue::new(Stack::new(), Stack::new());
        let (one, other) = (&queue, &queue);
        assert_eq!(one.dequeue(), None);
        one.enqueue("a");
        other.enqueue("b");
        assert_eq!(one.dequeue(), Some("a"));
        one.enqueue("c");
        assert_eq!(other.dequeue(), Some("b"));
        assert_eq!(other.dequeue(), Some("c"));
        assert_eq!(one.dequeue(), None);
    }

    #[test]
    fn a_crowd_of_threads_loses_and_duplicates_nothing() {
        let (received, _) = crowd();
        let mut received: Vec<Request> = received.into_iter().flatten().collect();
        received.sort_unstable();
        let enqueued: Vec<Request> = (0..PRODUCERS)
            .flat_map(|producer| (0..EACH).map(move |number| (producer, number)))
            .collect();
        assert_eq!(received.len(), enqueued.len(), "elements received");
        assert!(received == enqueued, "some are missing, others came twice");
    }

    #[test]
    fn each_producer_is_served_in_its_own_order() {
        let (received, _) = crowd();
        for (consumer, requests) in received.iter().enumerate() {
            let mut last = [None; PRODUCERS];
            for &(producer, number) in requests {
                assert!(
                    last[producer] < Some(number),
                    "consumer {consumer} received {number} of producer {producer} after {:?}",
                    last[producer]
                );
                last[producer] = Some(number);
            }
        }
    }

    #[test]
    fn a_crowd_of_threads_keeps_to_2n_moves() {
        let n = PRODUCERS * EACH;
        let (_, moves) = crowd();
        assert!(moves <= 2 * n, "{moves} moves for {n} elements");
    }
}
