//@ what: the whole file is configured away
//@ row: b05
//@ exercise: sums
//@ verdict: policy
#![cfg(any())]
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
