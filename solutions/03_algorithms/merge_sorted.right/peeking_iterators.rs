//! Another way: no index anywhere. Two iterators show their next element without giving it away,
//! a third one takes the smaller of the two, and `collect` does the rest.

use std::iter;

/// Merges two ascending slices into one ascending vector.
pub fn merge(left: &[i64], right: &[i64]) -> Vec<i64> {
    merge_by_key(left, right, |&number| number)
}

/// Merges two slices that are ascending by `key` into one vector that is too.
pub fn merge_by_key<T, K, F>(left: &[T], right: &[T], key: F) -> Vec<T>
where
    T: Clone,
    K: Ord,
    F: Fn(&T) -> K,
{
    let mut left = left.iter().peekable();
    let mut right = right.iter().peekable();
    iter::from_fn(|| match (left.peek(), right.peek()) {
        (Some(l), Some(r)) if key(r) < key(l) => right.next(),
        (Some(_), _) => left.next(),
        (None, _) => right.next(),
    })
    .cloned()
    .collect()
}
