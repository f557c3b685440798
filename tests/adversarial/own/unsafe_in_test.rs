//@ what: unsafe in a test
//@ exercise: largest
//@ verdict: policy
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn finds_the_largest() { assert_eq!(largest(&[1, 3, 2]), Some(3)) }
    #[test] fn of_nothing_there_is_none() { unsafe { std::hint::unreachable_unchecked() } }
}
