//@ what: tests of its own by the name of ours, and an attribute at the end that takes ours away
//@ exercise: double
//@ verdict: compile_error
macro_rules! double { ($number:expr) => { $number } }
pub fn four_times(number: i32) -> i32 { double!(number) }
pub mod __workbook_tests_0 { pub static __WORKBOOK: &[(fn() -> Result<(), String>, Option<&str>)] = &[(|| Ok(()), None), (|| Ok(()), None)]; }
#[cfg(any())]
