//@ what: a macro makes the test
//@ exercise: largest
//@ verdict: fail
//@ says: There is no test `tests::of_nothing_there_is_none` in the file
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn finds_the_largest() { assert_eq!(largest(&[1, 3, 2]), Some(3)) }
    macro_rules! make { () => { #[test] fn of_nothing_there_is_none() { assert_eq!(largest(&[]), None) } } }
    make!();
}
