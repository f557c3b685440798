//! What confines a child that runs submitted code: the only door to Landlock and seccomp.
//!
//! A [`Sandbox`] is made before the fork, for one [`Confinement`] on one machine; the child enters it between fork and
//! exec, where nothing may be allocated. A primitive that the machine lacks is left out for the next best, and
//! [`Sandbox::enforced`] tells what is left; one that the machine has and that fails all the same is an error and never
//! a verdict on the child.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;
mod plan;
mod primitives;
mod step;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
use other as system;

pub use primitives::{Missing, Namespace, Primitives};

use crate::error::{Error, Problem};
use crate::grade::Enforced;
use plan::Plan;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use step::Step;

/// The user, and the group, that a child runs as when root gives it another: `nobody`, who owns nothing.
pub const NOBODY: u32 = 65534;

/// What a confined child may do. Everything else is refused as far as the system can refuse it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confinement {
    /// Files it may read and directories in which it may read, shared libraries included. Those of the system
    /// (`/usr/lib` and the like) need not be named.
    pub read: Vec<PathBuf>,
    /// Directories in which it may also write.
    pub write: Vec<PathBuf>,
    /// Whether it may start processes, as a compiler starts the linker. Otherwise it may have threads only.
    pub starts_processes: bool,
    /// What it may execute: its own file, by its absolute path, and with `starts_processes` also directories.
    pub executable: Vec<PathBuf>,
    /// What it may reach by sockets.
    pub network: Network,
    /// Bytes of address space.
    pub memory: u64,
    /// Seconds of processor time, of all its threads together.
    pub cpu_seconds: u64,
    /// Bytes of the largest file it may write.
    pub file_size: u64,
    /// File descriptors it may have at a time.
    pub open_files: u64,
    /// How many processes and threads it may have, where the system counts them: for root only after the user was
    /// dropped, and together with whatever else that user runs.
    pub n_processes: Option<u64>,
    /// Whether root is to run it as [`NOBODY`]. Where that user cannot read, write or execute what is named here, the
    /// child stays root and loses all capabilities; all but that to read, if what is named belongs to another user.
    pub drop_user: bool,
}

/// What a child may reach by sockets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    /// Nothing.
    #[default]
    None,
    /// Itself, by 127.0.0.1 and `::1`.
    Loopback,
}

/// A confinement made ready for children to enter.
#[derive(Debug)]
pub struct Sandbox {
    plan: Plan,
    prepared: system::Prepared,
}

/// Two are equal if they are the same one.
impl PartialEq for Sandbox {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Sandbox {}

/// The program that a child becomes inside of its sandbox, made ready before the fork.
#[derive(Debug)]
pub struct Launch(system::Launch);

/// What this machine offers, found once by trying each primitive in a child.
pub fn available() -> &'static Primitives {
    static AVAILABLE: OnceLock<Primitives> = OnceLock::new();
    AVAILABLE.get_or_init(system::probe)
}

/// Keeps children of the same user from reading this process's memory and environment through `/proc`, and from
/// tracing it. To be called once, before the first child.
pub fn shield() {
    system::shield();
}

impl Sandbox {
    /// Makes a confinement ready, with all that this machine offers.
    ///
    /// # Errors
    /// A path that is named does not exist, or a primitive that is there refuses to work.
    pub fn prepare(confinement: &Confinement) -> Result<Self, Error> {
        Self::prepare_with(confinement, available())
    }

    /// As [`Sandbox::prepare`], on a machine that offers no more than this.
    ///
    /// # Errors
    /// As [`Sandbox::prepare`].
    pub fn prepare_with(confinement: &Confinement, offered: &Primitives) -> Result<Self, Error> {
        let mut plan = Plan::new(confinement, offered);
        let prepared = system::Prepared::new(confinement, &mut plan).map_err(|(step, source)| {
            Error::cannot_check(
                Problem::new(format!("cannot confine submitted code: {step}: {source}")).help(
                    "`workbook doctor --grade` tells what this machine offers; no submission was judged by this",
                ),
            )
        })?;
        Ok(Self { plan, prepared })
    }

    /// What holds for every child in it; fields that are not the sandbox's business are as in the default.
    pub fn enforced(&self) -> Enforced {
        self.plan.enforced()
    }

    /// Makes a program ready: its absolute path, its arguments without the name, its whole environment.
    ///
    /// # Errors
    /// It is not among what may be executed, or there is a NUL in a word.
    pub fn launch(
        &self,
        program: &Path,
        args: &[OsString],
        env: &[(OsString, OsString)],
    ) -> io::Result<Launch> {
        system::Launch::new(&self.prepared, program, args, env).map(Launch)
    }

    /// In the child, between fork and exec: confines it for good. On Linux it then becomes the program, and this
    /// returns only what went wrong; elsewhere the caller executes it. Neither allocates nor locks.
    ///
    /// # Errors
    /// A step failed; [`Sandbox::failure`] reads from the error which one.
    pub fn enter(&self, launch: &Launch) -> io::Result<()> {
        self.prepared
            .enter(&self.plan, &launch.0)
            .map_err(|(step, errno)| io::Error::from_raw_os_error(step.encode(errno)))
    }

    /// What an error of [`Sandbox::enter`] means that came back through the fork as a bare number.
    pub fn failure(error: io::Error) -> io::Error {
        match error.raw_os_error().and_then(Step::decode) {
            Some((step, errno)) => {
                let source = io::Error::from_raw_os_error(errno);
                io::Error::new(
                    source.kind(),
                    format!("cannot confine the child: {step}: {source}"),
                )
            }
            None => error,
        }
    }
}
