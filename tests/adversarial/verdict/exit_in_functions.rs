//@ what: process::exit(0) in the functions under test
//@ row: a01/a12
//@ exercise: sums
//@ verdict: early_exit
pub fn add(_: i32, _: i32) -> i32 { std::process::exit(0) }
pub fn greet(_: &str) -> String { std::process::exit(0) }
pub fn total(_: &[i32]) -> i32 { std::process::exit(0) }
