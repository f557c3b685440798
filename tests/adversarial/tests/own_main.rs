//@ what: a main of its own, without an attribute
//@ row: b08
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
fn main() { std::process::exit(0) }
