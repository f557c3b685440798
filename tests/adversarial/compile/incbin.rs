//@ what: global_asm! that embeds a file
//@ exercise: sums
//@ verdict: policy compile_error
core::arch::global_asm!(".incbin \"/etc/passwd\"");
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
