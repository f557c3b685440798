//@ what: an attribute by the name of test
//@ row: b13
//@ exercise: sums
//@ verdict: fail compile_error
macro_rules! nothing { ($($t:tt)*) => {} }
pub(crate) use nothing as test;
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
