//! Golden files: what a screen looked like when somebody last approved of it.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// One picture and its file, from the project's root.
pub struct Golden {
    path: String,
    text: String,
}

impl Golden {
    /// A text in `tests/golden`.
    pub fn new(name: impl AsRef<str>, text: impl Into<String>) -> Self {
        Self::at(format!("tests/golden/{}.txt", name.as_ref()), text)
    }

    /// A file anywhere.
    pub fn at(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    /// The name of its file, without its ending.
    pub fn name(&self) -> &str {
        let file = self.path.rsplit('/').next().unwrap_or_default();
        file.split('.').next().unwrap_or_default()
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn dir() -> PathBuf {
    root().join("tests").join("golden")
}

/// Compares pictures with their files; with `BLESS=1` in the environment the files are written instead.
pub fn compare(pictures: &[Golden]) {
    let bless = std::env::var_os("BLESS").is_some_and(|value| !value.is_empty() && value != "0");
    let mut differences = Vec::new();
    for Golden { path: file, text } in pictures {
        let path = root().join(file);
        // Paths on the screen are those of the system.
        let text = if cfg!(windows) {
            text.replace('\\', "/")
        } else {
            text.clone()
        };
        if bless {
            std::fs::write(&path, &text).expect("the golden file can be written");
            continue;
        }
        match std::fs::read_to_string(&path) {
            Ok(golden) => {
                // A checkout may have changed the line ends.
                let golden = golden.replace("\r\n", "\n");
                if golden != text {
                    let difference = difference(&golden, &text);
                    differences.push(format!("{file}\n{difference}"));
                }
            }
            Err(error) => differences.push(format!("{file}: {error}\n")),
        }
    }
    assert!(
        differences.is_empty(),
        "screens have changed (- golden, + now); if that is meant, `BLESS=1 cargo test` rewrites them:\n\n{}",
        differences.join("\n")
    );
}

/// Fails when a golden file belongs to none of these pictures, or when two pictures share a name.
pub fn assert_all_used(pictures: &[Golden]) {
    let mut used = BTreeSet::new();
    for golden in pictures {
        let name = golden.name();
        assert!(
            used.insert(format!("{name}.txt")),
            "two pictures are called {name}"
        );
    }
    let unused: Vec<String> = std::fs::read_dir(dir())
        .expect("the directory of golden files is there")
        .map(|entry| entry.expect("the directory can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !used.contains(name))
        .collect();
    assert!(
        unused.is_empty(),
        "no test uses these files of tests/golden, delete them: {unused:?}"
    );
}

/// The lines that differ, with a little of what stands around them: a screen has few lines, so that what lies between
/// the first and the last difference is shown whole.
fn difference(golden: &str, now: &str) -> String {
    const AROUND: usize = 2;
    let old: Vec<&str> = golden.lines().collect();
    let new: Vec<&str> = now.lines().collect();
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
        pairs.take_while(|(old, new)| old == new).count()
    };
    let before = same(&mut old.iter().zip(&new));
    let after = same(&mut old.iter().rev().zip(new.iter().rev()))
        .min(old.len() - before)
        .min(new.len() - before);
    let mut shown = Vec::new();
    let mut show = |sign: &str, number: usize, line: &str| {
        shown.push(format!("{number:>4} {sign} {line}\n"));
    };
    for (idx, line) in old[..before]
        .iter()
        .enumerate()
        .skip(before.saturating_sub(AROUND))
    {
        show(" ", idx + 1, line);
    }
    for (sign, lines) in [("-", &old), ("+", &new)] {
        for (idx, line) in lines[..lines.len() - after].iter().enumerate().skip(before) {
            show(sign, idx + 1, line);
        }
    }
    for (idx, line) in new.iter().enumerate().skip(new.len() - after).take(AROUND) {
        show(" ", idx + 1, line);
    }
    if old == new {
        shown.push("only the line end of the last line differs\n".to_owned());
    }
    shown.concat()
}

#[test]
fn a_difference_is_shown_with_its_line_and_what_stands_around_it() {
    assert_eq!(
        difference("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nX\nY\ne\nf\n"),
        "   2   b\n   3   c\n   4 - d\n   4 + X\n   5 + Y\n   6   e\n   7   f\n"
    );
    assert_eq!(difference("a\na\n", "a\n"), "   1   a\n   2 - a\n");
    assert_eq!(
        difference("a", "a\n"),
        "   1   a\nonly the line end of the last line differs\n"
    );
}
