//! One file per subcommand: each opens the workbook, does its work with the modules below, and prints.

mod check;
mod completions;
mod concept;
mod context;
mod doctor;
mod explain;
mod exports;
mod grade;
mod hint;
mod init;
mod list;
mod new;
mod pages;
mod reader;
mod report;
mod reset;
mod run;
mod search;
mod similar;
mod solution;
mod stats;
mod undo;
mod update;
mod verify;
mod watch;

use crate::cli::{self, Cli, Command, Instead, WatchArgs};
use crate::error::{Error, ExitCode, Place, Problem};
use crate::files;
use crate::screen::{Line, Role, problem_lines};
use crate::terminal::{ColorChoice, FullScreen, Terminal};
use context::Context;
use std::ffi::OsString;
use std::panic;

/// Runs the program with its command line.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    panic::set_hook(Box::new(|info| {
        FullScreen::leave();
        let place = info.location().map(|place| Place {
            file: place.file().to_owned(),
            position: Some((place.line() as usize, place.column() as usize)),
        });
        let message = info.payload_as_str().unwrap_or("no message");
        let mut problem = Problem::new(format!("a bug in workbook: {message}"))
            .help("please report this, with what you did before; your files are safe");
        problem.place = place;
        Terminal::new(ColorChoice::Auto).print_error(&problem_lines(&problem));
    }));
    let args: Vec<OsString> = args.into_iter().collect();
    panic::catch_unwind(|| run_command(args)).unwrap_or(ExitCode::Bug)
}

fn run_command(args: Vec<OsString>) -> ExitCode {
    let terminal = Terminal::new(ColorChoice::Auto);
    if let Ok(shell) = std::env::var(cli::COMPLETION_VARIABLE) {
        // While somebody types there is no use in an error.
        let answer = cli::completion_answer(&shell, &args).unwrap_or_default();
        return told(
            &terminal,
            terminal.print_text(&answer).map(|()| ExitCode::Success),
        );
    }
    let cli = match cli::parse(args, terminal.is_interactive()) {
        Ok(cli) => cli,
        Err(Instead {
            text,
            is_error: true,
        }) => {
            terminal.print_error(&text.lines().map(Line::plain).collect::<Vec<_>>());
            return ExitCode::Usage;
        }
        Err(Instead {
            text,
            is_error: false,
        }) => {
            return told(
                &terminal,
                terminal.print_text(&text).map(|()| ExitCode::Success),
            );
        }
    };
    let terminal = Terminal::new(cli.color());
    told(&terminal, dispatch(&cli, terminal))
}

/// Prints an error, and says how the process ends.
fn told(terminal: &Terminal, result: Result<ExitCode, Error>) -> ExitCode {
    result.unwrap_or_else(|error| {
        let mut lines = Vec::new();
        for (idx, problem) in error.problems.iter().enumerate() {
            if idx > 0 {
                lines.push(Line::empty());
            }
            lines.extend(problem_lines(problem));
        }
        if error.code != ExitCode::Interrupted {
            terminal.print_error(&lines);
        }
        error.code
    })
}

fn dispatch(cli: &Cli, terminal: Terminal) -> Result<ExitCode, Error> {
    let open = || Context::open(cli.directory.as_deref(), terminal);
    match &cli.command {
        None if cli.directory.is_none() && !inside_a_workbook() => explain(terminal),
        None => watch::run(&open()?, &WatchArgs::default()),
        Some(Command::Init { dir }) => init::run(cli.directory.as_deref(), dir, terminal),
        Some(Command::Watch(args)) => watch::run(&open()?, args),
        Some(Command::Run { name, json }) => run::run(&open()?, name.as_deref(), *json),
        Some(Command::Check(args)) => check::run(&open()?, args),
        Some(Command::List(args)) => list::run(&open()?, args),
        Some(Command::Hint { name, all }) => hint::run(&open()?, name.as_deref(), *all),
        Some(Command::Concept { slug, json }) => concept::run(&open()?, slug.as_deref(), *json),
        Some(Command::Explain { code }) => explain::run(terminal, cli.directory.as_deref(), code),
        Some(Command::Search(args)) => search::run(&open()?, args),
        Some(Command::Reset { name }) => reset::run(&open()?, name),
        Some(Command::Update(args)) => update::run(cli.directory.as_deref(), terminal, args),
        Some(Command::Stats { json }) => stats::run(&open()?, *json),
        Some(Command::Undo(args)) => undo::run(&open()?, args),
        Some(Command::Solution { name, force }) => solution::run(&open()?, name, *force),
        Some(Command::Doctor { grade: true, json }) => doctor::grade(terminal, *json),
        Some(Command::Doctor { grade: false, json }) => doctor::run(terminal, open, *json),
        Some(Command::Completions { shell }) => completions::run(terminal, *shell),
        Some(Command::Man { command }) => completions::man(terminal, command.as_deref()),
        Some(Command::New(args)) => new::run(cli.directory.as_deref(), terminal, args),
        Some(Command::Verify(args)) => verify::run(&open()?, args),
        Some(Command::Grade(args)) => grade::run(terminal, cli.directory.as_deref(), args),
        Some(Command::Similar(args)) => {
            self::similar::run(terminal, cli.directory.as_deref(), args)
        }
        Some(Command::Report(command)) => report::run(terminal, command),
    }
}

fn inside_a_workbook() -> bool {
    std::env::current_dir().is_ok_and(|dir| files::find_root(&dir).is_some())
}

/// What `workbook` alone says where there is no workbook.
fn explain(terminal: Terminal) -> Result<ExitCode, Error> {
    let command = |command: &str, what: &str| {
        Line::new(Role::Key, format!("  {command:<24}")).with(Role::Plain, what)
    };
    terminal.print(&[
        Line::new(Role::Title, "workbook").with(
            Role::Plain,
            ": backend interview questions as Rust exercises that run.",
        ),
        Line::empty(),
        Line::plain("There is no workbook here: no info.toml in this directory or above it."),
        Line::plain("Write one, go into its directory, or name it:"),
        Line::empty(),
        command("workbook init", "write the course to `backend-workbook`"),
        command(
            "workbook -C DIR",
            "check the current exercise at every save",
        ),
        command("workbook -C DIR list", "see the exercises"),
        command("workbook --help", "everything else"),
    ])?;
    Ok(ExitCode::Success)
}
