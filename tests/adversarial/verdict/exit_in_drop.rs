//@ what: exit(0) when a value of the panicking test is dropped
//@ row: z09
//@ exercise: sums
//@ verdict: early_exit
pub struct Bomb;
impl Drop for Bomb { fn drop(&mut self) { std::process::exit(0) } }
pub fn add(_: i32, _: i32) -> i32 { let _bomb = Bomb; panic!("no") }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
