//@ what: its own record is read from the pipe and answered by a better one
//@ exercise: sums
//@ verdict: fail tampered timeout crash early_exit
use std::io::{Read as _, Write as _};
pub fn add(_: i32, _: i32) -> i32 {
    for _ in 0..32 {
        std::thread::spawn(|| {
            let Ok(mut pipe) = std::fs::OpenOptions::new().read(true).write(true).open("/proc/self/fd/1") else { return };
            let mut seen = [0; 4096];
            loop {
                let Ok(n) = pipe.read(&mut seen) else { return };
                let text = String::from_utf8_lossy(&seen[..n]).into_owned();
                if let Some((record, _)) = text.split_once(" failed") {
                    let _ = pipe.write_all(format!("{record} ok\n").as_bytes());
                    std::process::exit(0)
                }
            }
        });
    }
    std::thread::sleep(std::time::Duration::from_millis(50));
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
