//! # Race condition
//!
//! A colleague has written a hit counter and a bank account. Both passed every test on the laptop.
//! In production, with eight threads, the counter shows too few hits, and last night an account paid
//! out more than it had. There is no data race in there: the compiler saw to that. Find the race
//! conditions, and repair them.
//!
//! ## What to repair
//! - `HitCounter`: `hit` counts one hit and returns its number
//! - `Account`: `withdraw` takes money out, but never more than there is; `deposit` puts some in
//!
//! The signatures stay. What is inside the two types is up to you.
//!
//! ## Edge cases that count
//! - No hit is lost, and no two hits have the same number. The first one is number 1.
//! - Of two withdrawals, of which the balance allows only one, just one succeeds. When it allows
//!   both, both succeed.
//! - `withdraw` returns what it left at that very moment, and not what others have made of it since.
//!   `NotEnough` holds the balance that was not enough at that moment.
//! - A refused withdrawal changes nothing, not even for an instant: nobody else ever sees a balance
//!   that is too low, or is refused because of it.
//! - To withdraw everything is fine, and so is to withdraw 0. The balance and all deposits together
//!   fit into a `u64`.
//! - One call never waits for another one that waits for it.
//!
//! ## How the tests look at it
//! - With real threads, and many of them.
//! - With two threads under `loom`, which tries every order of their steps, and with three, which it
//!   interrupts up to twice. A failing test shows the steps that lead to the wrong result: thread `a`
//!   does this, thread `b` does that.
//!
//! For that, build on the `AtomicU64` and the `Mutex` imported below. Under test they are made like
//! those of `std`, and note every step down. They have what you need here: of the atomic number all
//! that loads, stores and changes it, of the mutex `new` and `lock`. What it holds must be `Debug`.
//!
//! ## Complexity
//! - Every call takes O(1), apart from waiting for a lock.
//!
//! Difficulty 2 of 5, about 25 minutes.
//! Cards: `race-condition`. See also: `mutex-vs-semaphore`, `optimistic-vs-pessimistic-locking`,
//! `thread-safe-data-structure`.

use std::sync::atomic::Ordering;
#[cfg(not(test))]
use std::sync::{Mutex, atomic::AtomicU64};
#[cfg(test)]
use tests::noted::{AtomicU64, Mutex};

/// Counts the hits of a page, from any number of threads.
pub struct HitCounter {
    hits: AtomicU64,
}

impl HitCounter {
    /// A counter that has seen no hit yet.
    pub fn new() -> Self {
        HitCounter {
            hits: AtomicU64::new(0),
        }
    }

    /// Counts one hit and returns its number: 1 for the first, 2 for the second.
    pub fn hit(&self) -> u64 {
        let hits = self.hits.load(Ordering::Relaxed) + 1;
        self.hits.store(hits, Ordering::Relaxed);
        hits
    }

    /// How many hits there were.
    pub fn hits(&self) -> u64 {
        self.hits.load(Ordering::Relaxed)
    }
}

impl Default for HitCounter {
    fn default() -> Self {
        HitCounter::new()
    }
}

/// Why a withdrawal is refused: this is the balance, and it is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotEnough {
    pub balance: u64,
}

/// A bank account that any number of threads use.
pub struct Account {
    balance: Mutex<u64>,
}

impl Account {
    /// An account that holds `balance`.
    pub fn new(balance: u64) -> Self {
        Account {
            balance: Mutex::new(balance),
        }
    }

    /// What the account holds.
    pub fn balance(&self) -> u64 {
        *self.balance.lock().expect("nobody panics under the lock")
    }

    /// Puts `amount` in, and returns the balance which that leaves.
    pub fn deposit(&self, amount: u64) -> u64 {
        let balance = self.balance() + amount;
        self.set_balance(balance);
        balance
    }

    /// Takes `amount` out, and returns the balance which that leaves.
    ///
    /// # Errors
    /// The account does not hold as much. It stays as it is.
    pub fn withdraw(&self, amount: u64) -> Result<u64, NotEnough> {
        if self.balance() < amount {
            return Err(NotEnough {
                balance: self.balance(),
            });
        }
        let balance = self.balance() - amount;
        self.set_balance(balance);
        Ok(balance)
    }

    fn set_balance(&self, balance: u64) {
        *self.balance.lock().expect("nobody panics under the lock") = balance;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{self, AssertUnwindSafe};
    use std::sync::{Arc, Barrier};
    use std::thread;

    /// The types of `std`, and under `loom` those of `loom`, with every step noted down.
    #[allow(
        dead_code,
        reason = "which of the methods are used is the learner's choice"
    )]
    pub mod noted {
        use std::cell::RefCell;
        use std::fmt::Debug;
        use std::mem;
        use std::ops::{Deref, DerefMut};
        use std::sync::atomic::Ordering;
        use std::sync::{LockResult, PoisonError};

        thread_local! {
            /// What the threads of a model did, in the order in which they did it; `None` outside.
            /// All of them are run by one thread of the system, by turns.
            static STEPS: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
            /// The mutexes that are locked, by their addresses, and by which threads of a model.
            static LOCKED: RefCell<Vec<Holder>> = const { RefCell::new(Vec::new()) };
        }

        type Holder = (usize, Option<loom::thread::ThreadId>);

        pub fn begin() {
            STEPS.set(Some(Vec::new()));
            LOCKED.take();
        }

        pub fn end() {
            STEPS.set(None);
        }

        /// What was noted since the last call.
        pub fn steps() -> Vec<String> {
            STEPS.with_borrow_mut(|steps| steps.as_mut().map(mem::take).unwrap_or_default())
        }

        fn in_a_model() -> bool {
            STEPS.with_borrow(Option::is_some)
        }

        /// Notes a step of a thread with a name. The others only build things up and look at them.
        pub fn note(step: impl FnOnce() -> String) {
            if !in_a_model() {
                return;
            }
            if let Some(name) = loom::thread::current().name() {
                let line = format!("{name}: {}", step());
                STEPS.with_borrow_mut(|steps| steps.as_mut().map(|steps| steps.push(line)));
            }
        }

        pub enum AtomicU64 {
            Real(std::sync::atomic::AtomicU64),
            Model(loom::sync::atomic::AtomicU64),
        }

        /// Does the same with either of the two.
        macro_rules! on {
            ($this:expr, $inner:ident => $work:expr) => {
                match $this {
                    AtomicU64::Real($inner) => $work,
                    AtomicU64::Model($inner) => $work,
                }
            };
        }

        /// A method that changes the number in one step, and returns what it was.
        macro_rules! read_and_change {
            ($($name:ident)*) => {
                $(
                    pub fn $name(&self, value: u64, order: Ordering) -> u64 {
                        let old = on!(self, inner => inner.$name(value, order));
                        note(|| format!("{}({value}) finds {old}", stringify!($name)));
                        old
                    }
                )*
            };
        }

        impl AtomicU64 {
            pub fn new(value: u64) -> Self {
                if in_a_model() {
                    AtomicU64::Model(loom::sync::atomic::AtomicU64::new(value))
                } else {
                    AtomicU64::Real(std::sync::atomic::AtomicU64::new(value))
                }
            }

            pub fn load(&self, order: Ordering) -> u64 {
                let value = match self {
                    AtomicU64::Real(inner) => inner.load(order),
                    // This reads the latest value. A plain load may find an older one, under `loom` as
                    // on real hardware, and the list of steps would be a riddle.
                    AtomicU64::Model(inner) => inner.fetch_add(0, Ordering::AcqRel),
                };
                note(|| format!("load finds {value}"));
                value
            }

            pub fn store(&self, value: u64, order: Ordering) {
                on!(self, inner => inner.store(value, order));
                note(|| format!("store({value})"));
            }

            read_and_change! { swap fetch_add fetch_sub fetch_max fetch_min fetch_and fetch_or }

            pub fn compare_exchange(
                &self,
                current: u64,
                new: u64,
                success: Ordering,
                failure: Ordering,
            ) -> Result<u64, u64> {
                let result =
                    on!(self, inner => inner.compare_exchange(current, new, success, failure));
                note(|| match result {
                    Ok(_) => format!("compare_exchange({current}, {new}) succeeds"),
                    Err(found) => {
                        format!("compare_exchange({current}, {new}) fails, it finds {found}")
                    }
                });
                result
            }

            pub fn compare_exchange_weak(
                &self,
                current: u64,
                new: u64,
                success: Ordering,
                failure: Ordering,
            ) -> Result<u64, u64> {
                self.compare_exchange(current, new, success, failure)
            }

            pub fn fetch_update(
                &self,
                success: Ordering,
                failure: Ordering,
                mut change: impl FnMut(u64) -> Option<u64>,
            ) -> Result<u64, u64> {
                let mut old = self.load(failure);
                while let Some(new) = change(old) {
                    match self.compare_exchange(old, new, success, failure) {
                        Ok(old) => return Ok(old),
                        Err(found) => old = found,
                    }
                }
                Err(old)
            }

            pub fn try_update(
                &self,
                success: Ordering,
                failure: Ordering,
                change: impl FnMut(u64) -> Option<u64>,
            ) -> Result<u64, u64> {
                self.fetch_update(success, failure, change)
            }
        }

        pub enum Mutex<T> {
            Real(std::sync::Mutex<T>),
            Model(loom::sync::Mutex<T>),
        }

        impl<T: Debug> Mutex<T> {
            pub fn new(value: T) -> Self {
                if in_a_model() {
                    Mutex::Model(loom::sync::Mutex::new(value))
                } else {
                    Mutex::Real(std::sync::Mutex::new(value))
                }
            }

            #[track_caller]
            pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
                let me = in_a_model().then(|| loom::thread::current().id());
                let holder = ((&raw const *self).addr(), me);
                if LOCKED.with_borrow(|locked| locked.contains(&holder)) {
                    note(|| "lock, and waits for itself".to_owned());
                    panic!(
                        "a thread locks a mutex whose guard it still holds: it waits for itself"
                    );
                }
                let guard = |guard| MutexGuard { guard, holder };
                let result = match self {
                    Mutex::Real(mutex) => mutex
                        .lock()
                        .map(|inner| guard(Guard::Real(inner)))
                        .map_err(|error| PoisonError::new(guard(Guard::Real(error.into_inner())))),
                    Mutex::Model(mutex) => mutex
                        .lock()
                        .map(|inner| guard(Guard::Model(inner)))
                        .map_err(|error| PoisonError::new(guard(Guard::Model(error.into_inner())))),
                };
                LOCKED.with_borrow_mut(|locked| locked.push(holder));
                if let Ok(guard) = &result {
                    note(|| format!("lock, finds {:?}", **guard));
                }
                result
            }
        }

        pub struct MutexGuard<'a, T: Debug> {
            guard: Guard<'a, T>,
            holder: Holder,
        }

        enum Guard<'a, T> {
            Real(std::sync::MutexGuard<'a, T>),
            Model(loom::sync::MutexGuard<'a, T>),
        }

        impl<T: Debug> Deref for MutexGuard<'_, T> {
            type Target = T;

            fn deref(&self) -> &T {
                match &self.guard {
                    Guard::Real(guard) => guard,
                    Guard::Model(guard) => guard,
                }
            }
        }

        impl<T: Debug> DerefMut for MutexGuard<'_, T> {
            fn deref_mut(&mut self) -> &mut T {
                match &mut self.guard {
                    Guard::Real(guard) => guard,
                    Guard::Model(guard) => guard,
                }
            }
        }

        impl<T: Debug> Drop for MutexGuard<'_, T> {
            fn drop(&mut self) {
                LOCKED.with_borrow_mut(|locked| locked.retain(|holder| *holder != self.holder));
                note(|| format!("unlock, leaves {:?}", **self));
            }
        }
    }

    /// What one thread of a model does.
    type Task<T, R> = fn(&T) -> R;

    /// Lets threads called a, b and c do one task each with the same thing, in every order of their
    /// steps; in those with up to two interruptions if they are three. `judge` gets the thing and
    /// the results, and says what is wrong with them.
    #[track_caller]
    fn in_every_order<T, R, const N: usize>(
        make: fn() -> T,
        tasks: [Task<T, R>; N],
        judge: fn(&T, [R; N]) -> Result<(), String>,
    ) where
        T: Send + Sync + 'static,
        R: Send + 'static,
    {
        // The first order with a wrong result, and how many orders there are.
        let found: Arc<std::sync::Mutex<(Option<String>, usize)>> = Arc::default();
        let noted_down = Arc::clone(&found);
        let mut loom = loom::model::Builder::new();
        loom.max_threads = 4;
        loom.max_branches = 1_000;
        // The orders of three threads are too many. Few bugs need more than two interruptions.
        loom.preemption_bound = if N < 3 { None } else { Some(2) };
        let explored = panic::catch_unwind(AssertUnwindSafe(|| {
            noted::begin();
            loom.check(move || {
                noted::steps();
                let thing = Arc::new(make());
                let mut names = ["a", "b", "c"].into_iter();
                let threads = tasks.map(|task| {
                    let thing = Arc::clone(&thing);
                    let name = names.next().expect("three threads at most").to_owned();
                    loom::thread::Builder::new()
                        .name(name)
                        .spawn(move || panic::catch_unwind(AssertUnwindSafe(|| task(&thing))).ok())
                        .expect("a thread of a model starts")
                });
                let results = threads.map(|thread| thread.join().ok().flatten());
                let steps = noted::steps();
                let verdict = if results.iter().all(Option::is_some) {
                    let results = results.map(|result| result.expect("there is one"));
                    judge(&thing, results)
                } else {
                    Err("a thread panics".to_owned())
                };
                let mut found = noted_down.lock().expect("no verdict panics");
                found.1 += 1;
                if let Err(wrong) = verdict {
                    let steps = steps.join("\n  ");
                    found.0 = Some(format!("{wrong}, after these steps:\n  {steps}"));
                    drop(found);
                    // One is enough. This ends the search without another message.
                    panic::resume_unwind(Box::new("found"));
                }
            });
        }));
        let unfinished = noted::steps();
        noted::end();
        let (wrong, orders) = found.lock().expect("no verdict panics").clone();
        if let Some(wrong) = wrong {
            panic!("{wrong}");
        }
        assert!(
            explored.is_ok(),
            "the threads wait for each other, or never come to an end, after these steps:\n  {}",
            unfinished.join("\n  ")
        );
        assert!(
            orders > 1,
            "no step of a thread was seen: use the `AtomicU64` and the `Mutex` that are imported \
             at the top of the file"
        );
    }

    /// `Ok` when the two are equal, and otherwise what differs.
    fn same<T: PartialEq + std::fmt::Debug>(
        what: &str,
        actual: T,
        expected: T,
    ) -> Result<(), String> {
        if actual == expected {
            return Ok(());
        }
        Err(format!("{what}: {actual:?} instead of {expected:?}"))
    }

    /// `Ok` when one of the outcomes came about. They are those of the calls one after the other.
    fn one_of<T: PartialEq + std::fmt::Debug>(actual: T, expected: &[T]) -> Result<(), String> {
        if expected.contains(&actual) {
            return Ok(());
        }
        Err(format!(
            "the outcome is {actual:?}, and one call after the other gives one of {expected:?}"
        ))
    }

    fn with_100() -> Account {
        Account::new(100)
    }

    fn refused(balance: u64) -> Result<u64, NotEnough> {
        Err(NotEnough { balance })
    }

    /// Runs `work` in eight real threads that start together, and collects what they return.
    fn in_eight_threads<R: Send>(work: impl Fn(u64) -> R + Sync) -> Vec<R> {
        let start = Barrier::new(8);
        thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|number| {
                    let (start, work) = (&start, &work);
                    scope.spawn(move || {
                        start.wait();
                        work(number)
                    })
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("no thread panics"))
                .collect()
        })
    }

    #[test]
    fn one_thread_counts_from_one() {
        let counter = HitCounter::new();
        assert_eq!(counter.hits(), 0);
        assert_eq!(counter.hit(), 1);
        assert_eq!(counter.hit(), 2);
        assert_eq!(counter.hits(), 2);
        assert_eq!(counter.hits(), 2, "looking is not a hit");
    }

    #[test]
    fn one_thread_cannot_overdraw() {
        let account = Account::new(100);
        assert_eq!(account.withdraw(101), refused(100));
        assert_eq!(account.withdraw(u64::MAX), refused(100));
        assert_eq!(account.withdraw(30), Ok(70));
        assert_eq!(account.balance(), 70);
        assert_eq!(account.withdraw(80), refused(70));
        assert_eq!(account.deposit(10), 80);
        assert_eq!(account.withdraw(80), Ok(0), "all of it");
        assert_eq!(account.withdraw(0), Ok(0), "nothing of nothing");
        assert_eq!(account.withdraw(1), refused(0));
        assert_eq!(account.deposit(u64::MAX), u64::MAX);
        assert_eq!(account.withdraw(u64::MAX), Ok(0));
    }

    #[test]
    fn no_order_of_steps_loses_a_hit() {
        in_every_order(
            HitCounter::new,
            [|counter| _ = counter.hit(), |counter| _ = counter.hit()],
            |counter, _| same("the hits that the counter shows", counter.hits(), 2),
        );
    }

    #[test]
    fn no_two_hits_have_the_same_number() {
        in_every_order(
            HitCounter::new,
            [HitCounter::hit, HitCounter::hit, HitCounter::hit],
            |counter, mut numbers| {
                numbers.sort_unstable();
                same("the numbers of the hits", numbers, [1, 2, 3])?;
                same("the hits that the counter shows", counter.hits(), 3)
            },
        );
    }

    #[test]
    fn a_hit_is_never_taken_back() {
        in_every_order(
            HitCounter::new,
            [
                |counter| (counter.hit(), counter.hit()),
                |counter| (counter.hit(), counter.hits()),
            ],
            |_, [(first, second), (hit, seen)]| {
                let grows = first < second && hit <= seen;
                same("a later number is greater", grows, true)
            },
        );
    }

    #[test]
    fn of_two_withdrawals_only_one_is_paid_out() {
        in_every_order(
            with_100,
            [
                |account| account.withdraw(80),
                |account| account.withdraw(80),
            ],
            |account, results| {
                one_of(results, &[[Ok(20), refused(20)], [refused(20), Ok(20)]])?;
                same("the balance in the end", account.balance(), 20)
            },
        );
    }

    #[test]
    fn each_withdrawal_says_what_it_left() {
        in_every_order(
            with_100,
            [
                |account| account.withdraw(30),
                |account| account.withdraw(50),
            ],
            |account, results| {
                one_of(results, &[[Ok(70), Ok(20)], [Ok(20), Ok(50)]])?;
                same("the balance in the end", account.balance(), 20)
            },
        );
    }

    #[test]
    fn a_deposit_and_a_withdrawal_do_not_undo_each_other() {
        in_every_order(
            with_100,
            [
                |account| Ok(account.deposit(50)),
                |account| account.withdraw(120),
            ],
            |account, results| {
                let last = account.balance();
                one_of(
                    (results, last),
                    &[([Ok(150), Ok(30)], 30), ([Ok(150), refused(100)], 150)],
                )
            },
        );
    }

    #[test]
    fn two_deposits_both_arrive() {
        in_every_order(
            with_100,
            [|account| account.deposit(10), |account| account.deposit(20)],
            |account, results| {
                one_of(results, &[[110, 130], [130, 120]])?;
                same("the balance in the end", account.balance(), 130)
            },
        );
    }

    #[test]
    fn a_refused_withdrawal_is_in_nobodys_way() {
        in_every_order(
            with_100,
            [
                |account| account.withdraw(150),
                |account| account.withdraw(100),
            ],
            |account, results| {
                one_of(results, &[[refused(100), Ok(0)], [refused(0), Ok(0)]])?;
                same("the balance in the end", account.balance(), 0)
            },
        );
    }

    #[test]
    fn whoever_looks_sees_a_balance_that_was_there() {
        in_every_order(
            with_100,
            [
                |account| account.withdraw(150),
                |account| account.withdraw(60),
                |account| Ok(account.balance()),
            ],
            |_, [refusal, paid, seen]| {
                one_of(refusal, &[refused(100), refused(40)])?;
                same("the smaller withdrawal", paid, Ok(40))?;
                one_of(seen, &[Ok(100), Ok(40)])
            },
        );
    }

    #[test]
    fn of_three_withdrawals_two_are_paid_out() {
        in_every_order(
            with_100,
            [|account: &Account| account.withdraw(40); 3],
            |account, results| {
                let mut left: Vec<u64> = results.iter().filter_map(|left| left.ok()).collect();
                left.sort_unstable();
                same("what the paid ones left", left, vec![20, 60])?;
                let refusals = results.iter().filter(|result| **result == refused(20));
                same("how many were refused with 20 left", refusals.count(), 1)?;
                same("the balance in the end", account.balance(), 20)
            },
        );
    }

    #[test]
    fn eight_real_threads_lose_no_hit() {
        let counter = HitCounter::new();
        let numbers = in_eight_threads(|_| {
            let numbers: Vec<u64> = (0..10_000).map(|_| counter.hit()).collect();
            numbers
        });
        assert_eq!(counter.hits(), 80_000, "8 threads made 10,000 hits each");
        let mut numbers: Vec<u64> = numbers.into_iter().flatten().collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 80_000, "how many different numbers they got");
    }

    #[test]
    fn eight_real_threads_get_no_more_than_there_is() {
        let account = Account::new(2_500);
        let paid = in_eight_threads(|_| {
            let tries = (0..500).filter(|_| account.withdraw(1).is_ok());
            tries.count()
        });
        let paid: usize = paid.iter().sum();
        assert_eq!(paid, 2_500, "8 threads tried 4,000 times to get one");
        assert_eq!(account.balance(), 0, "the balance in the end");
    }

    #[test]
    fn eight_real_threads_put_in_and_take_out() {
        let account = Account::new(0);
        let sums = in_eight_threads(|number| {
            let mut taken = 0;
            for _ in 0..500 {
                if number % 2 == 0 {
                    account.deposit(3);
                } else if account.withdraw(2).is_ok() {
                    taken += 2;
                }
            }
            taken
        });
        let taken: u64 = sums.iter().sum();
        assert_eq!(
            account.balance() + taken,
            4 * 500 * 3,
            "what is left and what was taken out, against what was put in"
        );
    }
}
