//! Where there is no Linux: limits on Unix, nothing on Windows, and a plan that says so.

use super::plan::Plan;
use super::step::Step;
use super::{Confinement, Primitives};
use std::ffi::OsString;
use std::io;
use std::path::Path;

#[derive(Debug)]
pub(super) struct Prepared {
    #[cfg(unix)]
    limits: Vec<(rustix::process::Resource, rustix::process::Rlimit)>,
}

#[derive(Debug)]
pub(super) struct Launch;

/// On other systems no limit is known to hold for all that a program does: they are set and not counted on.
pub(super) fn probe() -> Primitives {
    Primitives::NONE
}

pub(super) fn shield() {}

impl Prepared {
    #[cfg(unix)]
    pub(super) fn new(
        confinement: &Confinement,
        _plan: &mut Plan,
    ) -> Result<Self, (Step, io::Error)> {
        use rustix::process::{Resource, Rlimit};
        let limit = |value| Rlimit {
            current: Some(value),
            maximum: Some(value),
        };
        Ok(Self {
            limits: vec![
                (Resource::As, limit(confinement.memory)),
                (Resource::Cpu, limit(confinement.cpu_seconds)),
                (Resource::Fsize, limit(confinement.file_size)),
                (Resource::Nofile, limit(confinement.open_files)),
                (Resource::Core, limit(0)),
            ],
        })
    }

    #[cfg(not(unix))]
    pub(super) fn new(
        _confinement: &Confinement,
        _plan: &mut Plan,
    ) -> Result<Self, (Step, io::Error)> {
        Ok(Self {})
    }

    pub(super) fn enter(&self, _plan: &Plan, _launch: &Launch) -> Result<(), (Step, i32)> {
        #[cfg(unix)]
        for (resource, limit) in &self.limits {
            // A system that refuses a limit runs the child without it.
            let _ = rustix::process::setrlimit(*resource, *limit);
        }
        Ok(())
    }
}

impl Launch {
    pub(super) fn new(
        _prepared: &Prepared,
        _program: &Path,
        _args: &[OsString],
        _env: &[(OsString, OsString)],
    ) -> io::Result<Self> {
        Ok(Self)
    }
}
