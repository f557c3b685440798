//! Process groups, limits and waiting on Unix.

use super::Program;
use crate::sandbox::Sandbox;
use crate::verdict::Exit;
use rustix::process::{
    Pid, Resource, Rlimit, Signal, WaitId, WaitIdOptions, kill_process_group, setrlimit, waitid,
};
use std::ffi::OsString;
use std::io;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::time::Duration;

/// The exit is told by [`notify_exit`]; waking up now and then costs next to nothing and guards against a lost one.
pub(super) const POLL: Duration = Duration::from_secs(3600);

/// The largest file a child may write: a test has no business with more.
const MAX_FILE_SIZE: u64 = 1 << 30;

/// Gives the child a process group of its own: what is typed here to end us is not meant for it.
pub(super) fn set_apart(command: &mut Command) {
    command.process_group(0);
}

/// Gives the child a process group and an end when this program ends; with a cap on its memory, no core files and no
/// large files either.
pub(super) fn confine(command: &mut Command, memory: Option<u64>) {
    set_apart(command);
    let limit = |bytes| Rlimit {
        current: Some(bytes),
        maximum: Some(bytes),
    };
    let set_limits = move || {
        // When this program is killed it cannot kill its children. The signal comes when the thread ends that
        // started the child, and that one waits for the child.
        #[cfg(target_os = "linux")]
        let _ = rustix::process::set_parent_process_death_signal(Some(Signal::KILL));
        if let Some(memory) = memory {
            // A system that refuses a limit runs the child without it.
            let _ = setrlimit(Resource::As, limit(memory));
            let _ = setrlimit(Resource::Core, limit(0));
            let _ = setrlimit(Resource::Fsize, limit(MAX_FILE_SIZE));
        }
        Ok(())
    };
    // SAFETY: between fork and exec only async-signal-safe functions may be called. The closure makes plain system
    // calls through rustix and neither allocates nor locks.
    #[allow(unsafe_code)]
    unsafe {
        command.pre_exec(set_limits);
    }
}

/// Has the child enter its sandbox, which limits its memory as well.
///
/// # Errors
/// The sandbox is not for this program.
pub(super) fn sandbox(
    command: &mut Command,
    program: &Program,
    sandbox: &Arc<Sandbox>,
) -> io::Result<()> {
    let mut env: Vec<(OsString, OsString)> = if program.around.clean_env {
        Vec::new()
    } else {
        std::env::vars_os().collect()
    };
    for (key, value) in command.get_envs() {
        env.retain(|(known, _)| known != key);
        env.extend(value.map(|value| (key.to_owned(), value.to_owned())));
    }
    let launch = sandbox.launch(&program.path, &program.args, &env)?;
    let sandbox = Arc::clone(sandbox);
    // SAFETY: as in `confine`; `enter` promises the same.
    #[allow(unsafe_code)]
    unsafe {
        command.pre_exec(move || sandbox.enter(&launch));
    }
    Ok(())
}

/// Calls back when the child has ended. The child stays a zombie, so that its number, which is also its group's,
/// cannot be given to another process before the group is killed.
pub(super) fn notify_exit(child: &Child, tell: impl FnOnce() + Send + 'static) {
    let pid = pid(child);
    std::thread::spawn(move || {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while let Err(rustix::io::Errno::INTR) = waitid(WaitId::Pid(pid), options) {}
        tell();
    });
}

/// Here the exit is always told by [`notify_exit`].
pub(super) fn has_exited(_child: &mut Child) -> bool {
    false
}

/// Kills the child and everything in its group.
pub(super) fn kill_group(child: &mut Child) {
    // The group is empty when nothing but the zombie is left of it.
    let _ = kill_process_group(pid(child), Signal::KILL);
}

/// How the child ended.
pub(super) fn exit(status: ExitStatus) -> Exit {
    match (status.code(), status.signal()) {
        (Some(code), _) => Exit::Code(code),
        (None, Some(signal)) => Exit::Signal(signal),
        (None, None) => Exit::Signal(0),
    }
}

fn pid(child: &Child) -> Pid {
    Pid::from_child(child)
}
