//! What a session says where there is no screen: sentences for people, or lines of JSON for programs.

use crate::error::Error;
use crate::exercise::Exercise;
use crate::report::{Report, Reporter, polish_sentences, sentences, verdict_sentences};
use crate::screen::{Line, plain_page};
use crate::terminal::Terminal;
use crate::text::{count, sentence, short_name};
use crate::verdict::{TestResult, TestVerdict, Verdict};
use crate::watch::{Checked, Effect, Event, RunId, View, Watch};
use std::path::Path;
use std::time::Duration;

/// From when on a check is said to take long.
const LONG: Duration = Duration::from_secs(2);

/// Who listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listener {
    /// A person: with a screen reader, or reading a log.
    Person,
    /// A program.
    Program,
}

/// Says what happens, and never takes a word back.
pub(super) struct Voice {
    terminal: Terminal,
    listener: Listener,
    reporter: Reporter,
    /// The page that was said last, so that it is said once; nothing while the verdict is shown.
    page: Option<Vec<Line>>,
    /// What was said last of the crates that are being built.
    crates: Vec<Line>,
    /// The check that takes long, once that was said.
    spoken_of: Option<RunId>,
    /// The check whose verdict was said before clippy had ended.
    proven: Option<u64>,
}

impl Voice {
    pub(super) fn new(terminal: Terminal, listener: Listener) -> Self {
        Self {
            terminal,
            listener,
            reporter: Reporter::default(),
            page: None,
            crates: Vec::new(),
            spoken_of: None,
            proven: None,
        }
    }

    /// The first words.
    pub(super) fn begin(&mut self, watch: &Watch, root: &Path) -> Result<(), Error> {
        let reports = self.reporter.begin(watch, root);
        self.say(&reports, None, watch)
    }

    /// What follows from one step of the loop.
    pub(super) fn step(
        &mut self,
        event: &Event,
        effects: &[Effect],
        watch: &Watch,
    ) -> Result<(), Error> {
        let reports = self.reporter.step(event, effects, watch);
        self.say(&reports, Some(event), watch)
    }

    fn say(
        &mut self,
        reports: &[Report],
        event: Option<&Event>,
        watch: &Watch,
    ) -> Result<(), Error> {
        if self.listener == Listener::Program {
            let lines: String = reports.iter().map(Report::to_json).collect();
            return if lines.is_empty() {
                Ok(())
            } else {
                self.terminal.print_text(&lines)
            };
        }
        let mut lines = Vec::new();
        for report in reports {
            match (report, event) {
                (Report::Verdict(row), Some(Event::Finished(_, Ok(checked)))) => {
                    let exercise = watch
                        .course
                        .exercises
                        .iter()
                        .find(|it| it.name == row.exercise);
                    if self.proven.is_some() && self.proven == row.check {
                        lines.extend(polish_sentences(&checked.verdict, &checked.text));
                    } else if let Some(exercise) = exercise {
                        lines.extend(verdict(exercise, checked, watch));
                    }
                    self.page = None;
                }
                (Report::CheckProgress { check, .. }, Some(Event::Proven(_, checked))) => {
                    // What clippy finds is said when it is done.
                    self.proven = Some(*check);
                    lines.extend(verdict(watch.exercise(), checked, watch));
                    self.page = None;
                }
                (Report::CheckProgress { .. }, Some(Event::SoFar(_, checked))) => {
                    lines.extend(still_running(&checked.verdict));
                }
                (Report::Crates { .. }, _) => {
                    let words = sentences(report);
                    if self.crates != words {
                        lines.extend(words.clone());
                        self.crates = words;
                    }
                }
                (Report::Hint(_), _) => {
                    lines.extend(sentences(report));
                    // The page tells the same hints again.
                    self.page = Some(plain_page(watch, self.terminal.width()));
                }
                // A check that is over in a blink needs no account of how it went.
                (Report::CheckProgress { .. }, _) => {}
                _ => lines.extend(sentences(report)),
            }
        }
        self.print(lines)
    }

    /// Says the page that is open, or the verdict again on the way back to it.
    pub(super) fn draw(&mut self, watch: &mut Watch) -> Result<(), Error> {
        let is_welcome = watch.view == View::Welcome;
        if self.listener == Listener::Person {
            let page =
                (watch.view != View::Verdict).then(|| plain_page(watch, self.terminal.width()));
            let lines = match (&page, &watch.checked) {
                (Some(lines), _) if page != self.page => lines.clone(),
                (None, Some(checked)) if self.page.is_some() && watch.run.is_none() => {
                    verdict(watch.exercise(), checked, watch)
                }
                _ => Vec::new(),
            };
            self.page = page;
            self.print(lines)?;
        }
        self.still_checking(watch)?;
        // Nobody may be there to press Enter.
        if is_welcome {
            watch.view = View::Verdict;
            self.page = None;
        }
        Ok(())
    }

    /// Says once how far a check is that takes long.
    fn still_checking(&mut self, watch: &Watch) -> Result<(), Error> {
        let Some(run) = watch
            .run
            .as_ref()
            .filter(|_| self.listener == Listener::Person)
        else {
            return Ok(());
        };
        let is_long = watch.now.saturating_duration_since(run.started) >= LONG;
        if !is_long || self.spoken_of == Some(run.id) {
            return Ok(());
        }
        self.spoken_of = Some(run.id);
        self.print(sentences(&Report::check_progress(run.id, &run.phase)))
    }

    fn print(&self, mut lines: Vec<Line>) -> Result<(), Error> {
        if lines.is_empty() {
            return Ok(());
        }
        lines.push(Line::empty());
        self.terminal.print(&lines)
    }
}

/// That a test did not end, where the whole verdict will take a while.
fn still_running(verdict: &Verdict) -> Option<Line> {
    let hung = |test: &&TestVerdict| matches!(test.result, TestResult::Hung { .. });
    let test = verdict.tests.iter().find(hung)?;
    let name = sentence(short_name(&test.name));
    Some(Line::plain(format!(
        "So far: \"{name}\" did not end in time. The other tests still run."
    )))
}

/// A verdict, and how many exercises are solved with it.
fn verdict(exercise: &Exercise, checked: &Checked, watch: &Watch) -> Vec<Line> {
    let mut lines = verdict_sentences(exercise, &checked.verdict, &checked.text);
    let n = count(watch.course.exercises.len(), "exercise");
    lines.push(Line::plain(format!("{} of {n} solved.", watch.n_solved())));
    lines
}
