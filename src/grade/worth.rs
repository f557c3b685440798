//! What exercises and tests are worth, and what of it is reached.

use super::{ExerciseGrade, Kind, Points};
use crate::exercise::Worth;

/// What each test of an exercise is worth; together they are worth what the exercise is.
pub fn test_points(worth: &Worth, tests: &[String]) -> Vec<Points> {
    let n_tests = tests.len();
    match worth {
        Worth::PointPerTest => vec![Points::whole(1); n_tests],
        // What is left over by one test goes to the next, so that the sum is exact.
        Worth::Points(points) => {
            let points = Points::whole(u64::from(*points));
            (0..n_tests)
                .map(|idx| points.share(idx + 1, n_tests) - points.share(idx, n_tests))
                .collect()
        }
        Worth::Tests(worth) => tests
            .iter()
            .map(|name| Points::whole(worth.get(name).copied().unwrap_or(0).into()))
            .collect(),
    }
}

/// Which points count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Credit {
    /// Those of each test that passed.
    #[default]
    PerTest,
    /// All of an exercise's when all of its tests passed, and none otherwise.
    PerExercise,
}

impl Credit {
    /// Sets the points that an exercise reached, from what became of its tests.
    pub fn apply(self, grade: &mut ExerciseGrade) {
        for test in &mut grade.tests {
            let passed = test.kind == Kind::Pass;
            test.points = if passed {
                test.max_points
            } else {
                Points::default()
            };
        }
        grade.points = match (grade.kind, self) {
            // Nobody's points are known when nobody knows whether they are earned.
            (Kind::Error, _) => None,
            (Kind::Pass, _) => Some(grade.max_points),
            (_, Self::PerExercise) => Some(Points::default()),
            (_, Self::PerTest) => Some(grade.tests.iter().map(|test| test.points).sum()),
        };
        if grade.kind != Kind::Pass && self == Self::PerExercise {
            for test in &mut grade.tests {
                test.points = Points::default();
            }
        }
    }
}

/// How much a report tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Feedback {
    /// What every test said and printed.
    #[default]
    Full,
    /// Which tests passed, by name.
    Name,
    /// The exercises only, and their points.
    None,
}

impl Feedback {
    /// Takes out of a grade what is not to be told. Of a hidden test never more than its name is told, and what became
    /// of it.
    pub fn apply(self, grade: &mut ExerciseGrade) {
        for test in &mut grade.tests {
            if self != Self::Full || test.hidden {
                test.message.clear();
                test.output.clear();
                test.truncated = false;
                test.place = None;
            }
        }
        match self {
            Self::Full => {}
            Self::Name => {
                if grade.kind != Kind::CompileError && grade.kind != Kind::Signature {
                    grade.message = generic(grade);
                }
            }
            Self::None => {
                grade.message = generic(grade);
                grade.tests.clear();
                grade.diagnostics.clear();
            }
        }
    }
}

/// What is told of an exercise where details are not.
fn generic(grade: &ExerciseGrade) -> String {
    let n_tests = grade.tests.len();
    match grade.kind {
        Kind::Pass => String::new(),
        _ if n_tests > 0 && grade.n_passed() > 0 => {
            format!("{} of {n_tests} tests pass.", grade.n_passed())
        }
        kind => format!("It {}.", kind.words()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::TestGrade;
    use super::*;
    use std::collections::BTreeMap;

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|idx| format!("t{idx}")).collect()
    }

    #[test]
    fn the_tests_are_worth_what_the_exercise_is() {
        for points in [0, 1, 7, 10, 100] {
            for n in 1..12 {
                let all = test_points(&Worth::Points(points), &names(n));
                let sum: Points = all.into_iter().sum();
                assert_eq!(sum, Points::whole(points.into()), "{points} for {n} tests");
            }
        }
        assert_eq!(
            test_points(&Worth::PointPerTest, &names(2)),
            [Points::whole(1); 2]
        );
        let named = Worth::Tests(BTreeMap::from([("t1".to_owned(), 5)]));
        assert_eq!(
            test_points(&named, &names(2)),
            [Points::whole(0), Points::whole(5)]
        );
    }

    fn grade(kinds: &[Kind]) -> ExerciseGrade {
        let max = test_points(&Worth::Points(10), &names(kinds.len()));
        let tests = kinds.iter().zip(max).map(|(&kind, max_points)| TestGrade {
            name: "t".into(),
            kind,
            message: "why".into(),
            place: Some(("f.rs".into(), 1)),
            output: "out".into(),
            truncated: false,
            hidden: false,
            points: Points::default(),
            max_points,
            ms: 1,
        });
        let tests: Vec<TestGrade> = tests.collect();
        let kind = kinds.iter().copied().find(|kind| *kind != Kind::Pass);
        ExerciseGrade {
            name: "e".into(),
            path: "e.rs".into(),
            hash: None,
            own_tests: false,
            kind: kind.unwrap_or(Kind::Pass),
            message: "a value".into(),
            tests,
            diagnostics: Vec::new(),
            notes: Vec::new(),
            points: None,
            max_points: Points::whole(10),
            ms: 1,
        }
    }

    #[test]
    fn credit_is_given_for_tests_or_for_the_whole() {
        for (kinds, per_test, per_exercise) in [
            (vec![Kind::Pass, Kind::Pass, Kind::Pass], "10", "10"),
            (vec![Kind::Pass, Kind::Fail, Kind::Pass], "6.67", "0"),
            (vec![Kind::Timeout, Kind::NotRun], "0", "0"),
        ] {
            for (credit, expected) in [
                (Credit::PerTest, per_test),
                (Credit::PerExercise, per_exercise),
            ] {
                let mut grade = grade(&kinds);
                credit.apply(&mut grade);
                let points = grade.points.expect("they are known");
                assert_eq!(points.to_string(), expected, "{kinds:?} {credit:?}");
                let sum: Points = grade.tests.iter().map(|test| test.points).sum();
                assert_eq!(sum, points, "{kinds:?} {credit:?}");
            }
        }
        let mut grade = grade(&[Kind::Pass, Kind::Error]);
        Credit::PerTest.apply(&mut grade);
        assert_eq!(grade.points, None);
    }

    #[test]
    fn feedback_tells_no_more_than_it_may() {
        let mut full = grade(&[Kind::Pass, Kind::Fail]);
        full.tests[1].hidden = true;
        Feedback::Full.apply(&mut full);
        assert_eq!(full.tests[0].message, "why");
        assert_eq!(
            (full.tests[1].message.as_str(), &full.tests[1].place),
            ("", &None)
        );

        let mut name = grade(&[Kind::Pass, Kind::Fail]);
        Feedback::Name.apply(&mut name);
        assert_eq!(name.message, "1 of 2 tests pass.");
        assert!(name.tests.iter().all(|test| test.output.is_empty()));

        let mut none = grade(&[Kind::Fail]);
        Feedback::None.apply(&mut none);
        assert_eq!((none.tests.len(), none.message.as_str()), (0, "It failed."));
    }
}
