//@ what: it writes to the workbook, the home and the reports
//@ needs: landlock
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 {
    for name in ["@OUTSIDE/written", "@BOOK/.workbook/progress", "@BOOK/exercises/01_targets/sums.rs", "@BOOK/solutions/01_targets/sums.rs", "@OUTSIDE/report.jsonl"] {
        let _ = std::fs::write(name, "owned");
        let _ = std::fs::remove_file(name);
    }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
