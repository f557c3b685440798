//! Caught by: a_memoized_function_may_call_itself
//!
//! `entry(..).or_insert_with(..)` looks up and computes in one go, and the memory stays borrowed
//! all the while. As soon as the inner function calls the memoized one, the second borrow is a
//! panic. With a `Mutex` it would wait for itself for ever.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::time::Duration;

pub type Function<'a, A, R> = Box<dyn Fn(A) -> R + 'a>;

pub type Decorator<'a, A, R> = Box<dyn FnOnce(Function<'a, A, R>) -> Function<'a, A, R> + 'a>;

pub fn logged<A: Debug, R: Debug>(
    name: &str,
    f: impl Fn(A) -> R,
    log: impl Fn(String),
) -> impl Fn(A) -> R {
    move |argument| {
        log(format!("-> {name}({argument:?})"));
        let result = f(argument);
        log(format!("<- {name}: {result:?}"));
        result
    }
}

pub fn timed<A, R>(
    f: impl Fn(A) -> R,
    clock: impl Fn() -> Duration,
    report: impl Fn(Duration),
) -> impl Fn(A) -> R {
    move |argument| {
        let start = clock();
        let result = f(argument);
        report(clock().saturating_sub(start));
        result
    }
}

pub fn memoize<A: Hash + Eq + Clone, R: Clone>(f: impl Fn(A) -> R) -> impl Fn(A) -> R {
    let known: RefCell<HashMap<A, R>> = RefCell::new(HashMap::new());
    move |argument| {
        known
            .borrow_mut()
            .entry(argument.clone())
            .or_insert_with(|| f(argument))
            .clone()
    }
}

pub fn decorate<'a, A: 'a, R: 'a>(
    f: Function<'a, A, R>,
    decorators: Vec<Decorator<'a, A, R>>,
) -> Function<'a, A, R> {
    decorators
        .into_iter()
        .rev()
        .fold(f, |inner, decorator| decorator(inner))
}
