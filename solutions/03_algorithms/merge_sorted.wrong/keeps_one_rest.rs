//! Caught by: the_rest_of_the_longer_input_is_kept
//!
//! After the loop only the rest of `left` is copied. With a longer `left` all
//! looks well, and few people try it the other way around.

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
        if key(&left[l]) <= key(&right[r]) {
            merged.push(left[l].clone());
            l += 1;
        } else {
            merged.push(right[r].clone());
            r += 1;
        }
    }
    merged.extend_from_slice(&left[l..]);
    merged
}
