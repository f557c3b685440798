//! What the documents must name.

use super::project::{assert_none, modules, read};
use std::collections::BTreeSet;

#[test]
fn the_architecture_names_exactly_the_modules_there_are() {
    let text = read("ARCHITECTURE.md");
    let section = text
        .split("\n## ")
        .find(|section| section.starts_with("Modules"))
        .expect("ARCHITECTURE.md has a section on modules");
    let named: Vec<String> = section
        .lines()
        .filter_map(|line| {
            let line = line
                .strip_prefix("| `")
                .or_else(|| line.strip_prefix("### `"))?;
            Some(line.split('`').next().unwrap_or_default().to_owned())
        })
        .collect();
    assert_eq!(named, modules(), "the same modules in the same order");
}

#[test]
fn the_architecture_gives_a_reason_for_every_dependency() {
    let text = read("ARCHITECTURE.md");
    let section = text
        .split("\n## ")
        .find(|section| section.starts_with("Dependencies"))
        .expect("ARCHITECTURE.md has a section on dependencies");
    let missing: Vec<String> =
        dependencies(&["dependencies", "dev-dependencies", "build-dependencies"])
            .into_iter()
            .filter(|name| !section.contains(&format!("`{name}`")))
            .collect();
    assert_none(&missing, "ARCHITECTURE.md gives no reason for");
    let known = dependencies(&["dependencies", "dev-dependencies", "build-dependencies"]);
    let gone: Vec<String> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .flat_map(|names| names.split(", "))
        .filter_map(|name| name.strip_prefix('`')?.strip_suffix('`'))
        .filter(|name| !known.contains(*name))
        .map(str::to_owned)
        .collect();
    assert_none(
        &gone,
        "ARCHITECTURE.md gives a reason for what is no dependency",
    );
}

/// The names in these tables of Cargo.toml, those for one system only as well.
pub fn dependencies(tables: &[&str]) -> BTreeSet<String> {
    let manifest: toml::Table = read("Cargo.toml").parse().expect("Cargo.toml is TOML");
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let places = targets
        .into_iter()
        .flat_map(toml::Table::values)
        .filter_map(toml::Value::as_table)
        .chain([&manifest]);
    let found: BTreeSet<String> = places
        .flat_map(|place| {
            tables
                .iter()
                .filter_map(|table| place.get(*table)?.as_table())
        })
        .flat_map(toml::Table::keys)
        .cloned()
        .collect();
    assert!(!found.is_empty(), "Cargo.toml has dependencies");
    found
}

#[test]
fn the_changelog_tells_of_this_version() {
    let heading = format!("\n## {}", env!("CARGO_PKG_VERSION"));
    let text = read("CHANGELOG.md");
    let is_told = text.match_indices(&heading).any(|(at, _)| {
        !text[at + heading.len()..].starts_with(|ch: char| ch.is_ascii_digit() || ch == '.')
    });
    assert!(is_told, "CHANGELOG.md has no heading {}", heading.trim());
}

#[test]
fn the_readme_begins_with_two_commands() {
    let text = read("README.md");
    for command in ["cargo run --release -- watch", "cargo test"] {
        assert!(
            text.lines().any(|line| line.trim() == command),
            "README.md has no line `{command}`"
        );
    }
}
