//@ what: it prints signs that steer a terminal
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 { print!("\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}"); panic!("\u{1b}[2J\u{1b}]52;c;b3duZWQ=\u{7}\r\u{8}") }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
