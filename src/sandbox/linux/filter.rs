//! Which system calls a child may make, as a program of seccomp.
//!
//! What is refused is listed, and not what is allowed: a compiler, a linker and whatever an exercise calls must not
//! fail because a C library began to use another call. Two things make the list hold. Calls that are newer than the
//! list, and those of the x32 interface, which repeat all others under larger numbers, do not exist for the child
//! (`ENOSYS`), as on an older kernel. And what the list does not judge by its arguments, which are pointers, is
//! Landlock's: the files.
//!
//! The one `execve` by which the child becomes its program has to pass the filter. It is told by the address of
//! the path, a string in the memory that `execve` itself throws away; what the program calls later with a path of its
//! own is refused. Should an address ever match, Landlock lets nothing but the same program begin again, in the same
//! sandbox. The own process's number is not known before the fork either: the child writes it into its copy.

use super::calls::{ALWAYS, FCNTL, IOCTL, METADATA, NAMESPACES, PROCESSES, WRITES};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, sock_filter,
};
use std::collections::BTreeMap;
use std::ffi::CString;
use std::io;

/// The first number of a call that is not known here: `setxattrat`.
const UNKNOWN: u32 = 463;

/// Stands for the child's own number, until it is known.
const OWN_PID: u32 = 0x5eed_51d5;

/// How long a program may be, so that a child can copy it to its stack.
const MAX_LEN: usize = 1536;

const LOAD: u16 = 0x20; // BPF_LD | BPF_W | BPF_ABS
const IF_EQUAL: u16 = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const IF_AT_LEAST: u16 = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const SKIP: u16 = 0x05; // BPF_JMP | BPF_JA
const RETURN: u16 = 0x06; // BPF_RET | BPF_K
const RETURN_ERRNO: u32 = 0x0005_0000; // SECCOMP_RET_ERRNO

/// What a filter is made for.
pub(super) struct Wish<'a> {
    pub starts_processes: bool,
    pub sockets: bool,
    /// Whether it writes files at all; asked for only where there is no Landlock.
    pub writes: bool,
    /// The version of Landlock beside the filter, 0 if there is none.
    pub landlock: u32,
    pub programs: &'a [CString],
}

/// A filter that waits for the number of the process that installs it.
#[derive(Debug)]
pub(super) struct Filter(BpfProgram);

impl Filter {
    pub(super) fn new(wish: &Wish) -> io::Result<Self> {
        let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?;
        let mut program = prefix(wish);
        let rules: BTreeMap<i64, Vec<SeccompRule>> = rules(wish).map_err(io::Error::other)?;
        let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, refused, arch)
            .map_err(io::Error::other)?;
        program.extend(BpfProgram::try_from(filter).map_err(io::Error::other)?);
        if program.len() > MAX_LEN {
            return Err(io::Error::other("the filter is too long"));
        }
        Ok(Self(program))
    }

    /// Installs it in this process for good. Allocates nothing.
    pub(super) fn install(&self) -> Result<(), i32> {
        let mut program = [const { instruction(RETURN, 0, 0, 0) }; MAX_LEN];
        let own = std::process::id();
        for (mine, given) in program.iter_mut().zip(&self.0) {
            *mine = given.clone();
            if mine.code == IF_EQUAL && mine.k == OWN_PID {
                mine.k = own;
            }
        }
        match seccompiler::apply_filter(&program[..self.0.len()]) {
            Ok(()) => Ok(()),
            Err(seccompiler::Error::Seccomp(source) | seccompiler::Error::Prctl(source)) => {
                Err(source.raw_os_error().unwrap_or(libc::EINVAL))
            }
            Err(_) => Err(libc::EINVAL),
        }
    }
}

const fn instruction(code: u16, jt: u8, jf: u8, k: u32) -> sock_filter {
    sock_filter { code, jt, jf, k }
}

/// What the library cannot say: which calls do not exist.
fn prefix(wish: &Wish) -> BpfProgram {
    let mut absent = vec![number(libc::SYS_clone3)]; // its flags are behind a pointer; the C library falls back
    if wish.landlock < 3 {
        absent.push(OPENAT2); // so are its flags, and truncation has to be seen
    }
    let mut program = vec![instruction(LOAD, 0, 0, 0)];
    let n = u8::try_from(absent.len()).expect("they are two");
    program.push(instruction(IF_AT_LEAST, n + 1, 0, UNKNOWN));
    for (left, call) in (0..n).rev().zip(absent) {
        program.push(instruction(IF_EQUAL, left + 1, 0, call));
    }
    program.push(instruction(SKIP, 0, 0, 1));
    program.push(instruction(
        RETURN,
        0,
        0,
        RETURN_ERRNO | libc::ENOSYS.unsigned_abs(),
    ));
    program
}

fn number(call: libc::c_long) -> u32 {
    u32::try_from(call).expect("numbers of calls are small")
}

type Rules<T> = Result<T, seccompiler::BackendError>;

fn rules(wish: &Wish) -> Rules<BTreeMap<i64, Vec<SeccompRule>>> {
    let mut refused: Vec<i64> = ALWAYS.to_vec();
    let mut judged: Vec<(i64, Vec<SeccompRule>)> = vec![
        (libc::SYS_prlimit64, vec![all(&[(0, Ne, 0)])?]),
        (libc::SYS_sched_setaffinity, vec![all(&[(0, Ne, 0)])?]),
        (libc::SYS_fcntl, one_of(1, FCNTL)?),
        (libc::SYS_ioctl, one_of(1, IOCTL)?),
        (libc::SYS_socketpair, vec![all(&[(0, Ne, libc::AF_UNIX)])?]),
    ];
    if wish.sockets {
        let other = all(&[(0, Ne, libc::AF_INET), (0, Ne, libc::AF_INET6)])?;
        judged.push((libc::SYS_socket, vec![other]));
    } else {
        refused.push(libc::SYS_socket);
    }
    if wish.starts_processes {
        // Whatever the linker is called by must be able to mend the mode of what it linked.
        judged.push((
            libc::SYS_clone,
            NAMESPACES
                .iter()
                .map(|flag| has(0, *flag))
                .collect::<Rules<_>>()?,
        ));
    } else {
        refused.extend(PROCESSES);
        refused.extend(METADATA);
        judged.push((libc::SYS_clone, vec![lacks(0, libc::CLONE_THREAD)?]));
        if wish.programs.is_empty() {
            refused.push(libc::SYS_execve);
        } else {
            judged.push((libc::SYS_execve, vec![not_by(wish.programs)?]));
        }
    }
    // A compiler's children abort too; where Landlock keeps signals inside the sandbox they may.
    if !wish.starts_processes || wish.landlock < 6 {
        let other = || all(&[(0, Ne, OWN_PID.cast_signed())]);
        judged.push((libc::SYS_kill, vec![other()?]));
        judged.push((libc::SYS_tgkill, vec![other()?]));
    }
    if wish.landlock < 3 {
        let truncates = |index| masked(index, libc::O_ACCMODE | libc::O_TRUNC, libc::O_TRUNC);
        refused.push(libc::SYS_truncate);
        let mut openat = vec![truncates(2)?];
        let mut open = vec![truncates(1)?];
        if wish.landlock == 0 && !wish.writes {
            // Without Landlock nothing keeps from reading, but whoever needs not write does not.
            refused.extend(WRITES);
            for flag in [libc::O_WRONLY, libc::O_RDWR, libc::O_CREAT] {
                openat.push(has(2, flag)?);
                open.push(has(1, flag)?);
            }
        }
        judged.push((libc::SYS_openat, openat));
        #[cfg(target_arch = "x86_64")]
        judged.push((libc::SYS_open, open));
        #[cfg(not(target_arch = "x86_64"))]
        drop(open);
    }
    let refused = refused.into_iter().map(|call| (call, Vec::new()));
    Ok(refused.chain(judged).collect())
}

use SeccompCmpOp::Ne;

/// Refuses when all of these hold; each is an argument's index, a comparison, and a number of 32 bits.
fn all(conditions: &[(u8, SeccompCmpOp, i32)]) -> Rules<SeccompRule> {
    let conditions = conditions.iter().map(|(index, operator, value)| {
        let value = u64::from(value.cast_unsigned());
        SeccompCondition::new(*index, SeccompCmpArgLen::Dword, operator.clone(), value)
    });
    SeccompRule::new(conditions.collect::<Rules<_>>()?)
}

fn masked(index: u8, mask: i32, value: i32) -> Rules<SeccompRule> {
    let mask = SeccompCmpOp::MaskedEq(u64::from(mask.cast_unsigned()));
    all(&[(index, mask, value)])
}

fn has(index: u8, flag: i32) -> Rules<SeccompRule> {
    masked(index, flag, flag)
}

fn lacks(index: u8, flag: i32) -> Rules<SeccompRule> {
    masked(index, flag, 0)
}

fn one_of(index: u8, values: &[i32]) -> Rules<Vec<SeccompRule>> {
    let equals = |value: &i32| all(&[(index, SeccompCmpOp::Eq, *value)]);
    values.iter().map(equals).collect()
}

/// Refuses a path that is none of these strings themselves.
fn not_by(programs: &[CString]) -> Rules<SeccompRule> {
    let conditions = programs.iter().map(|program| {
        let address = program.as_ptr().expose_provenance() as u64;
        SeccompCondition::new(0, SeccompCmpArgLen::Qword, Ne, address)
    });
    SeccompRule::new(conditions.collect::<Rules<_>>()?)
}

const OPENAT2: u32 = 437;
