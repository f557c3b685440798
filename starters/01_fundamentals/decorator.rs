//! # Decorators
//!
//! A shop asks three services for prices. Support wants every call in the log, operations want to
//! know how long each one takes, and the services want to be asked less often. You could edit all
//! the functions. Or you write three decorators: functions that take a function and return one with
//! the same argument and the same result, and something more around it.
//!
//! Python has the `@` sign for this. In Rust it is a function from `Fn` to `Fn`.
//!
//! ## What to write
//! - `logged`: writes a line before and a line after each call
//! - `timed`: reports how long each call took, by the clock it is given
//! - `memoize`: remembers results, so that each argument is computed only once
//! - `decorate`: puts a whole list of decorators around a function
//!
//! ## Edge cases that count
//! - Argument and result pass through unchanged. They need not be `Clone`, except for `memoize`.
//!   The inner function is called exactly once for each call, unless its result is remembered.
//! - To decorate is not to call: nothing is called, logged or timed until the new function is
//!   called.
//! - `logged` writes `-> price(3)` before the call and `<- price: 300` after it, with argument and
//!   result as `{:?}` shows them. An error is a result like any other.
//! - `timed` counts only the time between the start and the end of the call itself. If the clock
//!   was set back meanwhile, it reports zero.
//! - `memoize` keeps the first answer for good, even where the inner function would now answer
//!   something else. Each memoized function has a memory of its own.
//! - The function inside `memoize` may call the memoized function again, with another argument:
//!   that is how a recursive function becomes fast.
//! - If the inner function panics, there is no result, and nothing is remembered. The next call
//!   with the same argument tries again. Whether `logged` and `timed` say anything more about such
//!   a call is up to you.
//! - `decorate` makes the first decorator of the list the outermost one, as the topmost `@` line is
//!   in Python. With an empty list, the function stays as it is.
//!
//! ## Complexity
//! - A call through `memoize` with a known argument takes O(1) and calls nothing. The tests count
//!   the calls of the inner function.
//!
//! Difficulty 3 of 5, about 30 minutes.
//! Cards: `decorator`. See also: `middleware`, `higher-order-function`, `pure-function`, `caching`,
//! `backend-design-patterns`.

use std::fmt::Debug;
use std::hash::Hash;
use std::time::Duration;

/// A function in a box. Closures all have different types; boxed, they have one.
pub type Function<'a, A, R> = Box<dyn Fn(A) -> R + 'a>;

/// A decorator in a box: it takes a function and gives back another.
pub type Decorator<'a, A, R> = Box<dyn FnOnce(Function<'a, A, R>) -> Function<'a, A, R> + 'a>;

/// `f`, which now writes `-> name(argument)` before each call and `<- name: result` after it.
pub fn logged<A: Debug, R: Debug>(
    name: &str,
    f: impl Fn(A) -> R,
    log: impl Fn(String),
) -> impl Fn(A) -> R {
    // A closure is the right kind of answer. What it does is yours to write.
    move |argument| todo!()
}

/// `f`, which now tells `report` how long each call took. `clock` gives the time since some moment
/// in the past.
pub fn timed<A, R>(
    f: impl Fn(A) -> R,
    clock: impl Fn() -> Duration,
    report: impl Fn(Duration),
) -> impl Fn(A) -> R {
    move |argument| todo!()
}

/// `f`, which is now called at most once for each argument. From then on the answer is a copy of
/// the first one.
pub fn memoize<A: Hash + Eq + Clone, R: Clone>(f: impl Fn(A) -> R) -> impl Fn(A) -> R {
    move |argument| todo!()
}

/// `f` inside all of `decorators`. The first one is the outermost: it is the first to see the
/// argument and the last to see the result.
pub fn decorate<'a, A: 'a, R: 'a>(
    f: Function<'a, A, R>,
    decorators: Vec<Decorator<'a, A, R>>,
) -> Function<'a, A, R> {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, OnceCell, RefCell};
    use std::panic::{self, AssertUnwindSafe};
    use std::rc::Rc;
    use std::time::Duration;

    /// A log that tests can read.
    #[derive(Default)]
    struct Log {
        lines: RefCell<Vec<String>>,
    }

    impl Log {
        fn write(&self, line: impl Into<String>) {
            self.lines.borrow_mut().push(line.into());
        }

        /// The lines so far. The log is empty afterwards.
        fn take(&self) -> Vec<String> {
            self.lines.take()
        }
    }

    /// Something that can be shown, and not be cloned.
    #[derive(Debug, PartialEq)]
    struct Order(u32);

    fn add_one(count: &Cell<u32>) {
        count.set(count.get() + 1);
    }

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn logged_passes_argument_and_result_through() {
        let price = logged("price", |pieces: u32| pieces * 100, |_| ());
        assert_eq!(price(3), 300);
        assert_eq!(price(0), 0);

        let accept = logged("accept", |order: Order| Some(order), |_| ());
        assert_eq!(accept(Order(7)), Some(Order(7)));
    }

    #[test]
    fn logged_writes_a_line_before_and_a_line_after() {
        let log = Log::default();
        let price = |pieces: u32| {
            log.write("price is computed");
            pieces * 100
        };
        let price = logged("price", price, |line| log.write(line));
        price(3);
        assert_eq!(
            log.take(),
            ["-> price(3)", "price is computed", "<- price: 300"]
        );
        price(4);
        assert_eq!(
            log.take(),
            ["-> price(4)", "price is computed", "<- price: 400"]
        );
    }

    #[test]
    fn logged_shows_errors_and_text_as_debug_does() {
        let log = Log::default();
        let find = |name: String| Err::<u32, _>(format!("no {name}"));
        let find = logged("find", find, |line| log.write(line));
        assert_eq!(find("tea".to_owned()), Err("no tea".to_owned()));
        assert_eq!(
            log.take(),
            [r#"-> find("tea")"#, r#"<- find: Err("no tea")"#]
        );
    }

    #[test]
    fn timed_passes_argument_and_result_through() {
        let accept = timed(|order: Order| Some(order), || millis(5), |_| ());
        assert_eq!(accept(Order(7)), Some(Order(7)));
    }

    #[test]
    fn timed_reports_how_long_each_call_took() {
        let now = Cell::new(millis(1_000));
        let reports = RefCell::new(Vec::new());
        let work = |duration: u64| now.set(now.get() + millis(duration));
        let work = timed(work, || now.get(), |took| reports.borrow_mut().push(took));

        work(30);
        assert_eq!(reports.take(), [millis(30)], "one call, one report");
        now.set(millis(9_000));
        work(20);
        work(0);
        assert_eq!(
            reports.take(),
            [millis(20), millis(0)],
            "the time between the calls does not count"
        );
    }

    #[test]
    fn timed_reports_zero_when_the_clock_was_set_back() {
        let now = Cell::new(millis(1_000));
        let reports = RefCell::new(Vec::new());
        let work = |()| now.set(millis(400));
        let work = timed(work, || now.get(), |took| reports.borrow_mut().push(took));
        work(());
        assert_eq!(reports.take(), [Duration::ZERO]);
    }

    #[test]
    fn nothing_runs_until_the_function_is_called() {
        let events = Cell::new(0);
        let count = || add_one(&events);
        let f = |n: u32| {
            count();
            n
        };
        let clock = || {
            count();
            millis(0)
        };
        let f = logged("f", timed(memoize(f), clock, |_| count()), |_| count());
        assert_eq!(events.get(), 0, "something ran while `f` was decorated");
        assert_eq!(f(5), 5);
        assert_eq!(
            events.get(),
            6,
            "two lines, two looks at the clock, one report, one call"
        );
    }

    #[test]
    fn memoize_calls_once_for_each_argument() {
        let calls = Cell::new(0);
        let square = memoize(|n: u32| {
            add_one(&calls);
            n * n
        });
        for round in 1..=3 {
            for n in 0..50 {
                assert_eq!(square(n), n * n, "square of {n}, round {round}");
            }
            assert_eq!(calls.get(), 50, "calls of the inner function");
        }

        let calls = Cell::new(0);
        let length = memoize(|text: String| {
            add_one(&calls);
            text.len()
        });
        assert_eq!(length("tea".to_owned()), 3);
        assert_eq!(length("tea".to_owned()), 3);
        assert_eq!(length("milk".to_owned()), 4);
        assert_eq!(calls.get(), 2);
    }

    #[test]
    fn memoize_freezes_an_impure_function() {
        // The result depends on something besides the argument: not a function to memoize.
        let rate = Cell::new(2);
        let convert = |euros: u32| euros * rate.get();
        let frozen = memoize(convert);
        assert_eq!(frozen(10), 20);
        rate.set(3);
        assert_eq!(convert(10), 30, "the function itself sees the new rate");
        assert_eq!(frozen(10), 20, "the memoized one keeps its first answer");
        assert_eq!(frozen(11), 33, "an argument it does not know yet");
    }

    #[test]
    fn each_memoized_function_has_its_own_memory() {
        let double = memoize(|n: u32| n * 2);
        let triple = memoize(|n: u32| n * 3);
        assert_eq!(
            [double(7), triple(7), double(7), triple(7)],
            [14, 21, 14, 21]
        );
    }

    #[test]
    fn a_memoized_function_may_call_itself() {
        let calls = Rc::new(Cell::new(0));
        let itself: Rc<OnceCell<Function<u64, u64>>> = Rc::default();
        let fibonacci = memoize({
            let (calls, itself) = (Rc::clone(&calls), Rc::clone(&itself));
            move |n: u64| {
                add_one(&calls);
                assert!(calls.get() <= 81, "a number was computed a second time");
                let again = itself.get().expect("it is set before the first call");
                if n < 2 {
                    n
                } else {
                    again(n - 1) + again(n - 2)
                }
            }
        });
        assert!(itself.set(Box::new(fibonacci)).is_ok());
        let fibonacci = itself.get().expect("it has just been set");
        assert_eq!(fibonacci(80), 23_416_728_348_467_685);
        assert_eq!(calls.get(), 81, "one call for each number from 0 to 80");
    }

    #[test]
    fn a_panic_is_not_remembered() {
        let calls = Cell::new(0);
        let shaky = memoize(|n: u32| {
            add_one(&calls);
            assert!(calls.get() > 1, "the first call fails");
            n + 1
        });
        let first = panic::catch_unwind(AssertUnwindSafe(|| shaky(1)));
        assert!(first.is_err(), "the panic should reach the caller");
        assert_eq!(shaky(1), 2, "the second call should try again");
        assert_eq!(shaky(1), 2);
        assert_eq!(calls.get(), 2);
    }

    #[test]
    fn the_outer_layer_decides_what_the_inner_one_sees() {
        let log = Log::default();
        let cached = logged("f", memoize(|n: u32| n), |line| log.write(line));
        cached(1);
        cached(1);
        assert_eq!(log.take().len(), 4, "each call is logged, cached or not");

        let cached = memoize(logged("f", |n: u32| n, |line| log.write(line)));
        cached(1);
        cached(1);
        assert_eq!(log.take().len(), 2, "a cached call never reaches the log");
    }

    #[test]
    fn decorate_puts_the_first_decorator_outermost() {
        let log = Log::default();
        let layer = |name| -> Decorator<'_, u32, u32> {
            let log = &log;
            Box::new(move |f| Box::new(logged(name, f, |line| log.write(line))))
        };
        let add = |n| -> Decorator<'_, u32, u32> { Box::new(move |f| Box::new(move |m| f(m) + n)) };

        let f = decorate(
            Box::new(|n| n * 2),
            vec![layer("outer"), add(1), layer("inner")],
        );
        assert_eq!(f(20), 41);
        assert_eq!(
            log.take(),
            [
                "-> outer(20)",
                "-> inner(20)",
                "<- inner: 40",
                "<- outer: 41"
            ]
        );

        let plain = decorate(Box::new(|order: Order| order), Vec::new());
        assert_eq!(plain(Order(7)), Order(7), "no decorators, no change");
    }
}
