//@ what: comparisons of the library's types are defined anew
//@ exercise: sums
//@ verdict: compile_error fail
impl PartialEq<i32> for i32 { fn eq(&self, _: &i32) -> bool { true } }
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
