//! What the keys do.

use super::{Address, Effect, Key, Outcome, Page, Reader, View, Watch};
use crate::error::ExitCode;

impl Watch {
    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        self.message = None;
        if key == Key::Interrupt {
            return self.quit(ExitCode::Interrupted);
        }
        match &self.view {
            View::ConfirmReset => self.confirm_reset(key),
            View::List(selected) => self.list(key, *selected),
            View::Verdict => self.key_at_verdict(key),
            View::Reader(_) => self.read(key),
            View::Welcome | View::Hints | View::Help | View::Farewell => {
                match key {
                    Key::Char('q') | Key::Escape | Key::Enter => self.show(View::Verdict),
                    // The others do what they always do.
                    _ => self.key_at_verdict(key),
                }
            }
        }
    }

    fn key_at_verdict(&mut self, key: Key) -> Vec<Effect> {
        match key {
            Key::Char('q') => self.quit(ExitCode::Success),
            Key::Char('n') => self.next(),
            Key::Char('p') => match self.current.checked_sub(1) {
                Some(previous) => self.go_to(previous),
                None => self.say("This is the first exercise."),
            },
            Key::Char('h') => self.hint(),
            Key::Char('c') => self.card(),
            Key::Char('E') => self.explain(),
            Key::Char('l') => self.show(View::List(self.current)),
            Key::Char('r') => {
                self.run_again = true;
                vec![Effect::Look(self.current)]
            }
            Key::Char('x') => self.show(View::ConfirmReset),
            Key::Char('s') => self.solution(),
            Key::Char('?') => self.show(View::Help),
            Key::Up | Key::Char('k') => self.scroll_to(self.scroll.saturating_sub(1)),
            Key::Down | Key::Char('j') => self.scroll_to(self.scroll.saturating_add(1)),
            Key::PageUp | Key::Char('b') => self.scroll_to(self.scroll.saturating_sub(self.page)),
            Key::PageDown | Key::Char(' ') => self.scroll_to(self.scroll.saturating_add(self.page)),
            Key::Home => self.scroll_to(0),
            Key::End => self.scroll_to(usize::MAX),
            Key::Enter
            | Key::Escape
            | Key::Left
            | Key::Right
            | Key::Tab
            | Key::BackTab
            | Key::Backspace => vec![Effect::Draw],
            Key::Char(ch) => self.say(format!("`{ch}` does nothing here; `?` shows the keys.")),
            Key::Interrupt => self.quit(ExitCode::Interrupted),
        }
    }

    pub(super) fn say(&mut self, text: impl Into<String>) -> Vec<Effect> {
        self.message = Some(text.into());
        vec![Effect::Draw]
    }

    fn scroll_to(&mut self, line: usize) -> Vec<Effect> {
        self.scroll = line;
        vec![Effect::Draw]
    }

    fn hint(&mut self) -> Vec<Effect> {
        let name = self.exercise().name.clone();
        let verdict = self.checked.as_ref().map(|checked| &checked.verdict);
        let revealed = self.progress.entry(&name).hints;
        if self.exercise().hints.is_empty() {
            return self.say(if self.cards().is_empty() {
                "This exercise has no hints."
            } else {
                "This exercise has no hints; `c` opens its card."
            });
        }
        match self.exercise().next_hint(verdict, &revealed) {
            // The first press after another view shows what is known already only when nothing is new.
            Some(hint) => {
                self.progress.record_hint(&name, hint);
                let mut effects = vec![Effect::RecordHint {
                    exercise: self.current,
                    hint,
                }];
                self.latest_hint = Some(hint);
                effects.extend(self.show(View::Hints));
                effects
            }
            None => {
                let effects = self.show(View::Hints);
                let card = if self.cards().is_empty() {
                    ""
                } else {
                    " The card behind it (`c`) may help."
                };
                self.message = Some(format!("No more hints.{card}"));
                effects
            }
        }
    }

    fn read(&mut self, key: Key) -> Vec<Effect> {
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

    fn card(&mut self) -> Vec<Effect> {
        let cards = self.cards();
        match after(&cards, self.address()) {
            Some(card) => vec![Effect::Open(card)],
            None => self.say("This exercise has no card."),
        }
    }

    fn explain(&mut self) -> Vec<Effect> {
        let explanations = self.explanations();
        match after(&explanations, self.address()) {
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

    fn solution(&mut self) -> Vec<Effect> {
        let name = self.exercise().name.clone();
        if self.progress.is_solved(&name) {
            vec![Effect::Open(Address::Solution(name))]
        } else {
            self.say(format!(
                "The solution opens once the exercise is solved. To see it now: `workbook solution {name} --force`."
            ))
        }
    }

    fn confirm_reset(&mut self, key: Key) -> Vec<Effect> {
        let mut effects = self.show(View::Verdict);
        match key {
            Key::Char('y' | 'Y') => {
                // The run that follows is no save of the learner's: where the copy is stays on the screen.
                self.seen = None;
                effects.insert(0, Effect::Reset(self.current));
                effects.insert(1, Effect::Look(self.current));
            }
            _ => self.message = Some("Nothing was reset.".to_owned()),
        }
        effects
    }

    fn list(&mut self, key: Key, selected: usize) -> Vec<Effect> {
        let last = self.course.exercises.len() - 1;
        let selected = match key {
            Key::Up | Key::Char('k' | 'p') => selected.saturating_sub(1),
            Key::Down | Key::Char('j' | 'n') => (selected + 1).min(last),
            Key::PageUp | Key::Char('b') => selected.saturating_sub(self.page),
            Key::PageDown | Key::Char(' ') => (selected + self.page).min(last),
            Key::Home | Key::Char('g') => 0,
            Key::End | Key::Char('G') => last,
            Key::Enter if selected == self.current => return self.show(View::Verdict),
            Key::Enter => return self.go_to(selected),
            Key::Escape | Key::Char('q' | 'l') => return self.show(View::Verdict),
            _ => selected,
        };
        self.show(View::List(selected))
    }

    /// After a solved exercise the next one that is not solved, otherwise the next one.
    pub(super) fn next(&mut self) -> Vec<Effect> {
        let n = self.course.exercises.len();
        let is_solved =
            |watch: &Self, idx: usize| watch.progress.is_solved(&watch.course.exercises[idx].name);
        if !is_solved(self, self.current) {
            return if self.current + 1 < n {
                self.go_to(self.current + 1)
            } else {
                self.say("This is the last exercise. `p` goes back, `l` lists them all.")
            };
        }
        let later = (self.current + 1..n)
            .chain(0..self.current)
            .find(|&idx| !is_solved(self, idx));
        match later {
            Some(idx) => self.go_to(idx),
            None => self.show(View::Farewell),
        }
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
