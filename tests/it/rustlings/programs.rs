//! Programs with a `main`: run after their tests, or in place of them.

use super::{HELLO_RS, SUM, SUM_RS, book, said, with_main};

#[test]
fn what_a_program_without_tests_prints_is_shown() {
    let book = book();
    said(&book, &["run", "hello"])
        .is_solved()
        .says("✓ solved, it runs\n\nprinted\n  Hello, you!\n");
}

#[test]
fn a_program_without_tests_that_fails_says_how() {
    let book = book();
    for (body, parts) in [
        (
            "let list: Vec<i32> = Vec::new(); println!(\"before\"); println!(\"{}\", list[0]);",
            [
                "✗ it does not run to its end",
                "It panicked:",
                "the len is 0 but the index is 0",
                "printed\n    before",
            ],
        ),
        (
            "std::process::exit(3);",
            [
                "✗ it does not run to its end",
                "It failed: the program ended with code 3.",
                "fn main()",
                "std::process::exit(3);",
            ],
        ),
    ] {
        book.write(HELLO_RS, &format!("fn main() {{\n    {body}\n}}\n"));
        said(&book, &["run", "hello"]).is_unsolved(&parts);
    }
}

#[test]
fn main_runs_after_the_tests_and_what_it_prints_is_shown() {
    let book = with_main("fn main() {\n    println!(\"2 and 2 is {}\", add(2, 2));\n}");
    said(&book, &["run", "sum"])
        .is_solved()
        .says("✓ solved, its test passes, and it runs\n\nprinted\n  2 and 2 is 4\n");
    let said = said(&book, &["check", "sum", "--json"]);
    assert_eq!(said.json()[0]["n_tests"], 2, "{said}");
}

#[test]
fn a_main_that_fails_keeps_the_exercise_from_being_solved() {
    for (main, parts) in [
        (
            "fn main() {\n    assert_eq!(add(1, 1), 3);\n}",
            [
                "✗ the tests pass, but `main` does not run to its end",
                "exercises/01_sums/sum.rs:6",
                "✓ small numbers add up",
                "expected  3\n    actual  2",
            ],
        ),
        (
            "fn main() {\n    std::process::exit(i32::from(add(1, 1) == 2));\n}",
            [
                "✗ the tests pass, but `main` does not run to its end",
                "It failed: the program ended with code 1.",
                "✓ small numbers add up",
                "5 | fn main() {",
            ],
        ),
        (
            "fn main() {\n    while add(1, 1) == 2 {\n        std::thread::yield_now();\n    }\n}",
            [
                "✗ the tests pass, but `main` does not run to its end",
                "It did not end within 5 s and was stopped.",
                "✓ small numbers add up",
                "while add(1, 1) == 2 {",
            ],
        ),
    ] {
        let book = with_main(main);
        said(&book, &["run", "sum"]).is_unsolved(&parts);
    }
}

#[test]
fn main_does_not_run_while_a_test_fails() {
    let book = with_main("fn main() {\n    println!(\"never seen\");\n}");
    book.edit(SUM_RS, "a + b", "a - b");
    said(&book, &["run", "sum"])
        .is_unsolved(&["✗ small numbers add up   0 of 1 test passes"])
        .never_says("never seen");
}

#[test]
fn a_file_must_compile_without_its_tests_too() {
    let book = with_main(
        "fn main() {}\n\n#[cfg(test)]\nfn two() -> i32 {\n    2\n}\n\nfn four() -> i32 {\n    two() + two()\n}",
    );
    said(&book, &["run", "sum"]).is_unsolved(&["✗ it does not compile", "E0425"]);
}

#[test]
fn a_main_that_was_deleted_is_missed() {
    let book = book();
    said(&book, &["run", "sum"]).exits(1);
    book.write(
        SUM_RS,
        &SUM.replace("fn main() {\n    // Try something here.\n}\n", ""),
    );
    said(&book, &["run", "sum"]).is_unsolved(&["✗ it does not compile", "E0601"]);
}
