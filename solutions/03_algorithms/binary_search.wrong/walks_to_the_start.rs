//! Caught by: first_takes_few_comparisons_in_a_long_run
//!
//! From a hit, `first` walks left one element at a time. The answer is right, but
//! in a long run of equal elements the walk takes O(n).

use std::cmp::Ordering;

pub fn search<T: Ord>(sorted: &[T], target: &T) -> Result<usize, usize> {
    let (mut lo, mut hi) = (0, sorted.len());
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
        match sorted[mid].cmp(target) {
            Ordering::Less => lo = mid + 1,
            Ordering::Greater => hi = mid,
            Ordering::Equal => return Ok(mid),
        }
    }
    Err(lo)
}

pub fn first<T: Ord>(sorted: &[T], target: &T) -> Option<usize> {
    let mut index = search(sorted, target).ok()?;
    while index > 0 && sorted[index - 1] == *target {
        index -= 1;
    }
    Some(index)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsorted {
    pub at: usize,
}

pub fn checked<T: Ord>(items: &[T], target: &T) -> Result<Option<usize>, Unsorted> {
    match items.windows(2).position(|pair| pair[0] > pair[1]) {
        Some(before) => Err(Unsorted { at: before + 1 }),
        None => Ok(first(items, target)),
    }
}
