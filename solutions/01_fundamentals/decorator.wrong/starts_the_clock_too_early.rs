//! Caught by: nothing_runs_until_the_function_is_called, timed_reports_how_long_each_call_took
//!
//! The clock is read above the closure: once, while the function is decorated. Each call then
//! reports the whole time since the program began.

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
    let start = clock();
    move |argument| {
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
        .rev()
        .fold(f, |inner, decorator| decorator(inner))
}
