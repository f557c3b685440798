//! What a manifest of cargo says about crates.

use super::{Document, Table, Value};
use crate::error::Problem;
use std::path::{Path, PathBuf};

/// What a manifest of cargo depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependencies {
    /// The crates' names as they are written in code, sorted.
    pub names: Vec<String>,
    /// A manifest of a library that depends on the same crates and has nothing else.
    pub manifest: String,
}

/// Reads the dependencies of a manifest that lies in `dir`; `path` is its name in messages.
///
/// # Errors
/// It is not TOML: everything that is wrong with it.
pub fn dependencies(path: &Path, text: &str, dir: &Path) -> Result<Dependencies, Vec<Problem>> {
    let document = Document::new(path, text);
    let tree = document.parse();
    drop(tree);
    let problems = document.into_problems();
    let parsed: Option<Table> = text.parse().ok();
    let (Some(parsed), []) = (parsed, problems.as_slice()) else {
        return Err(problems);
    };
    let own: Table = "edition = \"2024\"\nname = \"crates\"\nversion = \"0.0.0\"\npublish = false"
        .parse()
        .expect("it is TOML");
    let mut manifest = Table::new();
    manifest.insert("package".to_owned(), own.into());
    manifest.insert(
        "lib".to_owned(),
        Table::from_iter([("path".to_owned(), "lib.rs".into())]).into(),
    );
    // It stands on its own, wherever it lies.
    manifest.insert("workspace".to_owned(), Table::new().into());
    let profile: Table = "dev = { debug = false, incremental = false }"
        .parse()
        .expect("it is TOML");
    manifest.insert("profile".to_owned(), profile.into());
    let mut all = Table::new();
    // Exercises are tests, so what tests may use they may use.
    for key in ["dependencies", "dev-dependencies"] {
        if let Some(Value::Table(found)) = parsed.get(key) {
            all.extend(found.clone());
        }
    }
    let mut names: Vec<String> = all.keys().map(|name| name.replace('-', "_")).collect();
    names.sort();
    manifest.insert("dependencies".to_owned(), all.into());
    for key in ["target", "patch"] {
        if let Some(value) = parsed.get(key) {
            manifest.insert(key.to_owned(), value.clone());
        }
    }
    for key in ["dependencies", "target", "patch"] {
        if let Some(value) = manifest.get_mut(key) {
            make_absolute(value, dir);
        }
    }
    Ok(Dependencies {
        names,
        manifest: manifest.to_string(),
    })
}

/// The directories of the crates that a manifest in `dir` takes from this disk; none when it is not TOML.
pub fn local_crates(text: &str, dir: &Path) -> Vec<PathBuf> {
    let Ok(mut manifest) = text.parse::<Table>() else {
        return Vec::new();
    };
    manifest.retain(|key, _| {
        ["target", "patch", "workspace"].contains(&key) || key.ends_with("dependencies")
    });
    let mut found = Vec::new();
    collect_paths(&manifest, dir, &mut found);
    found
}

fn collect_paths(table: &Table, dir: &Path, found: &mut Vec<PathBuf>) {
    for (key, value) in table {
        match value {
            Value::String(path) if key == "path" => found.push(dir.join(path)),
            Value::Table(table) => collect_paths(table, dir, found),
            _ => {}
        }
    }
}

/// Makes `path = "..."` absolute, wherever it stands.
fn make_absolute(value: &mut Value, dir: &Path) {
    let Value::Table(table) = value else {
        return;
    };
    for (key, value) in table.iter_mut() {
        match value {
            Value::String(path) if key == "path" => {
                *path = dir.join(&*path).display().to_string();
            }
            value => make_absolute(value, dir),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_cut_down_to_its_dependencies() {
        let text = "[package]\nname = \"exercises\"\n[[test]]\nname = \"a\"\npath = \"a.rs\"\n[dependencies]\nserde-json = \"1\"\nown = { path = \"../own\" }\n[dev-dependencies]\ntokio = \"1\"\n";
        let found = dependencies(Path::new("Cargo.toml"), text, Path::new("/book/exercises"))
            .expect("it is TOML");
        assert_eq!(found.names, ["own", "serde_json", "tokio"]);
        assert!(
            found.manifest.contains("/book/exercises/../own"),
            "{}",
            found.manifest
        );
        assert!(!found.manifest.contains("a.rs"), "{}", found.manifest);
        let none =
            dependencies(Path::new("Cargo.toml"), "", Path::new("/book")).expect("it is TOML");
        assert!(none.names.is_empty());
        let problems = dependencies(
            Path::new("Cargo.toml"),
            "[dependencies\n",
            Path::new("/book"),
        )
        .expect_err("it is not TOML");
        assert_eq!(
            problems[0]
                .place
                .as_ref()
                .map(ToString::to_string)
                .as_deref(),
            Some("Cargo.toml:1:14")
        );
    }

    #[test]
    fn the_crates_on_this_disk_are_found_wherever_a_manifest_names_them() {
        let text = "[lib]\npath = \"no.rs\"\n[dependencies]\na = { path = \"a\" }\nb = \"1\"\n[build-dependencies.c]\npath = \"../c\"\n[target.'cfg(unix)'.dependencies]\nd = { path = \"d\", version = \"1\" }\n[patch.crates-io]\ne = { path = \"/e\" }\n";
        let mut found = local_crates(text, Path::new("/book"));
        found.sort();
        let expected = ["/book/../c", "/book/a", "/book/d", "/e"];
        assert_eq!(found, expected.map(PathBuf::from));
        assert!(local_crates("[dependencies\n", Path::new("/book")).is_empty());
    }
}
