//@ what: every test hangs: what comes after two of them is not tried
//@ exercise: sums
//@ verdict: timeout
pub fn add(_: i32, _: i32) -> i32 { loop { std::thread::park() } }
pub fn greet(_: &str) -> String { loop { std::thread::park() } }
pub fn total(_: &[i32]) -> i32 { loop { std::thread::park() } }
