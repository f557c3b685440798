//@ what: a first line for a shell is none of ours
//@ exercise: sums
//@ verdict: pass
#!/usr/bin/env rustc
pub fn add(a: i32, b: i32) -> i32 { a + b }
pub fn greet(name: &str) -> String { format!("Hello, {name}!") }
pub fn total(numbers: &[i32]) -> i32 { numbers.iter().sum() }
