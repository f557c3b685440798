//@ what: a signature that parsers fail at
//@ exercise: largest
//@ verdict: policy compile_error
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn finds_the_largest() { assert_eq!(largest(&[1, 3, 2]), Some(3)) }
    #[test] fn of_nothing_there_is_none() -> @ANDS () { loop {} }
}
