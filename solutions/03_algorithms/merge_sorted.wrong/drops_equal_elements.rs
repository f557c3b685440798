//! Caught by: duplicates_across_the_inputs_are_all_kept
//!
//! Equal fronts are taken as one element and both sides move on. That is the
//! union of two sets. A merge keeps everything.

use std::cmp::Ordering;

pub fn merge(left: &[i64], right: &[i64]) -> Vec<i64> {
    merge_by_key(left, right, |number| *number)
}

pub fn merge_by_key<T, K, F>(left: &[T], right: &[T], key: F) -> Vec<T>
where
    T: Clone,
    K: Ord,
    F: Fn(&T) -> K,
{
    let mut merged = Vec::new();
    let (mut l, mut r) = (0, 0);
    while l < left.len() && r < right.len() {
        match key(&left[l]).cmp(&key(&right[r])) {
            Ordering::Less => {
                merged.push(left[l].clone());
                l += 1;
            }
            Ordering::Greater => {
                merged.push(right[r].clone());
                r += 1;
            }
            Ordering::Equal => {
                merged.push(left[l].clone());
                l += 1;
                r += 1;
            }
        }
    }
    merged.extend_from_slice(&left[l..]);
    merged.extend_from_slice(&right[r..]);
    merged
}
