//! # Second-highest salary
//!
//! The head of a small company asks at lunch: "What is the second-highest salary we pay?" You have
//! a table of employees and SQLite. It sounds like one line of SQL. Two people may share the top
//! salary, somebody's salary may be unknown, and there may be no second salary at all.
//!
//! ## What to write
//! - `second_highest`: the second-highest salary
//! - `nth_highest`: the same for any place, where place 1 is the highest
//!
//! ## Edge cases that count
//! - Places are given to salaries, not to people. Of 900, 900 and 800 the second-highest is 800.
//! - With fewer different salaries than the place asked for, the answer is `None`. That holds for an
//!   empty table, for one employee, and for ten who all earn the same.
//! - A salary that is NULL is unknown. It has no place.
//! - Zero and negative numbers are salaries like any other.
//! - There is no place 0: `nth_highest(_, 0)` is `None`. Any `u32` may be asked for.
//! - When the database fails, the error is handed on. It is neither a panic nor `None`.
//!
//! ## Complexity
//! - The database does the work: each call runs one SQL statement and fetches at most one row. The
//!   tests count both.
//! - An index on `salary` may be there or not. The answer is the same.
//!
//! Difficulty 2 of 5, about 20 minutes.
//! Cards: `sql-second-highest-salary`. See also: `sql-top-salaries`, `database-index`.

use rusqlite::{Connection, OptionalExtension};

/// The table to query. The tests create and fill it.
pub const SCHEMA: &str = "
    CREATE TABLE employee (
        id     INTEGER PRIMARY KEY,
        name   TEXT NOT NULL,
        salary INTEGER -- NULL where it is unknown
    )";

/// The second-highest of the different salaries, or `None` where there is no second one.
pub fn second_highest(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    // `MAX` ignores NULL, and so does `<`: a comparison with NULL is never true. Over no rows at
    // all, `MAX` still gives one row, which holds NULL. That row is our `None`.
    connection.query_row(
        "SELECT MAX(salary)
         FROM employee
         WHERE salary < (SELECT MAX(salary) FROM employee)",
        [],
        |row| row.get(0),
    )
}

/// The salary at place `n` among the different salaries, the highest at place 1.
///
/// `None` where there are fewer than `n` of them, and for place 0.
pub fn nth_highest(connection: &Connection, n: u32) -> rusqlite::Result<Option<i64>> {
    // SQL counts the rows to skip, so place 1 is offset 0. Place 0 has no offset: SQLite takes a
    // negative one for 0 and would answer with the highest.
    let Some(skipped) = n.checked_sub(1) else {
        return Ok(None);
    };
    // NULLs are left out by name. Where they sort differs: last here, first in PostgreSQL.
    connection
        .query_row(
            "SELECT DISTINCT salary
             FROM employee
             WHERE salary IS NOT NULL
             ORDER BY salary DESC
             LIMIT 1 OFFSET ?1",
            [skipped],
            |row| row.get(0),
        )
        // Past the last salary there is no row at all, which `query_row` calls an error.
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::trace::{TraceEvent, TraceEventCodes};
    use std::cell::RefCell;

    type Salaries<'a> = &'a [Option<i64>];

    /// A database in memory whose employees have these salaries. `None` is NULL.
    fn company(salaries: Salaries) -> Connection {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch(SCHEMA)
            .expect("the schema is valid");
        hire(&connection, salaries);
        connection
    }

    fn hire(connection: &Connection, salaries: Salaries) {
        let mut insert = connection
            .prepare_cached("INSERT INTO employee (name, salary) VALUES ('somebody', ?1)")
            .expect("the table `employee` is there");
        for salary in salaries {
            insert.execute([salary]).expect("a row goes in");
        }
    }

    #[track_caller]
    fn assert_second(salaries: Salaries, expected: Option<i64>) {
        let second = second_highest(&company(salaries));
        assert_eq!(second, Ok(expected), "the salaries are {}", show(salaries));
    }

    #[track_caller]
    fn assert_nth(salaries: Salaries, n: u32, expected: Option<i64>) {
        let salary = nth_highest(&company(salaries), n);
        assert_eq!(
            salary,
            Ok(expected),
            "place {n}, and the salaries are {}",
            show(salaries)
        );
    }

    /// The salaries as SQL shows them.
    fn show(salaries: Salaries) -> String {
        let shown: Vec<String> = salaries
            .iter()
            .map(|salary| salary.map_or_else(|| "NULL".to_owned(), |salary| salary.to_string()))
            .collect();
        format!("({})", shown.join(", "))
    }

    /// What a connection did while it was watched.
    #[derive(Debug, Default)]
    struct Work {
        statements: Vec<String>,
        rows: usize,
    }

    thread_local! {
        static WORK: RefCell<Work> = RefCell::default();
    }

    /// Notes what `work` does with the connection.
    fn watch<T>(connection: &Connection, work: impl FnOnce() -> T) -> (T, Work) {
        connection.trace_v2(
            TraceEventCodes::SQLITE_TRACE_STMT | TraceEventCodes::SQLITE_TRACE_ROW,
            Some(|event| {
                WORK.with_borrow_mut(|work| match event {
                    TraceEvent::Stmt(_, sql) => work.statements.push(sql.to_owned()),
                    TraceEvent::Row(_) => work.rows += 1,
                    _ => {}
                });
            }),
        );
        WORK.take();
        let result = work();
        connection.trace_v2(TraceEventCodes::empty(), None);
        (result, WORK.take())
    }

    #[test]
    fn the_second_highest_of_three_salaries() {
        assert_second(&[Some(700), Some(900), Some(800)], Some(800));
        assert_second(&[Some(900), Some(800), Some(700)], Some(800));
        assert_second(&[Some(800), Some(700), Some(900)], Some(800));
    }

    #[test]
    fn the_highest_salary_counts_once_however_many_earn_it() {
        assert_second(&[Some(900), Some(900), Some(800)], Some(800));
        assert_second(
            &[Some(700), Some(900), Some(800), Some(900), Some(800)],
            Some(800),
        );
    }

    #[test]
    fn where_all_earn_the_same_there_is_no_second() {
        assert_second(&[Some(900), Some(900)], None);
        assert_second(&[Some(900); 10], None);
    }

    #[test]
    fn nobody_and_one_employee_have_no_second() {
        assert_second(&[], None);
        assert_second(&[Some(900)], None);
    }

    #[test]
    fn an_unknown_salary_has_no_place() {
        assert_second(&[None], None);
        assert_second(&[None, None], None);
        assert_second(&[None, Some(900)], None);
        assert_second(&[Some(900), None, Some(800)], Some(800));
        assert_second(&[None, Some(-900), None], None);
    }

    #[test]
    fn zero_and_negative_numbers_are_salaries() {
        assert_second(&[Some(900), Some(0)], Some(0));
        assert_second(&[Some(0), Some(-50), None], Some(-50));
        assert_second(&[Some(i64::MAX), Some(i64::MIN)], Some(i64::MIN));
    }

    #[test]
    fn places_are_counted_from_one() {
        let salaries = [Some(700), Some(900), Some(600), Some(800)];
        assert_nth(&salaries, 1, Some(900));
        assert_nth(&salaries, 2, Some(800));
        assert_nth(&salaries, 3, Some(700));
        assert_nth(&salaries, 4, Some(600));
    }

    #[test]
    fn a_tie_takes_one_place() {
        let salaries = [Some(900), Some(800), Some(900), Some(800), Some(700)];
        assert_nth(&salaries, 1, Some(900));
        assert_nth(&salaries, 2, Some(800));
        assert_nth(&salaries, 3, Some(700));
    }

    #[test]
    fn past_the_last_place_there_is_nobody() {
        let salaries = [Some(900), Some(800), None, Some(800)];
        for n in [3, 4, 1_000, u32::MAX] {
            assert_nth(&salaries, n, None);
        }
        assert_nth(&[], 1, None);
        assert_nth(&[None], 1, None);
    }

    #[test]
    fn there_is_no_place_zero() {
        assert_nth(&[Some(900), Some(800)], 0, None);
        assert_nth(&[], 0, None);
    }

    #[test]
    fn each_call_is_one_statement_that_fetches_one_row() {
        let salaries: Vec<Option<i64>> = (0..500).map(Some).collect();
        let connection = company(&salaries);
        let (second, work) = watch(&connection, || second_highest(&connection));
        assert_eq!(second, Ok(Some(498)));
        assert_eq!(
            work.statements.len(),
            1,
            "`second_highest` ran these statements: {:#?}",
            work.statements
        );
        assert!(
            work.rows <= 1,
            "`second_highest` fetched {} rows",
            work.rows
        );

        let (salary, work) = watch(&connection, || nth_highest(&connection, 100));
        assert_eq!(salary, Ok(Some(400)));
        assert_eq!(
            work.statements.len(),
            1,
            "`nth_highest` ran these statements: {:#?}",
            work.statements
        );
        assert!(work.rows <= 1, "`nth_highest` fetched {} rows", work.rows);
    }

    #[test]
    fn every_small_company_gets_the_right_answer() {
        // All lists of up to three salaries, with an index and without one.
        let values = [None, Some(-1), Some(0), Some(1), Some(2)];
        let mut companies: Vec<Vec<Option<i64>>> = vec![vec![]];
        for length in 0..3 {
            let longest: Vec<_> = companies
                .iter()
                .filter(|salaries| salaries.len() == length)
                .cloned()
                .collect();
            for salaries in longest {
                for value in values {
                    companies.push([salaries.as_slice(), &[value]].concat());
                }
            }
        }
        for index in ["", "CREATE INDEX by_salary ON employee (salary)"] {
            let connection = company(&[]);
            connection.execute_batch(index).expect("the index is valid");
            for salaries in &companies {
                connection
                    .execute("DELETE FROM employee", [])
                    .expect("rows can be deleted");
                hire(&connection, salaries);
                let mut places: Vec<i64> = salaries.iter().copied().flatten().collect();
                places.sort_unstable_by(|a, b| b.cmp(a));
                places.dedup();
                assert_eq!(
                    second_highest(&connection),
                    Ok(places.get(1).copied()),
                    "the salaries are {}",
                    show(salaries)
                );
                for n in 0..5_u32 {
                    let expected = n.checked_sub(1).and_then(|at| places.get(at as usize));
                    assert_eq!(
                        nth_highest(&connection, n),
                        Ok(expected.copied()),
                        "place {n}, and the salaries are {}",
                        show(salaries)
                    );
                }
            }
        }
    }

    #[test]
    fn a_failing_database_is_an_error() {
        let connection = company(&[Some(900), Some(800)]);
        connection
            .execute_batch("DROP TABLE employee")
            .expect("the table can be dropped");
        assert!(
            second_highest(&connection).is_err(),
            "the table is gone, and `second_highest` has an answer"
        );
        assert!(
            nth_highest(&connection, 1).is_err(),
            "the table is gone, and `nth_highest` has an answer"
        );
    }
}
