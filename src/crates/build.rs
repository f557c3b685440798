//! Has cargo build the crates, and reads what it says.

use super::{Externs, Progress, Shared, Wanted};
use crate::error::{Error, Problem};
use crate::files;
use crate::process::{self, Limits, Program, Stream};
use crate::text;
use crate::verdict::Exit;
use cargo_metadata::{Message, Metadata, MetadataCommand, PackageId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What was built last, below the directory of the crates.
pub(super) const READY: &str = "ready.json";

/// A large crate that brings C code along may take minutes on a small machine.
pub(super) const LIMITS: Limits = Limits {
    deadline: Duration::from_secs(60 * 60),
    output: 64 << 20,
    memory: None,
};

/// How cargo's account of what it does begins on standard error.
const STATUSES: [&str; 11] = [
    "Adding",
    "Blocking",
    "Building",
    "Compiling",
    "Downloaded",
    "Downloading",
    "Fetch",
    "Finished",
    "Locking",
    "Unpacking",
    "Updating",
];

/// Builds what is wanted, or finds that it was built before.
///
/// # Errors
/// Something could not be built: why, and what was built all the same.
pub(super) fn build(
    shared: &Shared,
    wanted: &Wanted,
    tell: &dyn Fn(Progress),
) -> Result<Externs, (Error, Box<Externs>)> {
    let mut built = Box::default();
    match build_all(shared, wanted, tell, &mut built) {
        Ok(()) => Ok(*built),
        Err(error) => Err((error, built)),
    }
}

fn build_all(
    shared: &Shared,
    wanted: &Wanted,
    tell: &dyn Fn(Progress),
    built: &mut Externs,
) -> Result<(), Error> {
    if wanted.dependencies.names.is_empty() {
        built.key.clone_from(&wanted.key);
        return Ok(());
    }
    let ready = shared.dir.join(READY);
    let before = remembered(&ready);
    if let Some(before) = before.filter(|before| before.key == wanted.key && before.all_exist()) {
        *built = before;
        return Ok(());
    }
    files::create_dir(&shared.dir)?;
    // A build that is killed must not look like one that ended.
    files::remove(&ready);
    write_package(&shared.dir, wanted)?;
    let mut reader = Reader::new(tell);
    let root = dependencies_of_root(shared, &mut reader)?;
    reader.set_total(root.n_packages);
    let told = run(
        shared,
        &shared.toolchain.cargo_build(&shared.dir),
        &mut |stream, chunk| match stream {
            Stream::Stdout => reader.read(chunk),
            Stream::Stderr => reader.read_status(chunk),
        },
    )?;
    let errors = std::mem::take(&mut reader.errors);
    *built = reader.externs(&root, &wanted.key);
    let what = "the crates that exercises use cannot be built";
    if told.exit != Exit::Code(0) {
        return Err(failed(what, &errors, &told));
    }
    if let Some(name) = root
        .names
        .keys()
        .find(|name| !built.crates.contains_key(*name))
    {
        return Err(Error::cannot_check(
            Problem::new(what).note(format!("cargo built no library of the crate `{name}`")),
        ));
    }
    remember(&ready, built)
}

/// Writes a package that holds no code and depends on what exercises may use.
///
/// # Errors
/// The directory cannot be written to.
pub(super) fn write_package(dir: &Path, wanted: &Wanted) -> Result<(), Error> {
    write_if_new(&dir.join("Cargo.toml"), &wanted.dependencies.manifest)?;
    write_if_new(
        &dir.join("lib.rs"),
        "//! Stands for the exercises, so that cargo builds what they use.\n",
    )?;
    if let Some(lock) = &wanted.lock {
        write_if_new(&dir.join("Cargo.lock"), lock)?;
    }
    Ok(())
}

/// What was built before. A memory that was cut short or altered counts as none.
pub(super) fn remembered(ready: &Path) -> Option<Externs> {
    let text = files::read_text(ready, files::MAX_SOURCE_LEN).ok()?;
    let (sum, json) = text.split_once('\n')?;
    (sum == files::fingerprint_name(json)).then_some(())?;
    serde_json::from_str(json).ok()
}

fn remember(ready: &Path, built: &Externs) -> Result<(), Error> {
    let json = serde_json::to_string(built).map_err(|source| {
        Error::cannot_check(Problem::new(format!("cannot write JSON: {source}")))
    })?;
    let text = format!("{}\n{json}", files::fingerprint_name(&json));
    files::write_cache(ready, text.as_bytes())
}

/// Keeps the time of change, by which cargo would build anew.
fn write_if_new(path: &Path, text: &str) -> Result<(), Error> {
    if files::read_text(path, files::MAX_SOURCE_LEN).as_deref() == Ok(text) {
        return Ok(());
    }
    files::write_cache(path, text.as_bytes())
}

struct Told {
    exit: Exit,
    stdout: Vec<u8>,
    stderr: String,
}

fn run(
    shared: &Shared,
    program: &Program,
    on_output: &mut dyn FnMut(Stream, &[u8]),
) -> Result<Told, Error> {
    let finished = process::run_told(program, LIMITS, &shared.stop, on_output);
    let finished = finished.map_err(|failure| failure.into_error("start cargo", program.path()))?;
    Ok(Told {
        exit: finished.exit,
        stdout: finished.stdout,
        stderr: String::from_utf8_lossy(&finished.stderr).into_owned(),
    })
}

/// Whole, but without the account of what went well.
fn failed(what: &str, errors: &str, told: &Told) -> Error {
    let problem = Problem::new(what);
    let problem = match told.exit {
        Exit::Code(_) => {
            let stderr = text::sanitize(&told.stderr);
            let rest: Vec<&str> = stderr
                .lines()
                .filter(|line| status(line).is_none())
                .collect();
            let said = format!("{}{}", text::sanitize(errors), rest.join("\n"));
            problem
                .note(said.trim().to_owned())
                .help("exercises that do not need them work all the same")
        }
        Exit::Signal(signal) => problem
            .note(format!("cargo was killed by signal {signal}"))
            .help("try again: what is built by now is kept"),
        Exit::Deadline => problem.note("cargo did not come to an end in an hour"),
        Exit::OutputLimit => problem.note("cargo printed too much"),
    };
    Error::cannot_check(problem)
}

/// The word that begins a line of cargo's account of what it does, and what follows it.
fn status(line: &str) -> Option<(&str, &str)> {
    // The words end in the same column.
    let (word, rest) = line.split_at_checked(12)?;
    let word = word.trim_start();
    (STATUSES.contains(&word) && rest.starts_with(' ')).then_some((word, rest.trim()))
}

/// What the generated manifest depends on.
struct Root {
    /// Names in code, and the packages they mean.
    names: BTreeMap<String, PackageId>,
    n_packages: usize,
}

fn dependencies_of_root(shared: &Shared, reader: &mut Reader<'_>) -> Result<Root, Error> {
    let told = run(
        shared,
        &shared.toolchain.cargo_metadata(&shared.dir),
        &mut |stream, chunk| {
            if stream == Stream::Stderr {
                reader.read_status(chunk);
            }
        },
    )?;
    let what = "cargo cannot find the crates that exercises use";
    if told.exit != Exit::Code(0) {
        let mut error = failed(what, "", &told);
        for problem in &mut error.problems {
            if let Some(help) = &mut problem.help {
                help.push_str("; to download crates, cargo needs the network once");
            }
        }
        return Err(error);
    }
    let unclear = |note: String| Error::cannot_check(Problem::new(what).note(note));
    let metadata: Metadata = MetadataCommand::parse(String::from_utf8_lossy(&told.stdout))
        .map_err(|source| unclear(source.to_string()))?;
    let resolve = metadata
        .resolve
        .ok_or_else(|| unclear("no versions were chosen".to_owned()))?;
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
    fn new(tell: &'a dyn Fn(Progress)) -> Self {
        Self {
            tell,
            progress: Progress::default(),
            rest: Vec::new(),
            libraries: BTreeMap::new(),
            seen: BTreeSet::new(),
            search: BTreeSet::new(),
            errors: String::new(),
        }
    }

    fn set_total(&mut self, n_crates: usize) {
        self.progress.n_crates = n_crates;
        (self.tell)(self.progress.clone());
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

    /// Cargo says on standard error when it waits for another cargo, and then what it does next.
    fn read_status(&mut self, chunk: &[u8]) {
        let text = text::sanitize(&String::from_utf8_lossy(chunk));
        let Some((word, rest)) = text.lines().filter_map(status).next_back() else {
            return;
        };
        let blocked = (word == "Blocking").then(|| rest.to_owned());
        if blocked != self.progress.blocked {
            self.progress.blocked = blocked;
            (self.tell)(self.progress.clone());
        }
    }

    fn externs(self, root: &Root, key: &str) -> Externs {
        let libraries = root.names.iter().filter_map(|(name, package)| {
            let path = self.libraries.get(package)?;
            Some((name.clone(), path.clone()))
        });
        Externs {
            crates: libraries.collect(),
            search: self.search.into_iter().collect(),
            key: key.to_owned(),
        }
    }
}
