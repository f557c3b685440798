//@ what: an array of 8 GiB
//@ exercise: sums
//@ verdict: compile_error memory
pub static HUGE: [u8; 8 << 30] = [1; 8 << 30];
pub fn add(_: i32, _: i32) -> i32 { HUGE[3].into() }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
