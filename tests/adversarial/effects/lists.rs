//@ what: it lists the directories around it
//@ needs: landlock
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 {
    for name in ["..", "../..", "../../..", "../src", "/tmp", "/proc", "@BOOK", "@CLASS"] {
        if std::fs::read_dir(name).is_ok() { panic!("WORKBOOK_LEAK {name}") }
    }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
