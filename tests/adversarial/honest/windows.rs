//@ what: line ends of Windows and a mark at the beginning
//@ exercise: sums
//@ verdict: pass
@BOM//! Mine.@CR
pub fn add(a: i32, b: i32) -> i32 { a + b }@CR
pub fn greet(name: &str) -> String { format!("Hello, {name}!") }@CR
pub fn total(numbers: &[i32]) -> i32 { numbers.iter().sum() }@CR
