//@ what: configured away by another attribute
//@ row: b07
//@ exercise: sums
//@ verdict: policy
#![cfg_attr(all(), cfg(any()))]
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
