//! Another way: the memory is behind a `Mutex`, so that threads could share it, and
//! the list of decorators is taken apart from its end. Time is taken as a guard that reports when
//! it goes.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

pub type Function<'a, A, R> = Box<dyn Fn(A) -> R + 'a>;
pub type Decorator<'a, A, R> = Box<dyn FnOnce(Function<'a, A, R>) -> Function<'a, A, R> + 'a>;

pub fn logged<A: Debug, R: Debug>(
    name: &str,
    f: impl Fn(A) -> R,
    log: impl Fn(String),
) -> impl Fn(A) -> R {
    move |argument| {
        log("-> ".to_owned() + name + &format!("({argument:?})"));
        let result = f(argument);
        log("<- ".to_owned() + name + &format!(": {result:?}"));
        result
    }
}

struct Stopwatch<C: Fn() -> Duration, P: Fn(Duration)> {
    start: Duration,
    clock: C,
    report: P,
}

impl<C: Fn() -> Duration, P: Fn(Duration)> Drop for Stopwatch<C, P> {
    fn drop(&mut self) {
        let took = (self.clock)().checked_sub(self.start);
        (self.report)(took.unwrap_or_default());
    }
}

pub fn timed<A, R>(
    f: impl Fn(A) -> R,
    clock: impl Fn() -> Duration,
    report: impl Fn(Duration),
) -> impl Fn(A) -> R {
    move |argument| {
        let _stopwatch = Stopwatch {
            start: clock(),
            clock: &clock,
            report: &report,
        };
        f(argument)
    }
}

pub fn memoize<A: Hash + Eq + Clone, R: Clone>(f: impl Fn(A) -> R) -> impl Fn(A) -> R {
    let known: Mutex<HashMap<A, R>> = Mutex::default();
    move |argument| {
        let lock = || known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = lock().get(&argument).cloned();
        found.unwrap_or_else(|| {
            let result = f(argument.clone());
            // If another call was faster, its answer stays.
            lock().entry(argument).or_insert(result).clone()
        })
    }
}

pub fn decorate<'a, A: 'a, R: 'a>(
    f: Function<'a, A, R>,
    mut decorators: Vec<Decorator<'a, A, R>>,
) -> Function<'a, A, R> {
    let mut decorated = f;
    while let Some(decorator) = decorators.pop() {
        decorated = decorator(decorated);
    }
    decorated
}
