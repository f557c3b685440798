//@ what: a macro that runs when it is compiled
//@ exercise: sums
//@ verdict: policy compile_error
#![crate_type = "proc-macro"]
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
