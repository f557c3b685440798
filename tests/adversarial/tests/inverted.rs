//@ what: assert_ne instead of assert_eq
//@ row: b04
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
#[cfg(test)]
mod tests { use super::*; #[test] fn adds() { assert_ne!(add(2, 3), 5) } }
