//@ what: a panic while panicking
//@ exercise: sums
//@ verdict: crash fail early_exit
struct Bomb;
impl Drop for Bomb { fn drop(&mut self) { panic!("again") } }
pub fn add(_: i32, _: i32) -> i32 { let _bomb = Bomb; panic!("no") }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
