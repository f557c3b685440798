//! Programs that live on by themselves, as an editor does.

use super::{Program, command, system};
use crate::verdict::Exit;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Starts a program that is to live on by itself, whatever becomes of us, and says nothing here. Returns what waits for
/// its end.
///
/// # Errors
/// The program cannot be started.
pub fn start(program: &Program) -> io::Result<impl FnOnce() -> Exit + Send + use<>> {
    let mut command = command(program);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    system::set_apart(&mut command);
    let mut child = command.spawn()?;
    Ok(move || child.wait().map_or(Exit::Signal(0), system::exit))
}

/// Where a program is: by its path, or by its name in the directories of `PATH`.
pub fn find(program: &Path) -> Option<PathBuf> {
    if program.components().count() > 1 {
        return program.is_file().then(|| program.to_owned());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(program))
        .find(|path| path.is_file() || path.with_extension("exe").is_file())
}
