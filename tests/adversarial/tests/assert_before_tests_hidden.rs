//@ what: the same by a macro that makes it
//@ exercise: double
//@ verdict: policy fail compile_error
macro_rules! double { ($number:expr) => { $number } }
macro_rules! make { ($keyword:ident $name:ident $($body:tt)*) => { $keyword! $name { $($body)* } } }
make!(macro_rules assert_eq ($left:expr, $right:expr) => { let _ = ($left, $right); });
pub fn four_times(number: i32) -> i32 { double!(number) }
