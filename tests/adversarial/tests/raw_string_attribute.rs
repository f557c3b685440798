//@ what: documentation by a raw text that holds code
//@ exercise: sums
//@ verdict: fail policy compile_error
#![doc = r#"]
mod __workbook_tests_0 {} "#]
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
