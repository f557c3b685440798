//@ what: the crate itself by the name of the library
//@ exercise: sums
//@ verdict: fail compile_error policy
macro_rules! make { ($b:ident $a:ident $c:ident $d:ident) => { $a $b $c as $d; } }
make!(crate extern self core);
pub mod result { pub enum Result { Ok } }
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
