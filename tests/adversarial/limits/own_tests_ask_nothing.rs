//@ what: tests of its own that ask nothing
//@ exercise: largest
//@ verdict: pass
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn finds_the_largest() {}
    #[test] fn of_nothing_there_is_none() { assert!(true) }
}
