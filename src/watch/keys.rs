//! What the keys do.

use super::{Address, Effect, Key, Unfolded, View, Watch};
use crate::error::ExitCode;
use crate::exercise::Format;
use crate::verdict::Outcome;
use std::time::Duration;

/// A `q` that follows on something that was closed within this time was meant for that.
const HASTE: Duration = Duration::from_secs(1);

impl Watch {
    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        self.message = None;
        let closed_at = self.closed_at.take();
        match key {
            Key::Interrupt => return self.quit(ExitCode::Interrupted),
            Key::Quit => return self.quit(ExitCode::Success),
            Key::Char('q') if self.is_main() => {
                let is_hasty =
                    closed_at.is_some_and(|at| self.now.saturating_duration_since(at) < HASTE);
                return if is_hasty {
                    self.say("Everything is closed. `q` again quits.")
                } else {
                    self.quit(ExitCode::Success)
                };
            }
            Key::Char('q') => self.closed_at = Some(self.now),
            _ => {}
        }
        match &self.view {
            View::ConfirmReset => self.confirm_reset(key),
            View::List => self.list_key(key),
            View::ListHelp => self.key_at_list_help(key),
            View::Verdict => self.key_at_verdict(key),
            View::Reader(_) => self.read(key),
            View::Welcome
            | View::Hints
            | View::Reference(_)
            | View::Output
            | View::Help
            | View::Farewell => {
                match key {
                    Key::Char('q') | Key::Escape | Key::Enter => self.show(View::Verdict),
                    // The others do what they always do.
                    _ => self.key_at_verdict(key),
                }
            }
        }
    }

    /// Whether nothing is open that could be closed.
    fn is_main(&self) -> bool {
        self.view == View::Verdict && !self.is_unfolded()
    }

    pub(super) fn key_at_verdict(&mut self, key: Key) -> Vec<Effect> {
        match key {
            Key::Char('q') | Key::Escape if !self.is_main() => {
                self.unfolded = Unfolded::default();
                self.show(View::Verdict)
            }
            Key::Char('n') => self.next(),
            Key::Char('p') => match self.current.checked_sub(1) {
                Some(previous) => self.go_to(previous),
                None => self.say("This is the first exercise."),
            },
            Key::Char('g') => self.go_to_other(),
            Key::Char('h') => self.hint(),
            Key::Char('c') => self.card(),
            Key::Char('E') => self.explain(),
            Key::Char('l') => self.show_list(),
            Key::Char('r') => {
                self.run_again = true;
                vec![Effect::Look(self.current)]
            }
            Key::Char('x') => self.show(View::ConfirmReset),
            Key::Char('s') => self
                .solution(|watch| Effect::Open(Address::Solution(watch.exercise().name.clone()))),
            Key::Char('d') => self.solution(|watch| Effect::OpenReference(watch.current)),
            Key::Char('e') => self.all_errors(),
            Key::Char('t') => self.all_tests(),
            Key::Char('o') if self.known().is_none() => self.say("Nothing was printed yet."),
            Key::Char('o') if self.view == View::Output => self.show(View::Verdict),
            Key::Char('o') => self.show(View::Output),
            Key::Char('u') => {
                // The run that follows is no save of the learner's: what was done stays on the screen.
                self.seen = None;
                self.others.expect_own(self.now);
                vec![Effect::Undo, Effect::Look(self.current)]
            }
            Key::Char('v') => vec![Effect::OpenEditor(self.current)],
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
            Key::Char('q') | Key::Quit => self.quit(ExitCode::Success),
            Key::Char(ch) => self.say(format!("`{ch}` does nothing here; `?` shows the keys.")),
            Key::Interrupt => self.quit(ExitCode::Interrupted),
        }
    }

    pub(super) fn say(&mut self, text: impl Into<String>) -> Vec<Effect> {
        self.message = Some(text.into());
        vec![Effect::Draw]
    }

    pub(super) fn scroll_to(&mut self, line: usize) -> Vec<Effect> {
        self.scroll = line;
        vec![Effect::Draw]
    }

    fn hint(&mut self) -> Vec<Effect> {
        let name = self.exercise().name.clone();
        let verdict = self.known().map(|checked| &checked.verdict);
        let revealed = self.progress.entry(&name).hints;
        if self.exercise().hints.is_empty() {
            return self.say(if self.cards().is_empty() {
                "This exercise has no hints."
            } else {
                "This exercise has no hints; `c` opens its card."
            });
        }
        let next = self.exercise().next_hint(verdict, &revealed);
        if let Some(explanation) = self.unread_explanation(next) {
            // Where it cannot be opened, the next step is a hint all the same.
            self.note_explained(&explanation);
            self.message = Some(
                "Before the hints: what the compiler's error means. `h` again gives the next hint."
                    .to_owned(),
            );
            return vec![Effect::Open(explanation)];
        }
        match next {
            // The first press after another view shows what is known already only when nothing is new.
            Some(hint) => {
                self.progress.record_hint(&name, hint);
                let mut effects = vec![Effect::RecordHint {
                    exercise: self.current,
                    hint,
                }];
                self.latest_hint = Some(hint);
                effects.extend(self.show(View::Hints));
                let revealed = self.progress.entry(&name).hints;
                let verdict = self.known().map(|checked| &checked.verdict);
                if self.exercise().next_hint(verdict, &revealed).is_none() {
                    self.message = self.last_step();
                }
                effects
            }
            None => {
                let effects = self.show(View::Hints);
                let card = if self.cards().is_empty() {
                    ""
                } else {
                    " The card behind it (`c`) may help."
                };
                let last_step = self.last_step().unwrap_or_default();
                let said = format!("No more hints.{card} {last_step}");
                self.message = Some(said.trim_end().to_owned());
                effects
            }
        }
    }

    /// What is left when all hints are known. A workbook of rustlings has its solutions elsewhere.
    fn last_step(&self) -> Option<String> {
        let exercise = self.exercise();
        if self.course.format == Format::Rustlings {
            return None;
        }
        Some(if self.progress.is_solved(&exercise.name) {
            "The last step is the solution: `s`.".to_owned()
        } else {
            format!(
                "The last step is the solution: `workbook solution {} --force`.",
                exercise.name
            )
        })
    }

    fn all_errors(&mut self) -> Vec<Effect> {
        let n_errors = self
            .known()
            .filter(|checked| checked.verdict.outcome == Outcome::DoesNotCompile)
            .map_or(0, |checked| checked.verdict.errors().count());
        match n_errors {
            0 => self.say("There is no error of the compiler to show."),
            1 => self.say("This is the only error."),
            _ => {
                self.unfolded.all_errors = self.view != View::Verdict || !self.unfolded.all_errors;
                self.show(View::Verdict)
            }
        }
    }

    fn all_tests(&mut self) -> Vec<Effect> {
        let n_failed = self.known().map_or(0, |checked| {
            checked.verdict.tests.len() - checked.verdict.n_passed()
        });
        match n_failed {
            0 => self.say("There is no failing test to show."),
            1 => self.say("This is the only test that fails."),
            _ => {
                self.unfolded.all_tests = self.view != View::Verdict || !self.unfolded.all_tests;
                self.show(View::Verdict)
            }
        }
    }

    fn solution(&mut self, open: fn(&Self) -> Effect) -> Vec<Effect> {
        if self.progress.is_solved(&self.exercise().name) {
            vec![open(self)]
        } else {
            let name = self.exercise().name.clone();
            self.say(format!(
                "The solution opens once the exercise is solved. To see it now: `workbook solution {name} --force`."
            ))
        }
    }

    fn confirm_reset(&mut self, key: Key) -> Vec<Effect> {
        let mut effects = self.show(View::Verdict);
        match key {
            Key::Char('y' | 'Y') => {
                effects.splice(0..0, self.reset(self.current));
            }
            _ => self.message = Some("Nothing was reset.".to_owned()),
        }
        effects
    }

    /// Puts a starter back.
    pub(super) fn reset(&mut self, exercise: usize) -> Vec<Effect> {
        self.others.expect_own(self.now);
        let mut effects = vec![Effect::Reset(exercise)];
        if exercise == self.current {
            // The run that follows is no save of the learner's: where the copy is stays on the screen.
            self.seen = None;
            effects.push(Effect::Look(exercise));
        }
        effects
    }

    /// After a solved exercise the next one that is not solved, otherwise the next one.
    pub(super) fn next(&mut self) -> Vec<Effect> {
        let n = self.course.exercises.len();
        let is_solved =
            |watch: &Self, idx: usize| watch.progress.is_solved(&watch.course.exercises[idx].name);
        if !is_solved(self, self.current) {
            return if self.current + 1 < n {
                let left = self.exercise().title.clone();
                let effects = self.go_to(self.current + 1);
                self.message = Some(format!(
                    "\"{left}\" is not solved yet; `p` goes back to it."
                ));
                effects
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
