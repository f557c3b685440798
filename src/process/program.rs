//! What is run: a program with its arguments and all that surrounds it.

use crate::sandbox::Sandbox;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A program and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub(super) path: PathBuf,
    pub(super) args: Vec<OsString>,
    pub(super) env: Vec<(OsString, Option<OsString>)>,
    /// Boxed, since most programs have little of it.
    pub(super) around: Box<Around>,
}

/// What is around a child besides its environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Around {
    pub(super) dir: Option<PathBuf>,
    pub(super) clean_env: bool,
    pub(super) stdin: Option<Vec<u8>>,
    pub(super) sandbox: Option<Arc<Sandbox>>,
}

impl Program {
    /// A program by its path, or by its name to be looked up in `PATH`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            args: Vec::new(),
            env: Vec::new(),
            around: Box::default(),
        }
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<A: Into<OsString>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Sets the directory it runs in.
    #[must_use]
    pub fn dir(mut self, dir: &Path) -> Self {
        self.around.dir = Some(dir.to_owned());
        self
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn env(mut self, key: &str, value: impl Into<OsString>) -> Self {
        self.env.push((key.into(), Some(value.into())));
        self
    }

    /// Removes an environment variable.
    #[must_use]
    pub fn without_env(mut self, key: &str) -> Self {
        self.env.push((key.into(), None));
        self
    }

    /// Keeps our environment from it: it has only the variables that are set on this program.
    #[must_use]
    pub fn clean_env(mut self) -> Self {
        self.around.clean_env = true;
        self
    }

    /// Puts a few bytes, at most 4096, on its standard input, which ends after them.
    #[must_use]
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.around.stdin = Some(bytes.into());
        self
    }

    /// Runs it in a sandbox, whose limits take the place of [`super::Limits::memory`]. Its path must be absolute and among
    /// what the sandbox may execute.
    #[must_use]
    pub fn sandboxed(mut self, sandbox: Arc<Sandbox>) -> Self {
        self.around.sandbox = Some(sandbox);
        self
    }

    /// The path it was made with.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The program and its arguments, as one would type them.
    pub fn words(&self) -> Vec<OsString> {
        std::iter::once(self.path.clone().into_os_string())
            .chain(self.args.iter().cloned())
            .collect()
    }
}
