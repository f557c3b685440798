//@ what: what panics is caught and made a pass of
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 {
    let parked = std::thread::current();
    std::thread::spawn(move || { loop { parked.unpark(); std::thread::yield_now() } });
    std::panic::catch_unwind(|| panic!("no")).unwrap_or(0)
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
