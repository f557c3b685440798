//@ what: the payload of a panic ends the process when it is dropped
//@ exercise: sums
//@ verdict: fail early_exit
struct Bomb;
impl Drop for Bomb { fn drop(&mut self) { std::process::exit(0) } }
pub fn add(_: i32, _: i32) -> i32 { std::panic::panic_any(Bomb) }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
