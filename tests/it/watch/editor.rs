//! The file of the current exercise in the learner's editor: stand-ins for editors and multiplexers write down how
//! they were called.

use super::{ADD, SOLVED_SAYS, STARTER_SAYS};
use crate::support::pty::{Session, await_some};
use crate::support::{Book, SOLVED};
use std::os::unix::fs::PermissionsExt as _;

const SUB: &str = "exercises/01_one/sub.rs";

/// A workbook and, in `bin`, programs that append their arguments to `calls`, then do what `script` says.
struct Desk {
    book: Book,
}

impl Desk {
    fn new(programs: &[(&str, &str)]) -> Self {
        let book = Book::new();
        let calls = book.path("calls");
        for (name, script) in programs {
            let file = format!("bin/{name}");
            let text = format!(
                "#!/bin/sh\necho \"{name} $*\" | tr '\\034\\016\\r' '^.$' >> '{}'\n{script}\n",
                calls.display()
            );
            book.write(&file, &text);
            std::fs::set_permissions(book.path(&file), std::fs::Permissions::from_mode(0o755))
                .expect("it can be made executable");
        }
        Self { book }
    }

    fn watch(&self, args: &[&str], env: &[(&str, &str)]) -> Session {
        let path = std::env::var("PATH").expect("there is a PATH");
        let path = format!("{}:{path}", self.book.path("bin").display());
        let mut env = env.to_vec();
        env.push(("PATH", &path));
        let mut words = vec!["watch"];
        words.extend(args);
        let session = Session::open(&self.book, &words, (100, 30), &env);
        session.await_text(STARTER_SAYS);
        session
    }

    /// The calls so far, the workbook's own path as `BOOK`.
    fn calls(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.book.path("calls")).unwrap_or_default();
        let root = std::fs::canonicalize(self.book.root()).expect("it is there");
        text.replace(&root.display().to_string(), "BOOK")
            .lines()
            .map(str::to_owned)
            .collect()
    }

    #[track_caller]
    fn await_calls(&self, calls: &[&str]) {
        let expected = calls.len();
        let seen = await_some("the calls", || {
            Some(self.calls()).filter(|seen| seen.len() >= expected)
        });
        assert_eq!(seen, calls);
    }
}

#[test]
fn an_editor_with_windows_is_told_each_file_and_its_line() {
    let desk = Desk::new(&[("code", "exit 0")]);
    let mut session = desk.watch(&["--edit"], &[("VISUAL", "code --wait")]);
    desk.await_calls(&[&format!("code -g BOOK/{ADD}:5")]);
    session.key('n');
    let second = format!("code -g BOOK/{SUB}:5");
    desk.await_calls(&[&format!("code -g BOOK/{ADD}:5"), &second]);
    session.key('q');
    session.end().assert_clean(0);
}

#[test]
fn a_pane_is_made_once_and_used_again() {
    let desk = Desk::new(&[("tmux", "[ $1 = split-window ] && echo %42"), ("vim", "")]);
    let mut session = desk.watch(
        &["--edit"],
        &[("EDITOR", "vim"), ("TMUX", "x"), ("TMUX_PANE", "%7")],
    );
    let split = format!("tmux split-window -v -t %7 -P -F #{{pane_id}} -c BOOK vim +5 BOOK/{ADD}");
    desk.await_calls(&[&split]);
    // The stand-in for tmux fails at everything but a split: the pane is gone.
    session.key('n');
    let front = "tmux select-window -t %42 ; select-pane -t %42";
    let again = format!("tmux split-window -v -t %7 -P -F #{{pane_id}} -c BOOK vim +5 BOOK/{SUB}");
    desk.await_calls(&[&split, front, &again]);
    // And now it is there.
    desk.book.write(
        "bin/tmux",
        &desk.book.read("bin/tmux").replace("[ $1", "true || [ $1"),
    );
    session.key('p');
    let tell = format!("tmux send-keys -t %42 -l ^.:drop +5 BOOK/{ADD}$");
    desk.await_calls(&[&split, front, &again, front, &tell]);
    session.key('q');
    session.end().assert_clean(0);
}

#[test]
fn an_editor_that_cannot_be_told_is_not_closed() {
    let desk = Desk::new(&[
        ("tmux", "[ $1 = split-window ] && echo %1; exit 0"),
        ("hx", ""),
    ]);
    let session = desk.watch(&["--edit"], &[("VISUAL", "hx"), ("TMUX", "x")]);
    desk.await_calls(&[&format!(
        "tmux split-window -v -P -F #{{pane_id}} -c BOOK hx BOOK/{ADD}:5"
    )]);
    session.key('n');
    session.await_text("hx still shows another file and cannot be told: close it there, then `v`");
}

#[test]
fn only_an_editors_own_terminal_opens_files_unasked() {
    let desk = Desk::new(&[("code", "")]);
    let mut session = desk.watch(&[], &[("TERM_PROGRAM", "vscode"), ("EDITOR", "vim")]);
    desk.await_calls(&[&format!("code -g BOOK/{ADD}:5")]);
    session.key('q');
    session.end().assert_clean(0);

    for (args, env) in [
        (&["--no-edit"][..], ("TERM_PROGRAM", "vscode")),
        (&[], ("VISUAL", "code")),
    ] {
        let desk = Desk::new(&[("code", "")]);
        let mut session = desk.watch(args, &[env]);
        desk.book.write(ADD, SOLVED);
        session.await_text(SOLVED_SAYS);
        session.key('n');
        session.await_text(SUB);
        session.await_text(STARTER_SAYS);
        assert_eq!(desk.calls(), [""; 0]);
        // The key is a wish of its own.
        session.key('v');
        desk.await_calls(&[&format!("code -g BOOK/{SUB}:5")]);
        session.key('q');
        session.end().assert_clean(0);
    }
}

#[test]
fn the_key_goes_to_what_is_wrong() {
    let desk = Desk::new(&[("subl", "")]);
    let session = desk.watch(&[], &[("VISUAL", "subl")]);
    session.await_text("`v` opens the file in subl; `workbook watch --edit` does it by itself.");
    desk.book.add_body("    let sum = a + b;\n    \"sum\"");
    session.await_text("it does not compile");
    session.key('v');
    desk.await_calls(&[&format!("subl BOOK/{ADD}:6")]);
}

#[test]
fn the_list_opens_the_file_of_another_exercise() {
    let desk = Desk::new(&[("code", "")]);
    let session = desk.watch(&[], &[("VISUAL", "code")]);
    session.key('l');
    session.await_text("Exercises");
    session.type_text("je");
    desk.await_calls(&[&format!("code -g BOOK/{SUB}:5")]);
}

#[test]
fn what_goes_wrong_is_one_line_and_the_loop_goes_on() {
    for (editor, tmux, said) in [
        ("code", "", "`code` ended with code 3; `code -g"),
        (
            "hx",
            "",
            "`hx` needs a terminal of its own: run `workbook watch` inside tmux",
        ),
        ("hx", "x", "tmux opens no pane: no space for a new pane"),
        (
            "no-such-editor",
            "x",
            "`no-such-editor` is not in `PATH`. `VISUAL` says which",
        ),
        ("", "x", "Which editor? Set `VISUAL`, as in"),
    ] {
        let desk = Desk::new(&[
            ("code", "exit 3"),
            ("hx", ""),
            ("tmux", "echo >&2; echo no space for a new pane >&2; exit 1"),
        ]);
        let mut session = desk.watch(&["--edit"], &[("VISUAL", editor), ("TMUX", tmux)]);
        session.await_text(said);
        desk.book.write(ADD, SOLVED);
        session.await_text(SOLVED_SAYS);
        session.key('q');
        session.end().assert_clean(0);
    }
}

#[test]
fn an_editor_that_never_ends_holds_nothing_up_and_lives_on() {
    let desk = Desk::new(&[(
        "gvim",
        "echo $$ > pid; while [ ! -e stop ]; do sleep 0.05; done; echo over > over",
    )]);
    let mut session = desk.watch(&["--edit"], &[("VISUAL", "gvim")]);
    desk.await_calls(&[&format!("gvim +5 BOOK/{ADD}")]);
    session.key('n');
    desk.await_calls(&[
        &format!("gvim +5 BOOK/{ADD}"),
        &format!("gvim +5 BOOK/{SUB}"),
    ]);
    session.key('q');
    session.await_exit();
    desk.book.write("stop", "");
    await_some("the editor to end by itself", || {
        desk.book.path("over").exists().then_some(())
    });
    session.end().assert_clean(0);
}
