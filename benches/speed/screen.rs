//! How long the first screen takes, and how long a key while a check runs.

use super::books::{workbook, write};
use super::growth::create;
use super::measure::{Contender, ROUNDS, print, table};
use super::terminal::Session;
use std::path::Path;

const SIZES: [usize; 2] = [10, 1000];

/// Keys, and what the screen shows then and did not show before.
const KEYS: [(&str, &str); 6] = [
    ("?", "Save the file in any editor"),
    ("q", "exercise_0.rs:5"),
    ("o", "---- tests::adds ----"),
    ("q", "exercise_0.rs:5"),
    ("x", "to its starter?"),
    ("n", "Nothing was reset"),
];

/// Measures the time from starting `watch` to its first screen, before any verdict; then the time from a key to the
/// screen that it asks for, while a test loops without an end.
pub fn measure() {
    let mut first_screens = Vec::new();
    let mut all_keys = Vec::new();
    for size in SIZES {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let root = dir.path().join("book");
        create(&root, size);
        first_screens.push(first_screen(&root, size));
        all_keys.push(keys(&root, size));
    }
    for contenders in [first_screens, all_keys] {
        print(&table(&contenders.iter().collect::<Vec<_>>()));
    }
}

fn first_screen(root: &Path, size: usize) -> Contender {
    let mut first = Contender::new(&format!("first screen, {size} exercises"));
    for round in 0..=ROUNDS {
        let mut session = None;
        let mut command = workbook(root);
        command.arg("watch");
        first.time(|| {
            let started = session.insert(Session::start(command));
            started.await_texts(&["Exercise 0", &format!("of {size} solved")]);
        });
        if round == 0 {
            first.forget();
        }
    }
    first
}

/// The first verdict is on a test that panics; the second never comes.
fn keys(root: &Path, size: usize) -> Contender {
    let mut keys = Contender::new(&format!("a key while a test loops, {size} exercises"));
    let file = root.join("exercises/00_chapter/exercise_0.rs");
    let text = std::fs::read_to_string(&file).expect("the exercise is there");
    let with = |body: &str| text.replacen("    number + 0\n", body, 1);
    let info = std::fs::read_to_string(root.join("info.toml")).expect("info.toml is there");
    let patient = "name = \"exercise_0\"\ntimeout_seconds = 600\n";
    write(
        &root.join("info.toml"),
        &info.replacen("name = \"exercise_0\"\n", patient, 1),
    );
    write(&file, &with("    assert_eq!(number, 0);\n    number\n"));
    let mut command = workbook(root);
    command.args(["watch", "exercise_0"]);
    let session = Session::start(command);
    session.await_texts(&["expected  0"]);
    write(&file, &with("    if number > 0 { loop {} }\n    number\n"));
    session.await_texts(&["testing", "this is the verdict before"]);
    for round in 0..=ROUNDS {
        for (key, shown) in KEYS {
            keys.took(session.time_until(|| session.press(key), &[shown]));
        }
        if round == 0 {
            keys.forget();
        }
    }
    keys
}
