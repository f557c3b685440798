//! How fast a verdict comes, against the compiler by hand and against rustlings: `cargo bench`, or some of it as
//! `cargo bench --bench speed -- run watch`.
//!
//! All contenders of a group take turns in one run, each time after the same edit of the same file, so that what else
//! the machine does hits them alike. Medians are printed, the least of all samples, and ratios of medians. Nothing
//! here fails because it is slow.

mod speed {
    pub mod books;
    pub mod check;
    pub mod course;
    pub mod crates;
    pub mod grade;
    pub mod growth;
    #[cfg(target_os = "linux")]
    pub mod idle;
    #[cfg(unix)]
    pub mod list;
    pub mod machine;
    pub mod measure;
    pub mod real;
    pub mod run;
    pub mod search;
    #[cfg(unix)]
    pub mod screen;
    #[cfg(unix)]
    pub mod terminal;
    pub mod verify;
    #[cfg(unix)]
    pub mod watch;
}

use speed::{check, crates, grade, growth, machine, measure, run, search, verify};

/// The groups by name, and what they measure.
const GROUPS: [(&str, &str, fn()); 10] = [
    ("run", "one exercise after an edit", run::measure),
    (
        "crates",
        "one exercise that needs axum, after an edit",
        crates::measure,
    ),
    #[cfg(unix)]
    (
        "watch",
        "save to verdict on the screen",
        speed::watch::measure,
    ),
    #[cfg(not(unix))]
    ("watch", "needs a pseudo terminal", || {}),
    #[cfg(unix)]
    (
        "screen",
        "the first screen, and keys while a check runs",
        speed::screen::measure,
    ),
    #[cfg(not(unix))]
    ("screen", "needs a pseudo terminal", || {}),
    ("check", "rustlings' 94 solved exercises", check::measure),
    #[cfg(unix)]
    (
        "list",
        "a key in the list of 1,000 exercises, until the screen shows it",
        speed::list::measure,
    ),
    #[cfg(not(unix))]
    ("list", "needs a pseudo terminal", || {}),
    ("growth", "10, 100 and 1,000 exercises", growth::measure),
    ("search", "words in 400 cards", search::measure),
    ("verify", "the proof of the whole course", verify::measure),
    ("grade", "one file, and classes", grade::measure),
];

fn main() {
    // Cargo adds flags of its own.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    for name in &wanted {
        assert!(
            GROUPS.iter().any(|(group, ..)| group == name),
            "no group is called `{name}`; there are: {}",
            GROUPS.map(|(group, ..)| group).join(", ")
        );
    }
    measure::print(&machine::describe());
    for (name, what, measure) in GROUPS {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            measure::print(&format!("\n### `{name}`: {what}\n"));
            measure();
        }
    }
}
