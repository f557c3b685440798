//@ what: it prints errors without end
//@ exercise: sums
//@ verdict: output_limit timeout
pub fn add(_: i32, _: i32) -> i32 { loop { eprintln!("{}", "x".repeat(9999)) } }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
