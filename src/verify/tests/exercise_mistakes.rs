//! Every way to put the exercise of the tiny workbook out of order.

use super::Mistake;

pub(super) const MISTAKES: &[Mistake] = &[
    (
        "the starter is gone",
        |tiny| tiny.remove("exercises/01_one/add.rs"),
        &["exercises/01_one/add.rs: the file is missing"],
    ),
    (
        "the starter is solved",
        |tiny| tiny.edit("exercises/01_one/add.rs", "todo!()", "a + b"),
        &["exercises/01_one/add.rs: the starter is solved already"],
    ),
    (
        "the starter does not compile",
        |tiny| tiny.edit("exercises/01_one/add.rs", "todo!()", "c"),
        &[
            "exercises/01_one/add.rs:5:1: `starts` says that a test fails, but the starter does not compile: cannot find \
           value `c` in this scope (E0425)",
        ],
    ),
    (
        "the starter hangs",
        |tiny| tiny.edit("exercises/01_one/add.rs", "todo!()", "loop {}"),
        &["exercises/01_one/add.rs:13:1: the test `adds_two_numbers` of the starter hangs"],
    ),
    (
        "the starter compiles after all",
        |tiny| tiny.edit("info.toml", "test fails", "E0425"),
        &["exercises/01_one/add.rs: `starts` says E0425, but the starter compiles"],
    ),
    (
        "the starter fails with another error",
        |tiny| {
            tiny.edit("info.toml", "test fails", "E0382");
            tiny.edit("exercises/01_one/add.rs", "todo!()", "c");
        },
        &[
            "exercises/01_one/add.rs:5:1: `starts` says E0382, but the starter fails otherwise: cannot find value `c` in \
           this scope (E0425)",
        ],
    ),
    (
        "the starter fails with the error it declares",
        |tiny| {
            tiny.edit("info.toml", "test fails", "E0425");
            tiny.edit("exercises/01_one/add.rs", "todo!()", "c");
        },
        &[],
    ),
    (
        "points are for a test that there is not",
        |tiny| {
            tiny.edit(
                "info.toml",
                "starts = \"test fails\"",
                "starts = \"test fails\"\ntest_points = { adds_two_nubmers = 2 }",
            );
        },
        &["info.toml:5:8: `test_points` names `adds_two_nubmers`, and `add` has no such test"],
    ),
    (
        "points are for one of the tests",
        |tiny| {
            tiny.edit(
                "info.toml",
                "starts = \"test fails\"",
                "starts = \"test fails\"\ntest_points = { adds_two_numbers = 2 }",
            );
        },
        &[],
    ),
    (
        "the starter need not fail",
        |tiny| {
            tiny.edit(
                "info.toml",
                "starts = \"test fails\"",
                "skip_check_unsolved = true",
            );
            tiny.edit("exercises/01_one/add.rs", "todo!()", "a + b");
        },
        &[],
    ),
    (
        "only warnings keep the starter from being solved",
        |tiny| {
            tiny.edit("info.toml", "starts =", "strict_clippy = true\nstarts =");
            tiny.edit("exercises/01_one/add.rs", "todo!()", "return a + b;");
        },
        &["exercises/01_one/add.rs: `starts` says that a test fails, but none of the starter does"],
    ),
    (
        "it is not said why the starter fails",
        |tiny| tiny.edit("info.toml", "starts = \"test fails\"\n", ""),
        &["info.toml:5:8: `starts` of `add` is missing"],
    ),
    (
        "the starter is not formatted",
        |tiny| tiny.edit("exercises/01_one/add.rs", "    todo!()", "  todo!()"),
        &["exercises/01_one/add.rs:2:1: the file is not formatted"],
    ),
    (
        "the starter has no tests",
        |tiny| {
            let text = tiny.files["exercises/01_one/add.rs"].clone();
            let (head, _) = text
                .split_once("\n#[cfg(test)]")
                .expect("there is a test module");
            tiny.put("exercises/01_one/add.rs", head);
        },
        &[
            "info.toml:5:8: hint 1 of `add` waits for the test `adds_two_numbers`, which does not exist",
            "exercises/01_one/add.rs: the starter has no test",
        ],
    ),
    (
        "the tests are in no module of their own",
        |tiny| tiny.edit("exercises/01_one/add.rs", "#[cfg(test)]\n", ""),
        &["exercises/01_one/add.rs: the tests of the starter are in no module of their own"],
    ),
    (
        "the solution is gone",
        |tiny| tiny.remove("solutions/01_one/add.rs"),
        &["solutions/01_one/add.rs: the file is missing"],
    ),
    (
        "the solution does not compile",
        |tiny| {
            tiny.edit(
                "solutions/01_one/add.rs",
                "    a + b",
                "    let () = a;\n    c",
            );
        },
        &[
            "solutions/01_one/add.rs:6:1: the solution does not compile: cannot find value `c` in this scope (E0425)",
        ],
    ),
    (
        "the solution is wrong",
        |tiny| tiny.edit("solutions/01_one/add.rs", "a + b", "a + b.abs()"),
        &["solutions/01_one/add.rs:18:1: in the solution, `adds_a_negative_number` fails"],
    ),
    (
        "the solution has a warning of the compiler",
        |tiny| {
            tiny.edit(
                "solutions/01_one/add.rs",
                "    a + b",
                "    let c = a;\n    a + b",
            );
        },
        &[
            "solutions/01_one/add.rs:5:1: the solution has a warning: unused variable: `c` (unused_variables)",
        ],
    ),
    (
        "the solution has a warning of clippy",
        |tiny| tiny.edit("solutions/01_one/add.rs", "    a + b", "    return a + b;"),
        &[
            "solutions/01_one/add.rs:5:1: the solution has a warning: unneeded `return` statement \
           (clippy::needless_return)",
        ],
    ),
    (
        "the solution is not formatted",
        |tiny| tiny.edit("solutions/01_one/add.rs", "a + b", "a+b"),
        &["solutions/01_one/add.rs:2:1: the file is not formatted"],
    ),
    (
        "a test of the solution is another one",
        |tiny| tiny.edit("solutions/01_one/add.rs", "add(5, -2), 3", "add(6, -3), 3"),
        &[
            "solutions/01_one/add.rs:18:1: the solution's tests are not the starter's: the test \
           `adds_a_negative_number` was edited",
        ],
    ),
    (
        "the starter lacks a test of the solution",
        |tiny| {
            let test = "\n    #[test]\n    fn adds_a_negative_number() {\n        assert_eq!(add(5, -2), 3);\n    }\n";
            tiny.edit("exercises/01_one/add.rs", test, "");
        },
        &[
            "solutions/01_one/add.rs:18:1: the starter does not have the solution's test `adds_a_negative_number`",
        ],
    ),
    (
        "the starter ignores a test of the solution",
        |tiny| {
            tiny.edit(
                "exercises/01_one/add.rs",
                "#[test]\n    fn adds_a",
                "#[test]\n    #[ignore]\n    fn adds_a",
            );
        },
        &[
            "solutions/01_one/add.rs:18:1: the starter ignores the solution's test `adds_a_negative_number`",
        ],
    ),
    (
        "the tests differ where the task lies in them",
        |tiny| {
            tiny.edit("info.toml", "starts =", "tests = \"editable\"\nstarts =");
            tiny.edit("solutions/01_one/add.rs", "add(5, -2), 3", "add(6, -3), 3");
        },
        &[],
    ),
    (
        "the tests refuse a right answer",
        |tiny| {
            tiny.edit("solutions/01_one/add.right/backwards.rs", "b + a", "b - a");
        },
        &["solutions/01_one/add.right/backwards.rs:1:1: the tests refuse this right answer"],
    ),
    (
        "a right answer does not compile",
        |tiny| {
            tiny.edit("solutions/01_one/add.right/backwards.rs", "b + a", "c + a");
        },
        &[
            "solutions/01_one/add.right/backwards.rs:4:1: the right answer does not compile: cannot find value `c` in this scope (E0425)",
        ],
    ),
    (
        "a right answer has tests",
        |tiny| {
            tiny.edit(
                "solutions/01_one/add.right/backwards.rs",
                "    b + a\n}\n",
                "    b + a\n}\n\n#[cfg(test)]\nmod tests {}\n",
            );
        },
        &["solutions/01_one/add.right/backwards.rs:7:1: the right answer has tests of its own"],
    ),
    (
        "a wrong answer is caught by no test",
        |tiny| tiny.edit("solutions/01_one/add.wrong/minus.rs", "b.abs()", "b"),
        &[
            "solutions/01_one/add.wrong/minus.rs:1:1: `adds_a_negative_number` does not catch this wrong answer",
        ],
    ),
    (
        "a wrong answer is caught by another test",
        |tiny| {
            tiny.edit(
                "solutions/01_one/add.wrong/minus.rs",
                "adds_a_negative_number",
                "adds_two_numbers",
            );
        },
        &[
            "solutions/01_one/add.wrong/minus.rs:1:1: `adds_two_numbers` does not catch this wrong answer",
        ],
    ),
    (
        "a test that is ignored catches nothing",
        |tiny| {
            tiny.edit_both(
                "#[test]\n    fn adds_a",
                "#[test]\n    #[ignore]\n    fn adds_a",
            );
        },
        &[
            "solutions/01_one/add.wrong/minus.rs:1:1: `adds_a_negative_number` does not catch this wrong answer",
            "solutions/01_one/add.wrong/panics.rs:1:1: `adds_a_negative_number` does not catch this wrong answer",
        ],
    ),
    (
        "a wrong answer hangs, and so is caught",
        |tiny| {
            tiny.edit(
                "solutions/01_one/add.wrong/minus.rs",
                "a + b.abs()",
                "loop {}",
            );
        },
        &[],
    ),
    (
        "a wrong answer names a test that does not exist",
        |tiny| {
            tiny.edit(
                "solutions/01_one/add.wrong/left.rs",
                "adds_two_numbers",
                "adds_too_numbers",
            );
        },
        &[
            "solutions/01_one/add.wrong/left.rs:1:1: the solution has no test called `adds_too_numbers`",
        ],
    ),
    (
        "a wrong answer does not say what catches it",
        |tiny| {
            tiny.edit(
                "solutions/01_one/add.wrong/left.rs",
                "//! Caught by: adds_two_numbers\n//!\n",
                "",
            );
        },
        &[
            "solutions/01_one/add.wrong/left.rs:1:1: the wrong answer does not say which test catches it",
        ],
    ),
    (
        "a wrong answer has tests",
        |tiny| {
            let tests = "    a\n}\n\n#[cfg(test)]\nmod tests {}";
            tiny.edit(
                "solutions/01_one/add.wrong/left.rs",
                "    a + 0 * b\n}",
                tests,
            );
        },
        &["solutions/01_one/add.wrong/left.rs:9:1: the wrong answer has tests of its own"],
    ),
    (
        "a wrong answer does not compile",
        |tiny| tiny.edit("solutions/01_one/add.wrong/left.rs", "a + 0 * b", "c"),
        &[
            "solutions/01_one/add.wrong/left.rs:6:1: the wrong answer does not compile: cannot find value `c` in this \
           scope (E0425)",
        ],
    ),
    (
        "a wrong answer does not fit the tests",
        |tiny| {
            tiny.edit(
                "solutions/01_one/add.wrong/left.rs",
                "fn add(a: i32, b: i32)",
                "fn plus(a: i32, b: i32)",
            );
        },
        &[
            "solutions/01_one/add.wrong/left.rs: the wrong answer does not compile: The tests use something that the file \
           does not offer: cannot find function `add` in the crate root (E0425)",
        ],
    ),
    (
        "there are too few wrong answers",
        |tiny| tiny.remove("solutions/01_one/add.wrong/left.rs"),
        &["info.toml:5:8: `add` has 2 wrong answers"],
    ),
];
