//@ what: it reads its own program, for tests that are hidden
//@ needs: landlock
//@ exercise: sums
//@ verdict: fail
pub fn add(_: i32, _: i32) -> i32 {
    let own = std::env::current_exe().unwrap_or_default();
    for name in [own, "/proc/self/exe".into(), std::env::args_os().next().unwrap_or_default().into()] {
        if std::fs::read(name).is_ok() { panic!("WORKBOOK_LEAK program") }
    }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
