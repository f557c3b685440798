//@ what: a test that the learner added fails
//@ exercise: largest
//@ verdict: fail
//@ says: of_many
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn finds_the_largest() { assert_eq!(largest(&[1, 3, 2]), Some(3)) }
    #[test] fn of_nothing_there_is_none() { assert_eq!(largest(&[]), None) }
    #[test] fn of_many() { assert_eq!(largest(&[7; 9]), Some(8)) }
}
