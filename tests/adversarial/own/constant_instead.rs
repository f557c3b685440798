//@ what: a constant has the name of the test
//@ exercise: largest
//@ verdict: fail
//@ says: There is no test `tests::of_nothing_there_is_none` in the file
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn finds_the_largest() { assert_eq!(largest(&[1, 3, 2]), Some(3)) }
    #[allow(non_upper_case_globals)] const of_nothing_there_is_none: fn() = || {};
}
