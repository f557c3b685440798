//@ what: it reads the solution and other submissions
//@ needs: landlock
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 {
    for name in ["@BOOK/solutions/01_targets/sums.rs", "@CLASS/honest-more_general/exercises/01_targets/sums.rs", "/etc/passwd", "@OUTSIDE/secret"] {
        if let Ok(text) = std::fs::read_to_string(name) { panic!("WORKBOOK_LEAK {text}") }
    }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
