//! One exercise, checked after an edit of a function's body.

use super::books::{self, Books};
use super::machine;
use super::measure::{Contender, ROUNDS, against, print, succeed, table};
use std::process::Command;

/// Measures `workbook run`, clippy included, against the compiler by hand and against `rustlings run`.
pub fn measure() {
    let books = Books::new();
    let has_rustlings = machine::version("rustlings").is_some();
    let mut by_hand = Contender::new("`rustc --edition 2024 --test F -o B && B`");
    let mut ours = Contender::new("`workbook run`, lints included");
    let mut rustlings = Contender::new("`rustlings run`");
    for round in 0..=ROUNDS {
        for root in [books.ours(), books.rustlings()] {
            books::write(&books::file(&root), &books::solved(round));
        }
        by_hand.time(|| {
            succeed(
                Command::new("rustc")
                    .args(["--edition", "2024", "--test"])
                    .arg(books::file(&books.ours()))
                    .arg("-o")
                    .arg(books.binary()),
            );
            succeed(&mut Command::new(books.binary()));
        });
        ours.time(|| succeed(books::workbook(&books.ours()).args(["run", books::NAME])));
        if has_rustlings {
            rustlings.time(|| {
                succeed(books::rustlings(&books.rustlings()).args(["run", books::NAME]));
            });
        }
        if round == 0 {
            for contender in [&mut by_hand, &mut ours, &mut rustlings] {
                contender.forget();
            }
        }
    }
    print(&table(&[&by_hand, &ours, &rustlings]));
    print(&against(&ours, &rustlings));
}
