//@ what: two threads wait for each other
//@ exercise: sums
//@ verdict: timeout
use std::sync::Mutex;
pub fn add(_: i32, _: i32) -> i32 { let lock = Mutex::new(()); let first = lock.lock(); let second = lock.lock(); drop((first, second)); 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
