//! Caught by: memoize_calls_once_for_each_argument
//!
//! It keeps one pair, the latest. A test that asks for the same number twice in a row is content. A
//! loop over fifty numbers computes all of them again.

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
        if let Some(result) = known.borrow().get(&argument) {
            return result.clone();
        }
        let result = f(argument.clone());
        let mut known = known.borrow_mut();
        known.clear();
        known.insert(argument, result.clone());
        result
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
