//! Caught by: the_longest_slice_does_not_overflow_the_midpoint
//!
//! The midpoint is taken from the sum of the bounds, as in most textbooks. With
//! indices close to `usize::MAX` the sum overflows before it is halved.

use std::cmp::Ordering;

pub fn search<T: Ord>(sorted: &[T], target: &T) -> Result<usize, usize> {
    let (mut lo, mut hi) = (0, sorted.len());
    while lo < hi {
        let mid = (lo + hi) / 2;
        match sorted[mid].cmp(target) {
            Ordering::Less => lo = mid + 1,
            Ordering::Greater => hi = mid,
            Ordering::Equal => return Ok(mid),
        }
    }
    Err(lo)
}

pub fn first<T: Ord>(sorted: &[T], target: &T) -> Option<usize> {
    let (mut lo, mut hi) = (0, sorted.len());
    while lo < hi {
        let mid = (lo + hi) / 2;
        if sorted[mid] < *target {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    (lo < sorted.len() && sorted[lo] == *target).then_some(lo)
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
