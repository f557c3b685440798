//! What is known of editors: whether they have windows of their own, and how each is told a line.

use super::Target;
use crate::process::Program;
use std::path::Path;

/// How an editor takes a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// `-g FILE:LINE`
    Goto,
    /// `FILE:LINE`
    Suffix,
    /// `+LINE FILE`
    Plus,
    /// `--line LINE FILE`
    Option,
    /// Not at all.
    Never,
}

/// Editors with windows of their own, and how they take a line.
const WITH_WINDOWS: &[(&[&str], Line)] = &[
    (
        &[
            "code",
            "code-insiders",
            "code-oss",
            "codium",
            "vscodium",
            "codium-insiders",
            "cursor",
            "windsurf",
            "positron",
        ],
        Line::Goto,
    ),
    (&["zed", "zeditor", "subl", "sublime_text"], Line::Suffix),
    (
        &["rustrover", "clion", "idea", "kate", "mate"],
        Line::Option,
    ),
    (
        &["gvim", "mvim", "neovide", "gedit", "emacsclient"],
        Line::Plus,
    ),
    (
        &[
            "gnome-text-editor",
            "notepad",
            "notepad++",
            "open",
            "xdg-open",
        ],
        Line::Never,
    ),
];

/// Editors that live in a terminal and take a line. Any other one gets the file alone.
const IN_A_TERMINAL: &[(&[&str], Line)] = &[
    (
        &[
            "vim", "nvim", "vi", "nano", "emacs", "kak", "micro", "joe", "mg", "ne", "jed",
        ],
        Line::Plus,
    ),
    (&["hx", "helix"], Line::Suffix),
];

/// An editor: its program, and the arguments the learner gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Editor {
    program: String,
    args: Vec<String>,
    has_windows: bool,
    line: Line,
}

impl Editor {
    /// Reads `$VISUAL`: a program, perhaps with arguments, quoted as in a shell.
    pub(super) fn parse(text: &str) -> Option<Self> {
        // On Windows a backslash is part of a path.
        let words = if cfg!(windows) {
            shlex::split(&text.replace('\\', "/"))?
        } else {
            shlex::split(text)?
        };
        let (program, args) = words.split_first()?;
        Some(Self::of(program, args))
    }

    fn of(program: &str, args: &[String]) -> Self {
        let name = stem(program);
        let find = |known: &[(&[&str], Line)]| {
            let row = known.iter().find(|(names, _)| names.contains(&name))?;
            Some(row.1)
        };
        let in_terminal = ["-nw", "-t", "-tty", "--tty"];
        let window = find(WITH_WINDOWS)
            .filter(|_| !args.iter().any(|arg| in_terminal.contains(&arg.as_str())));
        // To wait for the editor is for those who read the file when it is closed.
        let is_wait = |arg: &String| window.is_some() && (arg == "-w" || arg == "--wait");
        Self {
            program: program.to_owned(),
            args: args.iter().filter(|arg| !is_wait(arg)).cloned().collect(),
            has_windows: window.is_some(),
            line: window
                .or_else(|| find(IN_A_TERMINAL))
                .or_else(|| find(WITH_WINDOWS))
                .unwrap_or(Line::Never),
        }
    }

    /// What people call it.
    pub(super) fn name(&self) -> &str {
        stem(&self.program)
    }

    pub(super) fn has_windows(&self) -> bool {
        self.has_windows
    }

    /// The command that opens a file with it, in the workbook's directory.
    pub(super) fn command(&self, target: Target) -> Program {
        // The whole path: an editor that is running already has a directory of its own.
        let file = target.root.join(target.file);
        let number = target.line;
        // The scripts that start these editors on Windows are not found by their bare name.
        let program =
            if cfg!(windows) && self.line == Line::Goto && stem(&self.program) == self.program {
                format!("{}.cmd", self.program)
            } else {
                self.program.clone()
            };
        let command = Program::new(program).args(&self.args).dir(target.root);
        let with_line = |file: &Path| {
            let mut text = file.as_os_str().to_owned();
            text.push(format!(":{number}"));
            text
        };
        match self.line {
            Line::Goto => command.arg("-g").arg(with_line(&file)),
            Line::Suffix => command.arg(with_line(&file)),
            Line::Plus if self.name() == "emacsclient" && self.has_windows => {
                command.arg("-n").arg(format!("+{number}")).arg(file)
            }
            Line::Plus => command.arg(format!("+{number}")).arg(file),
            Line::Option => command.arg("--line").arg(number.to_string()).arg(file),
            Line::Never => command.arg(file),
        }
    }

    /// What is typed into it, in its normal mode, to have another file shown too. `:drop` never gives up a change: it
    /// splits the window where the file before is not saved.
    pub(super) fn words_for(&self, target: Target) -> Option<String> {
        if !["vim", "nvim"].contains(&self.name()) {
            return None;
        }
        let path = target.root.join(target.file);
        let mut words = format!(":drop +{} ", target.line);
        for ch in path.to_str()?.chars() {
            if ch.is_control() {
                return None;
            }
            if " \t\\\"|%#*?[{`$'!<".contains(ch) {
                words.push('\\');
            }
            words.push(ch);
        }
        Some(words)
    }
}

/// The editor in whose own terminal this runs. All descendants of VS Code say that they are VS Code; where its helper
/// programs lie tells them apart.
pub(super) fn around(variable: &impl Fn(&str) -> Option<String>) -> Option<Editor> {
    if variable("TERM_PROGRAM")? != "vscode" {
        return None;
    }
    let helper = [
        "VSCODE_GIT_ASKPASS_NODE",
        "VSCODE_GIT_ASKPASS_MAIN",
        "__CFBundleIdentifier",
    ]
    .iter()
    .filter_map(|name| variable(name))
    .collect::<String>()
    .to_lowercase();
    let program = [
        ("cursor", "cursor"),
        ("windsurf", "windsurf"),
        ("positron", "positron"),
        ("codium", "codium"),
        ("insiders", "code-insiders"),
    ]
    .iter()
    .find(|(mark, _)| helper.contains(mark))
    .map_or("code", |(_, program)| program);
    Some(Editor::of(program, &[]))
}

/// The file name of a program without what Windows puts at its end.
fn stem(program: &str) -> &str {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
    [".exe", ".cmd", ".bat"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name)
}
