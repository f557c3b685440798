//! Another way: from the end to the front. The greatest element is last in one of two slices that
//! get shorter, so the result is built backward and turned around.

/// Merges two ascending slices into one ascending vector.
pub fn merge(left: &[i64], right: &[i64]) -> Vec<i64> {
    merge_by_key(left, right, i64::clone)
}

/// Merges two slices that are ascending by `key` into one vector that is too.
pub fn merge_by_key<T, K, F>(left: &[T], right: &[T], key: F) -> Vec<T>
where
    T: Clone,
    K: Ord,
    F: Fn(&T) -> K,
{
    let (mut left, mut right) = (left, right);
    let mut merged = Vec::new();
    while let ([shorter_left @ .., l], [shorter_right @ .., r]) = (left, right) {
        // Backward, the right one goes first on a tie.
        if key(l) > key(r) {
            merged.push(l.clone());
            left = shorter_left;
        } else {
            merged.push(r.clone());
            right = shorter_right;
        }
    }
    merged.extend(left.iter().rev().cloned());
    merged.extend(right.iter().rev().cloned());
    merged.reverse();
    merged
}
