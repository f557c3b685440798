//@ what: env! of a secret behind a macro
//@ exercise: sums
//@ verdict: policy fail compile_error
macro_rules! read { ($name:ident) => { $name!("WORKBOOK_TEST_SECRET") } }
pub fn add(_: i32, _: i32) -> i32 { panic!("{:?}", read!(env)) }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
