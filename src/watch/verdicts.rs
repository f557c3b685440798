//! What becomes of a verdict: the screen shows it, progress records it, and the loop may move on.

use super::{Checked, Effect, Run, View, Watch};
use crate::attempt::Phase;
use crate::error::Error;
use std::time::SystemTime;

impl Watch {
    pub(super) fn proven(&mut self, checked: Checked) -> Vec<Effect> {
        let mut run = self.run.take().expect("it is running");
        let mut effects = vec![Effect::Draw];
        effects.extend(self.take_verdict(&run, checked));
        run.is_proven = true;
        run.phase = Phase::Linting;
        self.run = Some(run);
        effects
    }

    /// Shows what is known of a version that is not solved, while its run goes on.
    pub(super) fn learned(&mut self, checked: Checked) -> Vec<Effect> {
        let run = self.run.as_mut().expect("it is running");
        let is_first = run.so_far.replace(checked).is_none();
        if is_first && run.is_save {
            self.come_back();
        }
        vec![Effect::Draw]
    }

    /// Brings the verdict on a save to the screen, whatever was open.
    fn come_back(&mut self) {
        if matches!(
            self.view,
            View::Welcome
                | View::Hints
                | View::Reader(_)
                | View::Reference(_)
                | View::Output
                | View::Help
                | View::Farewell
        ) {
            self.view = View::Verdict;
            // Somebody may be about to close what was open.
            self.closed_at = Some(self.now);
        }
        self.scroll = 0;
    }

    pub(super) fn finished(&mut self, result: Result<Checked, Error>) -> Vec<Effect> {
        let run = self.run.take().expect("it was running");
        self.redraw_at = None;
        // The file may have changed while it was checked, before or after it was read.
        let mut effects = vec![Effect::Look(self.current), Effect::Draw];
        let checked = match result {
            Ok(checked) => checked,
            Err(error) => {
                self.checked = None;
                if self.is_in_list() {
                    self.message = self.news("could not be checked");
                }
                self.failure = Some(error);
                return effects;
            }
        };
        let solved = checked.verdict.solved();
        effects.extend(self.take_verdict(&run, checked));
        if solved && run.is_save && self.auto {
            let title = self.exercise().title.clone();
            let view = self.is_in_list().then(|| self.view.clone());
            effects.extend(self.next());
            // Nobody is pulled out of the list.
            if let Some(view) = view {
                self.view = view;
            }
            self.message = Some(format!(
                "\"{title}\" is solved. On with the next one; `p` goes back."
            ));
        }
        effects
    }

    /// Makes a verdict the one on the screen, and has it recorded, unless the run's verdict is there already and
    /// clippy only adds to it.
    fn take_verdict(&mut self, run: &Run, checked: Checked) -> Vec<Effect> {
        if run.is_proven {
            self.checked = Some(checked);
            return Vec::new();
        }
        let mut effects = Vec::new();
        if checked.print != run.print {
            self.seen = Some(checked.print);
        }
        if run.is_save {
            self.message = self.news(&checked.verdict.summary());
            // Whoever saw what was known so far has gone on from there.
            if run.so_far.is_none() {
                self.come_back();
            }
        }
        let solved = checked.verdict.solved();
        let is_news = solved && !self.progress.is_solved(&self.exercise().name);
        if is_news || checked.is_attempt {
            effects.push(Effect::RecordAttempt {
                exercise: self.current,
                solved,
            });
            // What was just proved counts at once, and for good when it is written.
            let name = self.exercise().name.clone();
            self.progress
                .record_attempt(&name, solved, SystemTime::UNIX_EPOCH);
        }
        self.checked = Some(checked);
        self.failure = None;
        self.refresh_list();
        if solved {
            effects.push(Effect::FindSolution(self.current));
        }
        effects
    }
}
