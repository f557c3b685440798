//@ what: memory without end
//@ exercise: sums
//@ verdict: memory crash
pub fn add(_: i32, _: i32) -> i32 { let mut all = Vec::new(); loop { all.push(Vec::<u8>::with_capacity(64 << 20)) } }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
