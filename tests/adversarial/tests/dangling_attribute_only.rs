//@ what: an attribute at the end of the file
//@ exercise: double
//@ verdict: fail
macro_rules! double { ($number:expr) => { $number } }
pub fn four_times(number: i32) -> i32 { double!(number) }
#[cfg(any())]
