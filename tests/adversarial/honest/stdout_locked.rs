//@ what: a lock of standard output that is held keeps nobody's test from passing
//@ exercise: sums
//@ verdict: pass
pub fn add(a: i32, b: i32) -> i32 {
    std::mem::forget(std::io::stdout().lock());
    print!("still here");
    a + b
}
pub fn greet(name: &str) -> String { format!("Hello, {name}!") }
pub fn total(numbers: &[i32]) -> i32 { numbers.iter().sum() }
