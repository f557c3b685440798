//! From data to lines of text whose parts have roles: what a learner sees, before colors and cursor movements.
//!
//! Pure: no terminal, no clock, no files.

mod ansi;
mod browser;
mod chapters;
mod code;
mod detail;
mod doctor;
mod excerpt;
mod failure;
mod footer;
mod hits;
mod line;
mod list;
mod output;
mod page;
mod pairs;
mod reader;
mod reference;
mod suspects;
mod stats;
mod update;
mod values;
mod verdict;
mod watch;

pub use ansi::plain_rendered;
pub use code::rust_lines;
use detail::Detail;
pub use doctor::{Subject, doctor_lines};
pub use failure::{elsewhere, happened, in_short};
pub use footer::building;
pub use hits::hit_lines;
pub use line::{Line, Link, Role, Span, clip, key_table, shorten, tagged, width_of, wrap};
pub use list::list_table;
pub use page::{hint_page, markdown_lines, page_lines, way_to_solution};
pub use pairs::pair_lines;
pub use reader::{Around, reader_frame};
pub use stats::stats_page;
pub use update::update_page;
pub use verdict::{TO_BEGIN, check_line, problem_lines, unchecked_line, verdict_lines};
pub use watch::{Frame, frame, plain_page};
