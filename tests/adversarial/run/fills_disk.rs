//@ what: it writes 3 GB wherever it can
//@ needs: landlock
//@ exercise: sums
//@ verdict: fail crash
use std::io::Write as _;
pub fn add(_: i32, _: i32) -> i32 {
    for dir in ["/tmp", "/var/tmp", "/dev/shm", ".", "..", "@OUTSIDE"] {
        if let Ok(mut file) = std::fs::File::create(format!("{dir}/workbook-attack")) {
            for _ in 0..3000 { let _ = file.write_all(&vec![1; 1 << 20]); }
        }
    }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
