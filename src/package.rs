//! The `Cargo.toml` of a workbook in the format of rustlings, as far as it decides a verdict: edition and lints.
//!
//! Cargo is not asked. Of the rest of the file nothing is read here, so that a key we do not know is no mistake.

use crate::error::Problem;
use crate::table::{Document, Located, Section, StringOrSection};
use std::cmp::Reverse;
use std::path::Path;

/// The file, beside `info.toml`.
pub const FILE: &str = "Cargo.toml";

/// The edition of an exercise, unless its workbook's package names another.
pub const EDITION: &str = "2024";

/// What cargo takes for a package that names no edition.
const CARGO_EDITION: &str = "2015";

/// The edition and the lints of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The edition, as `2024`.
    pub edition: String,
    /// The lints in the order in which the compiler must see them: a later one overrides an earlier one.
    lints: Vec<Lint>,
}

/// The level of one lint.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lint {
    tool: Tool,
    /// As `-Funsafe_code`.
    flag: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tool {
    Rust,
    Clippy,
}

impl Default for Package {
    fn default() -> Self {
        Self {
            edition: EDITION.to_owned(),
            lints: Vec::new(),
        }
    }
}

impl Package {
    /// The options of rustc.
    pub fn rustc_flags(&self) -> impl Iterator<Item = &str> {
        self.lints
            .iter()
            .filter(|lint| lint.tool == Tool::Rust)
            .map(|lint| lint.flag.as_str())
    }

    /// The options of clippy-driver, which knows the lints of rustc too.
    pub fn clippy_flags(&self) -> impl Iterator<Item = &str> {
        self.lints.iter().map(|lint| lint.flag.as_str())
    }
}

/// Reads the text of a `Cargo.toml`.
///
/// # Errors
/// All that is wrong with what is read, in the order of the file.
pub fn parse(text: &str) -> Result<Package, Vec<Problem>> {
    let document = Document::new(Path::new(FILE), text);
    let tree = document.parse();
    let root = tree.root(&document);
    let edition = match root.section("package") {
        Some(package) => edition(&document, &package),
        None => EDITION.to_owned(),
    };
    let lints = root.section("lints").and_then(|lints| {
        // A package may take the lints of its workspace, which is known when it is the same file.
        if lints.has("workspace") {
            root.section("workspace")?.section("lints")
        } else {
            Some(lints)
        }
    });
    let lints = lints.map(|section| lint_flags(&document, &section));
    let problems = document.into_problems();
    if problems.is_empty() {
        Ok(Package {
            edition,
            lints: lints.unwrap_or_default(),
        })
    } else {
        Err(problems)
    }
}

fn edition(document: &Document<'_>, package: &Section<'_, '_>) -> String {
    match package.string_or_section("edition") {
        Some(StringOrSection::String(edition)) => {
            if !["2015", "2018", "2021", "2024"].contains(&edition.value.as_str()) {
                document.report(
                    edition.offset,
                    Problem::new(format!("`edition` is `{}`", edition.value))
                        .help("write \"2015\", \"2018\", \"2021\" or \"2024\""),
                );
            }
            edition.value
        }
        // That of a workspace, which may be another file.
        Some(StringOrSection::Section(_)) => EDITION.to_owned(),
        None => CARGO_EDITION.to_owned(),
    }
}

/// The lints in cargo's order: by priority, the lowest first, and those of one priority from the last name to the
/// first, so that a group does not hide that it wants a priority.
fn lint_flags(document: &Document<'_>, lints: &Section<'_, '_>) -> Vec<Lint> {
    let mut found: Vec<(i64, Reverse<String>, Lint)> = Vec::new();
    for (key, tool, prefix) in [
        ("rust", Tool::Rust, ""),
        ("clippy", Tool::Clippy, "clippy::"),
    ] {
        let Some(section) = lints.section(key) else {
            continue;
        };
        for (name, config) in section.strings_or_sections() {
            let (level, priority) = match config {
                StringOrSection::String(level) => (Some(level), 0),
                StringOrSection::Section(config) => (
                    config.required_string("level"),
                    config
                        .number("priority", i8::MIN.into(), i8::MAX.into())
                        .unwrap_or_default(),
                ),
            };
            if let Some(letter) = level.and_then(|level| letter(document, &level)) {
                let flag = format!("-{letter}{prefix}{}", name.value);
                found.push((priority, Reverse(name.value), Lint { tool, flag }));
            }
        }
    }
    found.sort_by(|one, other| {
        (one.0, &one.1, &one.2.flag).cmp(&(other.0, &other.1, &other.2.flag))
    });
    found.into_iter().map(|(_, _, lint)| lint).collect()
}

/// The compiler's short option for a level.
fn letter(document: &Document<'_>, level: &Located<String>) -> Option<char> {
    match level.value.as_str() {
        "allow" => Some('A'),
        "warn" => Some('W'),
        "deny" => Some('D'),
        "forbid" => Some('F'),
        other => {
            document.report(
                level.offset,
                Problem::new(format!("`{other}` is no level of a lint"))
                    .help("write \"allow\", \"warn\", \"deny\" or \"forbid\""),
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lints_become_options_in_the_order_of_cargo() {
        for (what, text, rustc, clippy) in [
            ("no file to speak of", "", vec![], vec![]),
            (
                "a package alone",
                "[package]\nname = \"a\"\n[profile.dev]\npanic = \"abort\"\n",
                vec![],
                vec![],
            ),
            (
                "four levels, names from last to first",
                "[lints.rust]\na = \"allow\"\nb = \"warn\"\n[lints.clippy]\nc = \"deny\"\nd = \"forbid\"\n",
                vec!["-Wb", "-Aa"],
                vec!["-Fclippy::d", "-Dclippy::c", "-Wb", "-Aa"],
            ),
            (
                "a group before its exception",
                "[lints.clippy]\nneedless_return = { level = \"allow\", priority = 1 }\nall = { level = \"deny\", \
                 priority = -1 }\ntodo = { level = \"forbid\" }\n",
                vec![],
                vec![
                    "-Dclippy::all",
                    "-Fclippy::todo",
                    "-Aclippy::needless_return",
                ],
            ),
            (
                "dotted keys",
                "lints.rust.unsafe_code = \"forbid\"\nlints.clippy.todo.level = \"deny\"\n",
                vec!["-Funsafe_code"],
                vec!["-Funsafe_code", "-Dclippy::todo"],
            ),
            (
                "lints of the workspace in the same file",
                "[lints]\nworkspace = true\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n",
                vec!["-Funsafe_code"],
                vec!["-Funsafe_code"],
            ),
            (
                "lints of a workspace elsewhere",
                "[lints]\nworkspace = true\n",
                vec![],
                vec![],
            ),
            (
                "other tools, and keys of cargo that we do not read",
                "bin = []\n[lints.rustdoc]\nall = \"deny\"\n[lints.rust]\nunexpected_cfgs = { level = \"warn\", \
                 check-cfg = ['cfg(loom)'] }\n",
                vec!["-Wunexpected_cfgs"],
                vec!["-Wunexpected_cfgs"],
            ),
        ] {
            let package = parse(text).expect(what);
            assert_eq!(package.rustc_flags().collect::<Vec<_>>(), rustc, "{what}");
            assert_eq!(package.clippy_flags().collect::<Vec<_>>(), clippy, "{what}");
        }
    }

    #[test]
    fn the_edition_is_that_of_the_package() {
        for (text, expected) in [
            ("", "2024"),
            ("[package]\nedition = \"2021\"\n", "2021"),
            ("[package]\nname = \"a\"\n", "2015"),
            ("[package]\nedition.workspace = true\n", "2024"),
        ] {
            assert_eq!(parse(text).expect(text).edition, expected, "{text}");
        }
    }

    #[test]
    fn every_mistake_is_reported_with_its_place() {
        for (text, expected) in [
            (
                "[lints.rust]\nunsafe_code = \"forbidden\"\n",
                "`forbidden` is no level of a lint\n  --> Cargo.toml:2:15",
            ),
            (
                "[lints.rust]\nunsafe_code = 1\n",
                "`unsafe_code` is an integer, but must be a string or a table\n  --> Cargo.toml:2:15",
            ),
            (
                "[lints.clippy]\nall = { priority = 1 }\n",
                "`level` is missing here\n  --> Cargo.toml:2:7",
            ),
            (
                "[lints.clippy]\nall = { level = \"deny\", priority = 200 }\n",
                "`priority` is 200, but must be a whole number from -128 to 127\n  --> Cargo.toml:2:36",
            ),
            (
                "[lints]\nclippy = \"deny\"\n",
                "`clippy` is a string, but must be a table\n  --> Cargo.toml:2:10",
            ),
            (
                "[package]\nedition = \"2020\"\n",
                "`edition` is `2020`\n  --> Cargo.toml:2:11",
            ),
            ("[package\n", "Cargo.toml:1:"),
        ] {
            let problems = parse(text).expect_err(text);
            let said = problems.iter().map(ToString::to_string).collect::<String>();
            assert!(said.contains(expected), "{expected}\nis not in\n{said}");
        }
    }
}
