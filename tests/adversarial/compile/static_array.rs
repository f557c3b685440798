//@ what: an array of a tebibyte
//@ exercise: sums
//@ verdict: compile_error crash memory fail
pub static HUGE: [u8; 1 << 40] = [1; 1 << 40];
pub fn add(_: i32, _: i32) -> i32 { HUGE[3].into() }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
