//@ what: another name of the crate
//@ row: b20
//@ exercise: sums
//@ verdict: policy
#![crate_name = "other"]
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
