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
mod own_tests;
mod room;
mod terms;
mod trial;
mod upstream;

pub use assignment::{Assignment, Texts};
pub use class::{Class, Partition, Submission, find_submissions};
pub use own_tests::TestsOf;
pub use room::Room;
pub use terms::{COMPILE_TIME, EXERCISE_TIME, Options, Shared, TEST_OUTPUT, Terms};

use in_hand::Taken;
use terms::{Chosen, Listener};

use crate::cache::{Cache, Ingredients, Key};
use crate::crates::Crates;
use crate::error::{Error, ExitCode, Problem};
use crate::exercise::{Course, Exercise};
use crate::files::{self, NotSubmitted, Scratch, State};
use crate::grade::{Enforced, ExerciseGrade, Kind, TestGrade};
use crate::process::Stop;
use crate::rustc::Toolchain;
use crate::source::{self, OwnTests};
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
        let key = self.key(assignment, text, terms);
        let _held = match self.take(&key, terms, stop)? {
            Taken::Found(grade) => return Ok(ExerciseGrade { ms: 0, ..*grade }),
            Taken::Held(held) => held,
        };
        self.n_graded.fetch_add(1, Ordering::Relaxed);
        let started = Instant::now();
        let mut grade = match self.judge(assignment, text, terms, stop) {
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
            self.cache.put_as(&key, &grade);
        }
        Ok(grade)
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

    fn judge(
        &self,
        assignment: &Assignment,
        text: &str,
        terms: Terms<'_>,
        stop: &Stop,
    ) -> Result<ExerciseGrade, Error> {
        let refusals = source::refusals(text, &assignment.allowed());
        if let Ok(refusals) = &refusals
            && let Some(first) = refusals.first()
        {
            let more = match refusals.len() - 1 {
                0 => String::new(),
                n => format!(" ({n} more of the kind)"),
            };
            let message = format!(
                "Line {}: `{}` is not allowed here: {}.{more}",
                first.line, first.what, first.why
            );
            return Ok(assignment.unjudged(Kind::Policy, message));
        }
        let needed = self.needed(assignment, text);
        let mut externs = self.externs(&needed, stop)?;
        let (own, unread) = match assignment.tests_of {
            TestsOf::Workbook => (None, None),
            TestsOf::Submission => match OwnTests::of(text) {
                Ok(own) => (Some(own), None),
                Err(why) => (Some(OwnTests::unread(text)), Some(why)),
            },
        };
        if let Some(message) = own.as_ref().and_then(|own| assignment.too_many(own)) {
            return Ok(assignment.unjudged(Kind::Policy, message));
        }
        let upstream = match own {
            Some(_) => None,
            None => self.upstream(assignment, terms, stop)?,
        };
        let upstream = upstream.and_then(|it| Some((it.args()?, it)));
        let mut tests = Chosen {
            own: own.as_ref(),
            numbers: assignment.chosen(terms.only),
            upstream: None,
        };
        let built = match upstream {
            Some((_, it)) if it.is(text) && tests.numbers.is_none() => {
                self.build_upstream(assignment, &it, &externs, stop)?
            }
            Some((args, it)) if !it.is(text) => {
                externs.extend(args);
                tests.upstream = Some(upstream::NAME);
                self.build(assignment, text, &tests, &externs, stop)?
            }
            _ => self.build(assignment, text, &tests, &externs, stop)?,
        };
        let built = match built {
            build::Built::Program(program) => program,
            build::Built::Refused(grade) => return Ok(*grade),
        };
        if let Some(why) = refusals.err().or(unread) {
            // The compiler reads what we cannot. That is nothing anybody writes by accident.
            let message = format!(
                "It cannot be looked through: {}.",
                why.trim_end_matches('.')
            );
            return Ok(assignment.unjudged(Kind::Policy, message));
        }
        let tests = self.try_all(assignment, &built, &tests, terms, stop)?;
        Ok(assignment.judged(tests))
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
