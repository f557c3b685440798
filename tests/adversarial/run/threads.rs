//@ what: threads without end
//@ exercise: sums
//@ verdict: fail crash timeout
pub fn add(_: i32, _: i32) -> i32 {
    for _ in 0..100_000 { if std::thread::Builder::new().stack_size(16 << 10).spawn(|| loop { std::thread::park() }).is_err() { break } }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
