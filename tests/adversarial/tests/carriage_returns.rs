//@ what: lone carriage returns
//@ exercise: sums
//@ verdict: fail compile_error
// a@CRpub fn hidden() {}
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
