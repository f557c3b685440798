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

    /// The cards of the exercise.
    pub fn cards(&self) -> Vec<Address> {
        let slugs = self.exercise().cards();
        slugs.map(|slug| Address::Card(slug.to_owned())).collect()
    }

    /// What the compiler can explain of the errors in the verdict, the first one first.
    pub fn explanations(&self) -> Vec<Address> {
        let errors = self
            .checked
            .iter()
            .flat_map(|checked| checked.verdict.errors());
        let mut found = Vec::new();
        for code in errors.filter_map(|error| error.code.as_ref()) {
            let address = Address::Explanation(code.clone());
            // Lints that are denied are errors too, but have no number.
            let is_code = code.strip_prefix('E').is_some_and(|digits| {
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            });
            if is_code && !found.contains(&address) {
                found.push(address);
            }
        }
        found
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
