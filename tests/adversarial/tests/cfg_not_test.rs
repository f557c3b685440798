//@ what: the whole file is not for tests
//@ row: b06
//@ exercise: sums
//@ verdict: policy
#![cfg(not(test))]
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
