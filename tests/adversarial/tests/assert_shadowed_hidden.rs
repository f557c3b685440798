//@ what: the same by a macro that makes it
//@ row: b22
//@ exercise: sums
//@ verdict: fail policy compile_error
macro_rules! make { ($keyword:ident, $name:ident) => { $keyword! $name { ($$($$t:tt)*) => {} } } }
make!(macro_rules, assert_eq);
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
