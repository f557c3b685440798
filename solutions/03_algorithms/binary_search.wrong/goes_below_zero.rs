//! Caught by: search_below_all_says_insert_at_zero, search_in_one_element_finds_it_or_says_which_side
//!
//! The upper bound is part of the range, so it moves to `mid - 1`. With signed
//! numbers it may become -1 and the loop ends. A `usize` cannot.

use std::cmp::Ordering;

pub fn search<T: Ord>(sorted: &[T], target: &T) -> Result<usize, usize> {
    if sorted.is_empty() {
        return Err(0);
    }
    let (mut lo, mut hi) = (0, sorted.len() - 1);
    while lo <= hi {
        let mid = lo + (hi - lo) / 2;
        match sorted[mid].cmp(target) {
            Ordering::Less => lo = mid + 1,
            Ordering::Greater => hi = mid - 1,
            Ordering::Equal => return Ok(mid),
        }
    }
    Err(lo)
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
