//@ what: it kills and stops whom it can by way of the shell
//@ needs: seccomp
//@ exercise: sums
//@ verdict: fail timeout
pub fn add(_: i32, _: i32) -> i32 {
    let me = std::process::id();
    let parent = std::os::unix::process::parent_id();
    for command in [format!("kill -9 {parent}"), format!("kill -STOP {me}"), "kill -9 -1".to_owned()] {
        let _ = std::process::Command::new("/bin/sh").args(["-c", &command]).status();
    }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
