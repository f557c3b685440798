//! Every verdict as the sentences of `watch --plain`.

use super::golden::Golden;
use super::states;
use std::fmt::Write as _;
use workbook::report::verdict_sentences;
use workbook::screen::{Line, tagged};

fn spoken(watch: &workbook::watch::Watch) -> Option<Vec<Line>> {
    let checked = watch.checked.as_ref()?;
    Some(verdict_sentences(
        watch.exercise(),
        &checked.verdict,
        &checked.text,
    ))
}

/// All of them in one file.
pub fn all() -> Golden {
    let mut text = String::new();
    let mut seen = Vec::new();
    for state in states::all() {
        let Some(lines) = spoken(&state.watch) else {
            continue;
        };
        let said = tagged(&lines);
        if !seen.contains(&said) {
            let _ = writeln!(text, "[{}]\n{said}", state.name);
            seen.push(said);
        }
    }
    Golden::new("spoken_verdicts", text)
}

#[test]
fn nothing_that_is_said_is_a_picture() {
    for state in states::all() {
        for line in spoken(&state.watch).unwrap_or_default() {
            let text = line.text();
            let is_picture = |ch: char| "│┌└─✓✗▌█".contains(ch) || ch.is_control();
            assert!(!text.contains(is_picture), "{}: {text}", state.name);
            for picture in ["-->", "^^", " | ", "[#", "---"] {
                assert!(!text.contains(picture), "{}: {text}", state.name);
            }
        }
    }
}
