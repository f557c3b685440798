//@ what: becomes /bin/true
//@ needs: seccomp
//@ row: a05
//@ exercise: sums
//@ verdict: fail early_exit
use std::os::unix::process::CommandExt as _;
pub fn add(_: i32, _: i32) -> i32 { let _ = std::process::Command::new("/bin/true").exec(); 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
