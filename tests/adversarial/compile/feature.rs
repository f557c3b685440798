//@ what: unstable features
//@ exercise: sums
//@ verdict: policy
#![feature(rustc_attrs)]
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
