//@ what: a loop of a beginner that prints
//@ exercise: sums
//@ verdict: output_limit timeout
pub fn add(_: i32, _: i32) -> i32 { let mut n = 0_u64; while n < u64::MAX { println!("n is {n}"); n += 1 } 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
