//@ what: arguments that are taken more generally than asked
//@ exercise: sums
//@ verdict: pass
pub fn add(a: impl Into<i32>, b: impl Into<i32>) -> i32 { a.into() + b.into() }
pub fn greet(name: impl AsRef<str>) -> String { format!("Hello, {}!", name.as_ref()) }
pub fn total<'a>(numbers: impl IntoIterator<Item = &'a i32>) -> i32 { numbers.into_iter().sum() }
