//@ what: a test is ignored by another attribute
//@ exercise: largest
//@ verdict: fail
//@ says: It stands behind a `cfg` of its own
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn finds_the_largest() { assert_eq!(largest(&[1, 3, 2]), Some(3)) }
    #[cfg_attr(all(), ignore)] #[test] fn of_nothing_there_is_none() { assert_eq!(largest(&[]), None) }
}
