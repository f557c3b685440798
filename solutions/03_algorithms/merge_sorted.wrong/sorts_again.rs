//! Caught by: at_most_n_plus_m_minus_1_comparisons_are_made
//!
//! Both inputs are put together and sorted. It is the shortest right result and
//! the first thing many people say, but it does not use the order that is there.

pub fn merge(left: &[i64], right: &[i64]) -> Vec<i64> {
    merge_by_key(left, right, |number| *number)
}

pub fn merge_by_key<T, K, F>(left: &[T], right: &[T], key: F) -> Vec<T>
where
    T: Clone,
    K: Ord,
    F: Fn(&T) -> K,
{
    let mut merged = Vec::with_capacity(left.len() + right.len());
    merged.extend_from_slice(left);
    merged.extend_from_slice(right);
    merged.sort_by_key(key);
    merged
}
