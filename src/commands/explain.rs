//! `workbook explain`: what the compiler says of an error code.

use super::{pages, reader};
use crate::error::{Error, ExitCode};
use crate::files::{self, State};
use crate::rustc::error_code;
use crate::screen::page_lines;
use crate::terminal::Terminal;
use std::path::Path;

pub(super) fn run(terminal: Terminal, dir: Option<&Path>, typed: &str) -> Result<ExitCode, Error> {
    let code = error_code(typed)?;
    let dir = files::absolute(dir.unwrap_or(Path::new(".")))?;
    // Outside of a workbook there is a compiler as well.
    let root = files::find_root(&dir).unwrap_or(dir);
    let cache_dir = State::new(&root).cache_dir();
    let page = pages::explanation(&root, &cache_dir, &code)?;
    if terminal.is_interactive() {
        return reader::read(terminal, page, |_| {
            pages::explanation(&root, &cache_dir, &code)
        });
    }
    terminal.print(&page_lines(&page, terminal.width()))?;
    Ok(ExitCode::Success)
}
