//! A toolchain that passes everything on to the real one, and counts how often cargo is asked.

use crate::said::Said;
use crate::support::Book;
use assert_cmd::Command;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

pub struct CountingToolchain {
    dir: tempfile::TempDir,
    sysroot: String,
}

impl CountingToolchain {
    pub fn new() -> Self {
        let (sysroot, libraries) = (real("sysroot"), real("target-libdir"));
        let toolchain = Self {
            dir: tempfile::tempdir().expect("a temporary directory"),
            sysroot,
        };
        let here = toolchain.dir.path().display();
        toolchain.script("path/rustc", &format!("echo '{here}'\necho '{libraries}'"));
        let own_cargo = format!("{}/bin/cargo", toolchain.sysroot);
        let cargo = if Path::new(&own_cargo).exists() {
            &own_cargo
        } else {
            "cargo"
        };
        toolchain.script(
            "bin/cargo",
            &format!("echo \"$1\" >> '{here}/asked'\nexec '{cargo}' \"$@\""),
        );
        toolchain.calls_itself("rustc");
        toolchain
    }

    /// Gives the compiler another name in its account of itself, as an update does.
    pub fn calls_itself(&self, name: &str) {
        let rustc = format!(
            "'{sysroot}/bin/rustc' --sysroot '{sysroot}'",
            sysroot = self.sysroot
        );
        self.script(
            "bin/rustc",
            &format!("if [ \"$*\" = -vV ]; then {rustc} -vV | sed '1s/^rustc/{name}/'; else exec {rustc} \"$@\"; fi"),
        );
    }

    /// Runs a command in a workbook.
    #[track_caller]
    pub fn said(&self, book: &Book, args: &[&str]) -> Said {
        Said::by(self.with(&mut book.command(args)))
    }

    fn with<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env("PATH", self.path())
    }

    /// Where `rustc` is, and the tools that its linker needs.
    pub fn path(&self) -> String {
        let path = std::env::var("PATH").expect("there is a PATH");
        format!("{}:{path}", self.dir.path().join("path").display())
    }

    /// What cargo was asked for.
    pub fn asked(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("asked")).unwrap_or_default()
    }

    fn script(&self, name: &str, text: &str) {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a script has a directory")).expect("create");
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("write");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))
            .expect("make it executable");
    }
}

/// What the real compiler answers to `--print`.
fn real(what: &str) -> String {
    let answer = std::process::Command::new("rustc")
        .args(["--print", what])
        .output()
        .expect("there is a compiler");
    let answer = String::from_utf8(answer.stdout).expect("paths here are UTF-8");
    answer.trim().to_owned()
}
