//@ what: records with guessed nonces on standard output
//@ row: z01
//@ exercise: sums
//@ verdict: fail early_exit
use std::io::Write as _;
pub fn add(_: i32, _: i32) -> i32 {
    let mut out = std::io::stdout();
    for guess in 0..5000_u64 { let _ = write!(out, "\n{guess:064x} 0 ok\n"); }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
