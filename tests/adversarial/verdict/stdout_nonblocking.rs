//@ what: standard output is made one that refuses when it is full
//@ exercise: sums
//@ verdict: fail early_exit
use std::io::Write as _;
use std::os::fd::AsFd as _;
pub fn add(_: i32, _: i32) -> i32 {
    let out = std::os::unix::net::UnixStream::from(std::io::stdout().as_fd().try_clone_to_owned().unwrap());
    let _ = out.set_nonblocking(true);
    let _ = std::fs::File::from(std::io::stdout().as_fd().try_clone_to_owned().unwrap()).write_all(&[b'x'; 1 << 16]);
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
