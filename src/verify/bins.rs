//! The `bin` list of a workbook in the format of rustlings: a target for each exercise and for each solution, so that
//! rustlings and rust-analyzer find them.

use crate::error::Problem;
use crate::exercise::Course;
use crate::package::FILE;
use crate::table::{Document, Section};
use crate::text;
use std::path::{Component, Path, PathBuf};

/// One target of the list.
struct Bin {
    name: String,
    /// Where its entry stands.
    offset: usize,
    path: PathBuf,
    /// Where its path stands.
    path_offset: usize,
}

/// Where the `bin` list of this text disagrees with the course. `has_file` says whether a solution is there.
pub(super) fn problems(
    course: &Course,
    text: &str,
    has_file: impl Fn(&Path) -> bool,
) -> Vec<Problem> {
    let document = Document::new(Path::new(FILE), text);
    let tree = document.parse();
    let root = tree.root(&document);
    if !root.has("bin") {
        document.report(
            root.offset,
            Problem::new("there is no `bin` list")
                .help("add one, so that rustlings and rust-analyzer find the exercises"),
        );
        return document.into_problems();
    }
    let bins: Vec<Bin> = root.sections("bin").iter().filter_map(bin).collect();
    // One mistake of form hides what the list says; it comes first.
    if document.n_problems() > 0 {
        return document.into_problems();
    }
    let wanted: Vec<(String, PathBuf)> = course
        .exercises
        .iter()
        .flat_map(|exercise| {
            let solution = exercise.solution_path();
            let solution =
                has_file(&solution).then(|| (format!("{}_sol", exercise.name), solution));
            [(exercise.name.clone(), exercise.path())]
                .into_iter()
                .chain(solution)
        })
        .collect();
    // The place for what is missing is the end of what is there.
    let end = bins.last().map_or(0, |bin| bin.offset);
    for (name, path) in &wanted {
        let entry = format!("{{ name = \"{name}\", path = \"{}\" }}", path.display());
        match bins.iter().find(|bin| bin.name == *name) {
            None => document.report(
                end,
                Problem::new(format!("the `bin` list has no `{name}`"))
                    .help(format!("add `{entry}`")),
            ),
            Some(bin) if plain(&bin.path) != *path => document.report(
                bin.path_offset,
                Problem::new(format!("the path of `{name}` is not its file"))
                    .help(format!("write \"{}\"", path.display())),
            ),
            Some(_) => {}
        }
    }
    for (idx, bin) in bins.iter().enumerate() {
        let what = if bins[..idx].iter().any(|before| before.name == bin.name) {
            format!("`{}` stands in the `bin` list twice", bin.name)
        } else if !wanted.iter().any(|(name, _)| *name == bin.name) {
            format!(
                "`{}` in the `bin` list is no exercise of info.toml",
                bin.name
            )
        } else {
            continue;
        };
        let near = text::nearest(&bin.name, wanted.iter().map(|(name, _)| name.as_str()));
        let help = match near.filter(|near| *near != bin.name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "take it out, or add its exercise".to_owned(),
        };
        document.report(bin.offset, Problem::new(what).help(help));
    }
    document.into_problems()
}

fn bin(section: &Section<'_, '_>) -> Option<Bin> {
    let name = section.required_string("name");
    let path = section.required_string("path");
    let path = path?;
    Some(Bin {
        name: name?.value,
        offset: section.offset,
        path: PathBuf::from(path.value),
        path_offset: path.offset,
    })
}

/// The path without what says nothing, as `./`.
fn plain(path: &Path) -> PathBuf {
    path.components()
        .filter(|part| *part != Component::CurDir)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::info;

    const RIGHT: &str = "bin = [
  { name = \"add\", path = \"exercises/01_one/add.rs\" },
  { name = \"add_sol\", path = \"./solutions/01_one/add.rs\" },
  { name = \"run\", path = \"exercises/run.rs\" },
]

[package]
name = \"exercises\"
";

    fn found(text: &str) -> Vec<String> {
        let course = info::parse(
            "format_version = 1\n[[exercises]]\nname = \"add\"\ndir = \"01_one\"\n[[exercises]]\nname = \"run\"\ntest \
             = false\n",
        )
        .expect("the text is right");
        problems(&course, text, |path| path.ends_with("01_one/add.rs"))
            .into_iter()
            .map(|problem| {
                let place = problem.place.map(|place| place.to_string());
                format!(
                    "{} {}; {}",
                    place.unwrap_or_default(),
                    problem.what,
                    problem.help.unwrap_or_default()
                )
            })
            .collect()
    }

    #[test]
    fn a_list_that_disagrees_is_told_with_its_line() {
        assert_eq!(found(RIGHT), [""; 0]);
        let as_tables = "[[bin]]\nname = \"add\"\npath = \"exercises/01_one/add.rs\"\n[[bin]]\nname = \"add_sol\"\npath = \
                         \"solutions/01_one/add.rs\"\n[[bin]]\nname = \"run\"\npath = \"exercises/run.rs\"\n";
        assert_eq!(found(as_tables), [""; 0]);
        for (from, to, expected) in [
            (
                "  { name = \"run\", path = \"exercises/run.rs\" },\n",
                "",
                "Cargo.toml:3:3 the `bin` list has no `run`; add `{ name = \"run\", path = \"exercises/run.rs\" }`",
            ),
            (
                "exercises/run.rs",
                "exercises/01_one/run.rs",
                "Cargo.toml:4:26 the path of `run` is not its file; write \"exercises/run.rs\"",
            ),
            (
                "]\n\n",
                "  { name = \"gone\", path = \"exercises/gone.rs\" },\n]\n\n",
                "Cargo.toml:5:3 `gone` in the `bin` list is no exercise of info.toml; take it out, or add its exercise",
            ),
            (
                "]\n\n",
                "  { name = \"run\", path = \"exercises/run.rs\" },\n]\n\n",
                "Cargo.toml:5:3 `run` stands in the `bin` list twice; take it out, or add its exercise",
            ),
            (
                ", path = \"exercises/run.rs\"",
                "",
                "Cargo.toml:4:3 `path` is missing here; ",
            ),
        ] {
            assert_eq!(found(&RIGHT.replacen(from, to, 1)), [expected], "{to}");
        }
    }

    #[test]
    fn what_is_no_list_is_told_once() {
        for (text, expected) in [
            (
                "[package]\nname = \"exercises\"\n",
                "Cargo.toml:1:1 there is no `bin` list; add one, so that rustlings and rust-analyzer find the exercises",
            ),
            (
                "bin = 3\n",
                "Cargo.toml:1:7 `bin` is an integer, but must be a list of tables, written `[[bin]]`; ",
            ),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
    }
}
