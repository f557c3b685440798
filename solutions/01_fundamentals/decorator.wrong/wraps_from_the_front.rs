//! Caught by: decorate_puts_the_first_decorator_outermost
//!
//! The list is folded from its first element on. Each decorator is put around those before it, so
//! the last one ends up outermost: the wrong way around.

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
        known.borrow_mut().insert(argument, result.clone());
        result
    }
}

pub fn decorate<'a, A: 'a, R: 'a>(
    f: Function<'a, A, R>,
    decorators: Vec<Decorator<'a, A, R>>,
) -> Function<'a, A, R> {
    decorators
        .into_iter()
        .fold(f, |inner, decorator| decorator(inner))
}
