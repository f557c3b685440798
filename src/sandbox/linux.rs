//! Confinement on Linux: what is made before the fork.

mod calls;
mod child;
mod filter;
mod probe;
mod rules;

pub(super) use child::Launch;
pub(super) use probe::{probe, shield};

use super::plan::{Plan, User};
use super::step::Step;
use super::{Confinement, Network};
use filter::Filter;
use rustix::process::{Resource, Rlimit, getrlimit};
use std::ffi::CString;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

/// All that a child needs to confine itself without a single allocation.
#[derive(Debug)]
pub(super) struct Prepared {
    limits: Vec<(Resource, Rlimit)>,
    rules: Option<OwnedFd>,
    filter: Option<Filter>,
    /// What may be executed, each at an address that the filter knows.
    programs: Vec<CString>,
    starts_processes: bool,
}

impl Prepared {
    pub(super) fn new(
        confinement: &Confinement,
        plan: &mut Plan,
    ) -> Result<Self, (Step, io::Error)> {
        let programs = confinement
            .executable
            .iter()
            .map(|path| c_string(path))
            .collect::<io::Result<Vec<_>>>()
            .map_err(|source| (Step::Execute, source))?;
        plan.user =
            probe::fitting_user(confinement, plan.user).map_err(|source| (Step::User, source))?;
        let rules = plan
            .landlock
            .map(|abi| rules::ruleset(confinement, abi))
            .transpose()?;
        let filter = plan
            .seccomp
            .then(|| {
                Filter::new(&filter::Wish {
                    starts_processes: confinement.starts_processes,
                    sockets: confinement.network == Network::Loopback,
                    writes: !confinement.write.is_empty() || confinement.starts_processes,
                    landlock: plan.landlock.unwrap_or(0),
                    programs: &programs,
                })
            })
            .transpose()
            .map_err(|source| (Step::Seccomp, source))?;
        Ok(Self {
            limits: if plan.limits {
                limits(confinement, plan.user == User::Nobody)
            } else {
                Vec::new()
            },
            rules,
            filter,
            programs,
            starts_processes: confinement.starts_processes,
        })
    }
}

/// The limits, none of them above what this process itself may have.
fn limits(confinement: &Confinement, is_nobody: bool) -> Vec<(Resource, Rlimit)> {
    let mut wanted = vec![
        (Resource::As, confinement.memory),
        (Resource::Cpu, confinement.cpu_seconds),
        (Resource::Fsize, confinement.file_size),
        (Resource::Nofile, confinement.open_files),
        (Resource::Core, 0),
    ];
    if let Some(n) = confinement.n_processes {
        // The kernel counts all that the user has. How many that are is not known; those of the whole system are.
        let others = if is_nobody {
            0
        } else {
            u64::from(rustix::system::sysinfo().procs)
        };
        wanted.push((Resource::Nproc, n + others));
    }
    wanted
        .into_iter()
        .map(|(resource, value)| {
            let most = getrlimit(resource).maximum.unwrap_or(u64::MAX);
            let value = value.min(most);
            // The signal comes at the soft limit of processor time, the kill at the hard one.
            let hard = if resource == Resource::Cpu {
                value.saturating_add(1).min(most)
            } else {
                value
            };
            let limit = Rlimit {
                current: Some(value),
                maximum: Some(hard),
            };
            (resource, limit)
        })
        .collect()
}

fn c_string(path: &Path) -> io::Result<CString> {
    Ok(CString::new(path.as_os_str().as_bytes())?)
}

/// Shared libraries, the caches by which they are found, and randomness.
fn system_read(network: Network) -> impl Iterator<Item = PathBuf> {
    const ALWAYS: &[&str] = &[
        "/lib",
        "/lib32",
        "/lib64",
        "/usr/lib",
        "/usr/lib32",
        "/usr/lib64",
        "/nix/store",
        "/gnu/store",
        "/etc/ld.so.cache",
        "/dev/urandom",
    ];
    // What tells that `localhost` is 127.0.0.1.
    const NAMES: &[&str] = &[
        "/etc/hosts",
        "/etc/host.conf",
        "/etc/nsswitch.conf",
        "/etc/resolv.conf",
        "/etc/gai.conf",
    ];
    let names = match network {
        Network::None => &[],
        Network::Loopback => NAMES,
    };
    ALWAYS.iter().chain(names).map(PathBuf::from)
}

/// The program that loads a program's shared libraries, which the kernel executes with it.
const LOADERS: &[&str] = &[
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-linux-riscv64-lp64d.so.1",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
    "/lib/ld-musl-riscv64.so.1",
    "/nix/store",
    "/gnu/store",
];
