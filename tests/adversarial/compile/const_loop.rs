//@ what: a constant that never ends
//@ exercise: sums
//@ verdict: timeout compile_error
#![allow(long_running_const_eval)]
pub const NEVER: u64 = { let mut n = 0_u64; while n < u64::MAX { n = n.wrapping_add(2) } n };
pub fn add(_: i32, _: i32) -> i32 { NEVER as i32 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
