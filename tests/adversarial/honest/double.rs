//@ what: the macro in another way
//@ exercise: double
//@ verdict: pass
macro_rules! double { ($number:expr) => { { let number = $number; number + number } }; }
pub fn four_times(number: i32) -> i32 { double!(number) + double!(number) }
