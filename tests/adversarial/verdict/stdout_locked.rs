//@ what: the lock of standard output is held for ever
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 {
    std::thread::spawn(|| { let _lock = std::io::stdout().lock(); loop { std::thread::park() } });
    std::thread::sleep(std::time::Duration::from_millis(20));
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
