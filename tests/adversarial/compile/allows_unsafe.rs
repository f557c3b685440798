//@ what: unsafe is allowed again
//@ exercise: sums
//@ verdict: policy compile_error
#![allow(unsafe_code)]
pub fn add(a: i32, b: i32) -> i32 { unsafe { *(&raw const a) + b } }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
