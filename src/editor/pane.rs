//! Who can make a pane in a terminal, and how each is asked.

use crate::process::Program;
use std::ffi::OsString;
use std::path::Path;

/// From so many columns on there is room for two panes side by side.
const WIDE: usize = 140;

/// What brings vim to its normal mode from any other: `CTRL-\ CTRL-N`. Not the escape key, which together with the next
/// one may be taken for another key.
const NORMAL_MODE: &str = "\u{1c}\u{e}";

/// A multiplexer, or a terminal that is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// tmux, and the pane this runs in.
    Tmux(String),
    /// zellij, which speaks only to the pane in front.
    Zellij,
    /// `WezTerm`, and the pane this runs in.
    WezTerm(String),
    /// kitty, where it lets itself be asked.
    Kitty,
}

impl Host {
    /// The innermost one, as far as it can be known: a multiplexer runs inside a terminal.
    pub(super) fn find(variable: &impl Fn(&str) -> Option<String>) -> Option<Self> {
        if variable("TMUX").is_some() {
            return Some(Self::Tmux(variable("TMUX_PANE").unwrap_or_default()));
        }
        if variable("ZELLIJ").is_some() {
            return Some(Self::Zellij);
        }
        if let Some(pane) = variable("WEZTERM_PANE") {
            return Some(Self::WezTerm(pane));
        }
        variable("KITTY_WINDOW_ID").map(|_| Self::Kitty)
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Tmux(_) => "tmux",
            Self::Zellij => "zellij",
            Self::WezTerm(_) => "WezTerm",
            Self::Kitty => "kitty",
        }
    }

    /// What makes a pane beside this one, or below it, and runs a command there. It prints the pane's name.
    pub(super) fn split(&self, command: &Program, root: &Path, columns: usize) -> Program {
        let beside = columns >= WIDE;
        let words = command.words();
        let root = root.as_os_str();
        match self {
            Self::Tmux(pane) => {
                let mut split =
                    Program::new("tmux").args(["split-window", if beside { "-h" } else { "-v" }]);
                if !pane.is_empty() {
                    split = split.args(["-t", pane]);
                }
                // Words of a command go through no shell, so the name of a file cannot be code.
                split
                    .args(["-P", "-F", "#{pane_id}", "-c"])
                    .arg(root)
                    .args(words)
            }
            Self::Zellij => Program::new("zellij")
                .args(["action", "new-pane", "--close-on-exit", "--direction"])
                .args([if beside { "right" } else { "down" }, "--cwd"])
                .arg(root)
                .arg("--")
                .args(words),
            Self::WezTerm(pane) => Program::new("wezterm")
                .args(["cli", "split-pane", "--pane-id", pane])
                .args([if beside { "--right" } else { "--bottom" }, "--cwd"])
                .arg(root)
                .arg("--")
                .args(words),
            Self::Kitty => {
                let mut cwd = OsString::from("--cwd=");
                cwd.push(root);
                Program::new("kitty")
                    .args(["@", "launch", "--type=window"])
                    .arg(if beside {
                        "--location=vsplit"
                    } else {
                        "--location=hsplit"
                    })
                    .arg(cwd)
                    .args(words)
            }
        }
    }

    /// What brings a pane to the front; nothing where panes have no names.
    pub(super) fn front(&self, pane: &str) -> Option<Program> {
        Some(match self {
            Self::Tmux(_) => Program::new("tmux").args([
                "select-window",
                "-t",
                pane,
                ";",
                "select-pane",
                "-t",
                pane,
            ]),
            Self::Zellij => return None,
            Self::WezTerm(_) => {
                Program::new("wezterm").args(["cli", "activate-pane", "--pane-id", pane])
            }
            Self::Kitty => {
                Program::new("kitty").args(["@", "focus-window", "--match", &format!("id:{pane}")])
            }
        })
    }

    /// What types a line into the editor in a pane.
    pub(super) fn type_into(&self, pane: &str, words: &str) -> Option<Program> {
        let typed = format!("{NORMAL_MODE}{words}\r");
        Some(match self {
            Self::Tmux(_) => Program::new("tmux").args(["send-keys", "-t", pane, "-l", &typed]),
            Self::Zellij => return None,
            Self::WezTerm(_) => Program::new("wezterm").args([
                "cli",
                "send-text",
                "--pane-id",
                pane,
                "--no-paste",
                &typed,
            ]),
            // kitty reads escapes as Python does.
            Self::Kitty => Program::new("kitty").args([
                "@",
                "send-text",
                "--match",
                &format!("id:{pane}"),
                &typed.replace('\\', "\\\\"),
            ]),
        })
    }
}
