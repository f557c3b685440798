//@ what: threads that go on printing
//@ exercise: sums
//@ verdict: fail output_limit timeout early_exit
pub fn add(_: i32, _: i32) -> i32 {
    for _ in 0..8 { std::thread::spawn(|| loop { println!("test tests::adds ... ok") }); }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
