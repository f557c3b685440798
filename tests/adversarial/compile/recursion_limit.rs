//@ what: macros that call themselves, with a higher limit
//@ exercise: sums
//@ verdict: policy
#![recursion_limit = "1000000"]
macro_rules! deep { ($($t:tt)*) => { deep!($($t)* x $($t)*) } }
pub fn add(_: i32, _: i32) -> i32 { deep!(x) }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
