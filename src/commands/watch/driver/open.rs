//! Opens the pages of the reader.

use super::super::super::pages::Pages;
use super::{Driver, Output};
use crate::watch::{Address, Event};

impl Driver<'_> {
    /// Opens a page. The compiler takes its time to explain, and keys must not wait for it.
    pub(super) fn open(&self, address: Address) -> Option<Event> {
        let interactive = matches!(self.output, Output::Screen(_));
        let state = self.context.state.clone();
        let course = self.watch.course.clone();
        let progress = self.watch.progress.clone();
        let open = move |address: &Address| {
            let pages = Pages {
                state: &state,
                course: &course,
                progress: &progress,
                opens_cards: interactive,
                opens_exercises: interactive,
            };
            match pages.open(address) {
                Ok(page) => Event::Opened(page),
                Err(error) => Event::Say(error.in_one_line()),
            }
        };
        if !matches!(address, Address::Explanation(_)) {
            return Some(open(&address));
        }
        let sender = self.sender.clone();
        std::thread::spawn(move || {
            // Nobody listens when the session is over.
            let _ = sender.send(open(&address));
        });
        None
    }
}
