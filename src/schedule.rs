//! Many pieces of work on several threads: what failed last and what takes longest is begun first, and results are
//! handed over in the order of the pieces, each as soon as those before it are there.

use crate::files;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// What took less was looked up and not done; it says nothing of how long the work takes.
const LOOKED_UP: Duration = Duration::from_millis(10);

/// How many pieces further than the one that is due somebody may be at work.
const AHEAD: usize = 256;

/// How many pieces may be put off: each is looked at again and again.
const MAX_PUT_OFF: usize = 16;

/// How a piece of work went the last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Past {
    millis: u64,
    failed: bool,
}

/// How pieces of work went the last time, by their names. Only the order of work depends on it.
#[derive(Debug)]
pub struct History {
    path: PathBuf,
    pasts: Mutex<BTreeMap<String, Past>>,
}

impl History {
    /// Reads the history from a directory of caches; what cannot be read is no history.
    pub fn load(cache_dir: &Path) -> Self {
        let path = cache_dir.join("history.json");
        let pasts = files::read_text(&path, files::MAX_SOURCE_LEN)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        Self {
            path,
            pasts: Mutex::new(pasts),
        }
    }

    /// The order in which to begin: what failed, the longest first; then what is not known; then the rest, the longest
    /// first.
    pub fn order(&self, names: &[String]) -> Vec<usize> {
        let pasts = self.pasts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|&idx| match pasts.get(&names[idx]) {
            Some(past) if past.failed => (0, Reverse(past.millis)),
            None => (1, Reverse(0)),
            Some(past) => (2, Reverse(past.millis)),
        });
        order
    }

    /// Does a piece of work and notes how it went; `failed` tells from its result.
    pub fn note<T>(&self, name: &str, work: impl FnOnce() -> T, failed: impl Fn(&T) -> bool) -> T {
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        let mut pasts = self.pasts.lock().unwrap_or_else(PoisonError::into_inner);
        let millis = match pasts.get(name) {
            Some(past) if took < LOOKED_UP => past.millis,
            _ => u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        };
        let failed = failed(&result);
        pasts.insert(name.to_owned(), Past { millis, failed });
        result
    }

    /// Writes the history for the next time, if it can be written.
    pub fn save(&self) {
        let pasts = self.pasts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(json) = serde_json::to_string(&*pasts)
            && self.path.parent().is_some_and(files::exists)
        {
            // Without it the next order is another one, no more.
            let _ = files::write_cache(&self.path, json.as_bytes());
        }
    }
}

/// Does the pieces of work that `order` names, on several threads, and hands their results to `take` from the first
/// piece to the last. Where that is the order of the work as well, nobody works further ahead than [`AHEAD`]: however many
/// pieces there are, few results wait.
///
/// # Errors
/// The first error that `take` returns; nothing new is begun after it.
pub fn in_order<T: Send, E>(
    n_threads: usize,
    order: &[usize],
    work: impl Fn(usize) -> T + Sync,
    take: impl FnMut(usize, T) -> Result<(), E>,
) -> Result<(), E> {
    in_order_or_later(n_threads, order, |idx, _| Some(work(idx)), take)
}

/// The same for work of which some pieces are done with others: a piece for which `work` has no result may be put off, since
/// another thread is at what it needs. It is tried again after the next piece, and with [`Haste::Now`] it has a result.
///
/// # Errors
/// As [`in_order`].
pub fn in_order_or_later<T: Send, E>(
    n_threads: usize,
    order: &[usize],
    work: impl Fn(usize, Haste) -> Option<T> + Sync,
    mut take: impl FnMut(usize, T) -> Result<(), E>,
) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let taken = Taken::new(order);
    let put_off = Mutex::new(VecDeque::new());
    let (sender, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..n_threads.min(order.len()) {
            let sender = sender.clone();
            let (next, work, taken, put_off) = (&next, &work, &taken, &put_off);
            scope.spawn(move || {
                let _alarm = Alarm(taken);
                // Whoever puts a piece off comes back to it before it waits for anything.
                let oldest = || lock(put_off).pop_front();
                let send = |idx, haste| match work(idx, haste) {
                    Some(result) => sender.send((idx, result)).is_ok(),
                    None => {
                        lock(put_off).push_back(idx);
                        true
                    }
                };
                while let Some(&idx) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                    while let Some(earlier) = oldest() {
                        // Before this thread waits, nothing may be put off that others wait for.
                        let is_urgent = !taken.is_near(idx) || lock(put_off).len() >= MAX_PUT_OFF;
                        let haste = if is_urgent { Haste::Now } else { Haste::Later };
                        if !taken.let_begin(earlier) || !send(earlier, haste) {
                            return;
                        }
                        if !is_urgent {
                            break;
                        }
                    }
                    if !taken.let_begin(idx) || !send(idx, Haste::Later) {
                        return;
                    }
                }
                while let Some(earlier) = oldest() {
                    if !taken.let_begin(earlier) || !send(earlier, Haste::Now) {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let _alarm = Alarm(&taken);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (idx, result) in results {
            waiting.insert(idx, result);
            while let Some(result) = waiting.remove(&due) {
                if let Err(error) = take(due, result) {
                    next.store(order.len(), Ordering::Relaxed);
                    taken.give_up();
                    return Err(error);
                }
                due += 1;
                taken.up_to(due);
            }
        }
        Ok(())
    })
}

/// Whether a piece of work can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Haste {
    /// There is something else to do meanwhile.
    Later,
    /// There is not.
    Now,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many results have been taken, for those who would work too far ahead.
struct Taken {
    n_taken: Mutex<Option<usize>>,
    more: Condvar,
    /// Whether the work is begun in the order in which it is taken, so that what is due is always being done.
    is_bounded: bool,
}

impl Taken {
    fn new(order: &[usize]) -> Self {
        Self {
            n_taken: Mutex::new(Some(0)),
            more: Condvar::new(),
            is_bounded: order.is_sorted(),
        }
    }

    fn is_far(&self, idx: usize, n_taken: Option<usize>) -> bool {
        n_taken.is_some_and(|n_taken| self.is_bounded && idx >= n_taken + AHEAD)
    }

    fn is_near(&self, idx: usize) -> bool {
        let n_taken = *lock(&self.n_taken);
        !self.is_far(idx, n_taken)
    }

    /// Waits until a piece is near enough; whether it is still wanted.
    fn let_begin(&self, idx: usize) -> bool {
        let n_taken = lock(&self.n_taken);
        self.more
            .wait_while(n_taken, |n_taken| self.is_far(idx, *n_taken))
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }

    fn up_to(&self, due: usize) {
        let mut n_taken = self.n_taken.lock().unwrap_or_else(PoisonError::into_inner);
        *n_taken = n_taken.map(|_| due);
        drop(n_taken);
        self.more.notify_all();
    }

    fn give_up(&self) {
        *self.n_taken.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.more.notify_all();
    }
}

/// Sends home whoever waits for his turn when its own thread panics.
struct Alarm<'t>(&'t Taken);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.give_up();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_order_they_are_ready_in() {
        let order: Vec<usize> = (0..50).rev().collect();
        for n_threads in [1, 3, 8] {
            let mut seen = Vec::new();
            let result: Result<(), ()> = in_order(
                n_threads,
                &order,
                |idx| idx * 2,
                |idx, value| {
                    seen.push((idx, value));
                    Ok(())
                },
            );
            assert_eq!(result, Ok(()));
            assert_eq!(seen, (0..50).map(|idx| (idx, idx * 2)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nobody_works_far_ahead_of_what_is_taken() {
        let order: Vec<usize> = (0..10 * AHEAD).collect();
        let (n_begun, n_taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let result: Result<(), ()> = in_order(
            4,
            &order,
            |idx| {
                n_begun.fetch_add(1, Ordering::SeqCst);
                let n_taken = n_taken.load(Ordering::SeqCst);
                // The number taken is told after it was taken.
                assert!(idx < n_taken + AHEAD + 1, "{idx} while {n_taken} are taken");
            },
            |idx, ()| {
                n_taken.store(idx + 1, Ordering::SeqCst);
                Ok(())
            },
        );
        assert_eq!(result, Ok(()));
        assert_eq!(n_begun.into_inner(), order.len());
        // Another order begins wherever it wants to.
        let backwards: Vec<usize> = order.iter().rev().copied().collect();
        let mut n = 0;
        let result: Result<(), ()> = in_order(
            1,
            &backwards,
            |idx| idx,
            |_, _| {
                n += 1;
                Ok(())
            },
        );
        assert_eq!((result, n), (Ok(()), order.len()));
        // Whoever waits for his turn is sent home by an error.
        let result = in_order(
            4,
            &order,
            |idx| idx,
            |_, idx| if idx < 3 { Ok(()) } else { Err(idx) },
        );
        assert_eq!(result, Err(3));
    }

    #[test]
    fn what_is_put_off_is_done_later_and_taken_in_order() {
        // Pieces in runs of the same thing, as of neighbors who hand in the same file.
        let order: Vec<usize> = (0..10 * AHEAD).collect();
        for (n_threads, run) in [(1, 3), (2, 2), (4, 7), (4, 2 * AHEAD)] {
            let in_hand = Mutex::new(std::collections::BTreeSet::new());
            let put_down = Condvar::new();
            let n_put_off = AtomicUsize::new(0);
            let work = |idx: usize, haste| {
                let mut held = lock(&in_hand);
                while !held.insert(idx / run) {
                    if haste == Haste::Later {
                        n_put_off.fetch_add(1, Ordering::Relaxed);
                        return None;
                    }
                    held = put_down.wait(held).expect("nobody panicked");
                }
                drop(held);
                std::thread::yield_now();
                lock(&in_hand).remove(&(idx / run));
                put_down.notify_all();
                Some(idx)
            };
            let mut due = 0;
            let result: Result<(), ()> = in_order_or_later(n_threads, &order, work, |idx, it| {
                assert_eq!((idx, it), (due, due));
                due += 1;
                Ok(())
            });
            assert_eq!((result, due), (Ok(()), order.len()));
            assert!(n_threads > 1 || n_put_off.into_inner() == 0);
        }
        // After an error nothing that was put off is begun.
        let n_late = AtomicUsize::new(0);
        let result = in_order_or_later(
            1,
            &[0, 1, 2, 3],
            |idx, haste| {
                n_late.fetch_add(usize::from(haste == Haste::Now), Ordering::Relaxed);
                (idx == 0 || haste == Haste::Now).then_some(idx)
            },
            |_, idx| if idx == 1 { Err(idx) } else { Ok(()) },
        );
        assert_eq!(result, Err(1));
        assert!(n_late.into_inner() <= 3);
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_leaves_nobody_waiting() {
        let order: Vec<usize> = (0..10 * AHEAD).collect();
        let _ = in_order(
            4,
            &order,
            |idx| assert_ne!(idx, 1),
            |_, ()| Ok::<(), ()>(()),
        );
    }

    #[test]
    fn the_first_error_ends_it() {
        let order: Vec<usize> = (0..1000).collect();
        let mut seen = 0;
        let result = in_order(
            2,
            &order,
            |idx| idx,
            |_, value| {
                if value == 3 {
                    return Err(value);
                }
                seen += 1;
                Ok(())
            },
        );
        assert_eq!((result, seen), (Err(3), 3));
    }

    #[test]
    fn what_failed_and_what_is_long_comes_first() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let past = |millis, failed| Past { millis, failed };
        let pasts = BTreeMap::from([
            ("short".to_owned(), past(20, false)),
            ("long".to_owned(), past(900, false)),
            ("failed".to_owned(), past(30, true)),
            ("failed long".to_owned(), past(40, true)),
        ]);
        let json = serde_json::to_string(&pasts).expect("it is JSON");
        std::fs::write(dir.path().join("history.json"), json).expect("write");
        let names: Vec<String> = ["short", "new", "long", "failed", "failed long", "newer"]
            .map(str::to_owned)
            .to_vec();
        let history = History::load(dir.path());
        assert_eq!(history.order(&names), [4, 3, 1, 5, 2, 0]);

        assert!(history.note("short", || true, |failed| *failed));
        history.save();
        let again = History::load(dir.path());
        assert_eq!(
            again.order(&names)[2],
            0,
            "it has failed since, and is the shortest of those"
        );
        std::fs::write(dir.path().join("history.json"), "{").expect("write");
        assert_eq!(History::load(dir.path()).order(&names), [0, 1, 2, 3, 4, 5]);
    }
}
