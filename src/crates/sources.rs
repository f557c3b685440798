//! What decides the crates besides the exercises' own manifest: the workspace, and sources on this disk.

use crate::files;
use crate::table;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The manifest from whose workspace another one in `dir` takes something, and where it lies: itself or the next one above
/// that has a workspace, as cargo looks for it.
pub(super) fn workspace(text: &str, dir: &Path) -> Option<(String, PathBuf)> {
    let (takes, is_one) = table::of_workspace(text);
    if !takes {
        return None;
    }
    if is_one {
        return Some((text.to_owned(), dir.to_owned()));
    }
    dir.ancestors().skip(1).find_map(|dir| {
        let text = files::read_text(&dir.join("Cargo.toml"), files::MAX_SOURCE_LEN).ok()?;
        table::of_workspace(&text).1.then(|| (text, dir.to_owned()))
    })
}

/// What the crates hold that a manifest takes from this disk, and those that they take from it: nobody raises a
/// version when such a crate is edited.
pub(super) fn local_sources(manifest: &str, dir: &Path) -> String {
    let mut open = table::local_crates(manifest, dir);
    let mut prints = BTreeMap::new();
    let mut seen = BTreeSet::new();
    while let Some(dir) = open.pop() {
        // One that is not there is missed by cargo.
        let Ok(dir) = files::absolute(&dir) else {
            continue;
        };
        if !seen.insert(dir.clone()) {
            continue;
        }
        if let Ok(text) = files::read_text(&dir.join("Cargo.toml"), files::MAX_SOURCE_LEN) {
            open.extend(table::local_crates(&text, &dir));
        }
        prints.insert(dir.display().to_string(), files::fingerprint_tree(&dir));
    }
    let prints: Vec<String> = prints
        .into_iter()
        .map(|(dir, print)| format!("{dir}\0{print}"))
        .collect();
    prints.join("\0")
}
