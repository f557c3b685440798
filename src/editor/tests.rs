//! Environments and what follows from them.

use super::*;

/// A command as one would type it.
fn typed(program: &Program) -> String {
    let words: Vec<String> = program
        .words()
        .into_iter()
        .map(|word| word.into_string().expect("it is text"))
        .collect();
    words.join(" ")
}

fn surroundings(variables: &[(&str, &str)]) -> Surroundings {
    Surroundings::new(|name| {
        variables
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| (*value).to_owned())
    })
}

fn target() -> Target<'static> {
    Target {
        root: Path::new("/book"),
        file: Path::new("exercises/add.rs"),
        line: 5,
    }
}

/// What is done for a file in a terminal of 100 columns, or why not.
fn opened(variables: &[(&str, &str)], pane: Option<&str>) -> String {
    match surroundings(variables).open(target(), 100, pane) {
        Err(why) => format!("no: {why}"),
        Ok(opening) => match opening.how {
            How::Start(program) => format!("start {}", typed(&program)),
            How::Split(program) => format!("split {}", typed(&program)),
            How::Pane { front, tell, split } => format!(
                "front {} | tell {} | split {}",
                typed(&front),
                tell.as_ref().map(typed).unwrap_or_default(),
                typed(&split)
            ),
        },
    }
}

#[test]
fn the_environment_decides_what_opens_a_file() {
    const TMUX: (&str, &str) = ("TMUX", "/tmp/tmux,1,0");
    const PANE: (&str, &str) = ("TMUX_PANE", "%3");
    for (variables, expected) in [
        (vec![], "no: Which editor?"),
        (vec![("EDITOR", "  ")], "no: Which editor?"),
        (vec![("EDITOR", "unclosed 'quote")], "no: Which editor?"),
        (
            vec![("EDITOR", "vim")],
            "no: `vim` needs a terminal of its own",
        ),
        (
            vec![("VISUAL", "code"), ("EDITOR", "vim")],
            "start code -g /book/exercises/add.rs:5",
        ),
        (
            vec![("VISUAL", "code --wait"), TMUX],
            "start code -g /book/exercises/add.rs:5",
        ),
        (
            vec![("VISUAL", "/opt/x/cursor -w --new-window")],
            "start /opt/x/cursor --new-window -g /book/exercises/add.rs:5",
        ),
        (
            vec![("VISUAL", "'/opt/my editors/subl' -w")],
            "start /opt/my editors/subl /book/exercises/add.rs:5",
        ),
        (
            vec![("VISUAL", "rustrover")],
            "start rustrover --line 5 /book/exercises/add.rs",
        ),
        (
            vec![("VISUAL", "emacsclient")],
            "start emacsclient -n +5 /book/exercises/add.rs",
        ),
        (
            vec![("VISUAL", "emacsclient -nw")],
            "no: `emacsclient` needs a terminal of its own",
        ),
        (
            vec![("TERM_PROGRAM", "vscode")],
            "start code -g /book/exercises/add.rs:5",
        ),
        (
            vec![("TERM_PROGRAM", "vscode"), ("EDITOR", "vim")],
            "start code -g /book/exercises/add.rs:5",
        ),
        (
            vec![("TERM_PROGRAM", "vscode"), ("VISUAL", "zed")],
            "start zed /book/exercises/add.rs:5",
        ),
        (
            vec![
                ("TERM_PROGRAM", "vscode"),
                ("VSCODE_GIT_ASKPASS_NODE", "/usr/share/codium/codium"),
            ],
            "start codium -g /book/exercises/add.rs:5",
        ),
        (
            vec![
                ("TERM_PROGRAM", "vscode"),
                ("VSCODE_GIT_ASKPASS_NODE", "/Applications/Cursor.app/x"),
            ],
            "start cursor -g /book/exercises/add.rs:5",
        ),
        (
            vec![("EDITOR", "nvim"), TMUX, PANE],
            "split tmux split-window -v -t %3 -P -F #{pane_id} -c /book nvim +5 /book/exercises/add.rs",
        ),
        (
            vec![("EDITOR", "hx"), TMUX],
            "split tmux split-window -v -P -F #{pane_id} -c /book hx /book/exercises/add.rs:5",
        ),
        (
            vec![("EDITOR", "my-own -x"), ("ZELLIJ", "0")],
            "split zellij action new-pane --close-on-exit --direction down --cwd /book -- my-own -x /book/exercises/add.rs",
        ),
        (
            vec![
                ("EDITOR", "nano"),
                ("WEZTERM_PANE", "7"),
                ("KITTY_WINDOW_ID", "1"),
            ],
            "split wezterm cli split-pane --pane-id 7 --bottom --cwd /book -- nano +5 /book/exercises/add.rs",
        ),
        (
            vec![("EDITOR", "vim"), ("KITTY_WINDOW_ID", "1")],
            "split kitty @ launch --type=window --location=hsplit --cwd=/book vim +5 /book/exercises/add.rs",
        ),
    ] {
        let done = opened(&variables, None);
        assert!(done.starts_with(expected), "{variables:?}: {done}");
    }
}

#[test]
fn the_pane_that_is_there_is_used_again_where_it_can_be() {
    for (variables, expected) in [
        (
            [("EDITOR", "vim"), ("TMUX", "x")],
            "front tmux select-window -t %9 ; select-pane -t %9 | tell tmux send-keys -t %9 -l \u{1c}\u{e}:drop +5 \
             /book/exercises/add.rs\r | split tmux split-window -v",
        ),
        (
            [("EDITOR", "hx"), ("TMUX", "x")],
            "front tmux select-window -t %9 ; select-pane -t %9 | tell  | split tmux split-window -v",
        ),
        (
            [("EDITOR", "nvim"), ("WEZTERM_PANE", "1")],
            "front wezterm cli activate-pane --pane-id %9 | tell wezterm cli send-text --pane-id %9 --no-paste \
             \u{1c}\u{e}:drop",
        ),
        (
            [("EDITOR", "nvim"), ("KITTY_WINDOW_ID", "1")],
            "front kitty @ focus-window --match id:%9 | tell kitty @ send-text --match id:%9 \u{1c}\u{e}:drop",
        ),
        (
            [("EDITOR", "vim"), ("ZELLIJ", "0")],
            "split zellij action new-pane",
        ),
        ([("EDITOR", "code"), ("TMUX", "x")], "start code"),
    ] {
        let done = opened(&variables, Some("%9"));
        assert!(done.starts_with(expected), "{variables:?}: {done}");
    }
}

#[test]
fn a_wide_terminal_is_split_side_by_side() {
    let here = surroundings(&[("EDITOR", "vim"), ("TMUX", "x")]);
    for (columns, direction) in [(80, "-v"), (139, "-v"), (140, "-h")] {
        let Ok(Opening {
            how: How::Split(split),
            ..
        }) = here.open(target(), columns, None)
        else {
            panic!("it is split");
        };
        assert_eq!(split.words()[2], *direction, "{columns}");
    }
}

#[test]
fn nothing_opens_by_itself_but_in_an_editors_own_terminal() {
    for (variables, by_itself) in [
        (&[("VISUAL", "code")][..], false),
        (&[("EDITOR", "vim"), ("TMUX", "x")], false),
        (&[("TERM_PROGRAM", "tmux")], false),
        (&[("TERM_PROGRAM", "vscode")], true),
    ] {
        let here = surroundings(variables);
        assert_eq!(
            here.opens_by_itself(Wish::Unsaid),
            by_itself,
            "{variables:?}"
        );
        assert!(here.opens_by_itself(Wish::Always));
        assert!(!here.opens_by_itself(Wish::Never));
    }
}

#[test]
fn what_is_typed_into_vim_is_a_path_and_nothing_else() {
    let here = |file| {
        let target = Target {
            file: Path::new(file),
            ..target()
        };
        Editor::parse("vim").expect("an editor").words_for(target)
    };
    assert_eq!(
        here("a b|c%.rs").as_deref(),
        Some(r":drop +5 /book/a\ b\|c\%.rs")
    );
    assert_eq!(here("a\r:q!.rs"), None);
}

#[test]
fn the_work_begins_where_something_is_to_be_written() {
    for (text, line) in [
        ("", 1),
        ("fn a() {}\n", 1),
        ("fn a() {\n    todo!()\n}\n", 2),
        (
            "//! Replace the todo!().\n\nfn a() {\n    todo!(\"it\")\n}\n",
            4,
        ),
        ("fn a() {}\n// TODO: write b\n", 2),
    ] {
        assert_eq!(first_line(text), line, "{text:?}");
    }
}
