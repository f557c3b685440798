//! The pictures in README: screens of `watch` as a terminal shows them.

use super::golden::{Golden, compare};
use super::states;
use workbook::screen::frame;
use workbook::terminal::{Look, painted};

/// The pictures by their files, and the states they show.
const PICTURES: [(&str, &str); 5] = [
    ("failing", "failing"),
    ("compiler", "does_not_compile"),
    ("hint", "hint_for_the_failure"),
    ("solved", "solved_unpolished"),
    ("list", "list"),
];

const WIDTH: usize = 90;
const HEIGHT: usize = 28;

fn picture(file: &str, state: &str) -> Golden {
    let lines = frame(&states::named(state).watch, WIDTH, HEIGHT).lines;
    let look = Look {
        color: true,
        unicode: true,
        root: None,
    };
    let svg = anstyle_svg::Term::new().render_svg(&painted(&lines, look));
    Golden::at(format!("docs/pictures/{file}.svg"), svg)
}

#[test]
fn pictures_show_the_screens_as_they_are() {
    let pictures: Vec<Golden> = PICTURES
        .iter()
        .map(|(file, state)| picture(file, state))
        .collect();
    compare(&pictures);
}

#[test]
fn readme_shows_every_picture_and_says_what_it_is() {
    let readme = include_str!("../../../README.md");
    for (file, _) in PICTURES {
        let link = format!("](docs/pictures/{file}.svg)");
        let before = readme
            .split_once(&link)
            .unwrap_or_else(|| panic!("README does not show {file}"))
            .0;
        let words = before.rsplit_once("![").expect("it is a picture").1;
        assert!(
            words.len() > 20,
            "{file} has no words for who cannot see it: {words}"
        );
    }
}
