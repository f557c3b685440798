//! Caught by: equal_keys_keep_their_order_and_left_goes_first
//!
//! On a tie, `<` takes the right element. With bare numbers nobody can see the
//! difference, so the merge seems right until the elements carry more than a key.

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
    let (mut l, mut r) = (0, 0);
    while l < left.len() && r < right.len() {
        if key(&left[l]) < key(&right[r]) {
            merged.push(left[l].clone());
            l += 1;
        } else {
            merged.push(right[r].clone());
            r += 1;
        }
    }
    merged.extend_from_slice(&left[l..]);
    merged.extend_from_slice(&right[r..]);
    merged
}
