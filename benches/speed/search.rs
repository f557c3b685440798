//! How long it takes to find words in 400 cards and 100 exercises.

use super::books::{workbook, write};
use super::measure::{Contender, ROUNDS, print, succeed, table};
use std::fmt::Write as _;
use std::path::Path;

const N_CARDS: usize = 400;
const N_EXERCISES: usize = 100;

/// Measures searches for a word in one card, in many, and in all, and the time of a program that does nothing.
pub fn measure() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let root = dir.path().join("book");
    create(&root);
    let mut contenders = [
        (
            "`workbook --version`, which reads nothing",
            vec!["--version"],
        ),
        ("a word on one card", vec!["search", "zebra17"]),
        (
            "two words on a tenth of them",
            vec!["search", "lease", "number3"],
        ),
        ("a word on all of them", vec!["search", "lease"]),
        ("`workbook concept`, piped", vec!["concept"]),
    ]
    .map(|(name, args)| (Contender::new(name), args));
    for round in 0..=ROUNDS {
        for (contender, args) in &mut contenders {
            contender.time(|| succeed(workbook(&root).args(args.as_slice())));
            if round == 0 {
                contender.forget();
            }
        }
    }
    print(&table(
        &contenders.each_ref().map(|(contender, _)| contender),
    ));
}

/// Cards as long as those that are written by hand.
fn create(root: &Path) {
    let mut info = String::from("format_version = 1\ntitle = \"Search\"\n");
    for number in 0..N_EXERCISES {
        let _ = write!(
            info,
            "\n[[exercises]]\nname = \"exercise_{number}\"\ntitle = \"Exercise {number}\"\nconcepts = [\"card-{number}\"]\n"
        );
        write(
            &root.join(format!("exercises/exercise_{number}.rs")),
            &format!("//! # Exercise {number}\n//!\n//! Adds {number}.\n\nfn main() {{}}\n"),
        );
    }
    write(&root.join("info.toml"), &info);
    let prose = "Many callers ask for the same few rows, so they are kept where they are found at once. A lease says\nwho may write one back, and `until` when. See [the next](card-1.md).\n\n";
    for number in 0..N_CARDS {
        let mut text = format!(
            "+++\ntitle = \"Card {number}\"\ntopic = \"topic-{}\"\ncovers = [\"s1:{number}\"]\nsee_also = [\"card-1\"]\nsources = [\"RFC {number}\"]\n+++\n\n",
            number / 20
        );
        for heading in ["In one breath", "How it works", "In Rust"] {
            let _ = write!(text, "## {heading}\nzebra{number} number{}\n", number % 10);
            text.push_str(&prose.repeat(3));
        }
        text.push_str("```rust\npub fn f(a: usize) -> usize {\n    a + 1\n}\n```\n");
        write(
            &root.join(format!("concepts/topic-{}/card-{number}.md", number / 20)),
            &text,
        );
    }
}
