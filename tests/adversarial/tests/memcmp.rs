//@ what: a memcmp that finds everything equal
//@ row: b16
//@ exercise: sums
//@ verdict: policy compile_error
#[unsafe(no_mangle)]
pub extern "C" fn memcmp(_: *const u8, _: *const u8, _: usize) -> i32 { 0 }
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
