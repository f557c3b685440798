//! Opens files in the learner's editor, beside the loop and never in its way.

use crate::editor::{How, Surroundings, Target, Wish};
use crate::files;
use crate::process::{self, Limits, Program, Stop};
use crate::terminal::Terminal;
use crate::text;
use crate::verdict::Exit;
use crate::watch::{Event, Watch};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a terminal may take to make a pane, and say about it.
const LIMITS: Limits = Limits {
    deadline: Duration::from_secs(10),
    output: 64 << 10,
    memory: None,
};

/// Opens files, one after the other.
pub(super) struct Opener {
    surroundings: Surroundings,
    wish: Wish,
    /// The pane that was made last. Whoever opens a file holds it.
    pane: Arc<Mutex<Option<String>>>,
}

/// A file, and which line of it when the text does not say.
pub(super) struct File {
    root: PathBuf,
    file: PathBuf,
    /// Where the verdict points, if it does.
    line: Option<usize>,
}

impl File {
    /// The file of an exercise, in the workbook's directory.
    pub(super) fn new(watch: &Watch, exercise: usize, root: &Path) -> Self {
        let file = watch.course.exercises[exercise].path();
        let checked = watch.known();
        let line = checked
            .filter(|_| exercise == watch.current)
            .and_then(|checked| checked.verdict.line_to_mend(&file));
        Self {
            root: root.to_owned(),
            file,
            line,
        }
    }
}

impl Opener {
    pub(super) fn new(wish: Wish) -> Self {
        Self {
            surroundings: Surroundings::new(|name| std::env::var(name).ok()),
            wish,
            pane: Arc::default(),
        }
    }

    /// Whether each exercise's file is opened without being asked for.
    pub(super) fn opens_by_itself(&self) -> bool {
        self.surroundings.opens_by_itself(self.wish)
    }

    /// What a learner may like to know who said nothing about it.
    pub(super) fn advice(&self) -> Option<String> {
        let editor = self.surroundings.editor()?;
        (self.wish == Wish::Unsaid && !self.opens_by_itself()).then(|| {
            format!("`v` opens the file in {editor}; `workbook watch --edit` does it by itself.")
        })
    }

    /// Opens a file in the background; what goes wrong is told as one line.
    pub(super) fn open(&self, file: File, sender: Sender<Event>) {
        let surroundings = self.surroundings.clone();
        let pane = self.pane.clone();
        std::thread::spawn(move || {
            let text = || files::read_text(&file.root.join(&file.file), files::MAX_SOURCE_LEN);
            let line = file
                .line
                .or_else(|| text().ok().map(|text| crate::editor::first_line(&text)));
            let target = Target {
                root: &file.root,
                file: &file.file,
                line: line.unwrap_or(1),
            };
            let pane = pane.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(why) = open(&surroundings, target, Terminal::size().0, pane) {
                // Nobody listens when the session is over.
                let _ = sender.send(Event::Say(why));
            }
        });
    }
}

fn open(
    surroundings: &Surroundings,
    target: Target,
    columns: usize,
    mut pane: MutexGuard<Option<String>>,
) -> Result<(), String> {
    let opening = surroundings.open(target, columns, pane.as_deref())?;
    if process::find(&opening.program).is_none() {
        // A pane would only open and close again.
        return Err(not_found(&opening.program));
    }
    match opening.how {
        How::Start(program) => {
            // The next file need not wait for this one to be closed.
            drop(pane);
            start(&program)
        }
        How::Split(split) => {
            *pane = Some(ask(&split)?);
            Ok(())
        }
        How::Pane { front, tell, split } => match (ask(&front), tell) {
            (Err(_), _) => {
                *pane = Some(ask(&split)?);
                Ok(())
            }
            (Ok(_), Some(tell)) => ask(&tell).map(drop),
            (Ok(_), None) => Err(format!(
                "{} still shows another file and cannot be told: close it there, then `v` opens {}.",
                opening.editor,
                target.file.display()
            )),
        },
    }
}

/// Starts an editor with windows of its own, and waits to hear whether it went wrong.
fn start(program: &Program) -> Result<(), String> {
    let name = program.path().display();
    let wait = process::start(program).map_err(|source| cannot_start(program, &source))?;
    match wait() {
        Exit::Code(0) => Ok(()),
        Exit::Code(code) => Err(format!(
            "`{name}` ended with code {code}; `{}` in another terminal says why.",
            typed(program)
        )),
        // Whoever ended it knows.
        _ => Ok(()),
    }
}

/// Asks a multiplexer or terminal for something; returns its answer.
fn ask(program: &Program) -> Result<String, String> {
    let name = program.path().display().to_string();
    match process::run(program, LIMITS, &Stop::default()) {
        Ok(finished) if finished.exit == Exit::Code(0) => {
            Ok(String::from_utf8_lossy(&finished.stdout).trim().to_owned())
        }
        Ok(finished) => {
            let said = String::from_utf8_lossy(&finished.stderr);
            let said = said.lines().map(str::trim).find(|line| !line.is_empty());
            Err(match said {
                Some(said) => format!("{name} opens no pane: {}", text::sanitize(said)),
                None => format!("{name} opens no pane, and does not say why."),
            })
        }
        Err(process::Failure::Spawn(source)) => Err(cannot_start(program, &source)),
        Err(process::Failure::Stopped) => Ok(String::new()),
    }
}

fn cannot_start(program: &Program, source: &std::io::Error) -> String {
    if source.kind() == std::io::ErrorKind::NotFound {
        not_found(program.path())
    } else {
        format!(
            "`{}` cannot be started: {source}.",
            program.path().display()
        )
    }
}

fn not_found(program: &Path) -> String {
    format!(
        "`{}` is not in `PATH`. `VISUAL` says which editor to open files with.",
        program.display()
    )
}

fn typed(program: &Program) -> String {
    let words: Vec<String> = program
        .words()
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    words.join(" ")
}
