//! Has cargo build the crates, and reads what it says.

use super::{Externs, Progress, Shared, Wanted};
use crate::error::{Error, Problem};
use crate::files;
use crate::process::{self, Failure, Limits, Program, Stream};
use crate::verdict::Exit;
use cargo_metadata::{Message, Metadata, MetadataCommand, PackageId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A large crate that brings C code along may take minutes on a small machine.
const LIMITS: Limits = Limits {
    deadline: Duration::from_secs(60 * 60),
    output: 64 << 20,
    memory: None,
};

/// Builds what is wanted, or finds that it was built before.
pub(super) fn build(
    shared: &Shared,
    wanted: &Wanted,
    tell: &dyn Fn(Progress),
) -> Result<Externs, Error> {
    if wanted.dependencies.names.is_empty() {
        return Ok(Externs {
            key: wanted.key.clone(),
            ..Externs::default()
        });
    }
    let ready = shared.dir.join("ready.json");
    let built: Option<Externs> = files::read_text(&ready, files::MAX_SOURCE_LEN)
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok());
    if let Some(built) = built.filter(|built| built.key == wanted.key && built.all_exist()) {
        return Ok(built);
    }
    files::create_dir(&shared.dir)?;
    // A build that is killed must not look like one that ended.
    files::remove(&ready);
    write_if_new(
        &shared.dir.join("Cargo.toml"),
        &wanted.dependencies.manifest,
    )?;
    write_if_new(
        &shared.dir.join("lib.rs"),
        "//! Stands for the exercises, so that cargo builds what they use.\n",
    )?;
    if let Some(lock) = &wanted.lock {
        write_if_new(&shared.dir.join("Cargo.lock"), lock)?;
    }
    let root = dependencies_of_root(shared)?;
    let mut reader = Reader::new(root.n_packages, tell);
    let told = run(
        shared,
        &shared.toolchain.cargo_build(&shared.dir),
        &mut |stream, chunk| match stream {
            Stream::Stdout => reader.read(chunk),
            Stream::Stderr => reader.read_status(chunk),
        },
    )?;
    if !told.succeeded {
        return Err(failed(
            "the crates that exercises use cannot be built",
            &reader.errors,
            &told.stderr,
        ));
    }
    let externs = reader.externs(&root, &wanted.key)?;
    let json = serde_json::to_string(&externs).map_err(|source| {
        Error::cannot_check(Problem::new(format!("cannot write JSON: {source}")))
    })?;
    files::write_cache(&ready, json.as_bytes())?;
    Ok(externs)
}

/// Keeps the time of change, by which cargo would build anew.
fn write_if_new(path: &Path, text: &str) -> Result<(), Error> {
    if files::read_text(path, files::MAX_SOURCE_LEN).as_deref() == Ok(text) {
        return Ok(());
    }
    files::write_cache(path, text.as_bytes())
}

struct Told {
    succeeded: bool,
    stdout: Vec<u8>,
    stderr: String,
}

fn run(
    shared: &Shared,
    program: &Program,
    on_output: &mut dyn FnMut(Stream, &[u8]),
) -> Result<Told, Error> {
    let finished = process::run_told(program, LIMITS, &shared.stop, on_output);
    let finished = finished.map_err(|failure| match failure {
        Failure::Stopped => Error::interrupted(),
        Failure::Spawn(source) => Error::file("start cargo", program.path(), &source),
    })?;
    Ok(Told {
        succeeded: finished.exit == Exit::Code(0),
        stdout: finished.stdout,
        stderr: String::from_utf8_lossy(&finished.stderr).into_owned(),
    })
}

fn failed(what: &str, errors: &str, stderr: &str) -> Error {
    let said = if errors.trim().is_empty() {
        stderr
    } else {
        errors
    };
    Error::cannot_check(
        Problem::new(what)
            .note(crate::text::sanitize(said).trim().to_owned())
            .help("exercises that use no crate work all the same; to download crates, cargo needs the network once"),
    )
}

/// What the generated manifest depends on.
struct Root {
    /// Names in code, and the packages they mean.
    names: BTreeMap<String, PackageId>,
    n_packages: usize,
}

fn dependencies_of_root(shared: &Shared) -> Result<Root, Error> {
    let told = run(
        shared,
        &shared.toolchain.cargo_metadata(&shared.dir),
        &mut |_, _| {},
    )?;
    let what = "cargo cannot find the crates that exercises use";
    if !told.succeeded {
        return Err(failed(what, "", &told.stderr));
    }
    let metadata: Metadata = MetadataCommand::parse(String::from_utf8_lossy(&told.stdout))
        .map_err(|source| failed(what, &source.to_string(), ""))?;
    let resolve = metadata
        .resolve
        .ok_or_else(|| failed(what, "no versions were chosen", ""))?;
    let root = resolve.root.as_ref();
    let node = resolve.nodes.iter().find(|node| Some(&node.id) == root);
    let names = node.into_iter().flat_map(|node| &node.deps);
    Ok(Root {
        names: names
            .map(|dep| (dep.name.clone(), dep.pkg.clone()))
            .collect(),
        n_packages: resolve.nodes.len().saturating_sub(1),
    })
}

/// Takes cargo's messages as they come, one JSON object a line.
struct Reader<'a> {
    tell: &'a dyn Fn(Progress),
    progress: Progress,
    rest: Vec<u8>,
    libraries: BTreeMap<PackageId, PathBuf>,
    seen: BTreeSet<PackageId>,
    search: BTreeSet<String>,
    errors: String,
}

impl<'a> Reader<'a> {
    fn new(n_crates: usize, tell: &'a dyn Fn(Progress)) -> Self {
        let progress = Progress {
            n_crates,
            ..Progress::default()
        };
        tell(progress.clone());
        Self {
            tell,
            progress,
            rest: Vec::new(),
            libraries: BTreeMap::new(),
            seen: BTreeSet::new(),
            search: BTreeSet::new(),
            errors: String::new(),
        }
    }

    fn read(&mut self, chunk: &[u8]) {
        self.rest.extend_from_slice(chunk);
        let Some(end) = self.rest.iter().rposition(|&byte| byte == b'\n') else {
            return;
        };
        let lines: Vec<u8> = self.rest.drain(..=end).collect();
        for message in Message::parse_stream(lines.as_slice()).flatten() {
            self.take(message);
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::CompilerArtifact(artifact) => {
                let is_library = artifact.target.kind.iter().any(|kind| {
                    let kind = kind.to_string();
                    kind == "lib" || kind == "rlib" || kind == "proc-macro" || kind == "dylib"
                });
                if !is_library {
                    return;
                }
                let library = artifact.filenames.iter().find(|path| {
                    let extension = path.extension().unwrap_or_default();
                    extension == "rlib" || format!(".{extension}") == std::env::consts::DLL_SUFFIX
                });
                if let Some(library) = library {
                    if let Some(dir) = library.parent() {
                        self.search.insert(format!("dependency={dir}"));
                    }
                    self.libraries.insert(
                        artifact.package_id.clone(),
                        library.clone().into_std_path_buf(),
                    );
                }
                if self.seen.insert(artifact.package_id) {
                    self.progress.blocked = None;
                    self.progress.n_done = self.seen.len().min(self.progress.n_crates);
                    (self.tell)(self.progress.clone());
                }
            }
            Message::BuildScriptExecuted(script) => {
                self.search
                    .extend(script.linked_paths.iter().map(ToString::to_string));
            }
            Message::CompilerMessage(message) => {
                if matches!(
                    message.message.level,
                    cargo_metadata::diagnostic::DiagnosticLevel::Error
                ) {
                    self.errors
                        .push_str(message.message.rendered.as_deref().unwrap_or_default());
                }
            }
            _ => {}
        }
    }

    /// Cargo says on standard error when it waits for another cargo.
    fn read_status(&mut self, chunk: &[u8]) {
        let text = crate::text::sanitize(&String::from_utf8_lossy(chunk));
        let blocked = text
            .lines()
            .find_map(|line| line.trim_start().strip_prefix("Blocking "));
        if let Some(blocked) = blocked {
            self.progress.blocked = Some(blocked.to_owned());
            (self.tell)(self.progress.clone());
        }
    }

    fn externs(self, root: &Root, key: &str) -> Result<Externs, Error> {
        let mut crates = BTreeMap::new();
        for (name, package) in &root.names {
            let Some(path) = self.libraries.get(package) else {
                return Err(failed(
                    &format!("cargo built no library of the crate `{name}`"),
                    "",
                    "",
                ));
            };
            crates.insert(name.clone(), path.clone());
        }
        Ok(Externs {
            crates,
            search: self.search.into_iter().collect(),
            key: key.to_owned(),
        })
    }
}
