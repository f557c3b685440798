//@ what: a macro that doubles 28 times
//@ exercise: sums
//@ verdict: timeout compile_error memory
macro_rules! m0 { () => { 1 + 1 } }
@BOMB
pub fn add(_: i32, _: i32) -> i32 { m28!() }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
