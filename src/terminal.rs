//! Standard output, standard error and the keyboard: the only door to `colored`, `crossterm` and
//! `supports-hyperlinks`, and the only place that prints.

mod full_screen;
mod keyboard;
mod paint;
mod words;

pub use full_screen::FullScreen;
pub use keyboard::{Input, read_keys, read_lines};
pub use paint::{Look, painted};
pub use words::known_words;

use crate::error::{Error, ExitCode};
use crate::screen::{Line, wrap};
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

/// When to use colors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The columns of text that goes nowhere near a terminal.
const PIPE_WIDTH: usize = 100;

/// How output looks here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    color_out: bool,
    color_err: bool,
    unicode: bool,
    out_is_terminal: bool,
    interactive: bool,
    /// The workbook that links lead into.
    root: Option<&'static Path>,
}

impl Terminal {
    /// Looks at the environment.
    pub fn new(choice: ColorChoice) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = cfg!(unix)
            && std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
        // https://no-color.org: any value but the empty one.
        let color = |is_terminal: bool| match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && !is_dumb && !set("NO_COLOR"),
        };
        let out_is_terminal = io::stdout().is_terminal();
        Self {
            color_out: color(out_is_terminal),
            color_err: color(io::stderr().is_terminal()),
            unicode: locale_is_utf8(),
            out_is_terminal,
            interactive: out_is_terminal && io::stdin().is_terminal() && !is_dumb,
            root: None,
        }
    }

    /// The same terminal, where places in the workbook below `root` can be clicked on if the terminal knows how. A
    /// process has one workbook, so that its path is kept for good.
    #[must_use]
    pub fn linking_into(self, root: &Path) -> Self {
        let links =
            self.out_is_terminal && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        Self {
            root: links.then(|| &*Box::leak(root.to_path_buf().into_boxed_path())),
            ..self
        }
    }

    /// How lines look on standard output.
    fn look(&self) -> Look<'static> {
        Look {
            color: self.color_out,
            unicode: self.unicode,
            root: self.root,
        }
    }

    /// Whether the screen can be drawn anew and keys come one by one.
    pub fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// Whether standard output is colored.
    pub fn has_color(&self) -> bool {
        self.color_out
    }

    /// Whether signs beyond ASCII are shown.
    pub fn is_unicode(&self) -> bool {
        self.unicode
    }

    /// Whether this is one of the terminals known to make links clickable (OSC 8); others may do so as well.
    pub fn is_known_for_links() -> bool {
        supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
    }

    /// Whether a progress bar makes sense.
    pub fn shows_progress(&self) -> bool {
        self.interactive && io::stderr().is_terminal()
    }

    /// The columns and rows of the terminal.
    pub fn size() -> (usize, usize) {
        crossterm::terminal::size()
            .ok()
            .filter(|(columns, rows)| *columns > 0 && *rows > 0)
            .map_or((80, 24), |(columns, rows)| (columns.into(), rows.into()))
    }

    /// How many columns text may take.
    pub fn width(&self) -> usize {
        if self.out_is_terminal {
            Self::size().0
        } else {
            PIPE_WIDTH
        }
    }

    /// How many columns there are, where text is to fit into a terminal.
    pub fn columns(&self) -> Option<usize> {
        self.out_is_terminal.then(|| Self::size().0)
    }

    /// Lines as they are printed to standard output.
    pub fn written(&self, lines: &[Line]) -> String {
        if self.out_is_terminal {
            painted(&wrap(lines.to_vec(), self.width()), self.look())
        } else {
            painted(lines, self.look())
        }
    }

    /// Prints lines to standard output.
    ///
    /// # Errors
    /// Nobody reads any more (which ends the process quietly), or the system says why.
    pub fn print(&self, lines: &[Line]) -> Result<(), Error> {
        self.print_text(&self.written(lines))
    }

    /// Asks a question that is answered by a line; anything but a yes is a no.
    ///
    /// # Errors
    /// As [`Terminal::print`].
    pub fn ask(&self, question: &str) -> Result<bool, Error> {
        self.print_text(question)?;
        let mut answer = String::new();
        // Whoever cannot answer does not agree.
        let _ = io::stdin().read_line(&mut answer);
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Prints text as it is, as for JSON.
    ///
    /// # Errors
    /// As [`Terminal::print`].
    pub fn print_text(&self, text: &str) -> Result<(), Error> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())
            .and_then(|()| out.flush())
            .map_err(|source| match source.kind() {
                io::ErrorKind::BrokenPipe => Error {
                    code: ExitCode::Success,
                    problems: Vec::new(),
                },
                _ => Error::file("print", std::path::Path::new("standard output"), &source),
            })
    }

    /// Prints lines to standard error; if that fails there is nobody left to tell.
    pub fn print_error(&self, lines: &[Line]) {
        let look = Look {
            color: self.color_err,
            root: None,
            ..self.look()
        };
        let text = painted(lines, look);
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}

/// Whether the locale's character set is UTF-8, by the variables of POSIX in their order.
fn locale_is_utf8() -> bool {
    if cfg!(windows) {
        return true;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}
