//! What this machine offers, found by trying it in a child and looking whether it had an effect.

use super::super::plan::User;
use super::super::{Confinement, Missing, Namespace, Primitives};
use super::child::{become_nobody, change_user, errno, own_network, restrict_files};
use super::filter::{Filter, Wish};
use super::{c_string, rules};
use rustix::process::{DumpableBehavior, Resource, Rlimit, geteuid, getuid, setrlimit};
use rustix::thread::{no_new_privs, set_no_new_privs};
use std::ffi::{CStr, CString};
use std::io;

/// A child says by this code that a primitive was accepted and had no effect.
const NO_EFFECT: i32 = 255;

pub(in super::super) fn probe() -> Primitives {
    Primitives {
        landlock: landlock(),
        seccomp: seccomp(),
        no_new_privileges: in_child(|| {
            raw(set_no_new_privs(true))?;
            effect(no_new_privs().unwrap_or(false))
        }),
        namespace: namespace(),
        user: if geteuid().is_root() {
            in_child(|| {
                raw(become_nobody())?;
                effect(
                    !getuid().is_root()
                        && rustix::thread::set_thread_uid(rustix::process::Uid::ROOT).is_err(),
                )
            })
        } else {
            Err(Missing::NotRoot)
        },
        limits: in_child(limits),
    }
}

pub(in super::super) fn shield() {
    // Where it is refused, files and users still keep the child away.
    let _ = rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

fn landlock() -> Result<u32, Missing> {
    let abi = rules::version().map_err(Missing::Refused)?;
    let rules = rules::ruleset(&Confinement::default(), abi)
        .map_err(|(_, source)| Missing::Refused(source.raw_os_error().unwrap_or(libc::EINVAL)))?;
    in_child(|| {
        raw(set_no_new_privs(true))?;
        raw(restrict_files(&rules))?;
        effect(!can_open(c"/etc"))
    })?;
    Ok(abi)
}

#[allow(unsafe_code)]
fn seccomp() -> Result<(), Missing> {
    let wish = Wish {
        starts_processes: false,
        sockets: false,
        writes: false,
        landlock: 0,
        programs: &[c"/".to_owned()],
    };
    let filter = Filter::new(&wish).map_err(|_| Missing::Platform)?;
    in_child(|| {
        filter.install()?;
        // SAFETY: neither call touches memory. The child leads no session, so that without the filter it could.
        let gone = unsafe { libc::syscall(libc::SYS_setsid) };
        let is_refused = gone < 0 && errno() == libc::EPERM;
        let socket = unsafe { libc::socket(libc::AF_INET, libc::SOCK_DGRAM, 0) };
        effect(is_refused && socket < 0 && errno() == libc::EPERM)
    })
}

fn namespace() -> Result<Namespace, Missing> {
    let attempt = |namespace| {
        in_child(|| own_network(namespace).map_err(|(_, errno)| errno)).map(|()| namespace)
    };
    if geteuid().is_root()
        && let Ok(namespace) = attempt(Namespace::ByRoot)
    {
        return Ok(namespace);
    }
    attempt(Namespace::ByUser)
}

#[allow(unsafe_code)]
fn limits() -> Result<(), i32> {
    const SIZE: usize = 1 << 30;
    let limit = |value| Rlimit {
        current: Some(value),
        maximum: Some(value),
    };
    raw(setrlimit(Resource::As, limit(SIZE as u64 / 2)))?;
    for resource in [Resource::Cpu, Resource::Fsize, Resource::Nofile] {
        raw(setrlimit(resource, limit(3)))?;
    }
    // SAFETY: a new mapping of memory overlaps with none.
    let memory = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            SIZE,
            libc::PROT_NONE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    effect(memory == libc::MAP_FAILED && !can_open(c"/"))
}

/// As whom a child can use all that a confinement names, if possible as the user that is wished for.
pub(super) fn fitting_user(confinement: &Confinement, wished: User) -> io::Result<User> {
    if !geteuid().is_root() {
        return Ok(User::Powerless);
    }
    let paths = [
        (&confinement.read, libc::R_OK),
        (&confinement.write, libc::R_OK | libc::W_OK | libc::X_OK),
        // A program need not be readable; one with hidden tests in it must not be.
        (&confinement.executable, libc::X_OK),
    ];
    let paths = paths
        .into_iter()
        .flat_map(|(paths, mode)| paths.iter().map(move |path| (path, mode)))
        .map(|(path, mode)| {
            let search = if path.is_dir() {
                libc::R_OK | libc::X_OK
            } else {
                0
            };
            Ok((c_string(path)?, mode | search))
        })
        .collect::<io::Result<Vec<_>>>()?;
    let fits = |user| in_child(|| can_use(&paths, user)).is_ok();
    Ok(match wished {
        User::Nobody if fits(User::Nobody) => User::Nobody,
        _ if fits(User::Powerless) => User::Powerless,
        _ => User::Reader,
    })
}

#[allow(unsafe_code)]
fn can_use(paths: &[(CString, libc::c_int)], user: User) -> Result<(), i32> {
    change_user(user).map_err(|(_, errno)| errno)?;
    for (path, mode) in paths {
        // SAFETY: the path ends with NUL and lives until the call returns.
        let refused =
            unsafe { libc::faccessat(libc::AT_FDCWD, path.as_ptr(), *mode, libc::AT_EACCESS) };
        if refused != 0 {
            return Err(errno());
        }
    }
    Ok(())
}

fn raw(result: rustix::io::Result<()>) -> Result<(), i32> {
    result.map_err(rustix::io::Errno::raw_os_error)
}

fn effect(is_there: bool) -> Result<(), i32> {
    if is_there { Ok(()) } else { Err(NO_EFFECT) }
}

#[allow(unsafe_code)]
fn can_open(path: &CStr) -> bool {
    // SAFETY: the path ends with NUL and lives until the call returns.
    unsafe { libc::open(path.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) >= 0 }
}

/// Does it in a child and tells its error.
#[allow(unsafe_code)]
fn in_child(attempt: impl FnOnce() -> Result<(), i32>) -> Result<(), Missing> {
    // SAFETY: the child makes system calls only, and leaves without running anything of the parent's.
    let child = unsafe { libc::fork() };
    if child < 0 {
        return Err(Missing::Refused(errno()));
    }
    if child == 0 {
        let code = attempt().err().unwrap_or(0);
        // SAFETY: it ends the child.
        unsafe { libc::_exit(code) };
    }
    let mut status = 0;
    // SAFETY: the status lives until the call returns; nobody else waits for this child.
    while unsafe { libc::waitpid(child, &raw mut status, 0) } < 0 {
        if errno() != libc::EINTR {
            return Err(Missing::Refused(errno()));
        }
    }
    if !libc::WIFEXITED(status) {
        // Ended by a filter around us.
        return Err(Missing::Refused(libc::EPERM));
    }
    match libc::WEXITSTATUS(status) {
        0 => Ok(()),
        NO_EFFECT => Err(Missing::NoEffect),
        errno => Err(Missing::Refused(errno)),
    }
}
