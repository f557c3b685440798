//@ what: it writes to the files of a workflow and prints its commands
//@ exercise: sums
//@ verdict: fail early_exit
pub fn add(_: i32, _: i32) -> i32 {
    for name in ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY"] {
        if let Some(path) = std::env::var_os(name) { let _ = std::fs::write(path, "status=pass\n"); }
    }
    println!("::notice title=Autograding complete::Points 100/100");
    println!("\n::set-output name=points::100\n##[error]pwned\n::stop-commands::x");
    panic!("\n::error title=pwned::pwned\n")
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
