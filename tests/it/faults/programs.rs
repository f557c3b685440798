//! Programs that hang, crash, flood, cheat or leave something running: each is a verdict with its own sentence.

use crate::commands::said;
use crate::said::{PATIENCE, Said};
use crate::support::Book;
use std::time::Instant;

/// A workbook in which a test may take a second, and `add` has this body.
fn with(body: &str) -> Book {
    let book = Book::new();
    book.edit(
        "info.toml",
        "name = \"add\"",
        "name = \"add\"\ntimeout_seconds = 1",
    );
    book.add_body(body);
    book
}

/// Both tests fail, the first with this sentence, the other with these few words; the same in `check`.
#[track_caller]
fn both_fail(body: &str, sentence: &str, in_short: &str) -> Said {
    let book = with(body);
    let answer = said(&book, &["run", "add"]);
    answer.is_unsolved(&["✗ small numbers add up   0 of 2 tests pass", sentence]);
    answer
        .says(&format!("✗ negative numbers add up  ({in_short})"))
        .never_says("RUST_BACKTRACE")
        .never_says("stack backtrace")
        .never_says("\u{1b}");
    said(&book, &["check", "add"]).is_unsolved(&[
        "✗ add  0 of 2 tests pass, first failure: small_numbers_add_up\n",
        "0 of 1 exercise solved",
    ]);
    answer
}

#[test]
fn an_endless_loop_is_stopped() {
    both_fail(
        "    loop { std::hint::black_box(a + b); }",
        "It did not end within 1 s and was stopped.\n\n  This loop says nowhere how it ends:\n  exercises/01_one/add.rs:5",
        "did not end",
    );
}

#[test]
fn one_test_that_hangs_does_not_take_the_others_with_it() {
    let book = with("    while b < 0 {}\n    a + b");
    said(&book, &["run", "add"]).is_unsolved(&[
        "✗ negative numbers add up   1 of 2 tests pass",
        "It did not end within 1 s",
        "✓ small numbers add up",
        "Look at this loop first: does it come nearer to its end each time?",
        "5 | while b < 0 {}",
    ]);
}

#[test]
fn threads_that_wait_for_each_other_are_stopped() {
    both_fail(
        "    let lock = std::sync::Mutex::new(a + b);
    let _first = lock.lock();
    std::thread::scope(|scope| { scope.spawn(|| { let _second = lock.lock(); }); });
    0",
        "threads that wait for each other",
        "did not end",
    );
}

#[test]
fn an_endless_recursion_is_named() {
    both_fail(
        "    if std::hint::black_box(a) > i32::MIN { add(a, b) + 1 } else { 0 }",
        "The stack overflowed: a recursion that does not end",
        "stack overflow",
    );
}

#[test]
fn an_abort_is_named() {
    both_fail(
        "    std::process::abort() // {a} {b}",
        "The process was aborted (signal 6).",
        "aborted",
    )
    .never_says("solved, ");
}

#[test]
fn a_panic_in_drop_while_panicking_is_named_with_the_learners_own_line() {
    both_fail(
        "    struct Guard;
    impl Drop for Guard {
        fn drop(&mut self) {
            panic!(\"the second panic\")
        }
    }
    let _guard = Guard;
    panic!(\"the first panic {}\", a + b)",
        "A panic while another panic was being cleaned up ended the process: look at `Drop`.",
        "aborted",
    )
    .says("exercises/01_one/add.rs:")
    .says("the second panic")
    .never_says("/rustc/");
}

#[test]
fn ending_the_process_proves_nothing() {
    for code in [0, 3, 101] {
        both_fail(
            &format!("    let _ = (a, b);\n    std::process::exit({code})"),
            &format!(
                "The process ended with code {code} before the test did: the code under test must not call `process::exit`."
            ),
            "ended the process",
        );
    }
}

#[test]
fn two_hundred_megabytes_of_output_are_cut_short() {
    for stream in ["stdout", "stderr"] {
        let answer = both_fail(
            &format!(
                "    use std::io::Write as _;
    let line = vec![b'x'; 1 << 20];
    for _ in 0..200 {{
        std::io::{stream}().write_all(&line).expect(\"written\");
    }}
    a + b"
            ),
            "It printed more than 4 MiB and was stopped: does a loop print without an end?",
            "printed too much",
        );
        assert!(
            answer.stdout.len() < 10_000,
            "{} bytes are shown",
            answer.stdout.len()
        );
    }
}

#[test]
fn many_lines_of_output_are_shown_in_part() {
    let book = with("    for line in 0..1000 { println!(\"line {line}\"); }\n    a - b");
    said(&book, &["run", "add"])
        .is_unsolved(&["line 0\n", "line 11\n", "... 988 more lines"])
        .never_says("line 12\n");
}

#[test]
fn escape_sequences_and_raw_bytes_in_output_are_made_harmless() {
    let hostile = "\\x1b[2J\\x1b[31mred\\x1b[0m \\x1b]0;title\\x07 \\u{202e}back \\r over";
    let book = with(&format!(
        "    use std::io::Write as _;
    print!(\"{hostile}\");
    eprintln!(\"{hostile}\");
    std::io::stdout().write_all(b\"\\xff\\xfe raw\\n\").expect(\"written\");
    assert!(a > 100, \"{hostile}\");
    b"
    ));
    let answer = said(&book, &["run", "add"]);
    answer.is_unsolved(&["red", "raw", "(failed)"]);
    for (what, ch) in [
        ("escape", '\u{1b}'),
        ("bell", '\u{7}'),
        ("override", '\u{202e}'),
        ("return", '\r'),
    ] {
        assert!(
            !answer.stdout.contains(ch),
            "an {what} reaches the terminal: {:?}",
            answer.stdout
        );
    }
}

#[test]
fn a_forged_panic_message_is_made_harmless_too() {
    let book = with(
        "    eprintln!(\"thread 'x' panicked at \\x1b[2J\\x1b]0;t\\x07.rs:1:2:\\n\\x1b[2Jboom\");\n    let _ = (a, b);\n    std::process::abort()",
    );
    let answer = said(&book, &["run", "add"]);
    answer
        .is_unsolved(&["The process was aborted (signal 6).", "boom"])
        .never_says("\u{1b}")
        .never_says("\u{7}");
    book.edit("exercises/01_one/add.rs", "abort()", "exit(1)");
    said(&book, &["run", "add"])
        .is_unsolved(&["The process ended with code 1"])
        .never_says("\u{1b}");
}

#[test]
fn escape_sequences_in_the_source_are_made_harmless() {
    let book = with("    a - b // \u{1b}[2J\u{7}");
    book.edit(
        "exercises/01_one/add.rs",
        "assert_eq!(add(2, 3), 5);",
        "assert_eq!(add(2, 3), 5); // \u{1b}[2J\u{7}",
    );
    said(&book, &["run", "add"])
        .is_unsolved(&["expected  5"])
        .never_says("\u{1b}")
        .never_says("\u{7}");
    book.add_body("    \"\u{1b}[2J\u{7}\"");
    said(&book, &["run", "add"])
        .is_unsolved(&["E0308"])
        .never_says("\u{1b}")
        .never_says("\u{7}");
}

#[test]
fn a_child_that_holds_the_pipe_open_neither_delays_nor_survives() {
    let book = with(
        "    let child = std::process::Command::new(\"sleep\").arg(\"1000\").spawn().expect(\"sleep\");
    std::fs::write(format!(\"{}.child\", child.id()), \"\").expect(\"written\");
    std::mem::forget(child);
    a + b",
    );
    said(&book, &["run", "add"]).is_solved();
    let children: Vec<i32> = std::fs::read_dir(book.root())
        .expect("the workbook is a directory")
        .filter_map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_str()?
                .strip_suffix(".child")?
                .parse()
                .ok()
        })
        .collect();
    assert_eq!(children.len(), 2, "one for each test");
    for child in children {
        let pid = rustix::process::Pid::from_raw(child).expect("a process has a number");
        let deadline = Instant::now() + PATIENCE;
        // It is killed by now, but the system may take a moment to bury it.
        while rustix::process::test_kill_process(pid).is_ok() && !is_dead(child) {
            assert!(Instant::now() < deadline, "the child is alive");
            std::thread::yield_now();
        }
    }
}

fn is_dead(pid: i32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        stat.rsplit(") ")
            .next()
            .is_some_and(|rest| rest.starts_with('Z'))
    })
}

#[test]
fn four_gigabytes_are_refused() {
    both_fail(
        "    let filled = vec![1_u8; 4 << 30];\n    a + b + i32::from(filled[1])",
        "It asked for more memory than a test may have (2 GiB).",
        "out of memory",
    );
    // Piece by piece; nothing is written to, so the machine has no work with it.
    both_fail(
        "    let mut kept = Vec::new();
    for _ in 0..64 {
        kept.push(Vec::<u8>::with_capacity(64 << 20));
    }
    a + b + i32::try_from(kept.len()).unwrap_or(0)",
        "It asked for more memory than a test may have (2 GiB).",
        "out of memory",
    );
}

/// What the test harness prints when a test passes.
const REPORTS: &str = "    for name in [\"small_numbers\", \"negative_numbers\"] {
        println!(\"{{ \\\"type\\\": \\\"test\\\", \\\"name\\\": \\\"tests::{name}_add_up\\\", \\\"event\\\": \\\"ok\\\" }}\");
    }
    println!(\"{{ \\\"type\\\": \\\"suite\\\", \\\"event\\\": \\\"ok\\\", \\\"passed\\\": 1 }}\");
    let _ = (a, b);
";

#[test]
fn reports_that_the_code_under_test_prints_do_not_count() {
    both_fail(&format!("{REPORTS}    7"), "expected  5", "failed");
    both_fail(
        &format!("{REPORTS}    std::process::abort()"),
        "The process was aborted (signal 6).",
        "aborted",
    );
    both_fail(
        &format!("{REPORTS}    std::process::exit(3)"),
        "The process ended with code 3",
        "ended the process",
    );
    both_fail(
        &format!("{REPORTS}    loop {{ std::thread::park() }}"),
        "It did not end within 1 s",
        "did not end",
    );
}

#[test]
fn a_forged_report_before_ending_with_success_does_not_count() {
    both_fail(
        &format!("{REPORTS}    std::process::exit(0)"),
        "The process ended with code 0",
        "ended the process",
    );
}

#[test]
fn a_passing_test_may_print_reports_of_failure() {
    let book = with(
        "    println!(\"{{ \\\"type\\\": \\\"test\\\", \\\"name\\\": \\\"tests::small_numbers_add_up\\\", \\\"event\\\": \\\"failed\\\" }}\");
    println!(\"{{ \\\"type\\\": \\\"suite\\\", \\\"event\\\": \\\"failed\\\" }}\");
    a + b",
    );
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn the_learners_line_is_shown_where_the_standard_library_panics() {
    let book = with(
        "    let later = std::time::Duration::from_secs(1);
    let earlier = later + later;
    let _ = later - earlier;
    a + b",
    );
    let answer = said(&book, &["run", "add"]);
    answer.is_unsolved(&[
        "It panicked:\n  overflow when subtracting durations\n  exercises/01_one/add.rs:7\n",
        "> 7 |     let _ = later - earlier;\n",
        "It panicked inside of the standard library (core/src/time.rs:",
        "), called from this line.\n",
    ]);
    answer
        .never_says("stack backtrace")
        .never_says("/rustc/")
        .never_says("RUST_BACKTRACE");
    let json = said(&book, &["run", "add", "--json"]);
    json.exits(1)
        .says("\"file\": \"exercises/01_one/add.rs\",\n      \"line\": 7,");
}
