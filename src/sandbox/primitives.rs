//! What a machine offers to confine a child, as plain data.

use std::fmt;

/// What a machine offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Primitives {
    /// Rules on files; the version of Landlock's interface.
    pub landlock: Result<u32, Missing>,
    /// Rules on system calls.
    pub seccomp: Result<(), Missing>,
    /// That nothing gains privileges by executing another program.
    pub no_new_privileges: Result<(), Missing>,
    /// A network of the child's own.
    pub namespace: Result<Namespace, Missing>,
    /// Another user for the child.
    pub user: Result<(), Missing>,
    /// Limits of memory, processor time and files.
    pub limits: Result<(), Missing>,
}

impl Primitives {
    /// A machine that offers all there is, to root.
    #[cfg(test)]
    pub(crate) const ALL: Self = Self {
        landlock: Ok(7),
        seccomp: Ok(()),
        no_new_privileges: Ok(()),
        namespace: Ok(Namespace::ByRoot),
        user: Ok(()),
        limits: Ok(()),
    };

    /// A machine that offers nothing.
    pub const NONE: Self = Self {
        landlock: Err(Missing::Platform),
        seccomp: Err(Missing::Platform),
        no_new_privileges: Err(Missing::Platform),
        namespace: Err(Missing::Platform),
        user: Err(Missing::Platform),
        limits: Err(Missing::Platform),
    };
}

/// How a network of the child's own is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// By root.
    ByRoot,
    /// By any user, inside of a user namespace.
    ByUser,
}

/// Why a primitive is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// This operating system or processor has nothing of the kind.
    Platform,
    /// Only root can do it.
    NotRoot,
    /// The system refused it, with this error number.
    Refused(i32),
    /// The system accepted it, and it had no effect.
    NoEffect,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Platform => f.write_str("not on this system"),
            Self::NotRoot => f.write_str("only root can do it"),
            Self::Refused(errno) => {
                write!(f, "refused: {}", std::io::Error::from_raw_os_error(*errno))
            }
            Self::NoEffect => f.write_str("accepted, but without effect"),
        }
    }
}
