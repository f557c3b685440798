//@ what: option_env! of a secret
//@ exercise: sums
//@ verdict: policy
pub fn add(_: i32, _: i32) -> i32 { panic!("{:?}", option_env!("WORKBOOK_TEST_SECRET")) }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
