//@ what: a panic with a message of 4 MiB
//@ exercise: sums
//@ verdict: fail output_limit
pub fn add(_: i32, _: i32) -> i32 { panic!("{}", "x".repeat(4 << 20)) }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
