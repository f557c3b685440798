//@ what: atexit(_exit(0))
//@ row: a10
//@ exercise: sums
//@ verdict: policy compile_error
unsafe extern "C" { fn atexit(f: extern "C" fn()) -> i32; fn _exit(code: i32) -> !; }
extern "C" fn end() { unsafe { _exit(0) } }
pub fn add(_: i32, _: i32) -> i32 { unsafe { atexit(end) }; 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
