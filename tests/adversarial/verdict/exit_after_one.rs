//@ what: one test passes, the next ends the process
//@ row: a14
//@ exercise: sums
//@ verdict: early_exit
pub fn add(a: i32, b: i32) -> i32 { a + b }
pub fn greet(_: &str) -> String { std::process::exit(0) }
pub fn total(numbers: &[i32]) -> i32 { numbers.iter().sum() }
