//@ what: it sleeps
//@ exercise: sums
//@ verdict: timeout
pub fn add(_: i32, _: i32) -> i32 { loop { std::thread::sleep(std::time::Duration::from_secs(1000)) } }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
