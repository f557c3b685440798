//@ what: the same by a macro
//@ exercise: sums
//@ verdict: fail compile_error policy
macro_rules! make { ($name:ident) => { pub mod $name { pub mod result { pub enum Result { Ok } } } } }
make!(core);
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
