//! `update`: a learner's copy of an older edition is brought up to date, and what the learner wrote is never lost.

use crate::commands::said;
use crate::said::Said;
use crate::support::Book;
use std::collections::BTreeMap;
use std::path::Path;
use workbook::update::Shipped;

const OLD_END: &str = "\n// So the older edition ended.\n";
const SHIPPED: &str = ".workbook/shipped";

/// A copy that `init` wrote, made to look as an older program would have left it.
struct Old {
    book: Book,
    /// The files of exercises, in the order of the course.
    exercises: Vec<String>,
}

impl Old {
    fn new() -> Self {
        let book = Book::empty();
        said(&book, &["init", "."]).exits(0).is_calm();
        let rows = said(&book, &["list", "--json"]).json();
        let rows = rows.as_array().expect("the list is an array").clone();
        let exercises = rows
            .iter()
            .map(|row| row["path"].as_str().expect("a path is a string").to_owned())
            .collect();
        let id = "copy_of = \"backend-workbook 0.0.1 0000000000000000\"";
        let info = book.read("info.toml");
        let line = info
            .lines()
            .find(|line| line.starts_with("copy_of"))
            .expect("it is a copy");
        let info = info.replace(line, id);
        let old = Self { book, exercises };
        old.shipped_with("info.toml", &info);
        old
    }

    /// An exercise's file.
    fn file(&self, idx: usize) -> &str {
        &self.exercises[idx]
    }

    fn name(&self, idx: usize) -> &str {
        let stem = Path::new(self.file(idx)).file_stem();
        stem.and_then(|stem| stem.to_str()).expect("a name")
    }

    /// The older edition had this text here.
    fn shipped_with(&self, path: &str, text: &str) {
        self.book.write(path, text);
        if path.starts_with("exercises/") {
            let kept = path.replacen("exercises", ".workbook/starters", 1);
            self.book.write(&kept, text);
        }
        let once = Shipped::parse(&self.book.read(SHIPPED));
        let mut files: BTreeMap<String, String> = once
            .paths()
            .filter(|path| self.book.path(path).exists())
            .map(|path| (path.clone(), self.book.read(path)))
            .collect();
        files.insert(path.to_owned(), text.to_owned());
        self.book.write(SHIPPED, &Shipped::new(&files).render());
    }

    /// The older edition had another end here; returns what it is now.
    fn ended_otherwise(&self, path: &str) -> String {
        let new = self.book.read(path);
        self.shipped_with(path, &format!("{new}{OLD_END}"));
        new
    }

    /// The learner writes something at the top of a file.
    fn work_on(&self, path: &str) -> String {
        let mine = format!("// My work.\n{}", self.book.read(path));
        self.book.write(path, &mine);
        mine
    }

    /// All that is in the workbook but for what can be made again.
    fn everything(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        let mut pending = vec![self.book.root().to_owned()];
        while let Some(dir) = pending.pop() {
            for entry in std::fs::read_dir(dir).expect("the directory is there") {
                let path = entry.expect("an entry").path();
                let name = path.strip_prefix(self.book.root()).expect("it is inside");
                let name = name.to_str().expect("names are UTF-8").replace('\\', "/");
                let is_aside = ["build", "cache", "lock", "backups", "changes"]
                    .iter()
                    .any(|aside| name == format!(".workbook/{aside}"));
                if is_aside {
                    continue;
                }
                if path.is_dir() {
                    pending.push(path);
                } else {
                    all.insert(name.clone(), self.book.read(&name));
                }
            }
        }
        all
    }

    fn said(&self, args: &[&str]) -> Said {
        said(&self.book, args)
    }
}

/// Tells which files differ, not all they hold.
#[track_caller]
fn assert_same(found: &BTreeMap<String, String>, expected: &BTreeMap<String, String>) {
    let names = found.keys().chain(expected.keys());
    let differ: Vec<_> = names
        .filter(|name| found.get(*name) != expected.get(*name))
        .collect();
    assert!(differ.is_empty(), "these differ: {differ:?}");
}

#[test]
fn a_copy_of_this_edition_is_up_to_date() {
    let book = Book::empty();
    said(&book, &["init", "."]).exits(0).is_calm();
    for args in [
        &["update"][..],
        &["update", "--dry-run"],
        &["update", "--merge"],
    ] {
        said(&book, args)
            .exits(0)
            .is_calm()
            .prints("Up to date: this workbook has the course of this program already.\n");
    }
    said(&book, &["undo"])
        .exits(4)
        .is_calm()
        .says("nothing to undo");
}

#[test]
fn what_nobody_touched_is_replaced_and_the_progress_stays() {
    let old = Old::new();
    let file = old.file(0);
    let new = old.ended_otherwise(file);
    old.book.write("README.md", "an older text");
    old.shipped_with("README.md", "an older text");
    let card = first_card(&old);
    old.shipped_with(&card, "an older card");
    old.book.write(
        ".workbook/progress",
        &format!("{} solved=2026-01-02T03:04:05Z attempts=2\n", old.name(0)),
    );
    let before = old.everything();

    let dry = old.said(&["update", "--dry-run"]);
    dry.exits(0)
        .is_calm()
        .says(&format!("  replaced {file}\n"))
        .says("  replaced README.md\n")
        .says("  replaced 1 card\n")
        .says("This is what would be done. Nothing was changed.\n");
    assert_same(&old.everything(), &before);

    old.said(&["update"])
        .exits(0)
        .is_calm()
        .says(&format!("  replaced {file}\n"))
        .says("  replaced 1 card\n")
        .says("What was replaced is kept in .workbook/backups/update-")
        .says("workbook undo takes all this back.");
    assert_eq!(old.book.read(file), new);
    assert!(old.book.read("README.md").contains("# Backend Workbook"));
    let rows = old.said(&["list", "--json"]).json();
    assert_eq!(rows[0]["state"], "solved");
    old.said(&["update"])
        .exits(0)
        .is_calm()
        .prints("Up to date: this workbook has the course of this program already.\n");

    old.said(&["undo"])
        .exits(0)
        .is_calm()
        .says("Undone: the update to version")
        .says(&format!("  {file} is as it was\n"))
        .says("\nWhat stood there is kept in .workbook/backups/update-");
    assert_same(&old.everything(), &before);
    old.said(&["undo"]).exits(0).is_calm();
    assert_eq!(old.book.read(file), new);
}

fn first_card(old: &Old) -> String {
    let shipped = Shipped::parse(&old.book.read(SHIPPED));
    let mut cards = shipped.paths().filter(|path| path.starts_with("concepts/"));
    cards.next().expect("there are cards").clone()
}

#[test]
fn work_stays_and_what_is_new_is_put_beside_until_it_is_joined() {
    let old = Old::new();
    let file = old.file(1);
    let new = old.ended_otherwise(file);
    let mine = old.work_on(file);
    let beside = file.replace(".rs", ".new.rs");
    // Nobody is asked where nobody can answer.
    old.said(&["update"])
        .exits(0)
        .is_calm()
        .says(&format!(
            "  beside   {beside}   (what is new; your {}.rs stays, and can be joined with it)",
            old.name(1)
        ))
        .says("workbook update --merge joins what is beside with your work");
    assert_eq!(old.book.read(file), mine);
    assert_eq!(old.book.read(&beside), new);
    // It is nobody's exercise, and the tests of the older edition still count for the file.
    let rows = old.said(&["list", "--json"]).json();
    assert_eq!(rows.as_array().map(Vec::len), Some(old.exercises.len()));
    old.said(&["run", old.name(1)])
        .exits(1)
        .is_calm()
        .never_says("tests were");

    old.said(&["update", "--merge"])
        .exits(0)
        .is_calm()
        .says(&format!(
            "  joined   {file}   (your work and what is new; read it before you go on)"
        ));
    assert_eq!(old.book.read(file), format!("// My work.\n{new}"));
    assert!(!old.book.path(&beside).exists());
    old.said(&["update", "--merge"]).exits(0).says("Up to date");
    // The starter is the newer one from now on.
    old.said(&["reset", old.name(1)]).exits(0).is_calm();
    assert_eq!(old.book.read(file), new);
    old.said(&["undo"]).exits(0);
    assert_eq!(old.book.read(file), format!("// My work.\n{new}"));
}

#[test]
fn what_cannot_be_joined_is_put_beside_and_never_marked_up() {
    let old = Old::new();
    let file = old.file(2);
    let new = old.ended_otherwise(file);
    old.book.edit(file, OLD_END.trim(), "// My own end.");
    let mine = old.book.read(file);
    for args in [&["update"][..], &["update", "--merge"]] {
        old.said(args)
            .exits(0)
            .is_calm()
            .says("stays, take over what you want)")
            .never_says("--merge joins");
        assert_eq!(old.book.read(file), mine);
        assert_eq!(old.book.read(&file.replace(".rs", ".new.rs")), new);
    }
    // Taken over by hand, it is settled.
    old.book.write(file, &new);
    old.said(&["update"]).exits(0).is_calm();
    old.said(&["update"]).exits(0).is_calm().says("Up to date");
}

#[test]
fn a_chapter_that_moved_takes_the_work_along_and_what_left_stays_only_with_work_in_it() {
    let old = Old::new();
    let (file, name) = (old.file(0).to_owned(), old.name(0).to_owned());
    let dir = file.split('/').nth(1).expect("it has a chapter");
    let text = old.book.read(&file);
    // In the older edition it stood elsewhere, and two exercises came before it that are gone now.
    let there = format!("exercises/00_old/{name}.rs");
    let info = old.book.read("info.toml").replacen(
        &format!("name = \"{name}\"\ndir = \"{dir}\""),
        &format!("name = \"{name}\"\ndir = \"00_old\""),
        1,
    );
    assert!(info.contains("00_old"), "{info}");
    let gone = |name: &str| format!("[[exercises]]\nname = \"{name}\"\ndir = \"00_old\"\n");
    let info = info.replacen(
        "[[exercises]]",
        &format!("{}{}[[exercises]]", gone("gone"), gone("worked_on")),
        1,
    );
    old.shipped_with("info.toml", &info);
    for (path, text) in [
        (there.as_str(), text.as_str()),
        ("exercises/00_old/gone.rs", "// gone\n"),
        ("exercises/00_old/worked_on.rs", "// gone as well\n"),
        ("concepts/old/gone.md", "gone"),
    ] {
        old.shipped_with(path, text);
    }
    for path in [&file, &file.replacen("exercises", ".workbook/starters", 1)] {
        std::fs::remove_file(old.book.path(path)).expect("it is there");
    }
    let mine = old.work_on(&there);
    let worked_on = old.work_on("exercises/00_old/worked_on.rs");
    old.said(&["list"]).exits(0).is_calm().says("worked_on");

    old.said(&["update"])
        .exits(0)
        .is_calm()
        .says(&format!("  moved    {file}   (it was {there})\n"))
        .says("  removed  exercises/00_old/gone.rs\n")
        .says("  left     exercises/00_old/worked_on.rs   (no longer part of the course; it holds your work, so it stays)\n")
        .says("  removed  1 card\n");
    assert_eq!(old.book.read(&file), mine);
    assert!(!old.book.path(&there).exists());
    assert!(!old.book.path("exercises/00_old/gone.rs").exists());
    assert_eq!(old.book.read("exercises/00_old/worked_on.rs"), worked_on);
    old.said(&["update"]).exits(0).says("Up to date");
    old.said(&["undo"])
        .exits(0)
        .is_calm()
        .says(&format!("  {there} is back\n"));
    assert_eq!(old.book.read(&there), mine);
    assert!(!old.book.path(&file).exists());
    assert_eq!(old.book.read("exercises/00_old/gone.rs"), "// gone\n");
}

#[test]
fn an_update_that_ended_half_way_is_finished_or_taken_back() {
    for is_taken_back in [false, true] {
        let old = Old::new();
        let file = old.file(0).to_owned();
        let new = old.ended_otherwise(&file);
        let mine = old.work_on(old.file(1));
        let before = old.everything();
        // A file stands where cards have to be: it is found out after the exercises were replaced.
        let card = first_card(&old);
        let dir = Path::new(&card).parent().and_then(Path::to_str);
        let dir = dir.expect("it has a directory");
        let aside = old.book.path("aside");
        std::fs::rename(old.book.path(dir), &aside).expect("the directory can be moved");
        old.book.write(dir, "in the way");
        old.said(&["update"]).fails(
            3,
            &[
                "cannot create the directory",
                dir,
                "it ended half-way; `workbook undo` brings back what was replaced before",
            ],
        );
        assert_eq!(old.book.read(&file), new, "that far it came");
        assert!(old.book.read("info.toml").contains("0000000000000000"));

        if is_taken_back {
            old.said(&["undo"]).exits(0).is_calm();
        }
        std::fs::remove_file(old.book.path(dir)).expect("it can be removed");
        std::fs::rename(&aside, old.book.path(dir)).expect("it can be moved back");
        if is_taken_back {
            assert_same(&old.everything(), &before);
        }
        old.said(&["update"]).exits(0).is_calm();
        old.said(&["update"]).exits(0).is_calm().says("Up to date");
        assert_eq!(old.book.read(&file), new);
        assert_eq!(old.book.read(old.file(1)), mine);
    }
}

#[test]
fn an_update_mends_an_info_toml_that_makes_no_sense() {
    let old = Old::new();
    let info = old.book.read("info.toml");
    old.book
        .write("info.toml", &format!("{info}\n[[exercises\n"));
    old.said(&["list"]).fails(2, &["info.toml:"]);
    old.said(&["update"])
        .exits(0)
        .is_calm()
        .says("  replaced info.toml   (you changed it; your version is kept)\n");
    old.said(&["list"]).exits(0).is_calm();
}

#[test]
fn only_copies_are_updated_and_never_to_an_older_edition() {
    said(&Book::new(), &["update"]).fails(
        2,
        &[
            "this workbook was not written by `workbook init`",
            "info.toml",
            "`git pull`",
        ],
    );
    said(&Book::empty(), &["update"]).fails(2, &["there is no workbook here"]);
    let old = Old::new();
    old.book.edit(
        "info.toml",
        "backend-workbook 0.0.1",
        "backend-workbook 99.0.0",
    );
    let before = old.everything();
    old.said(&["update"]).fails(
        2,
        &[
            "this workbook is of version 99.0.0",
            "install the newer `workbook`",
        ],
    );
    assert_same(&old.everything(), &before);
}

#[cfg(unix)]
#[test]
fn watch_says_that_there_is_another_edition() {
    use crate::support::pty::Session;
    let offer = "This program brings another edition of the course";
    for (edit, is_offered) in [("0000000000000000", true), ("backend-workbook", false)] {
        let old = Old::new();
        // No crates: they would be built in the background.
        let manifest = "[package]\nname = \"exercises\"\nversion = \"0.0.0\"\nedition = \"2024\"\n";
        old.book.write("exercises/Cargo.toml", manifest);
        if !is_offered {
            old.book.edit("info.toml", edit, "another-course");
        }
        let mut session = Session::start(&old.book, &["watch"]);
        let screen = session.await_text(if is_offered { offer } else { "begin" });
        assert_eq!(screen.contains(offer), is_offered, "{screen}");
        session.type_text("\u{3}");
        session.end();
    }
}

#[cfg(unix)]
#[test]
fn in_a_terminal_it_asks_before_it_joins() {
    use crate::support::pty::Session;
    for (answer, expected) in [("y", "joined"), ("n", "beside"), ("", "beside")] {
        let old = Old::new();
        let file = old.file(1);
        let new = old.ended_otherwise(file);
        let mine = old.work_on(file);
        let mut session = Session::start(&old.book, &["update"]);
        session.await_text("1 exercise that you worked on has changed");
        session.await_text("Join them? Otherwise what is new is put beside yours. [y/N]");
        session.type_text(&format!("{answer}\r"));
        let end = session.end();
        end.assert_clean(0);
        assert!(
            end.screen.contains(&format!("  {expected}   ")),
            "{}",
            end.screen
        );
        let joined = format!("// My work.\n{new}");
        let text = if answer == "y" { joined } else { mine };
        assert_eq!(old.book.read(file), text);
    }
}
