//! What a child does between fork and exec. Nothing here allocates, locks or panics: other threads of the grader may
//! have held any lock when the child was copied.

use super::super::plan::{Plan, User};
use super::super::step::Step;
use super::super::{NOBODY, Namespace};
use super::{Prepared, c_string};
use rustix::io::Errno;
use rustix::process::{Gid, Resource, Signal, Uid, setrlimit};
use rustix::thread::{
    CapabilitySet, CapabilitySets, UnshareFlags, set_capabilities, set_no_new_privs,
    set_thread_groups, set_thread_res_gid, set_thread_res_uid,
};
use std::ffi::{CString, OsStr, OsString};
use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

/// Which program a child becomes. The numbers are addresses, which a closure may carry to another thread.
#[derive(Debug)]
pub(crate) struct Launch {
    program: usize,
    args: Vec<usize>,
    env: Vec<usize>,
    /// What the addresses point to.
    _words: Vec<CString>,
}

impl Launch {
    pub(in super::super) fn new(
        prepared: &Prepared,
        program: &Path,
        args: &[OsString],
        env: &[(OsString, OsString)],
    ) -> io::Result<Self> {
        let path = c_string(program)?;
        let known = prepared.programs.iter().find(|it| **it == path);
        let is_free = prepared.starts_processes && program.is_absolute();
        if known.is_none() && !is_free {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                format!("{} is not what this sandbox may execute", program.display()),
            ));
        }
        let mut words = vec![path];
        for arg in args {
            words.push(CString::new(arg.as_bytes())?);
        }
        let n_args = words.len();
        for (key, value) in env {
            let pair = [key.as_os_str(), OsStr::new("="), value].map(OsStr::as_bytes);
            words.push(CString::new(pair.concat())?);
        }
        let address = |word: &CString| word.as_ptr().expose_provenance();
        let list = |words: &[CString]| words.iter().map(address).chain([0]).collect();
        Ok(Self {
            program: address(known.unwrap_or(&words[0])),
            args: list(&words[..n_args]),
            env: list(&words[n_args..]),
            _words: words,
        })
    }

    /// Becomes the program. Returns only when it cannot.
    #[allow(unsafe_code)]
    fn execute(&self) -> i32 {
        // SAFETY: all addresses are those of strings that live in the sandbox and in `_words`, which `self` keeps, and the
        // lists end with null.
        unsafe {
            libc::execve(
                std::ptr::with_exposed_provenance(self.program),
                self.args.as_ptr().cast(),
                self.env.as_ptr().cast(),
            );
        }
        errno()
    }
}

impl Prepared {
    pub(in super::super) fn enter(&self, plan: &Plan, launch: &Launch) -> Result<(), (Step, i32)> {
        close_all_at_exec().at(Step::Descriptors)?;
        for (resource, limit) in &self.limits {
            if *resource != Resource::Nproc {
                setrlimit(*resource, *limit).at(Step::Limits)?;
            }
        }
        if let Some(namespace) = plan.namespace {
            own_network(namespace)?;
        }
        if plan.no_new_privileges {
            set_no_new_privs(true).at(Step::NoNewPrivileges)?;
        }
        if let Some(rules) = &self.rules {
            restrict_files(rules).at(Step::Landlock)?;
        }
        change_user(plan.user)?;
        // Not before the user is another: a change of the user within the limit's reach would be held against the exec.
        for (resource, limit) in &self.limits {
            if *resource == Resource::Nproc {
                setrlimit(*resource, *limit).at(Step::Limits)?;
            }
        }
        // When the grader is killed it cannot kill its children. A change of the user takes the wish back, so it comes
        // after. The signal comes when the thread ends that started the child, and that one waits for the child.
        rustix::process::set_parent_process_death_signal(Some(Signal::KILL))
            .at(Step::ParentDeath)?;
        if let Some(filter) = &self.filter {
            filter.install().map_err(|errno| (Step::Seccomp, errno))?;
        }
        Err((Step::Execute, launch.execute()))
    }
}

trait At {
    fn at(self, step: Step) -> Result<(), (Step, i32)>;
}

impl At for rustix::io::Result<()> {
    fn at(self, step: Step) -> Result<(), (Step, i32)> {
        self.map_err(|errno| (step, errno.raw_os_error()))
    }
}

/// The error of the last call through the C library.
#[allow(unsafe_code)]
pub(super) fn errno() -> i32 {
    // SAFETY: the address is that of a variable of this thread.
    unsafe { *libc::__errno_location() }
}

/// Lets the child inherit nothing but standard input, output and error.
#[allow(unsafe_code)]
fn close_all_at_exec() -> rustix::io::Result<()> {
    const CLOSE_RANGE: libc::c_long = 436;
    const CLOEXEC: libc::c_uint = 4;
    // SAFETY: marking descriptors touches no memory; whoever owns them is of the process before the exec.
    let done = unsafe { libc::syscall(CLOSE_RANGE, 3, libc::c_uint::MAX, CLOEXEC) };
    if done == 0 {
        return Ok(());
    }
    // A kernel before 5.11. Descriptors have small numbers.
    for fd in 3..1024 {
        // SAFETY: as above; that most of them do not exist is an error without effect.
        unsafe { libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC) };
    }
    Ok(())
}

#[allow(unsafe_code)]
pub(super) fn own_network(namespace: Namespace) -> Result<(), (Step, i32)> {
    let flags = match namespace {
        Namespace::ByRoot => UnshareFlags::NEWNET,
        Namespace::ByUser => UnshareFlags::NEWUSER | UnshareFlags::NEWNET,
    };
    // SAFETY: neither flag concerns memory or the table of descriptors.
    unsafe { rustix::thread::unshare_unsafe(flags) }.at(Step::Namespace)?;
    raise_loopback().at(Step::Loopback)
}

/// A new network has a loopback that is down.
#[allow(unsafe_code)]
fn raise_loopback() -> rustix::io::Result<()> {
    /// `struct ifreq` of the kernel, where flags are asked for.
    #[repr(C)]
    struct Request {
        name: [u8; 16],
        flags: libc::c_short,
        rest: [u8; 22],
    }
    let mut request = Request {
        name: [0; 16],
        flags: 1, // IFF_UP
        rest: [0; 22],
    };
    request.name[..2].copy_from_slice(b"lo");
    // SAFETY: the request is as large as the kernel's, and lives until the call returns; the socket is closed once.
    unsafe {
        let socket = libc::socket(libc::AF_INET, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0);
        if socket < 0 {
            return Err(Errno::from_raw_os_error(errno()));
        }
        let done = libc::ioctl(socket, libc::SIOCSIFFLAGS as _, &raw const request);
        let error = errno();
        libc::close(socket);
        if done < 0 {
            return Err(Errno::from_raw_os_error(error));
        }
    }
    Ok(())
}

#[allow(unsafe_code)]
pub(super) fn restrict_files(rules: &OwnedFd) -> rustix::io::Result<()> {
    const LANDLOCK_RESTRICT_SELF: libc::c_long = 446;
    // SAFETY: the call takes a descriptor and flags, and touches no memory.
    let done = unsafe { libc::syscall(LANDLOCK_RESTRICT_SELF, rules.as_raw_fd(), 0) };
    if done < 0 {
        return Err(Errno::from_raw_os_error(errno()));
    }
    Ok(())
}

pub(super) fn become_nobody() -> rustix::io::Result<()> {
    let (user, group) = (Uid::from_raw(NOBODY), Gid::from_raw(NOBODY));
    set_thread_groups(&[])?;
    set_thread_res_gid(group, group, group)?;
    set_thread_res_uid(user, user, user)
}

/// Changes the user and drops what makes root more than the owner of its files. With no new privileges, exec gives
/// nothing back.
pub(super) fn change_user(user: User) -> Result<(), (Step, i32)> {
    let kept = match user {
        User::Nobody => {
            become_nobody().at(Step::User)?;
            CapabilitySet::empty()
        }
        User::Powerless => CapabilitySet::empty(),
        User::Reader => CapabilitySet::DAC_READ_SEARCH,
    };
    let sets = CapabilitySets {
        effective: kept,
        permitted: kept,
        inheritable: CapabilitySet::empty(),
    };
    set_capabilities(None, sets).at(Step::Capabilities)
}
