//! The rules of the house: who may import whom, which crate stands behind which door, and what the documents must name.

mod documents;
mod lines;
mod paths;
mod project;

use documents::dependencies;
use paths::{is_for_tests, paths};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use project::{assert_none, files, modules, read, root, rust_files};
use std::collections::BTreeSet;

/// An outside crate, or a part of the standard library, and the only files that may name it.
struct Door {
    /// The beginning of its paths.
    path: &'static [&'static str],
    /// Files below `src`, or directories with a slash at the end.
    behind: &'static [&'static str],
    /// Whether the tests inside `src` may use it as well.
    open_to_tests: bool,
}

const fn door(path: &'static [&'static str], behind: &'static [&'static str]) -> Door {
    Door {
        path,
        behind,
        open_to_tests: false,
    }
}

const fn open_to_tests(path: &'static [&'static str], behind: &'static [&'static str]) -> Door {
    Door {
        path,
        behind,
        open_to_tests: true,
    }
}

const DOORS: &[Door] = &[
    door(&["toml"], &["table.rs", "table/"]),
    door(&["syn"], &["source.rs", "source/"]),
    door(&["proc_macro2"], &["source.rs", "source/"]),
    door(&["quote"], &["source.rs", "source/"]),
    door(&["pulldown_cmark"], &["markdown.rs"]),
    open_to_tests(&["std", "fs"], &["files.rs", "files/"]),
    open_to_tests(&["tempfile"], &["files.rs", "files/"]),
    door(&["std", "process", "Command"], &["process.rs", "process/"]),
    door(&["clap"], &["cli.rs", "cli/"]),
    door(&["clap_complete"], &["cli/"]),
    door(&["clap_mangen"], &["cli/"]),
    door(&["colored"], &["terminal.rs", "terminal/"]),
    door(&["crossterm"], &["terminal.rs", "terminal/"]),
    door(&["notify"], &["commands/watch/listener.rs"]),
    door(&["ctrlc"], &["commands/watch.rs", "commands/context.rs"]),
    door(&["indicatif"], &["commands/check.rs"]),
    door(&["cargo_metadata"], &["crates.rs", "crates/"]),
    door(&["jiff"], &["commands/stats.rs"]),
    open_to_tests(&["quick_junit"], &["export/junit.rs"]),
    door(
        &["maud"],
        &["export/html.rs", "export/html/", "export/pairs.rs"],
    ),
    open_to_tests(&["csv"], &["export/gradebook.rs", "grade/roster.rs"]),
    door(&["blake3"], &["cache.rs", "files.rs", "files/"]),
    door(&["shlex"], &["editor.rs", "editor/"]),
    door(&["similar"], &["update.rs", "screen/values.rs"]),
    door(&["strsim"], &["text.rs"]),
    door(&["nucleo_matcher"], &["text/fuzzy.rs"]),
    door(&["ratatui"], &["screen/browser/canvas.rs"]),
    door(&["supports_hyperlinks"], &["terminal.rs"]),
    door(&["textwrap"], &["screen/page.rs"]),
    door(&["unicode_width"], &["screen/line.rs"]),
    open_to_tests(
        &["rustix"],
        &["process/unix.rs", "files/submitted.rs", "sandbox/"],
    ),
    door(&["getrandom"], &["grader/trial.rs"]),
    door(&["landlock"], &["sandbox/linux/rules.rs"]),
    door(&["seccompiler"], &["sandbox/linux/filter.rs"]),
    door(&["libc"], &["sandbox/linux/"]),
    door(
        &["humantime"],
        &["progress.rs", "change.rs", "files.rs", "files/"],
    ),
];

const MAX_LINES: usize = 400;

#[test]
fn a_module_imports_only_from_those_above_it() {
    let order = modules();
    let position = |name: &str| order.iter().position(|module| module == name);
    let mut broken = Vec::new();
    for file in rust_files(&["src"]) {
        if ["lib.rs", "main.rs"].contains(&file.in_src()) {
            continue;
        }
        let module = file.module();
        let own = position(module[0]);
        if own.is_none() {
            broken.push(format!("{} is not in src/lib.rs", file.path));
        }
        for path in paths(file.product()) {
            let n_supers = path.iter().take_while(|part| *part == "super").count();
            let imported = match path.first().map(String::as_str) {
                Some("crate") => path.get(1),
                // `super` of a module at the top is the crate itself.
                Some("super") if n_supers == module.len() => path.get(n_supers),
                _ => continue,
            };
            let Some(imported) = imported else { continue };
            if position(imported) > own || position(imported).is_none() {
                broken.push(format!("{} uses {}", file.path, path.join("::")));
            }
        }
    }
    assert_none(
        &broken,
        "a module imports only from those that stand above it in src/lib.rs",
    );
}

#[test]
fn each_outside_crate_stands_behind_its_door() {
    let sources = rust_files(&["src"]);
    let mut broken = Vec::new();
    for door in DOORS {
        for file in &sources {
            let is_behind = door.behind.iter().any(|place| {
                file.in_src() == *place
                    || (place.ends_with('/') && file.in_src().starts_with(place))
            });
            if is_behind {
                continue;
            }
            let tokens = if door.open_to_tests {
                file.product()
            } else {
                file.tokens.clone()
            };
            let begins_with = |path: &[String], door: &[&str]| {
                path.len() > 1
                    && path.len() >= door.len()
                    && path.iter().zip(door).all(|(part, name)| part == name)
            };
            let uses = |path: &Vec<String>| {
                begins_with(path, door.path)
                    // `use std::process;` and then `process::Command`.
                    || (door.path.len() > 2 && begins_with(path, &door.path[1..]))
            };
            if let Some(path) = paths(tokens).iter().find(|path| uses(path)) {
                broken.push(format!(
                    "{} uses {}; its door is {}",
                    file.path,
                    path.join("::"),
                    door.behind.join(", ")
                ));
            }
        }
    }
    assert_none(&broken, "each outside crate has one door");
}

#[test]
fn every_door_and_every_dependency_is_in_use() {
    let sources = rust_files(&["src"]);
    let roots: BTreeSet<String> = sources
        .iter()
        .flat_map(|file| paths(file.tokens.clone()))
        .filter_map(|path| path.into_iter().next())
        .collect();
    let unused: Vec<String> = dependencies(&["dependencies"])
        .into_iter()
        .filter(|name| !roots.contains(&name.replace('-', "_")))
        .collect();
    assert_none(&unused, "dependencies that src does not use");
    for door in DOORS {
        assert!(
            roots.contains(door.path[0]),
            "{:?} is a door to nothing",
            door.path
        );
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let broken: Vec<String> = rust_files(&["src", "tests", "benches"])
        .into_iter()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| file.path)
        .collect();
    assert_none(&broken, "every file begins with a line of `//!`");
}

#[test]
fn files_are_short_enough_to_be_read() {
    let mut broken = Vec::new();
    for file in rust_files(&["src"]).iter().filter(|file| !file.is_test()) {
        let n_lines = file
            .text
            .lines()
            .take_while(|line| {
                let attribute = line.strip_prefix("#[").unwrap_or_default();
                !is_for_tests(attribute.trim_end_matches(']'))
            })
            .count();
        if n_lines > MAX_LINES {
            broken.push(format!("{}: {n_lines} lines before its tests", file.path));
        }
    }
    assert_none(&broken, &format!("at most {MAX_LINES} lines a file"));
    assert!(
        read("src/main.rs").lines().count() < 20,
        "main.rs only hands over"
    );
}

#[test]
fn nothing_is_left_undone_and_nothing_waits_by_the_clock() {
    let mut broken = Vec::new();
    for file in rust_files(&["src", "tests", "benches"]) {
        for found in unwanted(file.tokens) {
            broken.push(format!("{}: {found}", file.path));
        }
        // In comments above all.
        if file.text.contains(concat!("FIX", "ME")) {
            broken.push(format!("{}: a note to fix something", file.path));
        }
    }
    assert_none(
        &broken,
        "not in a finished program or a test that can be trusted",
    );
}

/// What must not stand in code; string literals are no code.
fn unwanted(tokens: TokenStream) -> Vec<String> {
    let mut found: Vec<String> = paths(tokens.clone())
        .into_iter()
        .filter(|path| path.ends_with(&["thread".to_owned(), "sleep".to_owned()]))
        .map(|path| path.join("::"))
        .collect();
    let mut pending = vec![tokens];
    while let Some(tokens) = pending.pop() {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        for (idx, tree) in trees.iter().enumerate() {
            let next = trees.get(idx + 1);
            match (tree, next) {
                (TokenTree::Ident(name), Some(TokenTree::Punct(sign)))
                    if sign.as_char() == '!' && (name == "todo" || name == "dbg") =>
                {
                    found.push(format!("{name}!"));
                }
                (TokenTree::Punct(sign), Some(TokenTree::Group(group)))
                    if sign.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
                {
                    let text = group.stream().to_string();
                    if text.starts_with("ignore")
                        || text.starts_with("cfg_attr") && text.contains("ignore")
                    {
                        found.push(format!("#[{text}]"));
                    }
                }
                _ => {}
            }
            if let TokenTree::Group(group) = tree {
                pending.push(group.stream());
            }
        }
    }
    found
}

#[test]
fn no_file_knows_whose_machine_it_was_written_on() {
    let places = [
        concat!("/ho", "me/"),
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/Us", "ers/"),
        concat!("C:\\Us", "ers"),
    ];
    let mut broken = Vec::new();
    for path in files("") {
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else {
            continue; // not text
        };
        for (idx, line) in text.lines().enumerate() {
            let is_absolute = |place: &&str| {
                line.match_indices(*place).any(|(at, _)| {
                    // A directory of that name below another one is no machine's.
                    !line[..at].ends_with(|ch: char| ch.is_alphanumeric() || "._-}".contains(ch))
                })
            };
            if places.iter().any(is_absolute) {
                broken.push(format!("{path}:{}: {}", idx + 1, line.trim()));
            }
        }
    }
    assert_none(&broken, "absolute paths");
}

#[test]
fn what_must_not_stand_in_code_is_found_there_and_not_in_text() {
    let found = |code: &str| unwanted(code.parse().expect("it is Rust"));
    assert_eq!(found("fn f() { todo!() }"), ["todo!"]);
    assert_eq!(found("fn f() { g(dbg!(1)) }"), ["dbg!"]);
    assert_eq!(found("#[ignore = \"slow\"] fn f() {}").len(), 1);
    assert_eq!(
        found("mod a { use std::thread::sleep; }"),
        ["std::thread::sleep"]
    );
    assert_eq!(found("fn f() { thread::sleep(d) }"), ["thread::sleep"]);
    assert_eq!(
        found("/// #[ignore]\nconst A: &str = \"todo!() #[ignore] thread::sleep(d)\"; // dbg!(1)"),
        [""; 0]
    );
}
