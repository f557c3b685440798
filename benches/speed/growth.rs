//! How the cost grows with the number of exercises, and what a `watch` costs that has nothing to do.

use super::books::{workbook, write};
use super::measure::{Contender, ROUNDS, finishes, print, show, succeed, tell};
use std::fmt::Write as _;
use std::path::Path;

const SIZES: [usize; 3] = [10, 100, 1000];

/// Measures commands on workbooks of several sizes, and the memory and processor time of an idle `watch`.
pub fn measure() {
    let mut out = String::from(
        "| exercises | `list` | `hint` | `check`, nothing changed | memory of an idle `watch` | its processor time |\n|---|---|---|---|---|---|\n",
    );
    for size in SIZES {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let root = dir.path().join("book");
        create(&root, size);
        tell(&format!("growth: the first check of {size} exercises"));
        succeed(workbook(&root).arg("check"));
        let mut list = Contender::new("list");
        let mut hint = Contender::new("hint");
        let mut check = Contender::new("check");
        for _ in 0..ROUNDS {
            list.time(|| succeed(workbook(&root).arg("list")));
            hint.time(|| {
                // There is none.
                finishes(workbook(&root).arg("hint"));
            });
            check.time(|| succeed(workbook(&root).arg("check")));
        }
        let [list, hint, check] =
            [list, hint, check].map(|contender| contender.median().map_or_else(String::new, show));
        let idle = idle(&root);
        let _ = writeln!(out, "| {size} | {list} | {hint} | {check} | {idle} |");
    }
    print(&out);
}

/// Two columns of the table.
#[cfg(target_os = "linux")]
fn idle(root: &Path) -> String {
    super::idle::measure(root)
}

#[cfg(not(target_os = "linux"))]
fn idle(_root: &Path) -> String {
    "not known here | ".to_owned()
}

/// A workbook of solved exercises, no two alike.
pub fn create(root: &Path, size: usize) {
    let mut info = String::from("format_version = 1\ntitle = \"Growth\"\n");
    for number in 0..size {
        let chapter = number / 50;
        let _ = write!(
            info,
            "\n[[exercises]]\nname = \"exercise_{number}\"\ndir = \"{chapter:02}_chapter\"\ntitle = \"Exercise {number}\"\ndifficulty = {}\n",
            number % 5 + 1
        );
        write(
            &root.join(format!(
                "exercises/{chapter:02}_chapter/exercise_{number}.rs"
            )),
            &format!(
                "//! Exercise {number}.\n\n/// Adds {number}.\npub fn add(number: usize) -> usize {{\n    number + {number}\n}}\n\n#[cfg(test)]\nmod tests {{\n    use super::*;\n\n    #[test]\n    fn adds() {{\n        assert_eq!(add(2), {});\n    }}\n}}\n",
                number + 2
            ),
        );
    }
    write(&root.join("info.toml"), &info);
}
