//@ what: tests of its own where those count
//@ exercise: largest
//@ verdict: pass
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }

#[cfg(test)]
use std::collections::BTreeSet;

#[test]
fn stands_alone() {
    assert!(cfg!(test));
}

#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Pair(pub i32, pub i32);

#[cfg(test)]
mod tests {
    use super::*;

    /// A helper.
    fn numbers() -> Vec<i32> {
        BTreeSet::from([3, 1, 2]).into_iter().collect()
    }

    #[test]
    fn finds_the_largest() {
        assert_eq!(largest(&numbers()), Some(3));
    }

    #[test]
    fn of_nothing_there_is_none() -> Result<(), String> {
        largest(&[]).map_or(Ok(()), |number| Err(number.to_string()))
    }

    mod more {
        use super::super::{Pair, largest};

        #[test]
        #[should_panic(expected = "nothing")]
        fn of_nothing_it_panics() {
            largest(&[]).expect("nothing");
        }

        #[test]
        fn finds_the_largest() {
            assert_eq!(Pair(1, 2), Pair(1, largest(&[2]).unwrap()));
        }

        #[test]
        #[ignore]
        fn later() {
            panic!();
        }
    }
}
