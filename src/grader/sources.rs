//! The files that one text is compiled from, and how messages about them are told.

use super::Assignment;
use super::terms::Chosen;
use crate::error::Error;
use crate::files;
use crate::grade::DiagnosticGrade;
use crate::text::sanitize;
use crate::verdict::Diagnostic;
use std::path::{Path, PathBuf};

/// How much of one message is kept, in bytes.
const MAX_RENDERED: usize = 8 << 10;

/// The files of one compilation.
pub(super) struct Sources {
    /// Where the compiler runs.
    pub(super) dir: PathBuf,
    /// The submitted file, relative to `dir`, as messages name it.
    pub(super) file: String,
    pub(super) modules: Vec<String>,
    /// Those of the modules that learners do not see.
    hidden: Vec<String>,
    pub(super) pins: Option<String>,
    /// The tests' file as reports name it.
    tests_name: String,
}

impl Sources {
    pub(super) fn write(
        scratch: &Path,
        assignment: &Assignment,
        text: &str,
        tests: &Chosen,
    ) -> Result<Self, Error> {
        let own = tests.own.as_ref();
        let dir = scratch.join("src");
        let file = assignment.header.path.clone();
        let path = dir.join(&file);
        let parent = path.parent().unwrap_or(&dir);
        files::create_dir(parent)?;
        directories(scratch)?;
        let name = &assignment.exercise.name;
        let beside = |name: &str| match file.rsplit_once('/') {
            Some((dir, _)) => format!("{dir}/{name}"),
            None => name.to_owned(),
        };
        let module_names: Vec<String> = (0..assignment.tests.n_modules())
            .map(|idx| format!("{name}.tests{idx}.rs"))
            .collect();
        for (idx, name) in module_names.iter().enumerate() {
            let module = assignment.tests.module(idx, tests.numbers.as_deref());
            files::write_new(&parent.join(name), module.as_bytes())?;
        }
        let signatures = assignment.tests.signatures(text);
        let pins = (!signatures.is_empty()).then(|| format!("{name}.signatures.rs"));
        if let Some(name) = &pins {
            files::write_new(&parent.join(name), signatures.as_bytes())?;
        }
        let composed = assignment.tests.compose(
            own.map_or(text, |own| &own.text),
            &module_names,
            pins.as_deref(),
            tests.upstream,
        );
        files::write_new(&path, composed.as_bytes())?;
        let modules: Vec<String> = module_names.iter().map(|name| beside(name)).collect();
        let hidden = modules.iter().enumerate();
        Ok(Self {
            dir,
            hidden: hidden
                .filter(|(idx, _)| assignment.tests.is_hidden(*idx))
                .map(|(_, name)| name.clone())
                .collect(),
            modules,
            pins: pins.map(|name| beside(&name)),
            tests_name: beside(&format!("{name}.rs (tests)")),
            file,
        })
    }

    /// Takes out of a message of the compiler what it quotes from tests that learners do not see, however it came by them.
    pub(super) fn hide(&self, diagnostic: &mut Diagnostic) {
        let is_hidden = |text: &str| self.hidden.iter().any(|name| text.contains(name.as_str()));
        let is_inside = |(file, _): &(String, usize)| is_hidden(file);
        if diagnostic.place.as_ref().is_some_and(is_inside) {
            "it is not what the hidden tests expect".clone_into(&mut diagnostic.message);
            diagnostic.rendered.clear();
        } else if is_hidden(&diagnostic.rendered) {
            diagnostic.rendered.clear();
        }
    }

    /// A message of the compiler, as a report tells it.
    pub(super) fn graded(&self, diagnostic: &Diagnostic) -> DiagnosticGrade {
        let (file, line) = diagnostic.place.clone().unwrap_or_default();
        let is_tests = self.modules.contains(&file);
        let rendered = sanitize(&diagnostic.rendered);
        let end = rendered.floor_char_boundary(MAX_RENDERED);
        DiagnosticGrade {
            level: "error".to_owned(),
            code: diagnostic.code.clone(),
            message: sanitize(&diagnostic.message),
            file: if is_tests {
                self.tests_name.clone()
            } else {
                file
            },
            line,
            column: diagnostic.details.column,
            end_line: diagnostic.details.end.0,
            end_column: diagnostic.details.end.1,
            rendered: rendered[..end].to_owned(),
        }
    }
}

/// The directories of one build.
pub(super) fn directories(scratch: &Path) -> Result<(), Error> {
    files::create_dir(&scratch.join("empty"))?;
    // The compiler may run as somebody else.
    files::create_open_dir(&scratch.join("out"))?;
    files::create_open_dir(&scratch.join("run"))
}
