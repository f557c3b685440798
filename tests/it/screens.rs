//! What a learner sees in every state, compared with golden files; and what holds for every screen whatever it shows.

mod fixtures;
pub mod golden;
mod layout;
mod pictures;
mod properties;
mod session;
mod spoken;
mod states;

use golden::Golden;
use std::path::Path;
use workbook::concept::Card;
use workbook::error::{Place, Problem};
use workbook::exercise::Course;
use workbook::info;
use workbook::screen::{
    check_line, frame, hint_page, list_table, page_lines, plain_page, problem_lines, tagged,
    verdict_lines,
};
use workbook::terminal::{Look, painted};
use workbook::watch::{Page, Shelf};

fn framed(name: &str, width: usize, height: usize) -> Golden {
    let state = states::named(name);
    let lines = frame(&state.watch, width, height).lines;
    Golden::new(format!("{name}_{width}x{height}"), tagged(&lines))
}

fn wide_screens() -> Vec<Golden> {
    states::all()
        .iter()
        .map(|state| {
            Golden::new(
                format!("{}_100x30", state.name),
                tagged(&frame(&state.watch, 100, 30).lines),
            )
        })
        .collect()
}

/// The usual size: what a learner sees beside an editor.
fn usual_screens() -> Vec<Golden> {
    states::all()
        .iter()
        .map(|state| {
            let lines = frame(&state.watch, 80, 24).lines;
            Golden::new(format!("{}_80x24", state.name), tagged(&lines))
        })
        .collect()
}

/// What is really sent to a terminal, escape sequences made visible.
fn colored_screens() -> Vec<Golden> {
    let look = Look {
        color: true,
        unicode: true,
        root: Some(Path::new("/course")),
    };
    let ascii = Look {
        color: false,
        unicode: false,
        root: None,
    };
    let sent = |name: &str, kind: &str, look: Look| {
        let lines = frame(&states::named(name).watch, 80, 24).lines;
        let text = painted(&lines, look).replace('\u{1b}', "\\e");
        Golden::new(format!("{name}_{kind}"), text)
    };
    states::all()
        .iter()
        .map(|state| sent(state.name, "colored", look))
        .chain([sent("failing", "ascii", ascii)])
        .collect()
}

fn narrow_screens() -> Vec<Golden> {
    states::all()
        .iter()
        .map(|state| framed(state.name, 40, 12))
        .collect()
}

fn tiny_screens() -> Vec<Golden> {
    [
        "failing",
        "solved",
        "list_at_the_end",
        "help",
        "confirm_reset",
        "scrolled",
    ]
    .iter()
    .map(|name| framed(name, 20, 8))
    .collect()
}

fn appended_lines() -> Vec<Golden> {
    let pages = ["welcome", "hints", "list", "list_nothing", "confirm_reset"].map(|name| {
        let watch = states::named(name).watch;
        Golden::new(format!("{name}_plain"), tagged(&plain_page(&watch, 100)))
    });
    pages.into_iter().chain([spoken::all()]).collect()
}

fn course() -> Course {
    info::parse(fixtures::COURSE).expect("the course is right")
}

fn command_outputs() -> Vec<Golden> {
    let course = course();
    let exercise = &course.exercises[0];
    let card = Card::parse(
        "concepts/algorithms/binary-search.md".as_ref(),
        fixtures::CARD,
    )
    .expect("the card is right");
    let list = states::named("list");
    let shelf = Shelf {
        slugs: ["sorted-slices".to_owned()].into(),
        course: &course,
        progress: &list.watch.progress,
        opens_cards: false,
        opens_exercises: false,
    };
    let card = Page::card(&card, &shelf);
    let rows = workbook::list::rows(&course, &list.watch.progress);
    let unpolished = states::unpolished();
    let checked: Vec<_> = [
        states::solved(),
        states::off_by_one(),
        states::mistyped(),
        states::tampered(),
        states::unpolished().strict(),
    ]
    .iter()
    .map(|version| check_line(exercise, &version.verdict(), 12))
    .collect();
    let problem = Problem::new("no exercise is called `lru_cach`")
        .at(Place::at("info.toml".as_ref(), 3, 8))
        .note("a fact\nin two lines")
        .help("did you mean `lru_cache`? `workbook list` shows them all");
    vec![
        Golden::new("command_card", tagged(&page_lines(&card, 100))),
        Golden::new("command_card_narrow", tagged(&page_lines(&card, 30))),
        Golden::new(
            "command_hint",
            tagged(&hint_page(exercise, &[1, 0], Some(1), 100)),
        ),
        Golden::new("command_list", tagged(&list_table(&rows, Some(0), None))),
        Golden::new(
            "command_list_80",
            tagged(&list_table(&rows, Some(0), Some(80))),
        ),
        Golden::new(
            "command_list_40",
            tagged(&list_table(&rows, Some(0), Some(40))),
        ),
        Golden::new(
            "command_run",
            tagged(&verdict_lines(
                exercise,
                &unpolished.verdict(),
                &unpolished.text,
                100,
            )),
        ),
        Golden::new("command_check", tagged(&checked)),
        Golden::new("command_error", tagged(&problem_lines(&problem))),
    ]
}

#[test]
fn a_wide_screen_shows_every_state_as_approved() {
    golden::compare(&wide_screens());
}

#[test]
fn the_usual_screen_shows_every_state_as_approved() {
    golden::compare(&usual_screens());
}

#[test]
fn colors_and_links_reach_the_terminal_as_approved() {
    golden::compare(&colored_screens());
}

#[test]
fn a_narrow_screen_shows_what_matters_first() {
    golden::compare(&narrow_screens());
}

#[test]
fn a_tiny_screen_is_still_of_use() {
    golden::compare(&tiny_screens());
}

#[test]
fn without_a_screen_sentences_and_pages_are_appended() {
    golden::compare(&appended_lines());
}

#[test]
fn the_commands_print_what_was_approved() {
    golden::compare(&command_outputs());
}

#[test]
fn every_golden_file_belongs_to_a_test() {
    let mut pictures = wide_screens();
    pictures.extend(colored_screens());
    pictures.extend(narrow_screens());
    pictures.extend(usual_screens());
    pictures.extend(tiny_screens());
    pictures.extend(appended_lines());
    pictures.extend(command_outputs());
    golden::assert_all_used(&pictures);
}
