//@ what: a record on an inherited descriptor
//@ row: z01
//@ exercise: sums
//@ verdict: fail compile_error
use std::io::Write as _;
pub fn add(_: i32, _: i32) -> i32 {
    for fd in 3..20 {
        if let Ok(mut file) = std::fs::OpenOptions::new().write(true).open(format!("/proc/self/fd/{fd}")) {
            let _ = file.write_all(b"\n0000 0 ok\n");
        }
    }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
