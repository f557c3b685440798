//@ what: processes without end
//@ needs: seccomp
//@ exercise: sums
//@ verdict: fail crash
pub fn add(_: i32, _: i32) -> i32 {
    for _ in 0..200 { let _ = std::process::Command::new("/bin/sh").args(["-c", "touch \"$0\"; sleep 100 & sleep 100 &", "@OUTSIDE/process"]).spawn(); }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
