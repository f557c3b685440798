//@ what: the panic hook says nothing
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 { std::panic::set_hook(Box::new(|_| {})); 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
