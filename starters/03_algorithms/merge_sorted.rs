//! # Merge two sorted lists
//!
//! Two servers write their own request log, and each log is in order of time.
//! Support wants to read them as one log, also in order. Both are long, so
//! starting over with a sort would throw away the work already done: how do
//! you use the order that is there?
//!
//! ## What to write
//! - `merge(left, right)` takes two sorted slices of numbers and returns one
//!   sorted vector with all of them.
//! - `merge_by_key(left, right, key)` does the same for elements of any type,
//!   sorted by what `key` returns for them. It is stable.
//!
//! The point is to write the merge yourself, without the sorts of the standard
//! library.
//!
//! ## Edge cases that count
//! - One input may be empty, or both.
//! - The inputs may differ in length, and one may end before the other begins.
//! - Duplicates are all kept, within one input and across the two.
//! - Numbers may be negative, down to `i64::MIN` and up to `i64::MAX`.
//! - Stable means: elements with equal keys keep the order they had in their
//!   input, and those of `left` stand before those of `right`.
//! - Both inputs are promised to be in ascending order. You need not check it.
//!
//! ## Complexity
//! - `O(n + m)` time for inputs of `n` and `m` elements.
//! - At most `n + m - 1` comparisons of keys. The tests count them with a key
//!   that counts each `cmp`, `<`, `==` and the like.
//! - Each element is cloned once, on its way into the result. The tests count
//!   that too.
//! - Inputs of 100,000 elements each must not overflow the stack of a thread.
//!
//! Difficulty 1 of 5, about 15 minutes.
//! Cards: `merge-sorted-arrays`. See also: `centralized-logging`, `batch-processing`.

/// Merges two ascending slices into one ascending vector.
///
/// Nothing is lost: the result has `left.len() + right.len()` numbers. An empty
/// input leaves the other as it is.
pub fn merge(left: &[i64], right: &[i64]) -> Vec<i64> {
    todo!()
}

/// Merges two slices that are ascending by `key` into one vector that is too.
///
/// The result holds a clone of every element. Only keys are compared, never
/// whole elements. Where keys are equal, all elements of `left` come first, and
/// elements of the same input keep their order.
pub fn merge_by_key<T, K, F>(left: &[T], right: &[T], key: F) -> Vec<T>
where
    T: Clone,
    K: Ord,
    F: Fn(&T) -> K,
{
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::cmp::Ordering;

    #[test]
    fn two_empty_inputs_give_an_empty_result() {
        assert_eq!(merge(&[], &[]), Vec::<i64>::new());
    }

    #[test]
    fn an_empty_input_leaves_the_other_as_it_is() {
        assert_eq!(merge(&[1, 2, 3], &[]), vec![1, 2, 3], "right is empty");
        assert_eq!(merge(&[], &[1, 2, 3]), vec![1, 2, 3], "left is empty");
    }

    #[test]
    fn numbers_that_alternate_come_out_in_order() {
        assert_eq!(merge(&[1, 3, 5], &[2, 4, 6]), vec![1, 2, 3, 4, 5, 6]);
        assert_eq!(merge(&[2, 4, 6], &[1, 3, 5]), vec![1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn the_rest_of_the_longer_input_is_kept() {
        let long = [1, 4, 6, 8, 9];
        assert_eq!(merge(&long, &[5]), vec![1, 4, 5, 6, 8, 9], "left is longer");
        assert_eq!(
            merge(&[5], &long),
            vec![1, 4, 5, 6, 8, 9],
            "right is longer"
        );
    }

    #[test]
    fn one_input_may_end_before_the_other_begins() {
        assert_eq!(merge(&[1, 2], &[3, 4, 5]), vec![1, 2, 3, 4, 5]);
        assert_eq!(merge(&[3, 4, 5], &[1, 2]), vec![1, 2, 3, 4, 5]);
    }

    #[test]
    fn duplicates_within_one_input_are_all_kept() {
        assert_eq!(merge(&[2, 2, 2, 7], &[5]), vec![2, 2, 2, 5, 7]);
        assert_eq!(merge(&[5], &[2, 2, 7, 7]), vec![2, 2, 5, 7, 7]);
    }

    #[test]
    fn duplicates_across_the_inputs_are_all_kept() {
        assert_eq!(merge(&[1, 2, 3], &[2, 3, 4]), vec![1, 2, 2, 3, 3, 4]);
        assert_eq!(merge(&[7, 7], &[7, 7, 7]), vec![7; 5]);
    }

    #[test]
    fn negative_numbers_come_out_in_order() {
        assert_eq!(
            merge(&[-9, -1, 0, 4], &[-5, -1, 3]),
            vec![-9, -5, -1, -1, 0, 3, 4]
        );
    }

    #[test]
    fn the_extreme_numbers_have_their_place() {
        assert_eq!(
            merge(&[i64::MIN, i64::MAX], &[-1, 1, i64::MAX]),
            vec![i64::MIN, -1, 1, i64::MAX, i64::MAX]
        );
    }

    #[test]
    fn long_inputs_are_no_trouble() {
        let merged = merge(&numbers(0, 2, 100_000), &numbers(1, 2, 100_000));
        assert!(merged == numbers(0, 1, 200_000), "200,000 numbers in order");
    }

    #[test]
    fn the_key_alone_decides_the_order() {
        // The names would put these in another order than the times do.
        let left = [request(10, "z"), request(30, "y")];
        let right = [request(20, "b"), request(40, "a")];
        let merged = merge_by_key(&left, &right, |request| request.at);
        assert_eq!(names(&merged), ["z", "b", "y", "a"]);

        // By length, and the key is a value of its own.
        let words = ["a".to_string(), "abc".to_string()];
        let merged = merge_by_key(&words, &["zz".to_string()], |word| word.len());
        assert_eq!(merged, ["a", "zz", "abc"]);
    }

    #[test]
    fn equal_keys_keep_their_order_and_left_goes_first() {
        let left = [
            request(1, "left 1"),
            request(5, "left 2"),
            request(5, "left 3"),
        ];
        let right = [
            request(5, "right 1"),
            request(5, "right 2"),
            request(6, "right 3"),
        ];
        let merged = merge_by_key(&left, &right, |request| request.at);
        assert_eq!(
            names(&merged),
            [
                "left 1", "left 2", "left 3", "right 1", "right 2", "right 3"
            ]
        );

        // Swapped, the other input is the left one.
        let merged = merge_by_key(&right, &left, |request| request.at);
        assert_eq!(
            names(&merged),
            [
                "left 1", "right 1", "right 2", "left 2", "left 3", "right 3"
            ]
        );
    }

    #[test]
    fn at_most_n_plus_m_minus_1_comparisons_are_made() {
        let shapes = [
            ("alternating", numbers(0, 2, 100), numbers(1, 2, 100)),
            ("all equal", vec![7; 60], vec![7; 90]),
            ("one after the other", numbers(0, 1, 80), numbers(80, 1, 80)),
            ("one into many", vec![50], numbers(0, 1, 100)),
            ("one and one", vec![2], vec![1]),
        ];
        for (shape, left, right) in shapes {
            let count = Cell::new(0);
            let merged = merge_by_key(&left, &right, |number| CountedKey {
                number: *number,
                count: &count,
            });

            let mut expected = [left.as_slice(), right.as_slice()].concat();
            expected.sort();
            assert_eq!(merged, expected, "{shape}");

            let limit = left.len() + right.len() - 1;
            let count = count.get();
            assert!(
                count <= limit,
                "{shape}: {count} comparisons, at most {limit} wanted"
            );
        }
    }

    #[test]
    fn each_element_is_cloned_once() {
        let count = Cell::new(0);
        let row = |number| CountedClone {
            number,
            count: &count,
        };
        let left: Vec<_> = numbers(0, 3, 50).into_iter().map(row).collect();
        let right: Vec<_> = numbers(0, 2, 70).into_iter().map(row).collect();
        let merged = merge_by_key(&left, &right, |row| row.number);
        assert_eq!(merged.len(), 120, "elements in the result");
        assert_eq!(count.get(), 120, "clones made");
    }

    #[derive(Clone)]
    struct Request {
        at: u64,
        name: &'static str,
    }

    fn request(at: u64, name: &'static str) -> Request {
        Request { at, name }
    }

    fn names(requests: &[Request]) -> Vec<&'static str> {
        requests.iter().map(|request| request.name).collect()
    }

    /// `count` numbers from `start` on, `step` apart.
    fn numbers(start: i64, step: usize, count: usize) -> Vec<i64> {
        (start..).step_by(step).take(count).collect()
    }

    /// A key that counts how often it is compared, by whatever operator.
    struct CountedKey<'a> {
        number: i64,
        count: &'a Cell<usize>,
    }

    impl Ord for CountedKey<'_> {
        fn cmp(&self, other: &Self) -> Ordering {
            self.count.set(self.count.get() + 1);
            self.number.cmp(&other.number)
        }
    }

    impl PartialOrd for CountedKey<'_> {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl PartialEq for CountedKey<'_> {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other) == Ordering::Equal
        }
    }

    impl Eq for CountedKey<'_> {}

    /// An element that counts how often it is cloned.
    struct CountedClone<'a> {
        number: i64,
        count: &'a Cell<usize>,
    }

    impl Clone for CountedClone<'_> {
        fn clone(&self) -> Self {
            self.count.set(self.count.get() + 1);
            CountedClone {
                number: self.number,
                count: self.count,
            }
        }
    }
}
