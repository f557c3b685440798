//! `undo`: what a reset replaced comes back, with its progress, and nothing is lost on the way.

use super::said;
use crate::support::{Book, SOLVED, STARTER};

const ADD: &str = "exercises/01_one/add.rs";
const MINE: &str = "    a + b // mine";

/// A workbook in which `add` was solved in the second attempt, with a hint.
fn solved_with_a_hint() -> Book {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    book.add_body("    a - b");
    said(&book, &["run", "add"]).is_unsolved(&["0 of 2 tests pass"]);
    said(&book, &["hint", "add"]).exits(0);
    book.add_body(MINE);
    said(&book, &["run", "add"]).is_solved();
    book
}

/// The line of an exercise in the progress.
fn line(book: &Book, name: &str) -> Option<String> {
    let progress = book.read(".workbook/progress");
    let lines = progress.lines();
    let mut lines = lines.filter(|line| line.starts_with(&format!("{name} ")));
    lines.next().map(str::to_owned)
}

/// The only path of the output that begins so.
#[track_caller]
fn kept(output: &str) -> String {
    let at = output
        .find(".workbook/backups/")
        .unwrap_or_else(|| panic!("no backup is named in {output}"));
    output[at..].lines().next().unwrap_or_default().to_owned()
}

#[test]
fn an_undone_reset_leaves_all_as_it_was_and_an_undone_undo_as_well() {
    let book = solved_with_a_hint();
    let (mine, progress) = (book.read(ADD), line(&book, "add"));
    assert!(
        progress
            .as_ref()
            .is_some_and(|line| line.contains("attempts=2") && line.contains("hints=0")),
        "{progress:?}"
    );
    said(&book, &["reset", "add"])
        .exits(0)
        .is_calm()
        .says("workbook undo brings it back.");
    assert_eq!(
        (book.read(ADD).as_str(), line(&book, "add")),
        (STARTER, None)
    );

    for _ in 0..2 {
        said(&book, &["undo"])
            .exits(0)
            .is_calm()
            .says("Undone: the reset of `add`, just now\n  exercises/01_one/add.rs is as it was; what stood there is kept in .workbook/backups/add-")
            .says("\n  the progress of `add` is back\nworkbook undo once more takes this back.\n");
        assert_eq!(book.read(ADD), mine);
        assert_eq!(line(&book, "add"), progress);
        said(&book, &["undo"])
            .exits(0)
            .is_calm()
            .says("Undone: the undo of the reset of `add`")
            .says("the progress of `add` is forgotten again");
        assert_eq!(
            (book.read(ADD).as_str(), line(&book, "add")),
            (STARTER, None)
        );
    }
}

#[test]
fn what_was_written_after_the_reset_is_kept_by_the_undo() {
    let book = solved_with_a_hint();
    said(&book, &["reset", "add"]).exits(0);
    book.add_body("    b + a // another way");
    said(&book, &["run", "add"]).is_solved();
    let progress = line(&book, "add");
    let answer = said(&book, &["undo"]);
    answer.exits(0).is_calm();
    assert!(book.read(ADD).contains(MINE));
    assert!(book.read(&kept(&answer.stdout)).contains("another way"));
    said(&book, &["undo"]).exits(0).is_calm();
    assert!(book.read(ADD).contains("another way"));
    assert_eq!(line(&book, "add"), progress);
}

#[test]
fn nothing_to_undo_is_said() {
    let book = Book::new();
    let nothing =
        "There is nothing to undo: no exercise was reset here, and the workbook was not updated.\n";
    for args in [&["undo"][..], &["undo", "--list"]] {
        said(&book, args).exits(4).is_calm().prints(nothing);
    }
    // A reset that changes nothing is none.
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    said(&book, &["reset", "add"]).exits(0).never_says("undo");
    said(&book, &["undo"]).exits(4).is_calm().prints(nothing);
}

#[test]
fn a_file_that_was_put_back_by_hand_needs_no_undo() {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    book.write(ADD, SOLVED);
    said(&book, &["reset", "add"]).exits(0);
    book.write(ADD, SOLVED);
    said(&book, &["undo"]).exits(4).is_calm().prints(
        "There is nothing to undo: all is as it was before the reset of `add`, just now.\n",
    );
    assert_eq!(book.read(ADD), SOLVED);
}

#[test]
fn an_earlier_change_is_undone_by_its_number() {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    book.add_body(MINE);
    book.edit("exercises/01_one/sub.rs", "todo!()", "a * b");
    said(&book, &["reset", "add"]).exits(0);
    said(&book, &["reset", "sub"]).exits(0);
    said(&book, &["undo", "--list"]).exits(0).is_calm().prints(
        "   2  the reset of `sub`, just now   1 file\n   1  the reset of `add`, just now   1 file\n",
    );
    said(&book, &["undo", "1"])
        .exits(0)
        .is_calm()
        .says("add.rs is as it was");
    assert!(book.read(ADD).contains(MINE));
    assert!(book.read("exercises/01_one/sub.rs").contains("todo!()"));
    said(&book, &["undo", "--list"])
        .exits(0)
        .says("   3  the undo of the reset of `add`, just now");
    said(&book, &["undo", "2"])
        .exits(0)
        .is_calm()
        .says("sub.rs is as it was");
    assert!(book.read("exercises/01_one/sub.rs").contains("a * b"));
    said(&book, &["undo", "9"]).fails(
        2,
        &[
            "there is no change with the number 9",
            "`workbook undo --list`",
        ],
    );
}

#[test]
fn a_file_that_was_missing_before_is_missing_again() {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    std::fs::remove_file(book.path(ADD)).expect("the file can be removed");
    said(&book, &["reset", "add"]).exits(0);
    let answer = said(&book, &["undo"]);
    answer
        .exits(0)
        .is_calm()
        .says("add.rs is gone again; what stood there is kept in");
    assert!(!book.path(ADD).exists());
    assert_eq!(book.read(&kept(&answer.stdout)), STARTER);
    said(&book, &["undo"])
        .exits(0)
        .is_calm()
        .says("add.rs is back\n");
    assert_eq!(book.read(ADD), STARTER);
}

#[test]
fn what_was_no_file_comes_back_as_it_was() {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    std::fs::remove_file(book.path(ADD)).expect("the file can be removed");
    book.write(&format!("{ADD}/mine.rs"), "mine");
    said(&book, &["reset", "add"]).exits(0).is_calm();
    assert_eq!(book.read(ADD), STARTER);
    said(&book, &["undo"]).exits(0).is_calm();
    assert_eq!(book.read(&format!("{ADD}/mine.rs")), "mine");
    said(&book, &["undo"]).exits(0).is_calm();
    assert_eq!(book.read(ADD), STARTER);
}

#[test]
fn a_backup_that_is_gone_and_a_record_that_is_broken_change_nothing() {
    let book = solved_with_a_hint();
    said(&book, &["reset", "add"]).exits(0);
    let record = book.read(".workbook/changes/0001.json");
    let backups = book.path(".workbook/backups");
    std::fs::rename(&backups, book.path("elsewhere")).expect("the backups can be moved");
    said(&book, &["undo"]).fails(
        3,
        &[
            "a backup cannot be read",
            ".workbook/backups/add-",
            "nothing was changed",
        ],
    );
    std::fs::rename(book.path("elsewhere"), &backups).expect("and back");

    for broken in [
        "",
        "{}",
        &record.replace(ADD, "../../add.rs"),
        &record.replace("\"version\": 1", "\"version\": 7"),
    ] {
        book.write(".workbook/changes/0002.json", broken);
        said(&book, &["undo"]).fails(
            3,
            &[
                "the record of a change cannot be read",
                ".workbook/changes/0002.json",
                "nothing was changed",
            ],
        );
        said(&book, &["undo", "--list"])
            .exits(0)
            .says("the reset of `add`")
            .says("cannot be read");
    }
    assert_eq!(book.read(ADD), STARTER);
    said(&book, &["undo", "1"]).exits(0).is_calm();
    assert!(book.read(ADD).contains(MINE));
}

#[test]
fn progress_starters_and_backups_of_a_former_name_count_for_the_new_one() {
    let book = solved_with_a_hint();
    let known = line(&book, "add").expect("it is solved");
    said(&book, &["reset", "add"]).exits(0);
    said(&book, &["undo"]).exits(0);
    // The author gives the exercise another name and chapter; git moves the learner's file.
    book.edit(
        "info.toml",
        "name = \"add\"\ndir = \"01_one\"",
        "name = \"plus\"\nformer = [\"sum\", \"add\"]\ndir = \"02_two\"",
    );
    for root in ["exercises", "solutions"] {
        book.write(
            &format!("{root}/02_two/plus.rs"),
            &book.read(&format!("{root}/01_one/add.rs")),
        );
        std::fs::remove_file(book.path(&format!("{root}/01_one/add.rs"))).expect("it is there");
    }
    let rows = said(&book, &["list", "--json"]).json();
    assert_eq!(
        (
            &rows[0]["name"],
            &rows[0]["state"],
            &rows[0]["attempts"],
            &rows[0]["hints"]
        ),
        (&"plus".into(), &"solved".into(), &2.into(), &1.into())
    );
    // Who types the name of before is understood.
    said(&book, &["run", "add"])
        .is_solved()
        .says("exercises/02_two/plus.rs");
    said(&book, &["reset", "plus"]).exits(0).is_calm();
    assert_eq!(
        book.read("exercises/02_two/plus.rs"),
        STARTER,
        "the starter kept for `add`"
    );
    // The first change is of `add`.
    book.write("exercises/02_two/plus.rs", "nothing");
    said(&book, &["undo", "1"])
        .exits(0)
        .is_calm()
        .says("exercises/02_two/plus.rs is as it was");
    assert!(book.read("exercises/02_two/plus.rs").contains(MINE));
    assert_eq!(line(&book, "plus"), Some(known.replace("add ", "plus ")));
    assert!(!book.path(ADD).exists());
}

#[test]
fn verify_refuses_a_former_name_that_is_in_use() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "name = \"add\"",
        "name = \"add\"\nformer = [\"sub\"]",
    );
    said(&book, &["verify"]).fails(
        2,
        &[
            "the former name `sub` of `add` is the name of another exercise",
            "info.toml:6:11",
        ],
    );
}
