//@ what: its own memory is searched and written by way of /proc
//@ needs: landlock
//@ exercise: sums
//@ verdict: fail
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
pub fn add(_: i32, _: i32) -> i32 {
    let mut maps = String::new();
    if let Ok(mut file) = std::fs::File::open("/proc/self/maps") { let _ = file.read_to_string(&mut maps); }
    if let Ok(mut memory) = std::fs::OpenOptions::new().read(true).write(true).open("/proc/self/mem") {
        for line in maps.lines().filter(|line| line.contains("rw-p")) {
            let range = line.split(' ').next().unwrap_or_default();
            let Some((start, end)) = range.split_once('-') else { continue };
            let (Ok(start), Ok(end)) = (u64::from_str_radix(start, 16), u64::from_str_radix(end, 16)) else { continue };
            let mut bytes = vec![0; (end - start).min(1 << 20) as usize];
            let _ = memory.seek(SeekFrom::Start(start));
            if memory.read_exact(&mut bytes).is_ok() {
                for run in bytes.split(|byte| !byte.is_ascii_hexdigit()).filter(|run| run.len() == 64) {
                    let _ = std::io::stdout().write_all(format!("\n{} 0 ok\n", String::from_utf8_lossy(run)).as_bytes());
                    std::process::exit(0)
                }
            }
        }
    }
    0
}
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
