//! Whether a file is formatted: rustfmt is asked once for each text, and again when anything changes that it reads.

use super::Verifier;
use super::tool::run;
use crate::cache::{Ingredients, Key};
use crate::error::{Error, Place, Problem};
use crate::files::{self, MAX_SOURCE_LEN, Unreadable};
use crate::package::EDITION;
use crate::process::Stop;
use crate::source;
use crate::verdict::Exit;
use std::path::{Path, PathBuf};

/// The names under which rustfmt looks for its settings.
const SETTINGS: [&str; 2] = [".rustfmt.toml", "rustfmt.toml"];

impl Verifier<'_> {
    /// The edition of the workbook's exercises.
    fn edition(&self) -> &str {
        let package = self.course.package.as_ref();
        package.map_or(EDITION, |package| &package.edition)
    }

    /// What rustfmt has against a file that is known to parse, and holds this; `path` is relative to the workbook.
    /// That it has nothing is remembered.
    pub(super) fn formatting(
        &self,
        path: &Path,
        text: &str,
        stop: &Stop,
    ) -> Result<Option<Problem>, Error> {
        let edition = self.edition();
        let file = self.state.root().join(path);
        let Some(program) = self.runner.toolchain().format_check(&file, edition) else {
            return Ok(None);
        };
        let key = self.format_key(&file, text);
        if let Some(key) = &key
            && self.cache.get_as::<bool>(key) == Some(true)
        {
            return Ok(None);
        }
        let finished = run(&program, stop)?;
        if finished.exit == Exit::Code(0) {
            // Rustfmt read all of it itself; if anything changed since, this is about something else.
            let is_same = files::read_text(&file, MAX_SOURCE_LEN).is_ok_and(|now| now == text);
            if let Some(key) = key.filter(|key| self.format_key(&file, text).as_ref() == Some(key))
                && is_same
            {
                self.cache.put_as(&key, &true);
            }
            return Ok(None);
        }
        let diff = String::from_utf8_lossy(&finished.stdout);
        let problem = match first_difference(&diff) {
            Some(line) => Problem::new("the file is not formatted").at(Place::at(path, line, 1)),
            None => Problem::new("rustfmt cannot format the file")
                .at(Place::file(path))
                .note(String::from_utf8_lossy(&finished.stderr).trim().to_owned()),
        };
        Ok(Some(problem.help(format!(
            "`rustfmt --edition {} {}` formats it",
            edition,
            path.display()
        ))))
    }

    /// All that rustfmt's answer depends on; nothing where that cannot be said.
    fn format_key(&self, file: &Path, text: &str) -> Option<Key> {
        let toolchain = self.runner.toolchain();
        // It also looks at the files of modules that are declared and stand elsewhere.
        if source::declares_modules(text)? {
            return None;
        }
        let mut settings = vec![
            "rustfmt".to_owned(),
            toolchain.rustfmt_stamp()?,
            self.edition().to_owned(),
            // Settings may name files.
            file.display().to_string(),
        ];
        settings.extend(settings_of_rustfmt(file, &|name| {
            std::env::var_os(name).map(PathBuf::from)
        })?);
        let ingredients = Ingredients {
            toolchain: toolchain.version(),
            settings: &settings,
            text,
            trusted: "",
        };
        Some(ingredients.key())
    }
}

/// What stands in each file that rustfmt could take its settings from: beside a file and above it, then in the user's
/// own directories. Nothing where one of them cannot be read.
fn settings_of_rustfmt(file: &Path, env: &dyn Fn(&str) -> Option<PathBuf>) -> Option<Vec<String>> {
    let dir = files::absolute(file.parent()?).ok()?;
    let mut dirs: Vec<PathBuf> = dir.ancestors().map(Path::to_owned).collect();
    // The home directory, and below it or elsewhere that of settings: each system has its own.
    let home = env("HOME").or_else(std::env::home_dir);
    let below_home = [".config", "Library/Application Support"];
    dirs.extend(home.iter().cloned());
    dirs.extend(
        below_home
            .iter()
            .filter_map(|dir| Some(home.as_ref()?.join(dir).join("rustfmt"))),
    );
    dirs.extend(
        ["XDG_CONFIG_HOME", "APPDATA"]
            .iter()
            .filter_map(|name| Some(env(name)?.join("rustfmt"))),
    );
    let mut found = Vec::new();
    for path in dirs
        .iter()
        .flat_map(|dir| SETTINGS.map(|name| dir.join(name)))
    {
        match files::read_text(&path, MAX_SOURCE_LEN) {
            Ok(text) => found.push(format!("{}\n{text}", path.display())),
            Err(Unreadable::Missing) => {}
            Err(_) => return None,
        }
    }
    Some(found)
}

/// The line of the first "Diff in PATH:LINE:" that `rustfmt --check` prints.
fn first_difference(diff: &str) -> Option<usize> {
    diff.lines().find_map(|line| {
        let (_, number) = line
            .strip_prefix("Diff in ")?
            .strip_suffix(':')?
            .rsplit_once(':')?;
        number.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_first_difference_of_a_formatted_file_has_a_line() {
        for (diff, expected) in [
            (
                "Diff in /a/b.rs:7:\n-fn f( ){}\n+fn f() {}\n Diff in /a/b.rs:9:\n",
                Some(7),
            ),
            ("Diff in C:\\a\\b.rs:12:\n-x\n", Some(12)),
            ("error: expected item\n", None),
            ("", None),
        ] {
            assert_eq!(first_difference(diff), expected, "{diff:?}");
        }
    }

    #[test]
    fn settings_count_wherever_rustfmt_would_find_them() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let root = dir.path();
        let file = root.join("book/exercises/01_one/add.rs");
        fs::create_dir_all(file.parent().expect("a directory")).expect("create");
        let env = |name: &str| match name {
            "HOME" => Some(root.join("home")),
            "XDG_CONFIG_HOME" => Some(root.join("xdg")),
            "APPDATA" => Some(root.join("appdata")),
            _ => None,
        };
        let read = || settings_of_rustfmt(&file, &env);
        let mut before = read().expect("there are none");
        for place in [
            "book/exercises/01_one/rustfmt.toml",
            "book/exercises/.rustfmt.toml",
            "book/rustfmt.toml",
            "home/rustfmt.toml",
            "home/.config/rustfmt/rustfmt.toml",
            "home/Library/Application Support/rustfmt/.rustfmt.toml",
            "xdg/rustfmt/rustfmt.toml",
            "appdata/rustfmt/rustfmt.toml",
        ] {
            let path = root.join(place);
            fs::create_dir_all(path.parent().expect("a directory")).expect("create");
            fs::write(&path, "max_width = 80\n").expect("write");
            let now = read().expect("all can be read");
            assert_eq!(now.len(), before.len() + 1, "{place}");
            fs::write(&path, "max_width = 70\n").expect("write");
            let edited = read().expect("all can be read");
            assert_ne!(edited, now, "{place}");
            before = edited;
        }
        fs::write(root.join("xdg/rustfmt/rustfmt.toml"), b"\xff").expect("write");
        assert_eq!(read(), None, "what cannot be read is not known");
    }
}
