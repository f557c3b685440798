//@ what: include_bytes! of /dev/zero
//@ exercise: sums
//@ verdict: policy
pub static ZERO: &[u8] = include_bytes!("/dev/zero");
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
