//! What is well here and what is not, with the cure: a pure judgment on facts that are gathered elsewhere.

mod grade;

pub use grade::grade_findings;

use crate::files::{FileSystem, Watches};
use crate::text::count;
use serde::Serialize;

/// How it stands with one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Good,
    /// It works, and could work better.
    Note,
    /// Exercises cannot be checked before it is mended.
    Bad,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub topic: &'static str,
    /// How it stands.
    pub state: State,
    /// What was found.
    pub what: String,
    /// What to do about it.
    pub cure: Option<String>,
}

impl Finding {
    fn good(topic: &'static str, what: impl Into<String>) -> Self {
        Self {
            topic,
            state: State::Good,
            what: what.into(),
            cure: None,
        }
    }

    fn note(topic: &'static str, what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            state: State::Note,
            cure: Some(cure.into()),
            ..Self::good(topic, what)
        }
    }

    fn bad(topic: &'static str, what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            state: State::Bad,
            ..Self::note(topic, what, cure)
        }
    }
}

/// What went wrong, and what to do, as an error says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaint {
    /// What went wrong.
    pub what: String,
    /// What to do.
    pub cure: Option<String>,
}

/// What was found; nothing where it could not be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The workbook's title and number of exercises, if there is one here.
    pub workbook: Option<Result<(String, usize), Complaint>>,
    /// Why nothing can be written to the workbook.
    pub unwritable: Option<String>,
    /// The toolchain.
    pub toolchain: Option<Result<Toolchain, Complaint>>,
    /// What came of compiling and running a small program.
    pub linker: Option<Result<(), String>>,
    /// The crates that exercises may use.
    pub crates: Option<Result<Crates, Complaint>>,
    /// File events.
    pub watches: Option<Watches>,
    /// The file system of the workbook.
    pub file_system: Option<FileSystem>,
    /// The terminal.
    pub terminal: Option<Terminal>,
    /// The editor.
    pub editor: Editor,
}

/// The toolchain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Toolchain {
    /// As "rustc 1.95.0 (59807616e 2026-04-14)".
    pub version: String,
    /// Whether clippy is installed.
    pub clippy: bool,
    /// Whether rustfmt is installed.
    pub rustfmt: bool,
}

/// The crates that exercises may use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crates {
    /// How many are named in the manifest.
    pub n: usize,
    /// Whether they are built.
    pub built: bool,
    /// Whether all that building them needs is on this disk.
    pub downloaded: bool,
}

/// The terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Columns and rows.
    pub size: (usize, usize),
    /// Whether it can be drawn anew, with single keys.
    pub interactive: bool,
    /// Whether colors are used.
    pub color: bool,
    /// Whether the locale is UTF-8.
    pub unicode: bool,
    /// Whether it is known to make links clickable.
    pub links: bool,
}

/// The editor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editor {
    /// Its name, if files can be opened in it from here.
    pub name: Option<String>,
    /// Who makes a pane for it.
    pub host: Option<&'static str>,
    /// Whether files open without being asked for.
    pub by_itself: bool,
    /// Why none can be opened.
    pub why_not: Option<String>,
}

/// What is well and what is not, in the order to be read.
pub fn findings(facts: &Facts) -> Vec<Finding> {
    [
        facts
            .workbook
            .as_ref()
            .map(|it| workbook(it, facts.unwritable.as_deref())),
        facts.toolchain.as_ref().map(toolchain),
        facts.toolchain.as_ref().and_then(components),
        facts.linker.as_ref().map(linker),
        facts.crates.as_ref().map(crates),
        facts.watches.as_ref().map(watches),
        facts.file_system.as_ref().map(file_system),
        facts.terminal.as_ref().map(terminal),
        Some(editor(&facts.editor)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn complained(topic: &'static str, complaint: &Complaint, cure: &str) -> Finding {
    let cure = complaint.cure.as_deref().unwrap_or(cure);
    Finding::bad(topic, &complaint.what, cure)
}

fn workbook(found: &Result<(String, usize), Complaint>, unwritable: Option<&str>) -> Finding {
    let topic = "workbook";
    match (found, unwritable) {
        (Err(complaint), _) => complained(
            topic,
            complaint,
            "`workbook verify` tells all that is wrong",
        ),
        (Ok((title, n)), None) => {
            Finding::good(topic, format!("{title}, {}", count(*n, "exercise")))
        }
        (Ok(_), Some(why)) => Finding::bad(
            topic,
            format!("nothing can be written here: {why}"),
            "copy the workbook to a directory of your own; without that no progress is kept",
        ),
    }
}

fn toolchain(found: &Result<Toolchain, Complaint>) -> Finding {
    match found {
        Ok(toolchain) => Finding::good("toolchain", &toolchain.version),
        Err(complaint) => complained(
            "toolchain",
            complaint,
            "install Rust from https://rustup.rs",
        ),
    }
}

fn components(found: &Result<Toolchain, Complaint>) -> Option<Finding> {
    let toolchain = found.as_ref().ok()?;
    let topic = "clippy and rustfmt";
    let missing: Vec<&str> = [("clippy", toolchain.clippy), ("rustfmt", toolchain.rustfmt)]
        .iter()
        .filter(|(_, is_there)| !is_there)
        .map(|(name, _)| *name)
        .collect();
    Some(if missing.is_empty() {
        Finding::good(topic, "both installed")
    } else {
        Finding::note(
            topic,
            format!("not installed: {}", missing.join(" and ")),
            format!("`rustup component add {}`", missing.join(" ")),
        )
    })
}

fn linker(found: &Result<(), String>) -> Finding {
    match found {
        Ok(()) => Finding::good("linker", "a small program was compiled, linked and run"),
        Err(why) => Finding::bad(
            "linker",
            why,
            if cfg!(windows) {
                "install the Build Tools for Visual Studio, with C++"
            } else if cfg!(target_os = "macos") {
                "`xcode-select --install`"
            } else {
                "install a C linker, as by `sudo apt install build-essential` or `sudo dnf install gcc`; if the \
                 program was linked but not run, see whether the workbook's disk is mounted with `noexec`"
            },
        ),
    }
}

fn crates(found: &Result<Crates, Complaint>) -> Finding {
    let topic = "crates";
    match found {
        Err(complaint) => complained(topic, complaint, "see exercises/Cargo.toml"),
        Ok(Crates { n: 0, .. }) => Finding::good(topic, "no exercise uses any"),
        Ok(Crates { n, built: true, .. }) => Finding::good(
            topic,
            format!("{} and all they need: built", count(*n, "crate")),
        ),
        Ok(Crates {
            n,
            downloaded: true,
            ..
        }) => Finding::good(
            topic,
            format!(
                "{}: downloaded, not built yet; `watch` builds them in the background, without a network",
                count(*n, "crate")
            ),
        ),
        Ok(Crates { n, .. }) => Finding::note(
            topic,
            format!(
                "{}: not downloaded yet, which needs the network once",
                count(*n, "crate")
            ),
            "`workbook watch` downloads and builds them in the background",
        ),
    }
}

fn watches(found: &Watches) -> Finding {
    let topic = "file events";
    let Watches {
        max_listeners,
        listeners,
        max_watches,
        watches,
    } = found;
    let raise = |name: &str, limit: usize| {
        format!(
            "`sudo sysctl fs.inotify.{name}={limit}`, or close a program that watches files; until then `workbook \
             watch` looks at the file four times a second"
        )
    };
    if listeners >= max_listeners {
        return Finding::note(
            topic,
            format!("all {max_listeners} listeners are in use"),
            raise("max_user_instances", (max_listeners * 2).max(512)),
        );
    }
    if watches + 100 > *max_watches {
        return Finding::note(
            topic,
            format!("{watches} of {max_watches} watches are in use"),
            raise("max_user_watches", (max_watches * 2).max(524_288)),
        );
    }
    Finding::good(
        topic,
        format!(
            "{listeners} of {max_listeners} listeners and {watches} of {max_watches} watches in use"
        ),
    )
}

fn file_system(found: &FileSystem) -> Finding {
    let topic = "file system";
    let kind = &found.kind;
    if found.may_be_silent() {
        Finding::note(
            topic,
            format!(
                "{kind}, mounted at {}: a save made elsewhere may send no event, so `watch` also looks at the file four \
                 times a second",
                found.mounted_at.display()
            ),
            "nothing needs to be done; a workbook on a local disk (in WSL below your home directory) is faster",
        )
    } else {
        Finding::good(topic, format!("{kind}, which sends events"))
    }
}

fn terminal(found: &Terminal) -> Finding {
    let topic = "terminal";
    let (columns, rows) = found.size;
    let says = |is: bool, yes: &str, no: &str| if is { yes.to_owned() } else { no.to_owned() };
    let what = [
        format!("{columns} columns, {rows} rows"),
        says(found.color, "colors", "no colors"),
        says(found.unicode, "UTF-8", "ASCII"),
        says(found.links, "links", "links unknown"),
    ]
    .join(", ");
    if !found.interactive {
        return Finding::note(
            topic,
            "not a terminal that can be drawn anew: `watch` speaks in sentences",
            "nothing needs to be done here; in a terminal there is a screen",
        );
    }
    if columns < 40 || rows < 12 {
        return Finding::note(
            topic,
            what,
            "make the window larger: from 40 columns and 12 rows on the screen is at ease",
        );
    }
    if !found.unicode {
        return Finding::note(
            topic,
            what,
            "`export LANG=C.UTF-8`, if the terminal shows UTF-8, has check marks instead of letters",
        );
    }
    Finding::good(topic, what)
}

fn editor(found: &Editor) -> Finding {
    let topic = "editor";
    let place = found
        .host
        .map(|host| format!(", in a pane of {host}"))
        .unwrap_or_default();
    match (&found.name, &found.why_not) {
        (_, Some(why)) => Finding::note(
            topic,
            why,
            "nothing needs to be done: open the file that `watch` names in any editor",
        ),
        (Some(name), None) if found.by_itself => {
            Finding::good(topic, format!("{name}: each exercise opens by itself"))
        }
        (Some(name), None) => Finding::good(
            topic,
            format!("{name}{place}: `v` opens the file, `watch --edit` does it by itself"),
        ),
        (None, None) => Finding::good(topic, "open the file that `watch` names in any editor"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Borrow;
    use std::path::PathBuf;

    fn found(facts: &Facts) -> Vec<(&'static str, State, String)> {
        findings(facts)
            .into_iter()
            .map(|it| {
                let cure = it.cure.map(|cure| format!(" | {cure}")).unwrap_or_default();
                (it.topic, it.state, format!("{}{cure}", it.what))
            })
            .collect()
    }

    #[track_caller]
    fn check(facts: impl Borrow<Facts>, topic: &str, state: State, part: &str) {
        let all = found(facts.borrow());
        let it = all.iter().find(|(named, ..)| *named == topic);
        let (_, found, text) = it.expect("the topic is told");
        assert_eq!(*found, state, "{text}");
        assert!(text.contains(part), "{part:?} is not in {text:?}");
    }

    fn complaint(what: &str) -> Complaint {
        Complaint {
            what: what.to_owned(),
            cure: None,
        }
    }

    #[test]
    fn what_is_not_known_is_not_told() {
        let all = found(&Facts::default());
        assert_eq!(all.len(), 1, "{all:?}");
    }

    #[test]
    fn each_fact_has_its_judgment_and_its_cure() {
        use State::{Bad, Good, Note};
        let of = Facts::default;
        let book = Some(Ok(("Tiny".to_owned(), 1)));
        check(
            Facts {
                workbook: book.clone(),
                ..of()
            },
            "workbook",
            Good,
            "Tiny, 1 exercise",
        );
        check(
            Facts {
                workbook: book,
                unwritable: Some("read-only".to_owned()),
                ..of()
            },
            "workbook",
            Bad,
            "copy the workbook",
        );
        check(
            Facts {
                workbook: Some(Err(complaint("broken"))),
                ..of()
            },
            "workbook",
            Bad,
            "verify",
        );

        let rust = Toolchain {
            version: "rustc 1.95.0".to_owned(),
            clippy: true,
            rustfmt: true,
        };
        let toolchain = |toolchain| Facts {
            toolchain: Some(Ok(toolchain)),
            ..of()
        };
        check(toolchain(rust.clone()), "toolchain", Good, "rustc 1.95.0");
        check(toolchain(rust.clone()), "clippy and rustfmt", Good, "both");
        check(
            toolchain(Toolchain {
                clippy: false,
                ..rust.clone()
            }),
            "clippy and rustfmt",
            Note,
            "`rustup component add clippy`",
        );
        check(
            toolchain(Toolchain {
                clippy: false,
                rustfmt: false,
                ..rust
            }),
            "clippy and rustfmt",
            Note,
            "add clippy rustfmt`",
        );
        check(
            Facts {
                toolchain: Some(Err(complaint("no rustc"))),
                ..of()
            },
            "toolchain",
            Bad,
            "https://rustup.rs",
        );

        check(
            Facts {
                linker: Some(Ok(())),
                ..of()
            },
            "linker",
            Good,
            "run",
        );
        check(
            Facts {
                linker: Some(Err("`cc` not found".to_owned())),
                ..of()
            },
            "linker",
            Bad,
            "`cc` not found",
        );

        let crates = |n, built, downloaded| Facts {
            crates: Some(Ok(Crates {
                n,
                built,
                downloaded,
            })),
            ..of()
        };
        check(crates(0, false, false), "crates", Good, "no exercise");
        check(crates(2, true, true), "crates", Good, "2 crates");
        check(crates(2, false, true), "crates", Good, "without a network");
        check(crates(2, false, false), "crates", Note, "network once");

        let watches = |listeners, watches| Facts {
            watches: Some(Watches {
                max_listeners: 128,
                listeners,
                max_watches: 8192,
                watches,
            }),
            ..of()
        };
        check(watches(3, 10), "file events", Good, "3 of 128");
        check(
            watches(128, 10),
            "file events",
            Note,
            "fs.inotify.max_user_instances=512",
        );
        check(
            watches(3, 8192),
            "file events",
            Note,
            "fs.inotify.max_user_watches=524288",
        );

        let disk = |kind: &str| Facts {
            file_system: Some(FileSystem {
                kind: kind.to_owned(),
                mounted_at: PathBuf::from("/mnt/c"),
            }),
            ..of()
        };
        check(disk("ext4"), "file system", Good, "sends events");
        check(disk("9p"), "file system", Note, "9p, mounted at /mnt/c");

        let fine = Terminal {
            size: (80, 24),
            interactive: true,
            color: true,
            unicode: true,
            links: true,
        };
        let terminal = |terminal| Facts {
            terminal: Some(terminal),
            ..of()
        };
        check(
            terminal(fine),
            "terminal",
            Good,
            "80 columns, 24 rows, colors, UTF-8, links",
        );
        check(
            terminal(Terminal {
                size: (39, 24),
                ..fine
            }),
            "terminal",
            Note,
            "larger",
        );
        check(
            terminal(Terminal {
                unicode: false,
                ..fine
            }),
            "terminal",
            Note,
            "LANG",
        );
        check(
            terminal(Terminal {
                interactive: false,
                ..fine
            }),
            "terminal",
            Note,
            "sentences",
        );

        let editor = |editor| Facts { editor, ..of() };
        let name = Some("vim".to_owned());
        check(
            editor(Editor {
                name: name.clone(),
                host: Some("tmux"),
                ..Editor::default()
            }),
            "editor",
            Good,
            "vim, in a pane of tmux: `v` opens",
        );
        check(
            editor(Editor {
                name: name.clone(),
                by_itself: true,
                ..Editor::default()
            }),
            "editor",
            Good,
            "by itself",
        );
        check(
            editor(Editor {
                name,
                why_not: Some("no pane".to_owned()),
                ..Editor::default()
            }),
            "editor",
            Note,
            "no pane",
        );
    }
}
