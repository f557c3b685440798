//@ what: a constructor before main
//@ row: a07
//@ exercise: sums
//@ verdict: policy compile_error
extern "C" fn early() { std::process::exit(0) }
#[unsafe(link_section = ".init_array")]
pub static EARLY: extern "C" fn() = early;
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
