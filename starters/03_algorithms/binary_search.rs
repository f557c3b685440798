//! # Binary search
//!
//! A log keeps the time of each entry, in order, and the question is always the
//! same: is there an entry with this time, and if not, where would it stand?
//! With millions of entries, looking at each one is too slow. The idea is known
//! to everybody in the interview. The bugs are in the bounds.
//!
//! ## What to write
//! - `search(sorted, target)` finds an element, or the place where it would go.
//! - `first(sorted, target)` finds the first of several equal elements.
//! - `checked(items, target)` answers like `first`, but refuses a slice that is
//!   not sorted.
//!
//! Write the searches yourself: no `binary_search` or `partition_point` of the
//! standard library.
//!
//! ## Edge cases that count
//! - The slice may be empty or hold one element.
//! - The target may be smaller than all elements, greater than all, or between
//!   two of them.
//! - Elements may repeat. `search` may then return any one of the equal ones;
//!   `first` must return the first.
//! - A slice can have up to `usize::MAX` elements: those of a zero-sized type,
//!   such as `()`, take no memory. Each index fits into a `usize`, but the sum
//!   of two need not.
//! - "Sorted" means ascending, and equal neighbors are in order. `search` and
//!   `first` are promised a sorted slice and need not check it. `checked` is
//!   promised nothing.
//!
//! ## Complexity
//! - `search` and `first` take `O(log n)` comparisons, however many elements are
//!   equal. The tests count every `cmp`, `<`, `==` and the like: with 1,000
//!   elements, at most 50 for a call. A plain loop needs 10 to 20.
//! - `checked` must look at every element, so it takes `O(n)`: at most `n - 1`
//!   comparisons for the check of a sorted slice, and then those of a search.
//!   That is the price of not trusting the input.
//!
//! Difficulty 2 of 5, about 25 minutes.
//! Cards: `binary-search`. See also: `database-index`, `binary-search-tree`.

/// Looks for `target` in an ascending slice.
///
/// Returns `Ok` with the index of an element equal to `target`, any of them if
/// there are several. If there is none, returns `Err` with the index where
/// `target` would have to be inserted to keep the order: `0` if it is smaller
/// than all elements, `sorted.len()` if it is greater than all.
pub fn search<T: Ord>(sorted: &[T], target: &T) -> Result<usize, usize> {
    todo!()
}

/// Returns the index of the first element equal to `target` in an ascending
/// slice, or `None` if there is none.
pub fn first<T: Ord>(sorted: &[T], target: &T) -> Option<usize> {
    todo!()
}

/// A slice was not in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsorted {
    /// The index of the first element that is smaller than the one before it.
    pub at: usize,
}

/// Returns what [`first`] returns if `items` is in ascending order.
///
/// Anything else is refused with [`Unsorted`], even if `target` is there and a
/// search would happen to find it.
pub fn checked<T: Ord>(items: &[T], target: &T) -> Result<Option<usize>, Unsorted> {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::cmp::Ordering;

    #[test]
    fn search_in_an_empty_slice_says_insert_at_zero() {
        assert_eq!(search(&[], &5), Err(0));
    }

    #[test]
    fn search_in_one_element_finds_it_or_says_which_side() {
        assert_eq!(search(&[5], &5), Ok(0), "equal");
        assert_eq!(search(&[5], &4), Err(0), "smaller");
        assert_eq!(search(&[5], &6), Err(1), "greater");
    }

    #[test]
    fn search_finds_every_element() {
        for len in 1..=33 {
            let sorted = even_numbers(len);
            for (index, number) in sorted.iter().enumerate() {
                assert_eq!(
                    search(&sorted, number),
                    Ok(index),
                    "{number} of {len} numbers"
                );
            }
        }
        assert_eq!(search(&["ant", "bee", "cat"], &"bee"), Ok(1), "words");
    }

    #[test]
    fn search_below_all_says_insert_at_zero() {
        for len in 2..=33 {
            assert_eq!(search(&even_numbers(len), &-1), Err(0), "{len} numbers");
        }
    }

    #[test]
    fn search_above_all_says_insert_at_the_end() {
        for len in 2..=33 {
            assert_eq!(
                search(&even_numbers(len), &1_000),
                Err(len),
                "{len} numbers"
            );
        }
    }

    #[test]
    fn search_for_a_gap_says_insert_between() {
        for len in 2..=33 {
            let sorted = even_numbers(len);
            for index in 1..len {
                let odd = sorted[index] - 1;
                assert_eq!(search(&sorted, &odd), Err(index), "{odd} in {sorted:?}");
            }
        }
        // Past the whole run, not into it.
        assert_eq!(search(&[1, 3, 3, 3, 5], &2), Err(1));
        assert_eq!(search(&[1, 3, 3, 3, 5], &4), Err(4));
    }

    #[test]
    fn search_among_equal_elements_finds_any_of_them() {
        for (sorted, target) in [
            (&[1, 3, 3, 3, 5][..], 3),
            (&[3, 3, 3, 3, 5], 3),
            (&[1, 2, 3, 3], 3),
            (&[3, 3, 3], 3),
        ] {
            let found = search(sorted, &target);
            assert!(
                matches!(found, Ok(index) if sorted.get(index) == Some(&target)),
                "{target} in {sorted:?} gave {found:?}"
            );
        }
    }

    #[test]
    fn first_finds_the_start_of_a_run() {
        assert_eq!(first(&[7], &7), Some(0), "a run of one");
        assert_eq!(first(&[1, 3, 3, 3, 5], &3), Some(1), "in the middle");
        assert_eq!(first(&[1, 2, 3, 3, 3, 3], &3), Some(2), "at the end");
        // Runs of every length at every place.
        for before in 0..8 {
            for run in 1..8 {
                for after in 0..8 {
                    let sorted = [vec![1; before], vec![2; run], vec![3; after]].concat();
                    assert_eq!(first(&sorted, &2), Some(before), "2 in {sorted:?}");
                }
            }
        }
    }

    #[test]
    fn first_of_a_missing_element_is_none() {
        assert_eq!(first(&[], &5), None, "empty slice");
        assert_eq!(first(&[2, 4, 4, 6], &1), None, "below all");
        assert_eq!(first(&[2, 4, 4, 6], &3), None, "before a run");
        assert_eq!(first(&[2, 4, 4, 6], &5), None, "after a run");
        assert_eq!(first(&[2, 4, 4, 6], &7), None, "above all");
    }

    #[test]
    fn the_longest_slice_does_not_overflow_the_midpoint() {
        assert!(search(&[(); usize::MAX], &()).is_ok());

        // All `()` are equal, so the first look is a hit. These seats differ in
        // their addresses: the target stands behind the row and is greater than
        // every seat in it.
        let hall = Hall {
            row: [const { Seat }; usize::MAX],
            _aisle: 0,
            target: Seat,
        };
        assert_eq!(search(&hall.row, &hall.target), Err(usize::MAX));
        assert_eq!(first(&hall.row, &hall.target), None);
    }

    #[test]
    fn search_takes_few_comparisons() {
        let count = Cell::new(0);
        let sorted = counted(0..1_000, &count);
        for target in -1..=1_000 {
            let target = Counted {
                number: target,
                count: &count,
            };
            count.set(0);
            let found = search(&sorted, &target).is_ok();
            let comparisons = count.get();
            assert_eq!(
                found,
                (0..1_000).contains(&target.number),
                "{}",
                target.number
            );
            assert!(
                comparisons <= 50,
                "{comparisons} comparisons to look for {} in 0 to 999",
                target.number
            );
        }
    }

    #[test]
    fn first_takes_few_comparisons_in_a_long_run() {
        let count = Cell::new(0);
        for before in (0..=1_000).step_by(10) {
            // First zeros, then a run of ones.
            let numbers = (0..1_000).map(|index| i32::from(index >= before));
            let sorted = counted(numbers, &count);
            let target = Counted {
                number: 1,
                count: &count,
            };
            count.set(0);
            let found = first(&sorted, &target);
            let comparisons = count.get();
            let expected = if before < 1_000 { Some(before) } else { None };
            assert_eq!(found, expected, "a run from index {before} on");
            assert!(
                comparisons <= 50,
                "{comparisons} comparisons for a run from index {before} on"
            );
        }
    }

    #[test]
    fn checked_answers_like_first_when_the_slice_is_sorted() {
        assert_eq!(checked(&[], &1), Ok(None), "empty slice");
        assert_eq!(checked(&[1], &1), Ok(Some(0)), "one element");
        assert_eq!(checked(&[1, 2, 4], &3), Ok(None), "missing");
        assert_eq!(checked(&[1, 2, 4], &4), Ok(Some(2)), "found");
        assert_eq!(checked(&[1, 3, 3, 3], &3), Ok(Some(1)), "equal neighbors");

        let count = Cell::new(0);
        let sorted = counted(0..1_000, &count);
        let target = Counted {
            number: 700,
            count: &count,
        };
        assert_eq!(checked(&sorted, &target), Ok(Some(700)));
        let comparisons = count.get();
        assert!(
            comparisons <= 999 + 50,
            "{comparisons} comparisons for 1,000 sorted numbers"
        );
    }

    #[test]
    fn checked_refuses_a_slice_that_is_not_sorted() {
        assert_eq!(checked(&[2, 1], &1), Err(Unsorted { at: 1 }));
        assert_eq!(
            checked(&[5, 4, 3, 2, 1], &3),
            Err(Unsorted { at: 1 }),
            "descending"
        );
        // The middle and both ends look fine here, and a search would find the 5.
        assert_eq!(
            checked(&[1, 2, 4, 3, 5, 6, 8, 7, 9], &5),
            Err(Unsorted { at: 3 }),
            "two swapped pairs"
        );
        assert_eq!(
            checked(&[1, 2, 3, 0], &9),
            Err(Unsorted { at: 3 }),
            "the last one"
        );
    }

    /// 0, 2, 4 and so on: `len` numbers with a gap between any two.
    fn even_numbers(len: usize) -> Vec<i32> {
        (0..).step_by(2).take(len).collect()
    }

    /// A number that counts how often it is compared, by whatever operator.
    struct Counted<'a> {
        number: i32,
        count: &'a Cell<usize>,
    }

    fn counted(numbers: impl Iterator<Item = i32>, count: &Cell<usize>) -> Vec<Counted<'_>> {
        numbers.map(|number| Counted { number, count }).collect()
    }

    impl Ord for Counted<'_> {
        fn cmp(&self, other: &Self) -> Ordering {
            self.count.set(self.count.get() + 1);
            self.number.cmp(&other.number)
        }
    }

    impl PartialOrd for Counted<'_> {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl PartialEq for Counted<'_> {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other) == Ordering::Equal
        }
    }

    impl Eq for Counted<'_> {}

    /// A value without a size, ordered by where it is in memory.
    struct Seat;

    impl Ord for Seat {
        fn cmp(&self, other: &Self) -> Ordering {
            std::ptr::from_ref(self).cmp(&std::ptr::from_ref(other))
        }
    }

    impl PartialOrd for Seat {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl PartialEq for Seat {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other) == Ordering::Equal
        }
    }

    impl Eq for Seat {}

    /// The whole row takes no memory, the aisle takes one byte, so the target
    /// stands one byte behind the row. `repr(C)` keeps the fields in this order.
    #[repr(C)]
    struct Hall {
        row: [Seat; usize::MAX],
        _aisle: u8,
        target: Seat,
    }
}
