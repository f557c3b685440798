//@ what: it reads secrets from the environment, its own and the grader's
//@ needs: landlock
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 {
    let own = std::env::vars_os().map(|(name, value)| format!("{name:?}={value:?}")).collect::<Vec<_>>().join(" ");
    let parent = std::os::unix::process::parent_id();
    let parents = std::fs::read(format!("/proc/{parent}/environ")).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    panic!("{own} {}", parents.unwrap_or_default())
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
