//@ what: more tests than anybody writes
//@ exercise: largest
//@ verdict: policy
//@ says: at most 100 may be added
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn finds_the_largest() { assert_eq!(largest(&[1, 3, 2]), Some(3)) }
    #[test] fn of_nothing_there_is_none() { assert_eq!(largest(&[]), None) }
    @TESTS
}
