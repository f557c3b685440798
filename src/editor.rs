//! Which command opens an exercise's file in the learner's editor, or why there is none: a pure function of the
//! environment and what was asked for.
//!
//! An editor with windows of its own is started and left alone. An editor that lives in a terminal gets a pane beside
//! the one that `watch` runs in, from the multiplexer or terminal that can make one, and is told of the next file
//! there if it can be. It is never closed and no file is ever dropped: what is not saved stays the learner's.

mod known;
mod pane;

use crate::process::Program;
use known::Editor;
use pane::Host;
use std::path::{Path, PathBuf};

/// What the command line says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wish {
    /// Open every exercise's file by itself.
    Always,
    /// Open none by itself.
    Never,
    /// Nothing: only in the terminal of an editor, where it takes no room and asks for no choice.
    #[default]
    Unsaid,
}

/// A file to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    /// The workbook.
    pub root: &'a Path,
    /// The file, relative to it.
    pub file: &'a Path,
    /// The line to go to, counted from 1.
    pub line: usize,
}

/// How a file is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The editor's program.
    pub program: PathBuf,
    /// Its name, as for a message.
    pub editor: String,
    /// What there is to do.
    pub how: How,
}

/// What there is to do to open a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// Start the editor and leave it alone.
    Start(Program),
    /// Make a pane for it. What the command prints names the pane.
    Split(Program),
    /// Try the pane that was made before, and make another one only if it is gone.
    Pane {
        /// What brings that pane to the front; it fails when the pane is gone.
        front: Program,
        /// What tells the editor in it of the file. Some editors cannot be told.
        tell: Option<Program>,
        /// What makes a pane.
        split: Program,
    },
}

/// The parts of the environment that decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// The learner's choice: `$VISUAL`, else `$EDITOR`.
    chosen: Option<Editor>,
    /// The editor whose own terminal this is.
    around: Option<Editor>,
    /// Who can make panes here.
    host: Option<Host>,
}

impl Surroundings {
    /// Looks at the environment, a variable at a time.
    pub fn new(variable: impl Fn(&str) -> Option<String>) -> Self {
        let variable = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let chosen = variable("VISUAL").or_else(|| variable("EDITOR"));
        Self {
            chosen: chosen.as_deref().and_then(Editor::parse),
            around: known::around(&variable),
            host: Host::find(&variable),
        }
    }

    /// Whether files are opened without being asked for, each time an exercise becomes the current one.
    pub fn opens_by_itself(&self, wish: Wish) -> bool {
        match wish {
            Wish::Always => true,
            Wish::Never => false,
            Wish::Unsaid => self.around.is_some(),
        }
    }

    /// The editor's name, if a file can be opened here at all.
    pub fn editor(&self) -> Option<&str> {
        let editor = self.select()?;
        (editor.has_windows() || self.host.is_some()).then(|| editor.name())
    }

    /// The name of whoever makes a pane for the editor, if it needs one.
    pub fn pane_host(&self) -> Option<&'static str> {
        let host = self.host.as_ref()?;
        self.select()
            .is_some_and(|editor| !editor.has_windows())
            .then(|| host.name())
    }

    /// In an editor's own terminal that editor, unless another one with windows was chosen.
    fn select(&self) -> Option<&Editor> {
        let has_windows = self.chosen.as_ref().is_some_and(Editor::has_windows);
        match &self.around {
            Some(around) if !has_windows => Some(around),
            _ => self.chosen.as_ref(),
        }
    }

    /// How to open a file. `pane` is the one that was made for the file before, if one was; a terminal of `columns`
    /// decides whether there is room beside or only below.
    ///
    /// # Errors
    /// Nothing can be opened here; the sentence says why and what to do.
    pub fn open(
        &self,
        target: Target,
        columns: usize,
        pane: Option<&str>,
    ) -> Result<Opening, String> {
        let editor = self.select().ok_or_else(|| {
            "Which editor? Set `VISUAL`, as in `export VISUAL=nvim` or `export VISUAL=code`."
                .to_owned()
        })?;
        let how = if editor.has_windows() {
            How::Start(editor.command(target))
        } else {
            let host = self.host.as_ref().ok_or_else(|| {
                format!(
                    "`{}` needs a terminal of its own: run `workbook watch` inside tmux, zellij, WezTerm or kitty, or \
                     open {} in a second terminal.",
                    editor.name(),
                    target.file.display()
                )
            })?;
            let split = host.split(&editor.command(target), target.root, columns);
            match pane.and_then(|pane| Some((pane, host.front(pane)?))) {
                Some((pane, front)) => How::Pane {
                    front,
                    tell: editor
                        .words_for(target)
                        .and_then(|words| host.type_into(pane, &words)),
                    split,
                },
                None => How::Split(split),
            }
        };
        Ok(Opening {
            program: editor.command(target).path().to_owned(),
            editor: editor.name().to_owned(),
            how,
        })
    }
}

/// The line where the work begins: the first part that is still to be written, otherwise the first line.
pub fn first_line(text: &str) -> usize {
    let is_open = |line: &str| {
        ["todo!(", "unimplemented!(", "TODO"]
            .iter()
            .any(|mark| line.contains(mark))
            // The question at the top may speak of it.
            && !line.trim_start().starts_with("//!")
    };
    text.lines().position(is_open).map_or(1, |idx| idx + 1)
}

#[cfg(test)]
mod tests;
