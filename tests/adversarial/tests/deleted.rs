//@ what: the tests are deleted
//@ row: b01
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
