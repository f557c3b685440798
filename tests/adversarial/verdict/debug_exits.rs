//@ what: a type of its own that ends the process when it is shown
//@ exercise: sums
//@ verdict: signature
pub struct Fake;
impl PartialEq<i32> for Fake { fn eq(&self, _: &i32) -> bool { false } }
impl std::fmt::Debug for Fake { fn fmt(&self, _: &mut std::fmt::Formatter) -> std::fmt::Result { std::process::exit(0) } }
pub fn add(_: i32, _: i32) -> Fake { Fake }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
