//! One exercise that needs crates, checked after an edit of a function's body.

use super::books::{files_below, workbook, write};
use super::measure::{Contender, ROUNDS, finishes, print, succeed, table, tell};
use std::path::Path;
use std::process::Command;

/// A solved exercise on a handler of axum.
const TEXT: &str = include_str!("handler.rs.txt");

/// A place in a function's body.
const PLACE: &str = "    let id = u32::try_from(notes.len()).unwrap_or(u32::MAX);\n";

/// What exercises may use, and a target for each exercise.
const MANIFEST: &str = include_str!("../../exercises/Cargo.toml");

/// The crates that the exercise names.
const NAMES: [&str; 6] = [
    "axum",
    "http_body_util",
    "serde",
    "serde_json",
    "tokio",
    "tower",
];

/// Measures `workbook run`, clippy included, against the compiler by hand with the same built crates.
pub fn measure() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let root = dir.path().join("book");
    let file = root.join("exercises/handler.rs");
    write(
        &root.join("info.toml"),
        "format_version = 1\ntitle = \"Bench\"\n[[exercises]]\nname = \"handler\"\n",
    );
    let manifest = MANIFEST.split("[[test]]").next().unwrap_or_default();
    write(
        &root.join("exercises/Cargo.toml"),
        &format!(
            "{manifest}\n[[test]]\nname = \"handler\"\npath = \"handler.rs\"\n\n[workspace]\n"
        ),
    );
    write(&file, &edited(0));
    tell("crates: building them, which takes a minute");
    if !finishes(workbook(&root).args(["run", "handler"])) {
        print("Not measured: the crates cannot be built here; `workbook run` says why.");
        return;
    }
    let Some(by_hand_args) = by_hand_args(&root) else {
        print("Not measured: the built crates are not found.");
        return;
    };
    let binary = dir.path().join("by_hand");
    let mut by_hand = Contender::new("`rustc --edition 2024 --test --extern ... F -o B && B`");
    let mut ours = Contender::new("`workbook run`, lints included");
    for round in 0..=ROUNDS {
        write(&file, &edited(round + 1));
        by_hand.time(|| {
            succeed(
                Command::new("rustc")
                    .args(["--edition", "2024", "--test"])
                    .args(&by_hand_args)
                    .arg(&file)
                    .arg("-o")
                    .arg(&binary),
            );
            succeed(&mut Command::new(&binary));
        });
        ours.time(|| succeed(workbook(&root).args(["run", "handler"])));
        if round == 0 {
            by_hand.forget();
            ours.forget();
        }
    }
    print(&table(&[&by_hand, &ours]));
}

fn edited(round: usize) -> String {
    assert!(
        TEXT.contains(PLACE),
        "the edit has no place in the exercise"
    );
    let to = "    let round = ROUND;\n    let id = u32::try_from(notes.len() + round - round).unwrap_or(u32::MAX);\n";
    TEXT.replacen(PLACE, &to.replace("ROUND", &round.to_string()), 1)
}

/// The arguments that name the crates which the workbook has built.
fn by_hand_args(root: &Path) -> Option<Vec<String>> {
    let libraries = files_below(&root.join(".workbook"), "rlib");
    let mut args = Vec::new();
    for name in NAMES {
        let prefix = format!("lib{name}-");
        let library = libraries.iter().find(|path| {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            file.starts_with(&prefix)
        })?;
        args.push(format!("--extern={name}={}", library.display()));
    }
    let mut dirs: Vec<&Path> = libraries.iter().filter_map(|path| path.parent()).collect();
    dirs.sort_unstable();
    dirs.dedup();
    args.extend(
        dirs.iter()
            .map(|dir| format!("-Ldependency={}", dir.display())),
    );
    Some(args)
}
