//! What the keys do in the reader, and what it is opened with.

use super::{Address, Effect, Key, Outcome, Page, Reader, View, Watch};

impl Watch {
    pub(super) fn read(&mut self, key: Key) -> Vec<Effect> {
        let View::Reader(reader) = &mut self.view else {
            return Vec::new();
        };
        match reader.step(key) {
            Outcome::Stay => vec![Effect::Draw],
            Outcome::Leave => self.show(View::Verdict),
            Outcome::Say(text) => self.say(text),
            Outcome::Open(Address::Exercise(name)) => match self.course.position(&name) {
                Some(exercise) if exercise != self.current => self.go_to(exercise),
                _ => self.show(View::Verdict),
            },
            Outcome::Open(address) => vec![Effect::Open(address)],
            // The card key turns to the next card, others do what they always do.
            Outcome::Unknown => self.key_at_verdict(key),
        }
    }

    /// Lays a page on those that are open.
    pub(super) fn opened(&mut self, page: Page) -> Vec<Effect> {
        self.note_explained(&page.address);
        if let View::Reader(reader) = &mut self.view {
            reader.open(page);
            return vec![Effect::Draw];
        }
        self.show(View::Reader(Reader::new(page)))
    }

    /// Where the page that is read comes from.
    fn address(&self) -> Option<&Address> {
        match &self.view {
            View::Reader(reader) => Some(&reader.top().page.address),
            _ => None,
        }
    }

    pub(super) fn card(&mut self) -> Vec<Effect> {
        match after(&self.cards(), self.address()) {
            Some(card) => vec![Effect::Open(card)],
            None => self.say("This exercise has no card."),
        }
    }

    pub(super) fn explain(&mut self) -> Vec<Effect> {
        match after(&self.explanations(), self.address()) {
            Some(explanation) => vec![Effect::Open(explanation)],
            None => self
                .say("There is no error code on the screen. `workbook explain CODE` explains any."),
        }
    }

    pub(super) fn note_explained(&mut self, address: &Address) {
        if let Address::Explanation(code) = address {
            self.explained.insert(code.clone());
        }
    }

    /// The compiler's own words on the first error, as long as they are news and no hint answers the error: before they
    /// are read, a step of the common ladder leads past what is on the screen.
    pub(super) fn unread_explanation(&self, hint: Option<usize>) -> Option<Address> {
        let answers = hint.is_some_and(|hint| self.exercise().hints[hint].when.is_some());
        self.explanations()
            .into_iter()
            .next()
            .filter(|address| match address {
                Address::Explanation(code) => !answers && !self.explained.contains(code),
                _ => false,
            })
    }

    /// The cards of the exercise.
    pub fn cards(&self) -> Vec<Address> {
        let slugs = self.exercise().cards();
        slugs.map(|slug| Address::Card(slug.to_owned())).collect()
    }

    /// What the compiler can explain of the errors in the verdict, the first one first.
    pub fn explanations(&self) -> Vec<Address> {
        self.known()
            .into_iter()
            .flat_map(|checked| checked.verdict.error_codes())
            .map(|code| Address::Explanation(code.to_owned()))
            .collect()
    }
}

/// The address that comes after the one that is open, or the first.
fn after(addresses: &[Address], open: Option<&Address>) -> Option<Address> {
    let next = addresses
        .iter()
        .position(|address| Some(address) == open)
        .map_or(0, |at| (at + 1) % addresses.len());
    addresses.get(next).cloned()
}
