//! Every way to put the entry, the cards and the files of the tiny workbook out of order.

use super::Mistake;

pub(super) const MISTAKES: &[Mistake] = &[
    (
        "there is no hint",
        |tiny| {
            let text = tiny.files["info.toml"].clone();
            tiny.put(
                "info.toml",
                text.split("[[exercises.hints]]").next().unwrap_or_default(),
            );
        },
        &["info.toml:5:8: `add` has no hint"],
    ),
    (
        "the author has something to write everywhere",
        |tiny| {
            tiny.edit("info.toml", "Use `+`.", "TODO(author): a hint");
            for (path, from) in [
                ("exercises/01_one/add.rs", "//! Add."),
                ("solutions/01_one/add.rs", "//! Add."),
                (
                    "solutions/01_one/add.right/backwards.rs",
                    "//! Another way:",
                ),
                ("solutions/01_one/add.wrong/left.rs", "//! Forgets"),
                ("concepts/basics/carry.md", "None."),
            ] {
                tiny.edit(path, from, &format!("{from} TODO(author)"));
            }
        },
        &[
            "info.toml:13:9: still to be written: a hint",
            "exercises/01_one/add.rs:1:10: something is still to be written here",
            "solutions/01_one/add.rs:1:10: something is still to be written here",
            "solutions/01_one/add.right/backwards.rs:1:18: still to be written: the other one first.",
            "solutions/01_one/add.wrong/left.rs:3:13: still to be written: b.",
            "concepts/basics/carry.md:18:7: something is still to be written here",
            "concepts/basics/carry.md:37:9: something is still to be written here",
        ],
    ),
    (
        "a card is not judged by its length before it is written",
        |tiny| {
            let words = "word ".repeat(160);
            tiny.edit("concepts/basics/carry.md", &words, "TODO(author)");
        },
        &["concepts/basics/carry.md:12:1: something is still to be written here"],
    ),
    (
        "a hint waits for a test that does not exist",
        |tiny| tiny.edit("info.toml", "adds_two_numbers", "adds_two_number"),
        &[
            "info.toml:5:8: hint 1 of `add` waits for the test `adds_two_number`, which does not exist",
        ],
    ),
    (
        "no concept is practised",
        |tiny| tiny.edit("info.toml", "concepts = [\"sum\"]\n", ""),
        &["info.toml:5:8: `add` practises no concept"],
    ),
    (
        "cards are named that do not exist",
        |tiny| {
            tiny.edit("info.toml", "\"sum\"", "\"sun\"");
            tiny.edit("info.toml", "\"carry\"", "\"harmonica\"");
        },
        &[
            "info.toml:5:8: no card is called `sun`",
            "info.toml:5:8: no card is called `harmonica`",
        ],
    ),
    (
        "a card has no head",
        |tiny| tiny.put("concepts/basics/carry.md", "# Carry\n"),
        &["concepts/basics/carry.md:1:1: the card has no head"],
    ),
    (
        "the head of a card has a misspelt key",
        |tiny| tiny.edit("concepts/basics/carry.md", "covers", "cover"),
        &["concepts/basics/carry.md:4:1: unknown key `cover`"],
    ),
    (
        "two cards have one name",
        |tiny| {
            let text = tiny.files["concepts/basics/sum.md"].replace("\"basics\"", "\"other\"");
            tiny.put("concepts/other/sum.md", &text);
        },
        &["concepts/other/sum.md: two cards are called `sum`"],
    ),
    (
        "a card refers to one that does not exist",
        |tiny| tiny.edit("concepts/basics/sum.md", "\"carry\",", "\"carri\","),
        &["concepts/basics/sum.md:6:1: no card is called `carri`"],
    ),
    (
        "a link leads nowhere, and one out of the workbook",
        |tiny| {
            tiny.edit(
                "concepts/basics/sum.md",
                "../basics/carry.md",
                "../other/carry.md",
            );
            tiny.edit(
                "concepts/basics/sum.md",
                "https://www.rust-lang.org",
                "../../../secret.md",
            );
        },
        &[
            "concepts/basics/sum.md:15:1: the link `../other/carry.md` leads nowhere",
            "concepts/basics/sum.md:15:1: the \
           link `../../../secret.md` leads out of the workbook",
        ],
    ),
    (
        "a card has no source",
        |tiny| tiny.edit("concepts/basics/sum.md", "\"Rust reference\"", ""),
        &["concepts/basics/sum.md:1:1: the card names no source"],
    ),
    (
        "a card is too short",
        |tiny| tiny.edit("concepts/basics/sum.md", "word ", ""),
        &["concepts/basics/sum.md:10:1: the card has 23 words"],
    ),
    (
        "a snippet does not compile",
        |tiny| tiny.edit("concepts/basics/sum.md", "    a + b", "    a + c"),
        &[
            "concepts/basics/sum.md:23:1: the snippet does not compile: cannot find value `c` in this scope (E0425)",
        ],
    ),
    (
        "a snippet has a warning",
        |tiny| {
            tiny.edit(
                "concepts/basics/sum.md",
                "    a + b",
                "    let c = a;\n    a + b",
            );
        },
        &[
            "concepts/basics/sum.md:23:1: the snippet does not compile: unused variable: `c` (unused_variables)",
        ],
    ),
    (
        "a test on a card does not compile",
        |tiny| tiny.edit("concepts/basics/sum.md", "sum(1, 2)", "plus(1, 2)"),
        &[
            "concepts/basics/sum.md:28:1: the snippet does not compile: cannot find function `plus` in this scope \
           (E0425)",
        ],
    ),
    (
        "files are left over",
        |tiny| {
            tiny.put("exercises/01_one/old.rs", "");
            tiny.put("solutions/01_one/add.wrong/notes.txt", "");
            tiny.put("concepts/sum.md", "");
        },
        &[
            "exercises/01_one/old.rs: nothing in the workbook refers to this file",
            "solutions/01_one/add.wrong/notes.txt: nothing in the workbook refers to this file",
            "concepts/sum.md: nothing in the workbook refers to this file",
        ],
    ),
    (
        "a target is missing from the manifest",
        |tiny| tiny.edit("exercises/Cargo.toml", "path = \"01_one/add.rs\"\n", ""),
        &["exercises/Cargo.toml:17:1: the targets are not the exercises of info.toml"],
    ),
    (
        "the manifest is missing",
        |tiny| tiny.remove("exercises/Cargo.toml"),
        &["exercises/Cargo.toml: the file is missing"],
    ),
    (
        "several things at once, in the order of the workbook",
        |tiny| {
            tiny.remove("exercises/Cargo.toml");
            tiny.edit("concepts/basics/sum.md", "    a + b", "    a + c");
            tiny.edit("info.toml", "concepts = [\"sum\"]\n", "");
            tiny.edit("solutions/01_one/add.wrong/left.rs", "a + 0 * b", "c");
        },
        &[
            "info.toml:5:8: `add` practises no concept",
            "solutions/01_one/add.wrong/left.rs:6:1: the wrong answer does not compile: cannot find value `c` in this \
             scope (E0425)",
            "concepts/basics/sum.md:23:1: the snippet does not compile: cannot find value `c` in this scope (E0425)",
            "exercises/Cargo.toml: the file is missing",
        ],
    ),
];
