//@ what: 200,000 signs in a row
//@ exercise: sums
//@ verdict: compile_error
pub const DEEP: bool = @SIGNS true;
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
