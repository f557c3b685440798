//@ what: a library named where to write
//@ exercise: sums
//@ verdict: policy
#![crate_name = "../../../../tmp/pwned"]
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
