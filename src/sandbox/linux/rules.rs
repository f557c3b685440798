//! Which files a child may use, as rules of Landlock.
//!
//! Nothing is left to the library's best effort: the kernel's version is asked for, exactly what that version can refuse
//! is refused, and anything less is an error.

use super::super::step::Step;
use super::super::{Confinement, Network};
use super::{LOADERS, system_read};
use landlock::{
    ABI, Access as _, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible as _, PathBeneath,
    PathFd, Ruleset, RulesetAttr as _, RulesetCreated, RulesetCreatedAttr as _, RulesetError,
    Scope, make_bitflags,
};
use std::error::Error;
use std::io;
use std::os::fd::{AsFd as _, OwnedFd};
use std::path::Path;

/// The newest version whose rights are known here.
const NEWEST: i32 = ABI::V10 as i32;

/// What may be done with a single file; more than that about a file is an error of the kernel.
const WITH_FILE: BitFlags<AccessFs> = make_bitflags!(AccessFs::{
    Execute | WriteFile | ReadFile | Truncate | IoctlDev
});

/// The version of the kernel's interface, or its error number.
#[allow(unsafe_code)]
pub(super) fn version() -> Result<u32, i32> {
    const CREATE_RULESET: libc::c_long = 444;
    const VERSION: libc::c_ulong = 1;
    // SAFETY: asked for its version the call reads and writes no memory.
    let version = unsafe { libc::syscall(CREATE_RULESET, std::ptr::null::<u8>(), 0, VERSION) };
    u32::try_from(version)
        .map(|version| version.min(NEWEST.unsigned_abs()))
        .map_err(|_| super::child::errno())
}

/// The rules for a confinement.
pub(super) fn ruleset(
    confinement: &Confinement,
    version: u32,
) -> Result<OwnedFd, (Step, io::Error)> {
    let abi = ABI::from(version.cast_signed());
    let read = make_bitflags!(AccessFs::{ReadFile | ReadDir});
    let write = AccessFs::from_all(abi)
        & !make_bitflags!(AccessFs::{Execute | MakeChar | MakeBlock | MakeSock | IoctlDev | ResolveUnix});
    let device =
        AccessFs::from_all(abi) & make_bitflags!(AccessFs::{ReadFile | WriteFile | Truncate});
    let mut rules = Rules(create(confinement.network, abi).map_err(refused)?);
    for path in system_read(confinement.network) {
        rules.allow_if_there(&path, read)?;
    }
    for path in LOADERS {
        rules.allow_if_there(Path::new(path), read | AccessFs::Execute)?;
    }
    rules.allow_if_there(Path::new("/dev/null"), device)?;
    for path in &confinement.read {
        rules.allow(path, read)?;
    }
    for path in &confinement.write {
        rules.allow(path, write | read)?;
    }
    for path in &confinement.executable {
        rules.allow(path, read | AccessFs::Execute)?;
    }
    let fd: Option<OwnedFd> = rules.0.into();
    fd.ok_or_else(|| (Step::Landlock, io::ErrorKind::Unsupported.into()))
}

fn create(network: Network, abi: ABI) -> Result<RulesetCreated, RulesetError> {
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(abi))?;
    if abi as i32 >= ABI::V4 as i32 && network == Network::None {
        rules = rules.handle_access(AccessNet::from_all(abi))?;
    }
    if abi as i32 >= ABI::V6 as i32 {
        rules = rules.scope(Scope::from_all(abi))?;
    }
    rules.create()
}

struct Rules(RulesetCreated);

impl Rules {
    fn allow(&mut self, path: &Path, access: BitFlags<AccessFs>) -> Result<(), (Step, io::Error)> {
        let cannot_open = |source: io::Error| {
            let what = format!("{}: {source}", path.display());
            (Step::Read, io::Error::new(source.kind(), what))
        };
        let fd = PathFd::new(path).map_err(|error| cannot_open(innermost(&error)))?;
        let stat = rustix::fs::fstat(fd.as_fd()).map_err(|errno| cannot_open(errno.into()))?;
        let is_directory =
            rustix::fs::FileType::from_raw_mode(stat.st_mode) == rustix::fs::FileType::Directory;
        let access = if is_directory {
            access
        } else {
            access & WITH_FILE
        };
        (&mut self.0)
            .add_rule(PathBeneath::new(fd, access))
            .map_err(refused)?;
        Ok(())
    }

    fn allow_if_there(
        &mut self,
        path: &Path,
        access: BitFlags<AccessFs>,
    ) -> Result<(), (Step, io::Error)> {
        match self.allow(path, access) {
            Err((Step::Read, _)) => Ok(()),
            other => other,
        }
    }
}

fn refused(error: RulesetError) -> (Step, io::Error) {
    (Step::Landlock, io::Error::other(error))
}

/// The system's own error below the library's.
fn innermost(error: &(dyn Error + 'static)) -> io::Error {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(source) = error.downcast_ref::<io::Error>() {
            return source
                .raw_os_error()
                .map_or_else(|| source.kind().into(), io::Error::from_raw_os_error);
        }
        next = error.source();
    }
    io::Error::other(error.to_string())
}
