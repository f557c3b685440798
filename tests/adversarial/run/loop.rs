//@ what: a loop that never ends
//@ exercise: sums
//@ verdict: timeout
pub fn add(_: i32, _: i32) -> i32 { loop { std::hint::spin_loop() } }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
