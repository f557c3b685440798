//! The machine the figures are from.

use std::fmt::Write as _;
use std::process::Command;

/// Describes the machine in a Markdown list.
pub fn describe() -> String {
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut out = format!("- {n_cores} cores");
    if let Some(model) = file("/proc/cpuinfo").lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == "model name").then(|| value.trim().to_owned())
    }) {
        let _ = write!(out, ", {model}");
    }
    let kernel = file("/proc/sys/kernel/osrelease");
    let load = file("/proc/loadavg");
    let _ = writeln!(
        out,
        "\n- {} {} {}",
        std::env::consts::OS,
        std::env::consts::ARCH,
        kernel.trim()
    );
    if let Some(load) = load.split(' ').next() {
        let _ = writeln!(out, "- load average at the start {load}");
    }
    for program in ["rustc", "rustlings"] {
        match version(program) {
            Some(version) => {
                let _ = writeln!(out, "- {version}");
            }
            None => {
                let _ = writeln!(out, "- {program} is not installed");
            }
        }
    }
    out
}

/// What a program says its version is, if it is installed.
pub fn version(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

fn file(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}
