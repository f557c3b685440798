//@ what: a module by the name of the library
//@ exercise: sums
//@ verdict: policy
pub mod std { pub mod fmt {} }
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
