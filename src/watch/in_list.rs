//! The loop while the list is shown: it goes on checking, and does what is wished for there.

use super::list::Wish;
use super::{Effect, Key, Mouse, View, Watch};

impl Watch {
    pub(super) fn show_list(&mut self) -> Vec<Effect> {
        self.list.open(&self.course, &self.progress, self.current);
        self.show(View::List)
    }

    /// Notes what whoever draws did: in which line the text begins, how many of its lines are above, how many fit.
    pub fn drawn(&mut self, top: usize, above: usize, room: usize) {
        // Or the way back would begin somewhere beyond the end.
        self.scroll = above;
        self.page = room.saturating_sub(2).max(1);
        if self.view == View::List {
            self.list.drawn(top, above, room);
        }
    }

    /// Whether the list is shown, or what its keys do.
    pub(super) fn is_in_list(&self) -> bool {
        matches!(self.view, View::List | View::ListHelp)
    }

    /// Keeps the list up to date with the progress.
    pub(super) fn refresh_list(&mut self) {
        if self.is_in_list() {
            self.list.refresh(&self.course, &self.progress);
        }
    }

    /// What is told of a verdict where it is not shown.
    pub(super) fn news(&self, verdict: &str) -> Option<String> {
        self.is_in_list()
            .then(|| format!("`{}`: {verdict}.", self.exercise().name))
    }

    pub(super) fn list_key(&mut self, key: Key) -> Vec<Effect> {
        let wish = self.list.key(key, &self.course, &self.progress);
        self.grant(wish)
    }

    pub(super) fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        // What is on its way when the list is left comes too late.
        if self.view != View::List {
            return Vec::new();
        }
        let wish = self
            .list
            .mouse(mouse, &self.course, &self.progress, self.now);
        self.grant(wish)
    }

    fn grant(&mut self, wish: Wish) -> Vec<Effect> {
        match wish {
            Wish::Stay => vec![Effect::Draw],
            Wish::Leave => self.show(View::Verdict),
            Wish::Help => self.show(View::ListHelp),
            Wish::Say(text) => self.say(text),
            Wish::Open(exercise) if exercise == self.current => self.show(View::Verdict),
            Wish::Open(exercise) => self.go_to(exercise),
            Wish::Edit(exercise) => vec![Effect::OpenEditor(exercise), Effect::Draw],
            Wish::Reset(exercise) => {
                let mut effects = self.reset(exercise);
                effects.push(Effect::Draw);
                effects
            }
        }
    }

    pub(super) fn key_at_list_help(&mut self, key: Key) -> Vec<Effect> {
        match key {
            Key::Up | Key::Char('k') => self.scroll_to(self.scroll.saturating_sub(1)),
            Key::Down | Key::Char('j') => self.scroll_to(self.scroll.saturating_add(1)),
            Key::PageUp | Key::Char('b') => self.scroll_to(self.scroll.saturating_sub(self.page)),
            Key::PageDown | Key::Char(' ') => self.scroll_to(self.scroll.saturating_add(self.page)),
            Key::Home => self.scroll_to(0),
            Key::End => self.scroll_to(usize::MAX),
            _ => self.show(View::List),
        }
    }
}
