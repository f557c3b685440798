//! Caught by: first_finds_the_start_of_a_run
//!
//! `first` returns whatever `search` found. In tests without duplicates, any hit
//! is the first one.

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
    search(sorted, target).ok()
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
