//! From data to lines of text whose parts have roles: what a learner sees, before colors and cursor movements.
//!
//! Pure: no terminal, no clock, no files.

mod ansi;
mod browser;
mod chapters;
mod detail;
mod doctor;
mod excerpt;
mod failure;
mod footer;
mod line;
mod list;
mod output;
mod page;
mod reference;
mod stats;
mod update;
mod values;
mod verdict;
mod watch;

pub use ansi::plain_rendered;
use detail::Detail;
pub use doctor::doctor_lines;
pub use failure::{happened, in_short, is_to_do};
pub use footer::building;
pub use line::{Line, Link, Role, Span, clip, shorten, tagged, width_of, wrap};
pub use list::list_table;
pub use page::{card_page, hint_page, markdown_lines, rust_lines};
pub use stats::stats_page;
pub use update::update_page;
pub use verdict::{check_line, problem_lines, unchecked_line, verdict_lines};
pub use watch::{Frame, frame, plain_page};
