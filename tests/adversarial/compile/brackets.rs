//@ what: 50,000 brackets in one another
//@ exercise: sums
//@ verdict: compile_error policy
pub const DEEP: i32 = @OPEN1@CLOSE;
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
