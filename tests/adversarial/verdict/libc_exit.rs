//@ what: _exit of the C library
//@ row: a02
//@ exercise: sums
//@ verdict: policy compile_error
unsafe extern "C" { fn _exit(code: i32) -> !; }
pub fn add(_: i32, _: i32) -> i32 { unsafe { _exit(0) } }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
