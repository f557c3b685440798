//! Grades submitted files: code that nobody should trust, against tests that nobody but the workbook can touch.
//!
//! 1. The file is read once ([`crate::files::read_submitted`]) and looked at ([`crate::source::refusals`]).
//! 2. The workbook's tests are put into it ([`TrustedTests`](crate::source::TrustedTests)); its own are not compiled.
//!    Where they are the learner's task, they are the ones that count ([`OwnTests`]).
//! 3. It is compiled as a library, without `unsafe`, in a sandbox that starts no process.
//! 4. A harness of ours is linked to it.
//! 5. Each test runs in a process and a sandbox of its own, and has passed when the harness says so with a nonce that it
//!    was told before anything submitted ran.
//!
//! What the system fails at is an error without a score, never a verdict on a submission.

mod assignment;
mod build;
mod changed;
mod class;
mod header;
mod in_hand;
mod judge;
mod link;
mod own_tests;
mod room;
mod sources;
mod terms;
mod trial;
mod upstream;

pub use assignment::{Assignment, Texts};
pub use class::{Class, Partition, Submission, find_submissions};
pub use own_tests::TestsOf;
pub use room::Room;
pub use terms::{COMPILE_TIME, EXERCISE_TIME, Options, Shared, TEST_OUTPUT, Terms};

use in_hand::{Held, Taken};
use terms::Listener;

use crate::cache::{Cache, Ingredients, Key};
use crate::crates::Crates;
use crate::error::{Error, ExitCode, Problem};
use crate::exercise::{Course, Exercise};
use crate::files::{self, NotSubmitted, Scratch, State};
use crate::grade::{Enforced, ExerciseGrade, Kind, TestGrade};
use crate::process::Stop;
use crate::rustc::Toolchain;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, OnceLock};
use std::time::{Duration, Instant};

/// Grades files for one workbook.
#[derive(Debug)]
pub struct Grader {
    toolchain: Toolchain,
    crates: Crates,
    /// The crates' names and their key, as they are when the first file is graded.
    offered: OnceLock<(Vec<String>, String)>,
    /// The library around all tests, and the directory it lies in, once it is compiled. It goes before the room does.
    harness: Mutex<Option<(PathBuf, Scratch)>>,
    room: Room,
    cache: Cache,
    options: Options,
    assignments: Vec<Assignment>,
    title: String,
    enforced: Enforced,
    on_crates: Listener,
    /// What is being graded now, so that the same file is graded once.
    in_hand: Mutex<BTreeSet<Key>>,
    put_down: Condvar,
    n_graded: AtomicUsize,
}

impl Grader {
    /// A grader for these exercises of a workbook. `hidden` gives the text of an exercise's hidden tests.
    ///
    /// # Errors
    /// There is no toolchain, no room to build in, or the workbook cannot be graded by: all that is wrong with it.
    pub fn new(
        state: &State,
        course: &Course,
        exercises: &[&Exercise],
        hidden: &dyn Fn(&Exercise) -> Result<Option<String>, Error>,
        options: Options,
    ) -> Result<Self, Error> {
        let toolchain = Toolchain::find(state.root(), &state.cache_dir())?;
        let assignments = Assignment::all(state, course, exercises, hidden)?;
        let room = Room::new(&toolchain)?;
        let uses = |of: fn(&Assignment) -> bool| assignments.iter().any(of);
        let enforced = Enforced {
            unsafe_forbidden: !uses(|it| it.allows_unsafe),
            ..room.enforced(uses(|it| it.exercise.loopback))?
        };
        Ok(Self {
            crates: Crates::new(state, &toolchain),
            offered: OnceLock::new(),
            harness: Mutex::default(),
            room,
            cache: Cache::of_grades(&state.cache_dir()),
            toolchain,
            options,
            assignments,
            title: course.title.clone(),
            enforced,
            on_crates: Listener::default(),
            in_hand: Mutex::default(),
            put_down: Condvar::new(),
            n_graded: AtomicUsize::new(0),
        })
    }

    /// What is to be graded in every submission, in the workbook's order.
    pub fn assignments(&self) -> &[Assignment] {
        &self.assignments
    }

    /// How many files were graded; those that were found as they were before do not count.
    pub fn n_graded(&self) -> usize {
        self.n_graded.load(Ordering::Relaxed)
    }

    /// What is enforced around the submitted code.
    pub fn enforced(&self) -> &Enforced {
        &self.enforced
    }

    /// A machine that grades may be slower than the learner's, and does other work besides.
    fn deadline(&self, assignment: &Assignment) -> Duration {
        self.options
            .deadline
            .unwrap_or(assignment.exercise.deadline * 2)
    }

    /// Grades one file. The same file is graded once, however often it was submitted, and whoever asks at the same time
    /// waits for it.
    ///
    /// # Errors
    /// Grading was stopped.
    pub fn grade(
        &self,
        assignment: &Assignment,
        path: String,
        submitted: Result<String, NotSubmitted>,
        stop: &Stop,
    ) -> Result<ExerciseGrade, Error> {
        let mut grade = self.found(assignment, submitted, stop)?;
        grade.move_to(path);
        self.options.credit.apply(&mut grade);
        self.options.feedback.apply(&mut grade);
        Ok(grade)
    }

    fn found(
        &self,
        assignment: &Assignment,
        submitted: Result<String, NotSubmitted>,
        stop: &Stop,
    ) -> Result<ExerciseGrade, Error> {
        let text = match submitted {
            Ok(text) => text,
            Err(NotSubmitted::Missing) => {
                return Ok(assignment.unjudged(Kind::Missing, "There is no such file."));
            }
            Err(NotSubmitted::Refused(why)) => {
                return Ok(assignment.unjudged(Kind::Unreadable, why));
            }
            Err(NotSubmitted::Failed(why)) => {
                let why = format!("It could not be read: {why}.");
                return Ok(assignment.unjudged(Kind::Error, why));
            }
        };
        let hash = files::fingerprint_name(&text);
        if assignment.is_starter(&text) {
            let grade = assignment.unjudged(Kind::Unchanged, "It is the starter, unchanged.");
            return Ok(ExerciseGrade {
                hash: Some(hash),
                ..grade
            });
        }
        let grade = self.prove(assignment, &text, self.terms(assignment), stop)?;
        Ok(ExerciseGrade {
            hash: Some(hash),
            ..grade
        })
    }

    /// Finds out what a text is worth, whether or not it is the starter.
    ///
    /// # Errors
    /// Grading was stopped.
    pub fn prove(
        &self,
        assignment: &Assignment,
        text: &str,
        terms: Terms<'_>,
        stop: &Stop,
    ) -> Result<ExerciseGrade, Error> {
        let mut grades = self.prove_all(assignment, &[(text, terms)], stop)?;
        Ok(grades.swap_remove(0))
    }

    /// Finds out what several texts are worth, in their order. One harness is linked to all of them, which takes less time than
    /// one for each. No test of one runs in a process with a test of another, but its code is there: that is for texts of
    /// which nobody need be protected from the others.
    ///
    /// # Errors
    /// Grading was stopped.
    pub fn prove_all(
        &self,
        assignment: &Assignment,
        texts: &[(&str, Terms<'_>)],
        stop: &Stop,
    ) -> Result<Vec<ExerciseGrade>, Error> {
        let mut keys: Vec<(Key, usize)> = texts
            .iter()
            .enumerate()
            .map(|(idx, (text, terms))| (self.key(assignment, text, *terms), idx))
            .collect();
        // Whoever else takes some of them takes them in the same order, so that nobody waits for the other.
        keys.sort();
        let mut grades: Vec<Option<ExerciseGrade>> = vec![None; texts.len()];
        let mut held: Vec<(usize, Held<'_>)> = Vec::new();
        for (key, idx) in keys {
            // The same text twice: it is found below.
            if held.last().is_some_and(|(_, last)| last.is_of(&key)) {
                continue;
            }
            match self.take(&key, texts[idx].1, stop)? {
                Taken::Found(grade) => grades[idx] = Some(ExerciseGrade { ms: 0, ..*grade }),
                Taken::Held(one) => held.push((idx, one)),
            }
        }
        self.n_graded.fetch_add(held.len(), Ordering::Relaxed);
        let started = Instant::now();
        let unknown: Vec<(&str, Terms<'_>)> = held.iter().map(|(idx, _)| texts[*idx]).collect();
        let found = self.judge(assignment, &unknown, stop);
        for ((idx, held), found) in held.into_iter().zip(found) {
            let (text, terms) = texts[idx];
            let mut grade = match found {
                Ok(grade) => grade,
                Err(error) if error.code == ExitCode::Interrupted => return Err(error),
                Err(error) => assignment.unjudged(Kind::Error, error.in_one_line()),
            };
            // 0 means that it was found before.
            grade.ms = millis(started.elapsed()).max(1);
            if assignment.is_solution(text) {
                grade
                    .notes
                    .push("It is the reference solution, word for word.".to_owned());
            }
            if is_lasting(&grade, terms) {
                self.cache.put_as(held.key(), &grade);
            }
            grades[idx] = Some(grade);
        }
        let prove_again = |(idx, grade): (usize, Option<ExerciseGrade>)| match grade {
            Some(grade) => Ok(grade),
            None => self.prove(assignment, texts[idx].0, texts[idx].1, stop),
        };
        grades.into_iter().enumerate().map(prove_again).collect()
    }

    /// Whether it is known what a text is worth.
    fn is_known(&self, assignment: &Assignment, text: &str, terms: Terms<'_>) -> bool {
        let key = self.key(assignment, text, terms);
        !terms.afresh && self.cache.get_as::<ExerciseGrade>(&key).is_some()
    }

    fn key(&self, assignment: &Assignment, text: &str, terms: Terms<'_>) -> Key {
        let crates = if self.needed(assignment, text).is_empty() {
            ""
        } else {
            &self.offered().1
        };
        let settings = [
            "grade".to_owned(),
            format!("{:?} {:?}", terms.deadline, terms.keeps_timeouts),
            format!("{:?}", terms.only),
            format!("{:?}", self.enforced),
            crates.to_owned(),
        ];
        Ingredients {
            toolchain: self.toolchain.version(),
            settings: &settings,
            text,
            trusted: &assignment.hash,
        }
        .key()
    }

    /// The crates that files may use. They are asked for once: a class is graded by one workbook.
    fn offered(&self) -> &(Vec<String>, String) {
        self.offered
            .get_or_init(|| self.crates.now().unwrap_or_default())
    }

    /// The crates that a file and its tests use.
    fn needed(&self, assignment: &Assignment, text: &str) -> Vec<String> {
        let (names, _) = self.offered();
        let mut needed = crate::crates::needed(text, names);
        for name in assignment.needed_by_tests(names) {
            if !needed.contains(name) {
                needed.push(name.clone());
            }
        }
        needed
    }

    /// The arguments that name the crates to a compiler.
    fn externs(&self, needed: &[String], stop: &Stop) -> Result<Vec<String>, Error> {
        if needed.is_empty() {
            return Ok(Vec::new());
        }
        let externs = self.crates.wait(needed, stop, &*self.on_crates.0)?;
        // What is found out now would be remembered as found out with the crates before.
        if externs.key != self.offered().1 {
            return Err(Error::cannot_check(
                Problem::new("the crates that exercises may use changed while files were graded")
                    .help("grade again"),
            ));
        }
        Ok(externs.args(needed))
    }
}

/// Whether the same file would be found the same another time, whatever else the machine does.
fn is_lasting(grade: &ExerciseGrade, terms: Terms<'_>) -> bool {
    let lasts = |kind| match kind {
        Kind::Timeout => terms.keeps_timeouts,
        kind => kind != Kind::Error,
    };
    // That the compiler did not come to an end in time says something of the machine, and of no test.
    let is_timeout = |kind| kind == Kind::Timeout;
    let was_tried = !is_timeout(grade.kind)
        || grade
            .tests
            .iter()
            .any(|test: &TestGrade| is_timeout(test.kind));
    lasts(grade.kind) && was_tried && grade.tests.iter().all(|test| lasts(test.kind))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
