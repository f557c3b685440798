//@ what: another type of crate
//@ row: b18
//@ exercise: sums
//@ verdict: policy
#![crate_type = "bin"]
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
