//! A watch session without clock, files and compiler: events are fed by hand, effects that open a page are answered.

use super::fixtures;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use workbook::attempt::Phase;
use workbook::concept::Card;
use workbook::error::Error;
use workbook::info;
use workbook::progress::Progress;
use workbook::source::Source;
use workbook::verdict::{
    Attempt, CompilerRun, Details, Diagnostic, Exit, Level, ListedTest, Plan, Report, TestRun,
    Verdict, judge,
};
use workbook::watch::{Address, Checked, Effect, Event, Key, Page, RunId, Shelf, Watch};

/// A version of the file of the first exercise, and what is found out about it.
#[derive(Clone)]
pub struct Version {
    pub text: String,
    pub plan: Plan,
    pub attempt: Attempt,
}

impl Version {
    /// A version with this body of `find`, all of whose tests pass.
    pub fn with_body(body: &str) -> Self {
        Self::with_text(&fixtures::STARTER.replace("    todo!()", body))
    }

    /// A version that holds this text, all of whose tests pass.
    pub fn with_text(text: &str) -> Self {
        let trusted = Source::parse(fixtures::STARTER).expect("the starter is Rust");
        let mine = Source::parse(text).expect("the text is Rust");
        let plan = Plan {
            tests: trusted.tests.iter().map(|test| test.path.clone()).collect(),
            tampering: mine.tampering(&trusted),
            ..Plan::default()
        };
        let listed: Vec<ListedTest> = mine
            .tests
            .iter()
            .map(|test| ListedTest {
                name: test.path.clone(),
                ignored: test.ignored,
            })
            .collect();
        let runs = listed
            .iter()
            .filter(|test| !test.ignored)
            .map(|test| TestRun {
                name: test.name.clone(),
                exit: Exit::Code(0),
                report: Some(Report::Ok),
                stdout: String::new(),
                stderr: String::new(),
                deadline: Duration::from_secs(5),
            })
            .collect();
        Self {
            text: text.to_owned(),
            plan,
            attempt: Attempt {
                compile: CompilerRun {
                    succeeded: true,
                    diagnostics: Vec::new(),
                },
                listed,
                runs,
                program: None,
                lint: None,
            },
        }
    }

    /// The same, but this test ends in another way.
    pub fn with_run(mut self, test: &str, exit: Exit, stdout: &str, stderr: &str) -> Self {
        let run = self
            .attempt
            .runs
            .iter_mut()
            .find(|run| run.name == format!("tests::{test}"))
            .expect("there is such a test");
        run.report = (exit == Exit::Code(101)).then_some(Report::Failed(None));
        run.exit = exit;
        stdout.clone_into(&mut run.stdout);
        stderr.clone_into(&mut run.stderr);
        self
    }

    /// The same, but this is what the compiler says, and it refuses the file if that is an error.
    pub fn with_message(mut self, level: Level, code: &str, line: usize, rendered: &str) -> Self {
        self.attempt.compile.succeeded &= level == Level::Warning;
        self.attempt.compile.diagnostics.push(Diagnostic {
            level,
            code: Some(code.to_owned()),
            message: code.to_owned(),
            rendered: rendered.replace('~', "\u{1b}"),
            place: Some(("exercises/01_search/find.rs".to_owned(), line)),
            details: Details::default(),
        });
        self
    }

    /// The same in an exercise that wants no warnings.
    pub fn strict(mut self) -> Self {
        self.plan.strict = true;
        self
    }

    pub fn verdict(&self) -> Verdict {
        judge(&self.plan, &self.attempt)
    }
}

/// A session that is stepped by hand.
#[derive(Clone)]
pub struct Session {
    pub watch: Watch,
    now: Instant,
    version: u8,
}

impl Session {
    /// A session of somebody who has never used the workbook.
    pub fn of_a_beginner() -> Self {
        Self::with(Progress::default())
    }

    /// A session of somebody who has begun: one exercise is solved, the first is the current one.
    pub fn begun() -> Self {
        let mut progress = Progress::default();
        progress.current = Some("find".to_owned());
        progress.record_attempt("insert_sorted", false, SystemTime::UNIX_EPOCH);
        progress.record_attempt("insert_sorted", true, SystemTime::UNIX_EPOCH);
        progress.record_hint("insert_sorted", 0);
        Self::with(progress)
    }

    /// A session in a workbook with more exercises than any screen has lines.
    pub fn of_a_long_course() -> Self {
        let mut text = "format_version = 1\ntitle = \"Long\"\n".to_owned();
        for number in 0..120 {
            let _ = write!(
                text,
                "[[exercises]]\nname = \"exercise_{number}\"\ndir = \"{:02}_part_{}\"\ntitle = \"Exercise {number}\"\ndifficulty = {}\n",
                number / 40,
                number / 40,
                number % 5 + 1
            );
        }
        Self::in_course(&text, Progress::default())
    }

    fn with(progress: Progress) -> Self {
        Self::in_course(fixtures::COURSE, progress)
    }

    /// A session in another course.
    pub fn in_course(course: &str, progress: Progress) -> Self {
        let course = info::parse(course).expect("the course is right");
        let now = Instant::now();
        let watch = Watch::new(Arc::new(course), progress, 0, false, false, now);
        let mut session = Self {
            watch,
            now,
            version: 0,
        };
        session.feed(Event::Started);
        session.save();
        session
    }

    /// Feeds an event; what it opens is opened.
    pub fn feed(&mut self, event: Event) {
        for effect in self.watch.step(event, self.now) {
            match effect {
                Effect::Open(address) => {
                    let page = self.page(&address);
                    self.feed(Event::Opened(page));
                }
                Effect::OpenReference(_) => {
                    let text = fixtures::STARTER.replace("    todo!()", fixtures::RIGHT);
                    self.feed(Event::OpenedReference(text));
                }
                Effect::FindSolution(exercise) => self.feed(Event::SolutionFound {
                    exercise,
                    exists: true,
                }),
                _ => {}
            }
        }
    }

    fn page(&self, address: &Address) -> Page {
        match address {
            Address::Card(slug) => {
                let text = match slug.as_str() {
                    "binary-search" => fixtures::CARD,
                    _ => fixtures::SECOND_CARD,
                };
                self.card(slug, text)
            }
            Address::Explanation(code) => Page::explanation(code, fixtures::EXPLANATION),
            Address::Solution(name) => {
                let text = fixtures::STARTER.replace("    todo!()", fixtures::RIGHT);
                Page::solution(name, &self.watch.exercise().title, &text)
            }
            Address::Cards | Address::Exercise(_) => panic!("{address:?} is opened elsewhere"),
        }
    }

    /// The page of a card whose file holds this text.
    pub fn card(&self, slug: &str, text: &str) -> Page {
        let path = format!("concepts/algorithms/{slug}.md");
        let card = Card::parse(Path::new(&path), text).expect("the card is right");
        let shelf = Shelf {
            slugs: ["binary-search", "sorted-slices"].map(str::to_owned).into(),
            course: &self.watch.course,
            progress: &self.watch.progress,
            opens_cards: true,
            opens_exercises: true,
        };
        Page::card(&card, &shelf)
    }

    /// Time passes.
    pub fn wait(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
        self.feed(Event::Tick);
    }

    /// Another version is saved, and its run begins.
    pub fn save(&mut self) {
        self.version += 1;
        self.feed(Event::Looked {
            exercise: self.watch.current,
            print: [self.version; 32],
        });
    }

    /// The run has come further.
    pub fn phase(&mut self, phase: Phase) {
        self.feed(Event::Phase(self.run(), phase));
    }

    /// The check cannot be made.
    pub fn fail(&mut self, error: Error) {
        self.feed(Event::Finished(self.run(), Err(error)));
    }

    fn run(&self) -> RunId {
        self.watch.run.as_ref().expect("a run is under way").id
    }

    /// This much is known before the run ends.
    pub fn so_far(&mut self, text: &str, verdict: Verdict) {
        let checked = self.found(text, verdict);
        self.feed(Event::SoFar(self.run(), checked));
    }

    /// The run ends with this verdict.
    pub fn finish(&mut self, text: &str, verdict: Verdict) {
        let checked = self.found(text, verdict);
        self.feed(Event::Finished(self.run(), Ok(checked)));
    }

    fn found(&self, text: &str, verdict: Verdict) -> Checked {
        Checked {
            verdict,
            text: text.into(),
            print: [self.version; 32],
            is_attempt: true,
        }
    }

    /// The run ends, and this is what it found.
    #[must_use]
    pub fn checked(mut self, version: &Version) -> Self {
        self.finish(&version.text, version.verdict());
        self
    }

    /// Keys are pressed, one after the other.
    #[must_use]
    pub fn keys(mut self, keys: &str) -> Self {
        for ch in keys.chars() {
            self.feed(Event::Key(Key::Char(ch)));
        }
        self
    }

    /// A key is pressed.
    #[must_use]
    pub fn key(mut self, key: Key) -> Self {
        self.feed(Event::Key(key));
        self
    }
}
