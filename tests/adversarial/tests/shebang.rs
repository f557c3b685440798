//@ what: a first line that hides code from one reader and not from the other
//@ exercise: double
//@ verdict: policy fail compile_error
#!/*
macro_rules! double { ($number:expr) => { $number } }
macro_rules! assert_eq { ($left:expr, $right:expr) => { let _ = ($left, $right); } }
pub fn four_times(number: i32) -> i32 { double!(number) }
// */ pub mod never {}
