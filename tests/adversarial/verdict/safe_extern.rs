//@ what: a foreign function declared safe
//@ row: a02
//@ exercise: sums
//@ verdict: compile_error policy
unsafe extern "C" { safe fn abs(n: i32) -> i32; }
pub fn add(a: i32, b: i32) -> i32 { abs(a + b) }
pub fn greet(name: &str) -> String { format!("Hello, {name}!") }
pub fn total(numbers: &[i32]) -> i32 { numbers.iter().sum() }
