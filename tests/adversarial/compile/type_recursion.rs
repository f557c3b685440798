//@ what: a type that holds itself ever deeper
//@ exercise: sums
//@ verdict: compile_error
pub struct Deep<T>(T);
pub fn go<T>(value: T, n: i32) -> i32 { if n == 0 { 0 } else { go(Deep(value), n - 1) } }
pub fn add(a: i32, _: i32) -> i32 { go((), a) }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
