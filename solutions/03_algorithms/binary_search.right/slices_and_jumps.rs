//! Another way: `search` is recursive over ever smaller slices. `first` has no middle at all: it
//! jumps ahead by powers of two, the longest jump first, and never onto an element that is not
//! smaller than the target.

use std::cmp::Ordering;

/// Finds an element, or the place where it would go.
pub fn search<T: Ord>(sorted: &[T], target: &T) -> Result<usize, usize> {
    let mid = sorted.len() / 2;
    let Some(middle) = sorted.get(mid) else {
        return Err(0);
    };
    match middle.cmp(target) {
        Ordering::Equal => Ok(mid),
        Ordering::Greater => search(&sorted[..mid], target),
        Ordering::Less => {
            let passed = mid + 1;
            search(&sorted[passed..], target)
                .map(|at| passed + at)
                .map_err(|at| passed + at)
        }
    }
}

/// The index of the first element equal to `target`.
pub fn first<T: Ord>(sorted: &[T], target: &T) -> Option<usize> {
    let mut smaller = 0;
    let mut jump = 1_usize << (usize::BITS - 1);
    while jump > 0 {
        let fits = jump <= sorted.len() - smaller;
        if fits && sorted[smaller + (jump - 1)] < *target {
            smaller += jump;
        }
        jump /= 2;
    }
    let found = sorted.get(smaller)?;
    (found == target).then_some(smaller)
}

/// A slice was not in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsorted {
    /// The index of the first element that is smaller than the one before it.
    pub at: usize,
}

/// What [`first`] returns if `items` is in ascending order.
pub fn checked<T: Ord>(items: &[T], target: &T) -> Result<Option<usize>, Unsorted> {
    let mut before: Option<&T> = None;
    for (at, item) in items.iter().enumerate() {
        if before.is_some_and(|before| item < before) {
            return Err(Unsorted { at });
        }
        before = Some(item);
    }
    Ok(first(items, target))
}
