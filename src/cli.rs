//! The command line: arguments and help texts. The only door to `clap`.

mod author;
mod complete;
mod manual;
mod grade;
mod parse;
mod report;
mod similar;
mod submissions;

pub use self::similar::SimilarArgs;
pub use author::{NewArgs, VerifyArgs};
pub use complete::{
    Shell, VARIABLE as COMPLETION_VARIABLE, answer as completion_answer,
    script as completion_script,
};
pub use grade::GradeArgs;
pub use manual::page as manual_page;
pub use parse::{Instead, parse};
pub use report::{FormatArgs, MergeArgs, ReportCommand, ShowArgs};
pub use submissions::SubmissionArgs;

use crate::editor::Wish;
use crate::list::State;
use crate::terminal::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  workbook init                write the course to `backend-workbook`
  workbook                     watch, inside a workbook
  workbook watch lru_cache     work on one exercise (any unambiguous beginning of its name will do)
  workbook hint                the next hint for the current exercise
  workbook check               check every exercise; exit code 0 when all are solved
  workbook -C ~/book list      do it in another directory

Exit codes:
  0 all solved or in order    1 something is not       2 wrong usage or a broken workbook
  3 could not check           4 nothing to check       70 a bug here    130 interrupted";

/// Backend interview questions as Rust exercises that run: edit, save, and know within a blink.
#[derive(Debug, Parser)]
#[command(name = "workbook", version, about, after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Cli {
    /// Use the workbook in DIR, or in a directory above it
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    pub directory: Option<PathBuf>,

    /// When to use colors
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    color: Color,

    /// What to do; without it, `watch` inside a workbook
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the course to a directory: exercises, cards, and what your editor needs to know
    #[command(
        after_help = "Examples:\n  workbook init             into `backend-workbook`\n  workbook init ~/learn/backend\n  workbook init .           into this directory, which must be empty"
    )]
    Init {
        /// Where to; it must be empty, or not exist yet
        #[arg(default_value = crate::embedded::NAME)]
        dir: PathBuf,
    },
    /// Check the current exercise at every save, and explain
    #[command(
        after_help = "Examples:\n  workbook watch\n  workbook watch binary_search --auto\n  workbook watch --edit      each file opens in your editor: in tmux, zellij, WezTerm and kitty beside this pane\n  workbook watch --poll      where the file system sends no events (some containers and network drives)\n  workbook watch --plain     sentences instead of a screen\n  workbook watch --json      for editors; docs/watch-json.md tells what it prints"
    )]
    Watch(WatchArgs),
    /// Check one exercise once
    #[command(
        after_help = "Examples:\n  workbook run              the current exercise\n  workbook run palindrome   exit code 0 when it is solved, 1 when it is not\n  workbook run --json | jq '.tests[] | select(.state != \"passed\") | .name'"
    )]
    Run {
        /// The exercise; without it, the current one
        #[arg(add = complete::exercises())]
        name: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check all exercises
    #[command(
        after_help = "Examples:\n  workbook check\n  workbook check lru_cache rate_limiter\n  workbook check --json | jq '.[] | select(.solved | not) | .name'"
    )]
    Check(CheckArgs),
    /// List the exercises and what is solved
    #[command(
        after_help = "Examples:\n  workbook list\n  workbook list --state open --difficulty 1,2     what is not solved yet and easy\n  workbook list --chapter data --concept lru\n  workbook list --json | jq '.[] | select(.state == \"solved\") | .name'\n\nAn option that is repeated, or has several values, adds up; different options narrow down.\nIn `workbook watch` the key `l` opens the list to move about in."
    )]
    List(ListArgs),
    /// Show what you have done so far: solved by chapter and difficulty, attempts, hints, times, days in a row
    #[command(
        after_help = "Examples:\n  workbook stats\n  workbook stats --json | jq '.streak.days, (.chapters[] | {title, solved})'\n\nTimes go from the first attempt to the one that solved it; of several the middle one is shown.\nA streak counts days in your time zone (TZ) on which something was solved."
    )]
    Stats {
        /// Print JSON; README says what its fields mean
        #[arg(long)]
        json: bool,
    },
    /// Show the next hint
    #[command(
        after_help = "Examples:\n  workbook hint             one step further, for the current exercise\n  workbook hint lru --all   every hint of `lru_cache` at once"
    )]
    Hint {
        /// The exercise; without it, the current one
        #[arg(add = complete::exercises())]
        name: Option<String>,
        /// Show all hints at once
        #[arg(long)]
        all: bool,
    },
    /// Read a concept card, or list the cards
    #[command(
        after_help = "Examples:\n  workbook concept              all cards by topic\n  workbook concept lru-cache\n  workbook concept --json | jq -r '.[].title'\n\nOn a terminal: space and b turn pages, Tab selects a link, Enter follows it, Backspace goes back,\n/ searches, q leaves."
    )]
    Concept {
        /// The card; an unambiguous beginning will do
        #[arg(add = complete::cards())]
        slug: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Find exercises and cards that hold some words, best first
    #[command(
        after_help = "Examples:\n  workbook search cache\n  workbook search rate limit        both words, or words that begin with them\n  workbook search lease --json | jq -r '.[].path'"
    )]
    Search(SearchArgs),
    /// Read what the compiler says of an error code
    #[command(after_help = "Examples:\n  workbook explain E0382\n  workbook explain 382")]
    Explain {
        /// The code, as in `error[E0382]`
        code: String,
    },
    /// Put an exercise's starter back; what stands there is kept in a backup
    #[command(after_help = "Example:\n  workbook reset lru_cache")]
    Reset {
        /// The exercise
        #[arg(add = complete::exercises())]
        name: String,
    },
    /// Bring the course of a newer program into the workbook; what you wrote stays
    #[command(
        after_help = "Examples:\n  workbook update             what you did not touch is replaced; what is new to your work is put beside it\n  workbook update --dry-run   tells what would be done\n  workbook update --merge     joins your work with what is new, where that is possible\n\nIt is for workbooks that `workbook init` wrote. Everything that is replaced is kept; `workbook undo` takes it back."
    )]
    Update(UpdateArgs),
    /// Take back the last reset, update or undo; what it replaces is kept
    #[command(
        after_help = "Examples:\n  workbook undo             what the last change replaced comes back, progress too; again takes the undo back\n  workbook undo --list      every change that can be undone, with its number\n  workbook undo 3           undo the change with this number, and leave the later ones"
    )]
    Undo(UndoArgs),
    /// Show the reference solution of a solved exercise
    #[command(
        after_help = "Examples:\n  workbook solution lru_cache\n  workbook solution lru_cache --force   even though it is not solved"
    )]
    Solution {
        /// The exercise
        #[arg(add = complete::exercises())]
        name: String,
        /// Show it even though the exercise is not solved
        #[arg(long)]
        force: bool,
    },
    /// Look at everything that exercises need here, and say what to mend
    #[command(
        after_help = "Examples:\n  workbook doctor          exit code 0 when exercises can be checked, 1 when they cannot\n  workbook doctor --json | jq '.findings[] | select(.state != \"good\")'\n  workbook doctor --grade  exit code 0 when submitted code is confined in full"
    )]
    Doctor {
        /// Look at what confines submitted code while it is graded instead
        #[arg(long)]
        grade: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the script by which a shell completes commands, exercises and cards
    #[command(
        after_help = "Examples:\n  source <(workbook completions bash)                       in ~/.bashrc\n  source <(workbook completions zsh)                        in ~/.zshrc, behind compinit\n  workbook completions fish | source                        in ~/.config/fish/config.fish\n  workbook completions powershell | Out-String | iex        in $PROFILE\n  eval (workbook completions elvish | slurp)                in rc.elv"
    )]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, or that of a command
    #[command(
        hide = true,
        after_help = "Examples:\n  workbook man | man -l -\n  workbook man watch | man -l -\n  workbook man > ~/.local/share/man/man1/workbook.1"
    )]
    Man {
        /// The command; without it, the whole program
        command: Option<String>,
    },
    /// Write the skeleton of a new exercise (for authors)
    #[command(
        long_about = "Write the skeleton of a new exercise (for authors)\n\nIt writes the exercise, its solution, a right and a wrong answer, its entry in info.toml with hints, the cards that do not exist yet, the target in exercises/Cargo.toml and, where there is one, the copy in starters/: all of it, or nothing.\n\nThe task in it is a stand-in that is solved already, so everything can be tried at once. What is still to be written is marked `TODO(author)` and listed; `workbook verify NAME` tells each place that is left.",
        after_help = "Examples:\n  workbook new two_sum --dir 03_algorithms\n  workbook new two_sum --dir 03_algorithms --title \"Two sum\" --difficulty 1 --minutes 15\n  workbook new two_sum --dir 03_algorithms --concept two-pointers --see-also hash-table,recursion\n  workbook new bloom_filter --dir 17_probability    a new chapter; its number says where it comes\n  workbook verify two_sum                           what is still to be written, or wrong"
    )]
    New(NewArgs),
    /// Prove the workbook: starters, solutions, wrong answers, hints and cards
    #[command(
        after_help = "Examples:\n  workbook verify\n  workbook verify lru_cache\n  workbook verify --fix     rewrite the targets in exercises/Cargo.toml"
    )]
    Verify(VerifyArgs),
    /// Grade submissions: code that nobody should trust, by the workbook's own tests, in a sandbox
    #[command(after_help = grade::EXAMPLES)]
    Grade(GradeArgs),
    /// Find pairs of submissions that share more than they were given: a place to look, never a verdict
    #[command(long_about = self::similar::ABOUT, after_help = self::similar::EXAMPLES)]
    Similar(SimilarArgs),
    /// Convert the reports of gradings, or put the parts of a class together
    #[command(
        subcommand,
        after_help = "Examples:\n  workbook report merge part-*.jsonl --expect roster.csv --format junit=class.xml --format csv=points.csv\n  workbook report show class.jsonl"
    )]
    Report(ReportCommand),
}

/// Arguments of `watch`.
#[derive(Debug, Default, Args)]
pub struct WatchArgs {
    /// The exercise to begin with; without it, the one you left off at
    #[arg(add = complete::exercises())]
    pub name: Option<String>,
    /// Look at the file four times a second instead of waiting for events
    #[arg(long)]
    pub poll: bool,
    /// Go on to the next exercise by itself when one is solved
    #[arg(long)]
    pub auto: bool,
    /// Say what happens in sentences that are only ever appended: for screen readers and logs
    #[arg(long)]
    pub plain: bool,
    /// Print an event as a line of JSON each; letters and words on standard input are the keys
    #[arg(long, conflicts_with = "plain")]
    pub json: bool,
    /// Open each exercise in your editor: $VISUAL or $EDITOR, in a pane beside this one if it lives in a terminal
    #[arg(long, overrides_with = "no_edit")]
    edit: bool,
    /// Open no file by itself, not even in the terminal of VS Code
    #[arg(long, overrides_with = "edit")]
    no_edit: bool,
}

impl WatchArgs {
    /// Whether files are to be opened in the learner's editor.
    pub fn edit(&self) -> Wish {
        match (self.edit, self.no_edit) {
            (true, _) => Wish::Always,
            (_, true) => Wish::Never,
            _ => Wish::Unsaid,
        }
    }
}

/// Arguments of `list`. Options that are repeated add up; different ones narrow down.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// The exercises; without any, all
    pub names: Vec<String>,
    /// Only those in this state; `open` is whatever is not solved
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<StateArg>,
    /// Only those of this chapter (the beginning of its name or directory will do)
    #[arg(long, value_name = "CHAPTER", value_delimiter = ',')]
    pub chapter: Vec<String>,
    /// Only those of this difficulty, from 1 to 5
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(1..=5))]
    pub difficulty: Vec<u8>,
    /// Only those that practise this concept or link to it (the beginning of a card's name will do)
    #[arg(long, value_name = "CARD", value_delimiter = ',')]
    pub concept: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StateArg {
    New,
    Tried,
    Solved,
    Open,
}

impl ListArgs {
    /// The states that are asked for.
    pub fn states(&self) -> impl Iterator<Item = State> {
        self.state
            .iter()
            .flat_map(|state| match state {
                StateArg::New => &[State::New][..],
                StateArg::Tried => &[State::Tried],
                StateArg::Solved => &[State::Solved],
                StateArg::Open => &[State::New, State::Tried],
            })
            .copied()
    }
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The exercises; without any, all
    #[arg(add = complete::exercises())]
    pub names: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// How many exercises to check at once
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
}

/// Arguments of `update`.
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// Join your work with what is new, where that is possible without a conflict
    #[arg(long)]
    pub merge: bool,
    /// Tell what would be done, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Arguments of `search`.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// The words; all must be there
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Show all matches, not only the ten best
    #[arg(long)]
    pub all: bool,
    /// Print JSON, always of all matches
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `undo`.
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// The number of the change, as `--list` shows it; without it, the last one
    #[arg(value_name = "NUMBER")]
    pub number: Option<u32>,
    /// List the changes instead, the last one first
    #[arg(long, conflicts_with = "number")]
    pub list: bool,
}

impl Cli {
    /// When to use colors.
    pub fn color(&self) -> ColorChoice {
        match self.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(help.contains("Example"), "{}", command.get_name());
        }
    }
}
