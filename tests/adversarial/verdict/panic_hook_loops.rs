//@ what: the panic hook never ends
//@ exercise: sums
//@ verdict: timeout
pub fn add(_: i32, _: i32) -> i32 { std::panic::set_hook(Box::new(|_| loop { std::hint::spin_loop() })); 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
