//! How fast the list of a long workbook answers.

use super::books::workbook;
use super::growth;
use super::measure::{Contender, ROUNDS, print, table};
use super::terminal::Session;

const SIZE: usize = 1000;

/// Keys, a row that is on the screen only once it shows what they did, and what that is called.
const KEYS: [(&str, &str, &str); 6] = [
    ("\x1b[B", ">  new     exercise_1 ", "one row down"),
    ("\x1b[F", ">  new     exercise_999 ", "to the end"),
    ("/7", ">  new     exercise_7 ", "a search, its first letter"),
    ("77", ">  new     exercise_777 ", "two more letters"),
    ("\x1b", "   new     exercise_778 ", "the search ends"),
    ("\x1b[H", ">  - chapter ", "to the beginning"),
];

/// Measures the time from a key to the screen. Each time the whole screen is drawn anew: 200 rows.
pub fn measure() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let root = dir.path().join("book");
    growth::create(&root, SIZE);
    let mut command = workbook(&root);
    command.args(["watch", "exercise_0"]);
    let session = Session::start(command);
    session.await_texts(&["solved, "]);
    let mut opening = Contender::new("`l`, the list opens");
    let mut contenders: Vec<Contender> = KEYS
        .map(|(_, _, what)| Contender::new(what))
        .into_iter()
        .collect();
    for round in 0..=ROUNDS {
        opening.took(session.time_until(|| session.type_text("l"), &["/ search  f filter"]));
        for (contender, (keys, shown, _)) in contenders.iter_mut().zip(KEYS) {
            contender.took(session.time_until(|| session.type_text(keys), &[shown]));
        }
        session.type_text("q");
        session.await_texts(&["q quit"]);
        if round == 0 {
            opening.forget();
            contenders.iter_mut().for_each(Contender::forget);
        }
    }
    let all: Vec<&Contender> = std::iter::once(&opening).chain(&contenders).collect();
    print(&table(&all));
}
