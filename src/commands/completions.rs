//! `workbook completions` and `workbook man`: what shells and `man` read.

use crate::cli::{self, Shell};
use crate::error::{Error, ExitCode, Problem};
use crate::terminal::Terminal;

pub(super) fn run(terminal: Terminal, shell: Shell) -> Result<ExitCode, Error> {
    terminal.print_text(&cli::completion_script(shell))?;
    Ok(ExitCode::Success)
}

pub(super) fn man(terminal: Terminal, command: Option<&str>) -> Result<ExitCode, Error> {
    let page = cli::manual_page(command).ok_or_else(|| {
        Error::usage(
            Problem::new(format!(
                "there is no command `{}`",
                command.unwrap_or_default()
            ))
            .help("`workbook --help` lists the commands"),
        )
    })?;
    terminal.print_text(&page)?;
    Ok(ExitCode::Success)
}
