//! Caught by: long_inputs_are_no_trouble
//!
//! One call for each element reads well on a whiteboard. Rust does not promise
//! to turn such calls into a loop, so a long input overflows the stack.

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
    take_next(left, right, &key, &mut merged);
    merged
}

fn take_next<T, K, F>(left: &[T], right: &[T], key: &F, merged: &mut Vec<T>)
where
    T: Clone,
    K: Ord,
    F: Fn(&T) -> K,
{
    match (left.split_first(), right.split_first()) {
        (None, _) => merged.extend_from_slice(right),
        (_, None) => merged.extend_from_slice(left),
        (Some((l, left_rest)), Some((r, right_rest))) => {
            if key(l) <= key(r) {
                merged.push(l.clone());
                take_next(left_rest, right, key, merged);
            } else {
                merged.push(r.clone());
                take_next(left, right_rest, key, merged);
            }
        }
    }
}
