//@ what: the process aborts
//@ exercise: sums
//@ verdict: crash
pub fn add(_: i32, _: i32) -> i32 { std::process::abort() }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
