//@ what: it becomes root by a helper
//@ needs: seccomp
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 {
    let said = std::process::Command::new("sudo").args(["-n", "id", "-u"]).output();
    if said.is_ok() { panic!("WORKBOOK_LEAK sudo") }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
