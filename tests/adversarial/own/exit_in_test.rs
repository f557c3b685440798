//@ what: exit(0) in a test of its own
//@ exercise: largest
//@ verdict: early_exit
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn finds_the_largest() { assert_eq!(largest(&[1, 3, 2]), Some(3)) }
    #[test] fn of_nothing_there_is_none() { std::process::exit(0) }
}
