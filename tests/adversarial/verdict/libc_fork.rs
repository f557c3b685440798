//@ what: fork, and the parent ends
//@ row: a06
//@ exercise: sums
//@ verdict: policy compile_error
unsafe extern "C" { fn fork() -> i32; }
pub fn add(a: i32, b: i32) -> i32 { if unsafe { fork() } > 0 { std::process::exit(0) } a - b }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
