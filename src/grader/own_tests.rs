//! Exercises whose task lies inside their tests: what counts are the tests of the submission itself.
//!
//! Every test that the workbook has must be there, run and pass; what else the learner tests passes or fails as well. So it is
//! proved that the tests ran to their ends, and not that they ask anything.

use super::{Assignment, Texts};
use crate::exercise::{Course, Exercise, Format};
use crate::grade::{Kind, Points, TestGrade};
use crate::source::{self, NotRun, OwnTests, Source, TrustedTest};
use crate::text::{sanitize, short_name};

/// How many tests a submission may have besides those that must be there: each is a process and a row in every report.
pub(super) const MAX_ADDED: usize = 100;

/// How much of the name of a test that a learner added is told, in characters.
const MAX_NAME: usize = 100;

/// Whose tests count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestsOf {
    /// The workbook's.
    Workbook,
    /// Those of the submission.
    Submission,
}

impl TestsOf {
    /// Whose tests count for an exercise with these texts. Ours say so (`tests = "editable"`); the format of rustlings has
    /// no word for it, and there the solution that changes its starter's tests tells.
    pub fn of(course: &Course, exercise: &Exercise, texts: &Texts) -> Self {
        let is_inferred = || course.format == Format::Rustlings && has_task_in_tests(texts);
        if exercise.tests_editable || is_inferred() {
            Self::Submission
        } else {
            Self::Workbook
        }
    }
}

/// Whether the solution changes the starter's tests: then they are the task, or a part of it, and with the tests of the
/// solution in its place any file would have that part solved.
fn has_task_in_tests(texts: &Texts) -> bool {
    let (Some(starter), Some(solution)) = (&texts.starter, &texts.solution) else {
        return false;
    };
    match (Source::parse(starter), Source::parse(solution)) {
        // In the format of rustlings a solution is an empty stub until its exercise is solved.
        (_, Ok(solution)) if solution.tests.is_empty() => false,
        (Ok(starter), Ok(solution)) => !starter.tampering(&solution).is_empty(),
        // A starter that is no Rust yet may be so in its tests.
        _ => match [starter, solution].map(|text| source::test_modules(text)) {
            [Some(starter), Some(solution)] => starter != solution,
            _ => false,
        },
    }
}

/// A test that must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Required {
    /// The paths it may have. The first is the one that learners know.
    paths: Vec<String>,
}

impl Required {
    /// The tests that the solution has and runs. One that has another name in the starter, at the same place among those
    /// that only one of them has, may be called either.
    ///
    /// # Errors
    /// The solution's tests cannot be found, in a few words.
    pub(super) fn all(starter: &str, solution: &str) -> Result<Vec<Self>, String> {
        let run = |own: OwnTests| -> Vec<String> {
            let tests = own.tests.into_iter().filter(|test| test.number.is_ok());
            tests.map(|test| test.path).collect()
        };
        let needed = run(OwnTests::of(solution)?);
        // A starter that is no Rust yet gives no other names.
        let given = OwnTests::of(starter).map(run).unwrap_or_default();
        let mut renamed = given.iter().filter(|path| !needed.contains(path));
        let both = |path: &String| {
            let former = (!given.contains(path)).then(|| renamed.next()).flatten();
            Self {
                paths: former.into_iter().chain([path]).cloned().collect(),
            }
        };
        Ok(needed.iter().map(both).collect())
    }

    /// The test as it is told. Its source is the solution's, and nothing for reports.
    pub(super) fn as_test(&self) -> TrustedTest {
        TrustedTest {
            path: self.paths.first().cloned().unwrap_or_default(),
            source: String::new(),
            line: 0,
        }
    }
}

impl Assignment {
    /// The number that each test has for the harness, or why it does not count. Adds the grades of those tests that only
    /// the submission has. `grades` are those of the tests that must be there, followed by the hidden ones.
    pub(super) fn numbered(
        &self,
        own: &OwnTests,
        grades: &mut Vec<TestGrade>,
    ) -> Vec<Result<usize, String>> {
        let mut is_taken = vec![false; own.tests.len()];
        let mut numbers: Vec<Result<usize, String>> = Vec::new();
        for required in &self.required {
            let of_path = |path: &String| own.tests.iter().position(|test| test.path == *path);
            let found = required.paths.iter().find_map(of_path);
            numbers.push(match found {
                Some(idx) => {
                    is_taken[idx] = true;
                    own.tests[idx].number.map_err(|why| why_not(why).to_owned())
                }
                None => Err(format!(
                    "There is no test `{}` in the file, and it is one of those that count.",
                    required.paths.first().map_or("", String::as_str)
                )),
            });
        }
        let n_hidden = grades.len() - numbers.len();
        numbers.extend((0..n_hidden).map(|idx| Ok(own.n_run() + idx)));
        let added = own.tests.iter().zip(is_taken).filter(|(_, taken)| !taken);
        for (test, _) in added {
            let Ok(number) = test.number else { continue };
            let short = short_name(&test.path);
            let is_known = grades.iter().any(|grade| grade.name == short);
            let name = if is_known { &test.path } else { short };
            grades.push(TestGrade {
                name: sanitize(name).chars().take(MAX_NAME).collect(),
                kind: Kind::Pass,
                message: String::new(),
                place: None,
                output: String::new(),
                truncated: false,
                hidden: false,
                points: Points::default(),
                max_points: Points::default(),
                ms: 0,
            });
            numbers.push(Ok(number));
        }
        numbers
    }

    /// Why a file has too many tests, if it has.
    pub(super) fn too_many(&self, own: &OwnTests) -> Option<String> {
        let n_added = own.n_run().saturating_sub(self.required.len());
        (n_added > MAX_ADDED).then(|| {
            format!(
                "It has {n_added} tests more than the exercise; at most {MAX_ADDED} may be added."
            )
        })
    }
}

fn why_not(why: NotRun) -> &'static str {
    match why {
        NotRun::Ignored => "It is marked `#[ignore]`, and counts only when it runs.",
        NotRun::Configured => {
            "It stands behind a `cfg` of its own, and counts only when it always runs."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(starter: &str, solution: &str) -> Vec<Vec<String>> {
        let all = Required::all(starter, solution).expect("they are Rust");
        all.into_iter().map(|it| it.paths).collect()
    }

    #[test]
    fn a_test_may_have_the_name_of_the_starter_or_of_the_solution() {
        for (starter, solution, expected) in [
            ("#[test] fn a() {}", "#[test] fn a() {}", vec![vec!["a"]]),
            // What is written anew has the solution's name.
            ("", "#[test] fn a() {}", vec![vec!["a"]]),
            (
                "#[test] fn old() {} #[test] fn b() {}",
                "#[test] fn new() {} #[test] fn b() {} #[test] fn c() {}",
                vec![vec!["old", "new"], vec!["b"], vec!["c"]],
            ),
            // What the solution dropped or ignores is not asked for.
            (
                "#[test] fn a() {} #[test] fn b() {}",
                "#[test] fn a() {} #[test] #[ignore] fn c() {}",
                vec![vec!["a"]],
            ),
            ("fn f( {", "#[test] fn a() {}", vec![vec!["a"]]),
        ] {
            assert_eq!(required(starter, solution), expected, "{starter}");
        }
    }

    #[test]
    fn a_solution_that_changes_tests_tells_that_they_are_the_task() {
        let tests = |inside: &str| format!("fn f() {{}}\n#[cfg(test)] mod tests {{ {inside} }}");
        for (starter, solution, expected) in [
            ("#[test] fn a() { f() }", "#[test] fn a() { f() }", false),
            (
                "#[test] fn a() { f() }",
                "#[test] fn a() { /* why */ f() }",
                false,
            ),
            ("#[test] fn a() { todo!() }", "#[test] fn a() { f() }", true),
            ("#[test] fn a() {}", "use super::*; #[test] fn a() {}", true),
            // What only the starter has.
            (
                "#[test] fn a() {} #[test] fn b() {}",
                "#[test] fn a() {}",
                false,
            ),
            // No Rust yet.
            (
                "#[test] fn a() { let x 1 }",
                "#[test] fn a() { let x = 1; }",
                true,
            ),
            ("#[test] fn a() { if x = }", "", false),
        ] {
            let texts = Texts {
                starter: Some(tests(starter)),
                solution: Some(tests(solution)),
                hidden: None,
            };
            assert_eq!(has_task_in_tests(&texts), expected, "{starter}");
        }
        let outside = Texts {
            starter: Some(format!("fn f {{}}\n{}", tests("#[test] fn a() {}"))),
            solution: Some(tests("#[test] fn a() {}")),
            hidden: None,
        };
        assert!(!has_task_in_tests(&outside), "the task is in front of them");
    }
}
