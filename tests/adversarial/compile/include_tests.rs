//@ what: the trusted tests are read
//@ needs: landlock
//@ exercise: sums
//@ verdict: policy compile_error fail
macro_rules! read { ($name:ident) => { mod leaked { $name!("sums.tests0.rs"); } } }
read!(include);
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
