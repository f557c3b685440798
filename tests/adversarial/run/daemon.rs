//@ what: a daemon that holds the pipe
//@ needs: seccomp
//@ exercise: sums
//@ verdict: fail crash
pub fn add(_: i32, _: i32) -> i32 {
    let _ = std::process::Command::new("setsid").args(["-f", "sh", "-c", "sleep 100; touch \"$0\"", "@OUTSIDE/daemon"]).spawn();
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
