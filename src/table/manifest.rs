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

/// A manifest that has a `[workspace]`.
#[derive(Clone, Copy, Debug)]
pub struct Workspace<'a> {
    /// What it holds.
    pub text: &'a str,
    /// Where it lies.
    pub dir: &'a Path,
}

/// Whether a manifest takes anything from its workspace, and whether it is one itself; neither when it is not TOML.
pub fn of_workspace(text: &str) -> (bool, bool) {
    let Ok(table) = text.parse::<Table>() else {
        return (false, false);
    };
    let takes = table.iter().any(|(key, value)| {
        ["target", "dependencies", "dev-dependencies"].contains(&key.as_str()) && inherits(value)
    });
    (takes, table.contains_key("workspace"))
}

fn inherits(value: &Value) -> bool {
    let Value::Table(table) = value else {
        return false;
    };
    table.get("workspace") == Some(&Value::Boolean(true)) || table.values().any(inherits)
}

/// Reads the dependencies of a manifest that lies in `dir`; `path` is its name in messages. What it takes from its
/// workspace (`workspace = true`) is written out.
///
/// # Errors
/// It is not TOML: everything that is wrong with it.
pub fn dependencies(
    path: &Path,
    text: &str,
    dir: &Path,
    workspace: Option<Workspace<'_>>,
) -> Result<Dependencies, Vec<Problem>> {
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
    let offered = workspace.and_then(offered);
    for key in ["dependencies", "target", "patch"] {
        if let Some(value) = manifest.get_mut(key) {
            make_absolute(value, dir);
            if let Some(offered) = &offered {
                write_out(value, offered);
            }
        }
    }
    Ok(Dependencies {
        names,
        manifest: manifest.to_string(),
    })
}

/// What a workspace has for its members, its paths made absolute.
fn offered(workspace: Workspace<'_>) -> Option<Table> {
    let mut table: Table = workspace.text.parse().ok()?;
    let Some(Value::Table(own)) = table.get_mut("workspace") else {
        return None;
    };
    let mut dependencies = own.remove("dependencies")?;
    make_absolute(&mut dependencies, workspace.dir);
    match dependencies {
        Value::Table(dependencies) => Some(dependencies),
        _ => None,
    }
}

/// Replaces what is taken from the workspace by what stands there, as cargo does: features are added, and only the
/// member says whether it is optional. What the workspace does not have stays as it is, and cargo says so.
fn write_out(value: &mut Value, offered: &Table) {
    let Value::Table(table) = value else {
        return;
    };
    for (name, value) in table.iter_mut() {
        let Value::Table(own) = value else {
            continue;
        };
        if own.get("workspace") != Some(&Value::Boolean(true)) {
            write_out(value, offered);
            continue;
        }
        let Some(base) = offered.get(name) else {
            continue;
        };
        let mut whole = match base {
            Value::Table(base) => base.clone(),
            version => Table::from_iter([("version".to_owned(), version.clone())]),
        };
        for (key, mine) in own.iter().filter(|(key, _)| *key != "workspace") {
            match (whole.get_mut(key), mine) {
                (Some(Value::Array(both)), Value::Array(more)) if key == "features" => {
                    both.extend(more.iter().cloned());
                }
                _ => {
                    whole.insert(key.clone(), mine.clone());
                }
            }
        }
        *value = Value::Table(whole);
    }
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
        let found = dependencies(
            Path::new("Cargo.toml"),
            text,
            Path::new("/book/exercises"),
            None,
        )
        .expect("it is TOML");
        assert_eq!(found.names, ["own", "serde_json", "tokio"]);
        assert!(
            found.manifest.contains("/book/exercises/../own"),
            "{}",
            found.manifest
        );
        assert!(!found.manifest.contains("a.rs"), "{}", found.manifest);
        let none = dependencies(Path::new("Cargo.toml"), "", Path::new("/book"), None)
            .expect("it is TOML");
        assert!(none.names.is_empty());
        let problems = dependencies(
            Path::new("Cargo.toml"),
            "[dependencies\n",
            Path::new("/book"),
            None,
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
    fn what_is_taken_from_the_workspace_is_written_out() {
        let text = "[dependencies]\na = { workspace = true, features = [\"y\"], optional = true }\nb.workspace = true\nc = \"3\"\ngone = { workspace = true }\n[target.'cfg(unix)'.dependencies]\nd = { workspace = true, default-features = false }\n";
        let above = "[workspace]\n[workspace.dependencies]\na = { version = \"1\", features = [\"x\"] }\nb = \"2\"\nd = { path = \"near/d\" }\n";
        let workspace = Workspace {
            text: above,
            dir: Path::new("/all"),
        };
        assert_eq!(of_workspace(text), (true, false));
        assert_eq!(of_workspace(above), (false, true));
        assert_eq!(of_workspace("a = ["), (false, false));
        let found = dependencies(
            Path::new("Cargo.toml"),
            text,
            Path::new("/all/book"),
            Some(workspace),
        )
        .expect("it is TOML");
        let expected: Table = "[dependencies]\na = { version = \"1\", features = [\"x\", \"y\"], optional = true }\nb = { version = \"2\" }\nc = \"3\"\ngone = { workspace = true }\n[target.'cfg(unix)'.dependencies]\nd = { path = \"/all/near/d\", default-features = false }\n"
            .parse()
            .expect("it is TOML");
        let manifest: Table = found.manifest.parse().expect("it is TOML");
        for key in ["dependencies", "target"] {
            assert_eq!(manifest.get(key), expected.get(key), "{}", found.manifest);
        }
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
