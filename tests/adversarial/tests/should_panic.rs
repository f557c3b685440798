//@ what: the tests shall panic
//@ row: b03
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
#[cfg(test)]
mod tests { use super::*; #[test] #[should_panic] fn adds() { assert_eq!(add(2, 3), 5) } }
