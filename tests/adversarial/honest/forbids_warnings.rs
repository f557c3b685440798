//@ what: lints are forbidden that what is put in allows
//@ exercise: sums
//@ verdict: pass
#![forbid(unused)]
pub fn add(a: i32, b: i32) -> i32 { a + b }
pub fn greet(name: &str) -> String { format!("Hello, {name}!") }
pub fn total(numbers: &[i32]) -> i32 { numbers.iter().sum() }
