//! The crate as `cargo package` makes it: unpacked and built, it writes the same course.

use super::{init, not_tried, snapshot};
use crate::said::Said;
use assert_cmd::Command;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A build of this crate alone, on a machine that has other work to do.
const PATIENCE: Duration = Duration::from_secs(600);

fn cargo(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(dir).args(args).timeout(PATIENCE);
    command
}

/// Where this very test was built: what its crates became can be used again.
fn build_dir() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_workbook"));
    program
        .ancestors()
        .nth(2)
        .expect("it lies in target/debug")
        .to_owned()
}

#[test]
fn a_packaged_crate_brings_the_whole_course_along() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let target = dir.path().join("target");
    let target_dir = target.to_str().expect("it is UTF-8");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packed = Said::by(&mut cargo(
        root,
        &[
            "package",
            "--package=workbook",
            "--no-verify",
            "--allow-dirty",
            "--offline",
            "--target-dir",
            target_dir,
        ],
    ));
    // Only what was never downloaded is an excuse.
    if packed.code != Some(0) && packed.stderr.contains("--offline") {
        not_tried(&format!(
            "cargo lacks what it has to know of other crates: {packed}"
        ));
        return;
    }
    packed.exits(0);
    let name = format!("workbook-{}", env!("CARGO_PKG_VERSION"));
    let archive = target.join("package").join(format!("{name}.crate"));
    let mut tar = Command::new("tar");
    tar.current_dir(dir.path()).arg("-xzf").arg(&archive);
    Said::by(&mut tar).exits(0);
    let unpacked = dir.path().join(&name);
    assert!(!unpacked.join("exercises").exists(), "cargo left it out");
    // As the member of a workspace it is another crate than the one that is tested here, and neither is built in the
    // place of the other.
    std::fs::write(
        dir.path().join("Cargo.toml"),
        format!("[workspace]\nmembers = [\"{name}\"]\nresolver = \"3\"\n"),
    )
    .expect("write");
    std::fs::rename(unpacked.join("Cargo.lock"), dir.path().join("Cargo.lock")).expect("move");

    // The program goes to a directory of its own, for other tests run the one that lies here.
    let profile: &[&str] = if cfg!(debug_assertions) {
        &[]
    } else {
        &["--release"]
    };
    let args = [&["build", "--offline", "--target-dir", target_dir], profile].concat();
    let mut build = cargo(&unpacked, &args);
    Said::by(build.env("CARGO_BUILD_BUILD_DIR", build_dir())).exits(0);
    let profile_dir = if cfg!(debug_assertions) {
        "debug"
    } else {
        "release"
    };
    let program = target
        .join(profile_dir)
        .join(format!("workbook{}", std::env::consts::EXE_SUFFIX));

    let book = tempfile::tempdir().expect("a temporary directory");
    Said::by(
        Command::new(program)
            .current_dir(book.path())
            .args(["init", "packed/here"]),
    )
    .exits(0)
    .is_calm();
    init(book.path(), &["mine/here"]).exits(0).is_calm();
    let files = |name: &str| {
        let root = book.path().join(name);
        snapshot(&root)
            .into_iter()
            .map(|(path, text)| {
                let path = path.strip_prefix(&root).expect("it lies there");
                (path.to_owned(), text)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(files("packed/here"), files("mine/here"));
}
