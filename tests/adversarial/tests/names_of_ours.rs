//@ what: a module by the name of the one that is put in
//@ exercise: sums
//@ verdict: compile_error
pub mod __workbook_tests_0 { pub static __WORKBOOK: &[(fn() -> Result<(), String>, Option<&str>)] = &[(|| Ok(()), None), (|| Ok(()), None), (|| Ok(()), None)]; }
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
