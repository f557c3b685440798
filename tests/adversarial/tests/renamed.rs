//@ what: the tests are renamed
//@ row: b21
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
#[cfg(test)]
mod tests { #[test] fn nothing() {} }
