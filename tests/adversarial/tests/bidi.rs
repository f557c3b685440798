//@ what: text that is shown in another order than it is read
//@ exercise: sums
//@ verdict: fail compile_error policy
// @BIDI check later
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
