//@ what: exit(0) when a thread's values are dropped
//@ row: a11
//@ exercise: sums
//@ verdict: early_exit
struct Bomb;
impl Drop for Bomb { fn drop(&mut self) { std::process::exit(0) } }
thread_local! { static BOMB: Bomb = const { Bomb }; }
pub fn add(_: i32, _: i32) -> i32 { BOMB.with(|_| ()); 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
