//@ what: a module by the name of the signatures
//@ exercise: sums
//@ verdict: compile_error fail
pub mod __workbook_signatures {}
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
