//! The crates that exercises may use: built once by cargo, in the background, into a directory of our own, so that no
//! other cargo is in the way. The only door to `cargo_metadata`.
//!
//! Cargo is given a manifest with the same dependencies and nothing else, so that it builds no exercise. What it built
//! is remembered together with all that decides it, and asked for again when any of that changes.

mod build;
mod needs;
mod sources;

pub use needs::needed;

use crate::error::{Error, Place, Problem};
use crate::files::{self, State, Unreadable};
use crate::process::{self, Stop};
use crate::rustc::Toolchain;
use crate::table;
use crate::verdict::Exit;
use serde::{Deserialize, Serialize};
use sources::{local_sources, workspace};
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often somebody who waits looks whether he was told to stop.
const PATIENCE: Duration = Duration::from_millis(30);

/// How far the build has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many crates are built.
    pub n_done: usize,
    /// How many there are; 0 until it is known.
    pub n_crates: usize,
    /// What cargo waits for, in its words.
    pub blocked: Option<String>,
}

/// What a compiler must be told to use the crates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Externs {
    /// The library of each crate that an exercise may name.
    crates: BTreeMap<String, PathBuf>,
    /// Directories to search, as `-L` takes them.
    search: Vec<String>,
    /// Changes whenever the crates do.
    pub key: String,
}

impl Externs {
    /// The arguments for a file that uses these crates.
    pub fn args(&self, names: &[String]) -> Vec<String> {
        let externs = names.iter().filter_map(|name| {
            let path = self.crates.get(name)?;
            Some(format!("--extern={name}={}", path.display()))
        });
        externs
            .chain(self.search.iter().map(|dir| format!("-L{dir}")))
            .collect()
    }

    fn all_exist(&self) -> bool {
        self.crates.values().all(|path| files::exists(path))
    }

    fn has_all(&self, names: &[String]) -> bool {
        names.iter().all(|name| self.crates.contains_key(name))
    }
}

#[derive(Debug)]
enum Status {
    Idle,
    Building(Progress),
    Ready(Arc<Externs>),
    /// Some may be built all the same.
    Failed {
        error: Error,
        built: Externs,
    },
}

#[derive(Debug)]
struct Shared {
    root: PathBuf,
    dir: PathBuf,
    toolchain: Toolchain,
    status: Mutex<Status>,
    changed: Condvar,
    stop: Stop,
}

/// The crates of one workbook. Clones share one build, which ends when the last of them is gone.
#[derive(Clone, Debug)]
pub struct Crates {
    owner: Arc<Owner>,
}

#[derive(Debug)]
struct Owner {
    shared: Arc<Shared>,
    builder: Mutex<Option<JoinHandle<()>>>,
}

impl Drop for Owner {
    fn drop(&mut self) {
        // What cargo has built by then is used again the next time.
        self.shared.stop.stop();
        let builder = self
            .builder
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(builder) = builder {
            // A panic was told by the hook.
            let _ = builder.join();
        }
    }
}

impl Crates {
    /// The crates of the workbook whose state is given. Nothing is read or built yet.
    pub fn new(state: &State, toolchain: &Toolchain) -> Self {
        let shared = Arc::new(Shared {
            root: state.root().to_owned(),
            dir: state.dir().join("build").join("crates"),
            toolchain: toolchain.clone(),
            status: Mutex::new(Status::Idle),
            changed: Condvar::new(),
            stop: Stop::default(),
        });
        Self {
            owner: Arc::new(Owner {
                shared,
                builder: Mutex::new(None),
            }),
        }
    }

    /// The names of the crates that an exercise may use, as they are written in code.
    ///
    /// # Errors
    /// The manifest is not TOML; all that is wrong with it.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        Ok(self.owner.shared.dependencies()?.0.names)
    }

    /// The names of the crates, and what they depend on in short, both of one moment.
    ///
    /// # Errors
    /// As [`Crates::names`].
    pub fn now(&self) -> Result<(Vec<String>, String), Error> {
        let wanted = self.owner.shared.wanted()?;
        Ok((wanted.dependencies.names, wanted.key))
    }

    /// Whether all that is wanted now is built.
    ///
    /// # Errors
    /// As [`Crates::names`].
    pub fn are_built(&self) -> Result<bool, Error> {
        let shared = &self.owner.shared;
        let key = shared.wanted()?.key;
        let built = build::remembered(&shared.dir.join(build::READY));
        Ok(built.is_some_and(|built| built.key == key && built.all_exist()))
    }

    /// Whether cargo finds all that is wanted on this disk. It looks in `dir`, where nothing else may be.
    ///
    /// # Errors
    /// As [`Crates::names`], or `dir` cannot be written to.
    pub fn are_downloaded(&self, dir: &Path) -> Result<bool, Error> {
        let shared = &self.owner.shared;
        build::write_package(dir, &shared.wanted()?)?;
        let asked = shared.toolchain.cargo_metadata(dir).arg("--offline");
        let answer = process::run(&asked, build::LIMITS, &shared.stop);
        Ok(answer.is_ok_and(|finished| finished.exit == Exit::Code(0)))
    }

    /// Begins to build the crates in the background, unless they are built or being built. A build that failed is
    /// tried again. `on_progress` is told how far it comes, and nothing when it has ended.
    pub fn start(&self, on_progress: impl Fn(Option<Progress>) + Send + 'static) {
        let shared = self.owner.shared.clone();
        let mut status = shared.lock();
        if matches!(*status, Status::Building(_)) {
            return;
        }
        *status = Status::Building(Progress::default());
        drop(status);
        let builder = std::thread::spawn(move || {
            let tell = |progress: Progress| {
                *shared.lock() = Status::Building(progress.clone());
                shared.changed.notify_all();
                on_progress(Some(progress));
            };
            // Whoever waits must not wait for ever for a thread that is gone; the hook has told of the panic.
            let ended = panic::catch_unwind(AssertUnwindSafe(|| shared.build(&tell)));
            *shared.lock() = ended.unwrap_or_else(|_| Status::Failed {
                error: Error::cannot_check(
                    Problem::new("a bug in workbook ended the building of the crates")
                        .help("start again; what is built by now is kept"),
                ),
                built: Externs {
                    key: shared.wanted().map(|wanted| wanted.key).unwrap_or_default(),
                    ..Externs::default()
                },
            });
            shared.changed.notify_all();
            on_progress(None);
        });
        *self
            .owner
            .builder
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(builder);
    }

    /// Forgets that a build failed, so that the next [`Crates::wait`] tries again.
    pub fn forgive(&self) {
        let mut status = self.owner.shared.lock();
        if matches!(*status, Status::Failed { .. }) {
            *status = Status::Idle;
        }
    }

    /// Waits for the crates of these names, building all there are if need be.
    ///
    /// # Errors
    /// They cannot be built, or the wait was stopped.
    pub fn wait(
        &self,
        names: &[String],
        stop: &Stop,
        on_progress: &dyn Fn(&Progress),
    ) -> Result<Arc<Externs>, Error> {
        let shared = &self.owner.shared;
        let mut key = shared.wanted()?.key;
        let mut told = None;
        loop {
            if stop.is_stopped() {
                return Err(Error::interrupted());
            }
            let status = shared.lock();
            match &*status {
                Status::Ready(externs) if externs.key == key && externs.all_exist() => {
                    return Ok(externs.clone());
                }
                Status::Failed { error, built } if built.key == key => {
                    return if built.has_all(names) && built.all_exist() {
                        Ok(Arc::new(built.clone()))
                    } else {
                        Err(error.clone())
                    };
                }
                Status::Building(progress) => {
                    if told.as_ref() != Some(progress) {
                        on_progress(progress);
                        told = Some(progress.clone());
                    }
                    let waited = shared.changed.wait_timeout(status, PATIENCE);
                    drop(waited);
                }
                // Nothing was built yet, or something else than what is wanted now.
                Status::Idle | Status::Ready(_) | Status::Failed { .. } => {
                    drop(status);
                    key = shared.wanted()?.key;
                    self.start(|_| {});
                }
            }
        }
    }

    /// What the crates depend on, in short: a verdict on a file that uses them depends on it too.
    ///
    /// # Errors
    /// As [`Crates::names`].
    pub fn key(&self) -> Result<String, Error> {
        Ok(self.owner.shared.wanted()?.key)
    }
}

/// What is to be built.
struct Wanted {
    dependencies: table::Dependencies,
    /// The workbook's own lock file, which decides the versions.
    lock: Option<String>,
    key: String,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Builds what is wanted now.
    fn build(&self, tell: &dyn Fn(Progress)) -> Status {
        let wanted = match self.wanted() {
            Ok(wanted) => wanted,
            Err(error) => {
                return Status::Failed {
                    error,
                    built: Externs::default(),
                };
            }
        };
        match build::build(self, &wanted, tell) {
            Ok(externs) => Status::Ready(Arc::new(externs)),
            Err((error, built)) => Status::Failed {
                error,
                built: Externs {
                    key: wanted.key,
                    ..*built
                },
            },
        }
    }

    /// Reads what exercises may use, and says where that is written.
    fn dependencies(&self) -> Result<(table::Dependencies, PathBuf), Error> {
        let manifests = ["exercises/Cargo.toml", "Cargo.toml"].map(Path::new);
        for manifest in manifests {
            let path = self.root.join(manifest);
            let text = match files::read_text(&path, files::MAX_SOURCE_LEN) {
                Ok(text) => text,
                Err(Unreadable::Missing) => continue,
                Err(reason) => {
                    let place = match reason {
                        Unreadable::NotUtf8(line, column) => Place::at(manifest, line, column),
                        _ => Place::file(manifest),
                    };
                    let problem = Problem::new(reason.sentence()).at(place);
                    return Err(Error::workbook(vec![problem]));
                }
            };
            let dir = path.parent().unwrap_or(&self.root).to_owned();
            let above = workspace(&text, &dir);
            let workspace = above
                .as_ref()
                .map(|(text, dir)| table::Workspace { text, dir });
            let dependencies =
                table::dependencies(manifest, &text, &dir, workspace).map_err(Error::workbook)?;
            return Ok((dependencies, dir));
        }
        let dependencies =
            table::dependencies(manifests[1], "", &self.root, None).map_err(Error::workbook)?;
        Ok((dependencies, self.root.clone()))
    }

    /// Reads what is to be built, as it is now.
    fn wanted(&self) -> Result<Wanted, Error> {
        let (dependencies, dir) = self.dependencies()?;
        let lock = [&dir, &self.root]
            .iter()
            .find_map(|dir| files::read_text(&dir.join("Cargo.lock"), files::MAX_SOURCE_LEN).ok());
        let key = files::fingerprint_name(&format!(
            "{}\0{}\0{}\0{}",
            dependencies.manifest,
            lock.as_deref().unwrap_or_default(),
            self.toolchain.version(),
            local_sources(&dependencies.manifest, &dir)
        ));
        Ok(Wanted {
            dependencies,
            lock,
            key,
        })
    }
}
