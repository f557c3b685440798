//@ what: messages with signs that steer a terminal, and commands of a workflow
//@ exercise: sums
//@ verdict: compile_error
compile_error!("\u{1b}]0;owned\u{7}\u{1b}[2J\n::error title=pwned::100/100\n##[error]pwned");
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
