//! Waiting and killing where there are no process groups: the child alone.

use super::Program;
use crate::sandbox::Sandbox;
use crate::verdict::Exit;
use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::time::Duration;

/// How often a child is asked whether it has ended.
pub(super) const POLL: Duration = Duration::from_millis(5);

pub(super) fn set_apart(_command: &mut Command) {}

pub(super) fn confine(_command: &mut Command, _memory: Option<u64>) {}

pub(super) fn sandbox(
    _command: &mut Command,
    _program: &Program,
    _sandbox: &Arc<Sandbox>,
) -> io::Result<()> {
    Ok(())
}

pub(super) fn notify_exit(_child: &Child, tell: impl FnOnce() + Send + 'static) {
    // The exit is found by asking; the callback holds the channel open no longer than needed.
    drop(tell);
}

pub(super) fn has_exited(child: &mut Child) -> bool {
    matches!(child.try_wait(), Ok(Some(_)) | Err(_))
}

pub(super) fn kill_group(child: &mut Child) {
    // It may have ended already.
    let _ = child.kill();
}

pub(super) fn exit(status: ExitStatus) -> Exit {
    match status.code() {
        // An abort ends a Windows process with STATUS_STACK_BUFFER_OVERRUN, a stack overflow with its own status.
        Some(code) if code < 0 => Exit::Signal(code),
        Some(code) => Exit::Code(code),
        None => Exit::Signal(0),
    }
}
