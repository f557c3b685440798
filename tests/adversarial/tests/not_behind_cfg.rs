//@ what: a module of tests without cfg(test)
//@ row: z06
//@ exercise: sums
//@ verdict: compile_error fail
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
mod tests { pub fn adds() {} }
