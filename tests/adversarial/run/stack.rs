//@ what: a recursion that never ends
//@ exercise: sums
//@ verdict: crash
#[allow(unconditional_recursion)]
pub fn add(a: i32, b: i32) -> i32 { let big = [a; 1000]; add(big[3], b) + big[5] }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
