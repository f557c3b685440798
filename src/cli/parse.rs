//! Reads the command line. A bare `workbook` is `workbook watch`, also with the flags of `watch`.

use super::Cli;
use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};
use std::ffi::OsString;

/// What the command line asks for instead of a command: help, the version, or a complaint.
#[derive(Debug)]
pub struct Instead {
    /// The text, with colors if they are wanted.
    pub text: String,
    /// Whether it is a complaint.
    pub is_error: bool,
}

/// Reads the command line; `color` says whether a complaint or a help text may be colored.
///
/// # Errors
/// Help or the version was asked for, or the arguments are wrong.
pub fn parse(args: impl IntoIterator<Item = OsString>, color: bool) -> Result<Cli, Instead> {
    let args: Vec<OsString> = args.into_iter().collect();
    Cli::try_parse_from(&args)
        .or_else(|error| watching(&args, error.kind()).ok_or(error))
        .map_err(|error| Instead {
            text: if color {
                error.render().ansi().to_string()
            } else {
                error.render().to_string()
            },
            is_error: error.use_stderr(),
        })
}

/// The same line with `watch` in it, if only that was left out before flags that `watch` alone has.
fn watching(args: &[OsString], kind: ErrorKind) -> Option<Cli> {
    let (program, rest) = args.split_first()?;
    let command = Cli::command();
    let names_command = |arg: &OsString| command.find_subcommand(arg).is_some();
    if kind != ErrorKind::UnknownArgument || rest.iter().any(names_command) {
        return None;
    }
    let watch = OsString::from("watch");
    Cli::try_parse_from([program, &watch].into_iter().chain(rest)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Command;

    fn parsed(line: &str) -> Result<Cli, Instead> {
        parse(line.split(' ').map(OsString::from), false)
    }

    #[test]
    fn flags_of_watch_need_no_watch() {
        for line in [
            "workbook --plain",
            "workbook -C book --plain",
            "workbook --auto lru_cache",
        ] {
            let command = parsed(line).expect(line).command;
            assert!(matches!(command, Some(Command::Watch(_))), "{line}");
        }
        assert!(parsed("workbook").expect("watches too").command.is_none());
    }

    #[test]
    fn what_no_command_knows_is_refused_as_it_stands() {
        for (line, said) in [
            ("workbook --plane", "'--plane'"),
            ("workbook --json list", "'--json'"),
            ("workbook lru_cache", "unrecognized subcommand 'lru_cache'"),
        ] {
            let instead = parsed(line).expect_err(line);
            assert!(
                instead.is_error && instead.text.contains(said),
                "{line}: {}",
                instead.text
            );
        }
    }
}
