//@ what: unsafe by a macro
//@ exercise: sums
//@ verdict: policy compile_error
macro_rules! make { ($k:ident $($t:tt)*) => { $k { $($t)* } } }
pub fn add(a: i32, b: i32) -> i32 { make!(unsafe *(&raw const a) + b) }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
