//! rustlings' own course, solved, put together from the published sources.

use super::books::{files_below, write};
use std::path::Path;
use std::process::{Command, Stdio};

/// The version whose course it is.
const VERSION: &str = "6.5.0";

/// Fetches the sources through cargo and puts the course into `dir`; the reason why not.
pub fn fetch_solved(dir: &Path) -> Result<(), String> {
    let package = dir.with_extension("fetch");
    write(
        &package.join("Cargo.toml"),
        &format!(
            "[workspace]\n[package]\nname = \"fetch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\nrustlings = \"={VERSION}\"\nrustlings-macros = \"={VERSION}\"\n"
        ),
    );
    write(&package.join("src/lib.rs"), "");
    // A program is no dependency, so cargo builds nothing of it, but copies its sources.
    let output = Command::new("cargo")
        .args(["vendor", "--quiet", "crates"])
        .current_dir(&package)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("cargo cannot fetch rustlings: {}", said.trim()));
    }
    let crates = package.join("crates");
    let info = std::fs::read_to_string(crates.join("rustlings-macros/info.toml"))
        .map_err(|error| format!("there is no info.toml: {error}"))?;
    write(&dir.join("info.toml"), &info);
    let manifest = std::fs::read_to_string(crates.join("rustlings/dev-Cargo.toml"))
        .map_err(|error| format!("there is no dev-Cargo.toml: {error}"))?;
    write(&dir.join("Cargo.toml"), &manifest.replace("\"../", "\""));
    for solution in files_below(&crates.join("rustlings/solutions"), "rs") {
        let name = solution
            .strip_prefix(crates.join("rustlings/solutions"))
            .expect("it was found there");
        let text = std::fs::read_to_string(&solution)
            .map_err(|error| format!("{}: {error}", solution.display()))?;
        write(&dir.join("exercises").join(name), &text);
    }
    Ok(())
}
