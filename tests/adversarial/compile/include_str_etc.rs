//@ what: include_str! of a file of the system
//@ exercise: sums
//@ verdict: policy
pub const SECRET: &str = include_str!("/etc/passwd");
pub fn add(_: i32, _: i32) -> i32 { panic!("{SECRET}") }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
