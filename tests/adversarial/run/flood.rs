//@ what: it prints without end
//@ exercise: sums
//@ verdict: output_limit
use std::io::Write as _;
pub fn add(_: i32, _: i32) -> i32 { let bytes = [b'x'; 1 << 16]; loop { let _ = std::io::stdout().write_all(&bytes); } }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
