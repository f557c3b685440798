//! From a save to the verdict on the screen.

use super::books::{self, Books};
use super::machine;
use super::measure::{Contender, ROUNDS, against, print, table};
use super::terminal::Session;
use std::path::{Path, PathBuf};

/// A program that watches a workbook, and what it shows when all is well.
struct Watcher {
    root: PathBuf,
    session: Session,
    when_solved: &'static str,
    solved: Contender,
    mistaken: Contender,
}

impl Watcher {
    fn ours(root: &Path) -> Self {
        let mut command = books::workbook(root);
        command.args(["watch", books::NAME]);
        Self {
            root: root.to_owned(),
            session: Session::start(command),
            when_solved: "tests pass",
            solved: Contender::new("`workbook watch`, save to \"solved\""),
            mistaken: Contender::new("`workbook watch`, save to a type error"),
        }
    }

    fn rustlings(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            session: Session::start(books::rustlings(root)),
            when_solved: "Exercise done",
            solved: Contender::new("`rustlings`, save to \"Exercise done\""),
            mistaken: Contender::new("`rustlings`, save to a type error"),
        }
    }

    fn save(&self, text: &str) {
        books::write(&books::file(&self.root), text);
    }
}

/// Measures `workbook watch` against rustlings' watch on the same file. Each save that solves comes after one that does
/// not compile, and each type error has its round's number, so that it is clear which save a screen is about.
pub fn measure() {
    let books = Books::new();
    let mut roots = vec![books.ours()];
    if machine::version("rustlings").is_some() {
        roots.push(books.rustlings());
    }
    for root in &roots {
        books::write(&books::file(root), &books::mistaken(0));
    }
    let mut watchers = vec![Watcher::ours(&books.ours())];
    if roots.len() > 1 {
        watchers.push(Watcher::rustlings(&books.rustlings()));
    }
    for watcher in &watchers {
        watcher.session.await_texts(&[&books::type_error(0)]);
    }
    for round in 1..=ROUNDS + 1 {
        // rustlings overlooks a save just after a verdict; the other one's turn lies in between.
        for watcher in &mut watchers {
            let act = || watcher.save(&books::solved(round));
            let time = watcher.session.time_until(act, &[watcher.when_solved]);
            watcher.solved.took(time);
        }
        for watcher in &mut watchers {
            let act = || watcher.save(&books::mistaken(round));
            let error = books::type_error(round);
            let time = watcher.session.time_until(act, &[&error]);
            watcher.mistaken.took(time);
        }
        if round == 1 {
            for watcher in &mut watchers {
                watcher.solved.forget();
                watcher.mistaken.forget();
            }
        }
    }
    let [ours, rest @ ..] = watchers.as_slice() else {
        return;
    };
    match rest.first() {
        Some(rustlings) => {
            print(&table(&[&rustlings.solved, &ours.solved]));
            print(&table(&[&rustlings.mistaken, &ours.mistaken]));
            print(&against(&ours.solved, &rustlings.solved));
            print(&against(&ours.mistaken, &rustlings.mistaken));
        }
        None => print(&table(&[&ours.solved, &ours.mistaken])),
    }
}
