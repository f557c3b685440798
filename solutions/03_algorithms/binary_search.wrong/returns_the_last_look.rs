//! Caught by: search_above_all_says_insert_at_the_end
//!
//! On a miss it returns the index it looked at last. That is one too small
//! whenever the element there is smaller than the target.

use std::cmp::Ordering;

pub fn search<T: Ord>(sorted: &[T], target: &T) -> Result<usize, usize> {
    let (mut lo, mut hi) = (0, sorted.len());
    let mut mid = 0;
    while lo < hi {
        mid = lo + (hi - lo) / 2;
        match sorted[mid].cmp(target) {
            Ordering::Less => lo = mid + 1,
            Ordering::Greater => hi = mid,
            Ordering::Equal => return Ok(mid),
        }
    }
    Err(mid)
}

pub fn first<T: Ord>(sorted: &[T], target: &T) -> Option<usize> {
    let (mut lo, mut hi) = (0, sorted.len());
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
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
