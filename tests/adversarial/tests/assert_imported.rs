//@ what: a macro imported by that name
//@ row: b12
//@ exercise: sums
//@ verdict: fail compile_error
macro_rules! nothing { ($($t:tt)*) => {} }
pub(crate) use nothing as assert_eq;
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
