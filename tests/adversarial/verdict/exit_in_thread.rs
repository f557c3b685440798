//@ what: exit(0) on another thread
//@ row: a08
//@ exercise: sums
//@ verdict: early_exit
pub fn add(_: i32, _: i32) -> i32 {
    std::thread::spawn(|| std::process::exit(0)).join().unwrap();
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
