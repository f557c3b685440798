//! Finds the compiler itself, past the shim of rustup, which would cost ten milliseconds at every call.

use crate::error::{Error, Problem};
use crate::files;
use crate::process::{self, Failure, Limits, Program, Stop};
use crate::verdict::Exit;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

pub(super) const LIMITS: Limits = Limits {
    deadline: Duration::from_secs(60),
    output: 1 << 20,
    memory: None,
};

/// The programs and libraries of one Rust toolchain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toolchain {
    pub(super) rustc: PathBuf,
    pub(super) cargo: PathBuf,
    pub(super) clippy: Option<PathBuf>,
    pub(super) rustfmt: Option<PathBuf>,
    pub(super) sysroot: PathBuf,
    /// Where the dynamic standard library is.
    pub(super) dylib_dir: PathBuf,
    /// What `rustc -vV` says.
    version: String,
}

/// A toolchain that was found, and what would have to be the same for it to be found again.
#[derive(Serialize, Deserialize)]
struct Found {
    clues: Vec<String>,
    toolchain: Toolchain,
}

impl Toolchain {
    /// The compiler's name, version and host.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The version in a few words, as "rustc 1.95.0 (59807616e 2026-04-14)".
    pub fn short_version(&self) -> &str {
        self.version.lines().next().unwrap_or("rustc")
    }

    /// The compiler itself.
    pub fn compiler(&self) -> &Path {
        &self.rustc
    }

    /// Where its libraries and tools are.
    pub fn sysroot(&self) -> &Path {
        &self.sysroot
    }

    /// Whether clippy is installed.
    pub fn has_clippy(&self) -> bool {
        self.clippy.is_some()
    }

    /// Whether rustfmt is installed.
    pub fn has_rustfmt(&self) -> bool {
        self.rustfmt.is_some()
    }

    /// What tells one rustfmt from another without asking it.
    pub fn rustfmt_stamp(&self) -> Option<String> {
        self.rustfmt.as_deref().map(stamp)
    }

    /// Finds the toolchain that `rustc` means in `dir`. Remembers it in `cache_dir`, if that can be written.
    ///
    /// # Errors
    /// There is no `rustc`, or it does not answer.
    pub fn find(dir: &Path, cache_dir: &Path) -> Result<Self, Error> {
        let Some(shim) = look_up("rustc") else {
            return Err(no_rustc("there is no `rustc` in PATH"));
        };
        let remembered = cache_dir.join("toolchain.json");
        let found: Option<Found> = files::read_text(&remembered, files::MAX_SOURCE_LEN)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok());
        if let Some(found) = found
            && found.clues == clues(dir, &shim, &found.toolchain.rustc)
        {
            return Ok(found.toolchain);
        }
        let toolchain = Self::ask(dir, &shim)?;
        let found = Found {
            clues: clues(dir, &shim, &toolchain.rustc),
            toolchain,
        };
        if let Ok(text) = serde_json::to_string(&found)
            && cache_dir.parent().is_some_and(files::exists)
        {
            // Without it the next start is a little slower.
            let _ = files::create_dir(cache_dir)
                .and_then(|()| files::write_cache(&remembered, text.as_bytes()));
        }
        Ok(found.toolchain)
    }

    fn ask(dir: &Path, shim: &Path) -> Result<Self, Error> {
        let answer = output(&Program::new(shim).dir(dir).args([
            "--print",
            "sysroot",
            "--print",
            "target-libdir",
        ]))?;
        let mut lines = answer.lines();
        let (Some(sysroot), Some(dylib_dir)) = (lines.next(), lines.next()) else {
            return Err(no_rustc("`rustc --print sysroot` does not say where it is"));
        };
        let sysroot = PathBuf::from(sysroot);
        let own = |name: &str| {
            let path = sysroot
                .join("bin")
                .join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
            path.is_file().then_some(path)
        };
        let rustc = own("rustc").unwrap_or_else(|| shim.to_owned());
        let version = output(&Program::new(&rustc).dir(dir).arg("-vV"))?;
        Ok(Self {
            // Without rustup cargo need not be part of the toolchain's own directory.
            cargo: own("cargo").unwrap_or_else(|| PathBuf::from("cargo")),
            clippy: own("clippy-driver"),
            rustfmt: own("rustfmt"),
            dylib_dir: PathBuf::from(dylib_dir),
            rustc,
            sysroot,
            version: version.trim_end().to_owned(),
        })
    }
}

fn output(program: &Program) -> Result<String, Error> {
    let finished =
        process::run(program, LIMITS, &Stop::default()).map_err(|failure| match failure {
            Failure::Spawn(source) => no_rustc(&format!(
                "`{}` cannot be started: {source}",
                program.path().display()
            )),
            Failure::Stopped => Error::interrupted(),
        })?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if finished.exit == Exit::Code(0) {
        Ok(text(&finished.stdout))
    } else {
        let said = text(&finished.stderr);
        Err(no_rustc(&format!(
            "`rustc` does not answer: {}",
            said.trim()
        )))
    }
}

fn no_rustc(what: &str) -> Error {
    Error::cannot_check(Problem::new(what).help(
        "install Rust as https://rustup.rs says, open a new terminal, and try `rustc --version`",
    ))
}

/// The first program of this name in `PATH`.
fn look_up(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|dir| dir.join(&file))
        .find(|path| path.is_file())
}

/// All that decides which toolchain `rustc` means in a directory: the shim, rustup's settings and overrides, and
/// the compiler itself, which an update replaces.
fn clues(dir: &Path, shim: &Path, rustc: &Path) -> Vec<String> {
    let variables = ["RUSTUP_TOOLCHAIN", "RUSTUP_HOME"];
    let rustup_home = std::env::var_os("RUSTUP_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".rustup")));
    let overrides = dir
        .ancestors()
        .flat_map(|dir| [dir.join("rust-toolchain"), dir.join("rust-toolchain.toml")]);
    variables
        .iter()
        .map(|name| format!("{name}={:?}", std::env::var_os(name)))
        .chain([format!("in {}", dir.display()), stamp(shim), stamp(rustc)])
        .chain(rustup_home.map(|home| stamp(&home.join("settings.toml"))))
        .chain(
            overrides
                .filter(|path| files::exists(path))
                .map(|path| stamp(&path)),
        )
        .collect()
}

/// A file's path, length and time of change.
fn stamp(path: &Path) -> String {
    let metadata = path.metadata().ok();
    let changed = metadata
        .as_ref()
        .and_then(|metadata| metadata.modified().ok())
        .and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    format!(
        "{} {:?} {changed:?}",
        path.display(),
        metadata.map(|metadata| metadata.len())
    )
}
