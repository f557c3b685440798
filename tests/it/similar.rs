//! `similar` as an instructor types it: a class with planted copies, hostile submissions, the page and the JSON.

mod class;

use crate::said::Said;
use crate::screens::golden::{self, Golden};
use crate::support::Book;
use class::{Class, program, solution};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Runs `similar` for a workbook over a class.
#[track_caller]
fn similar(class: &Class, args: &[&str]) -> Said {
    let mut all = vec!["-C", "book", "similar", "class", "--class"];
    all.extend(args);
    Said::by(&mut class.command(&all))
}

fn pairs(said: &Said) -> Vec<(String, String)> {
    let json = said.json();
    let name = |pair: &Value, side: &str| pair[side].as_str().expect("a name").to_owned();
    let pairs = json["pairs"].as_array().expect("a list").iter();
    pairs
        .map(|pair| (name(pair, "a"), name(pair, "b")))
        .collect()
}

#[test]
fn of_fifty_the_three_pairs_that_copied_are_found_and_no_other() {
    let class = Class::new();
    for learner in 0..50 {
        class.hand_in(&format!("learner-{learner:02}"), &program(learner));
    }
    let renamed = |text: &str| {
        text.replace("left", "a1")
            .replace("right", "b1")
            .replace("step_", "part_")
            .replace("total", "sum")
    };
    let moved = |text: &str| {
        let mut parts: Vec<&str> = text.split("\n\n").collect();
        parts.reverse();
        parts.join("\n\n")
    };
    class.hand_in("learner-31", &renamed(&program(7)));
    class.hand_in("learner-44", &moved(&program(12)));
    class.hand_in(
        "learner-03",
        &moved(&renamed(&program(20))).replace(";\n", "; // mine\n"),
    );
    let said = similar(&class, &["--json"]);
    said.exits(0).is_calm();
    let found: BTreeSet<_> = pairs(&said).into_iter().collect();
    let pair = |a: &str, b: &str| (format!("learner-{a}"), format!("learner-{b}"));
    assert_eq!(
        found,
        [pair("03", "20"), pair("07", "31"), pair("12", "44")].into(),
        "{said}"
    );
    // Far below the limit there is nothing else either.
    let said = similar(&class, &["--json", "--at-least", "20"]);
    assert_eq!(said.json()["found"], 3, "{said}");
}

/// Two who share two functions in another order, one with the solution, and one who did nothing.
fn small_class() -> Class {
    let class = Class::new();
    let text = class::MINE;
    class.hand_in("ada", text);
    let renamed = text
        .replace("amount", "n")
        .replace("name", "key")
        .replace("parse", "read_row");
    let (parse, totals) = renamed.split_once("\n\n").expect("two functions");
    class.hand_in("bob", &format!("{totals}\n\n// Found by myself.\n{parse}"));
    class.hand_in("cleo", &solution());
    class.hand_in("dan", &solution());
    class.hand_in("eve", &class::starter());
    class.hand_in("finn", "fn totals( {");
    class
}

#[test]
fn the_table_and_the_passages_are_as_approved() {
    let class = small_class();
    let said = similar(&class, &[]);
    said.exits(0).is_calm();
    golden::compare(&[Golden::at("tests/reports/similar.txt", &said.stdout)]);
}

#[test]
fn where_nobody_shares_anything_it_says_so() {
    let class = Class::new();
    class.hand_in("ada", &program(1));
    class.hand_in("bob", &program(2));
    similar(&class, &[]).exits(0).is_calm().prints(
        "Submissions that share more than they were given
A place to look, never a verdict: whoever learned from the same pages writes alike, and nothing here
says who wrote first.

2 submissions, 1 exercise, 2 files with something of their own. Left out is what the workbook gives
and what many wrote.
No two of them share 60 percent or more of what the shorter file has of its own, and 50 tokens or
more.
",
    );
}

#[test]
fn what_cannot_be_compared_is_told() {
    let class = Class::new();
    similar(&class, &[]).fails(4, &["there are no two submissions to compare"]);
    class.hand_in("ada", &program(1));
    similar(&class, &[]).fails(
        4,
        &["a class is a directory in which every learner has one"],
    );
    Said::by(&mut class.command(&["-C", "book", "similar", "class"]))
        .fails(4, &["`--class` takes every directory"]);
    class.write("class/bob/elsewhere.rs", "fn f() {}");
    similar(&class, &[]).fails(4, &["no exercise was handed in by two of them"]);
    class.hand_in("bob", &program(2));
    similar(&class, &["--only", "total"]).exits(0);
    similar(&class, &["--only", "nothing"]).fails(2, &["nothing"]);
    similar(&class, &["--at-least", "0"]).fails(2, &["--at-least"]);
    similar(&class, &["--html", "no/such/dir/a.html"]).fails(3, &["a.html"]);
    Said::by(&mut class.command(&["-C", "book", "similar", "nowhere", "--class"]))
        .fails(2, &["there is no such submission"]);
    // Learners are named one by one as well.
    Said::by(&mut class.command(&["-C", "book", "similar", "class/ada", "class/bob"]))
        .exits(0)
        .is_calm()
        .says("2 submissions");
    class.write("class/cleo/totals.rs", "fn \0");
    similar(&class, &[])
        .exits(0)
        .warns("warning: cleo: totals.rs is not compared. It holds a NUL byte");
}

#[test]
fn what_learners_wrote_commands_neither_terminal_nor_page() {
    let class = Class::new();
    let hostile = "\u{1b}[2J\u{202e}</td><script>alert(1)</script>\u{7}";
    let text = class::MINE.replace(
        "    let mut parts",
        &format!("    // {hostile}\n    let mut parts"),
    );
    let name = if cfg!(windows) {
        "ada & co"
    } else {
        "ada<b>\u{1b}[2J\n\u{202e}|x"
    };
    class.hand_in(name, &text);
    class.hand_in("bob", &text.replace("amount", "n"));
    let said = similar(&class, &["--html", "pairs.html"]);
    said.exits(0).is_calm();
    for sign in ["\u{1b}", "\u{202e}", "\u{7}"] {
        said.never_says(sign);
        assert!(!class.read("pairs.html").contains(sign), "{sign:?}");
    }
    let page = class.read("pairs.html");
    assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
    assert!(page.contains("default-src 'none'"), "{page}");
    for wanted in ["src=", "http:", "https:", "url("] {
        assert!(!page.contains(wanted), "{wanted}");
    }
}

#[test]
fn the_page_is_as_approved() {
    let class = small_class();
    similar(&class, &["--html", "pairs.html", "--json"])
        .exits(0)
        .is_calm();
    let page = class.read("pairs.html");
    golden::compare(&[Golden::at("tests/reports/similar.html", page)]);
}

#[test]
fn the_json_is_as_its_schema_says_and_as_approved() {
    let class = small_class();
    let said = similar(&class, &["--json"]);
    said.exits(0).is_calm();
    let schema: Value = serde_json::from_str(include_str!("../../docs/similar-json.schema.json"))
        .expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is in order");
    let found = said.json();
    let errors: Vec<String> = validator
        .iter_errors(&found)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{said}\n{}", errors.join("\n"));
    assert_eq!(found["version"], 1);
    assert_eq!(
        found["unread"],
        json!([{ "learner": "finn", "path": "exercises/01_one/totals.rs" }])
    );
    let pair = &found["pairs"][0];
    assert_eq!(pair["a"], "ada");
    assert_eq!(pair["b"], "bob");
    assert_eq!(pair["identical"], false);
    assert_eq!(found["pairs"].as_array().map(Vec::len), Some(1));
    // Two spans: the functions stand in another order.
    let first: Vec<&Value> = pair["spans"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|span| &span["a"]["first"])
        .collect();
    assert_eq!(first.len(), 2, "{pair:#}");
    // The schema is closed, and the document tells every field.
    let document = include_str!("../../docs/similar-json.md");
    let mut pending = vec![&schema];
    while let Some(part) = pending.pop() {
        if let Some(fields) = part["properties"].as_object() {
            assert_eq!(part["additionalProperties"], false, "{part:#}");
            assert_eq!(
                part["required"].as_array().map(Vec::len),
                Some(fields.len())
            );
            for (name, field) in fields {
                assert!(document.contains(&format!("`{name}`")), "{name}");
                pending.push(field);
            }
        }
        pending.extend(part.get("items"));
        pending.extend(
            part["$defs"]
                .as_object()
                .into_iter()
                .flat_map(|all| all.values()),
        );
    }
}

#[test]
fn the_course_in_the_program_is_compared_by_without_a_workbook() {
    let book = Book::empty();
    let solution = include_str!("../../solutions/02_data_structures/lru_cache.rs");
    book.write("class/ada/lru_cache.rs", solution);
    book.write(
        "class/bob/lru_cache.rs",
        &solution.replace("capacity", "size"),
    );
    let said = Said::by(
        book.command(&["similar", "class", "--class", "--only", "lru_cache"])
            .env("XDG_CACHE_HOME", book.path("cache")),
    );
    said.exits(0)
        .is_calm()
        .says("0 files with something of their own")
        .says("No two of them share");
}
