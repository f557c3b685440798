//! # Top salaries
//!
//! "Show me the five people we pay the most," says the head of the company. Two people share the
//! fifth place. Yesterday's list had the one, today's has the other, and both of them have noticed.
//! Write the list so that it is always the same, and another one that is fair. Then make the first
//! one fast, for the company is growing.
//!
//! ## What to write
//! - `top5`: the five employees with the highest salaries, and always the same five
//! - `top5_with_ties`: these, and everybody who earns as much as the fifth
//! - `create_index`: an index that makes `top5` fast
//!
//! ## Edge cases that count
//! - The highest salary comes first. Of two who earn the same, the one with the smaller id comes
//!   first. That holds whichever other indexes there are.
//! - With fewer than five known salaries, everybody who has one is in both lists. There may be none.
//! - A salary that is NULL is unknown. Nobody gets onto a list with it, however empty the list is.
//! - Zero and negative numbers are salaries like any other.
//! - A tie among the first four makes no list longer. Only the fifth place matters: who earns as much
//!   as the fifth stays in `top5_with_ties`, and who earns less does not.
//! - When the database fails, or a row cannot be read, the error is handed on. (SQLite stores a text
//!   in an INTEGER column without complaint.)
//!
//! ## Complexity
//! - Each list is one SQL statement, and it fetches only the rows that it returns.
//! - After `create_index`, `top5` works as little for 5,000 employees as for 50, even when all of them
//!   earn the same. The tests count the steps that SQLite takes. Of `top5_with_ties` they ask no such
//!   thing.
//!
//! Difficulty 2 of 5, about 25 minutes.
//! Cards: `sql-top-salaries`. See also: `sql-second-highest-salary`, `database-index`.

use rusqlite::Connection;

/// The table to query. The tests create and fill it.
pub const SCHEMA: &str = "
    CREATE TABLE employee (
        id     INTEGER PRIMARY KEY,
        name   TEXT NOT NULL,
        salary INTEGER -- NULL where it is unknown
    )";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employee {
    pub id: i64,
    pub name: String,
    pub salary: i64,
}

/// The five employees with the highest salaries, or all whose salary is known if those are fewer.
pub fn top5(connection: &Connection) -> rusqlite::Result<Vec<Employee>> {
    todo!()
}

/// The same, and everybody else who earns as much as the fifth.
pub fn top5_with_ties(connection: &Connection) -> rusqlite::Result<Vec<Employee>> {
    todo!()
}

/// Creates the index that spares [`top5`] to look at everybody. Called once.
pub fn create_index(connection: &Connection) -> rusqlite::Result<()> {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;
    use rusqlite::trace::{TraceEvent, TraceEventCodes};
    use std::cell::RefCell;
    use std::fmt;

    /// A database in memory with one employee for each id and salary. `None` is NULL.
    fn company(employees: &[(i64, Option<i64>)]) -> Connection {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch(SCHEMA)
            .expect("the schema is valid");
        for (id, salary) in employees {
            connection
                .execute(
                    "INSERT INTO employee (id, name, salary) VALUES (?1, 'No. ' || ?1, ?2)",
                    (id, salary),
                )
                .expect("an employee goes in");
        }
        connection
    }

    /// A company of `count` employees who all earn the same, with the index.
    fn equal_company(count: i64) -> Connection {
        let connection = company(&[]);
        connection
            .execute_batch(&format!(
                "WITH RECURSIVE number (n) AS (
                     SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {count}
                 )
                 INSERT INTO employee SELECT n, 'No. ' || n, 900 FROM number"
            ))
            .expect("employees go in");
        create_index(&connection).expect("the index is created");
        connection
    }

    /// A list whose `Debug` is a table, so that a failing test shows one.
    #[derive(PartialEq)]
    struct List(Vec<Employee>);

    impl fmt::Debug for List {
        fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
            if self.0.is_empty() {
                return write!(f, "\n(nobody)");
            }
            write!(f, "\nid  name        salary")?;
            for Employee { id, name, salary } in &self.0 {
                write!(f, "\n{id:<3} {name:<11} {salary}")?;
            }
            Ok(())
        }
    }

    fn list(employees: &[(i64, i64)]) -> List {
        let employee = |&(id, salary)| Employee {
            id,
            name: format!("No. {id}"),
            salary,
        };
        List(employees.iter().map(employee).collect())
    }

    /// Checks a list with no index, with the one of `create_index`, and with others that may lead
    /// into temptation.
    #[track_caller]
    fn assert_list(
        name: &str,
        top: fn(&Connection) -> rusqlite::Result<Vec<Employee>>,
        employees: &[(i64, Option<i64>)],
        expected: &[(i64, i64)],
    ) {
        let others = ["salary", "salary DESC", "salary, id", "salary, name"];
        for index in ["none", "that of `create_index`"].into_iter().chain(others) {
            let connection = company(employees);
            match index {
                "none" => Ok(()),
                "that of `create_index`" => create_index(&connection),
                columns => connection
                    .execute_batch(&format!("CREATE INDEX another ON employee ({columns})")),
            }
            .expect("the index is created");
            let top = List(top(&connection).expect("the list is made"));
            assert_eq!(top, list(expected), "the list of `{name}`; index: {index}");
        }
    }

    #[track_caller]
    fn assert_top5(employees: &[(i64, Option<i64>)], expected: &[(i64, i64)]) {
        assert_list("top5", top5, employees, expected);
    }

    #[track_caller]
    fn assert_with_ties(employees: &[(i64, Option<i64>)], expected: &[(i64, i64)]) {
        assert_list("top5_with_ties", top5_with_ties, employees, expected);
    }

    #[track_caller]
    fn assert_both(employees: &[(i64, Option<i64>)], expected: &[(i64, i64)]) {
        assert_top5(employees, expected);
        assert_with_ties(employees, expected);
    }

    /// What a connection did while it was watched.
    #[derive(Debug, Default)]
    struct Work {
        statements: usize,
        rows: usize,
        steps: i32,
    }

    thread_local! {
        static WORK: RefCell<Work> = RefCell::default();
    }

    /// Makes a list and notes what the connection does for it.
    fn watch(
        connection: &Connection,
        top: fn(&Connection) -> rusqlite::Result<Vec<Employee>>,
    ) -> (Vec<Employee>, Work) {
        connection.trace_v2(
            TraceEventCodes::SQLITE_TRACE_STMT
                | TraceEventCodes::SQLITE_TRACE_ROW
                | TraceEventCodes::SQLITE_TRACE_PROFILE,
            Some(|event| {
                WORK.with_borrow_mut(|work| match event {
                    TraceEvent::Stmt(..) => work.statements += 1,
                    TraceEvent::Row(_) => work.rows += 1,
                    TraceEvent::Profile(statement, _) => {
                        work.steps += statement.get_status(StatementStatus::VmStep);
                    }
                    _ => {}
                });
            }),
        );
        WORK.take();
        let list = top(connection).expect("the list is made");
        connection.trace_v2(TraceEventCodes::empty(), None);
        (list, WORK.take())
    }

    #[test]
    fn the_five_highest_salaries_come_highest_first() {
        let employees = [
            (1, Some(300)),
            (2, Some(700)),
            (3, Some(100)),
            (4, Some(600)),
            (5, Some(200)),
            (6, Some(500)),
            (7, Some(400)),
        ];
        assert_both(
            &employees,
            &[(2, 700), (4, 600), (6, 500), (7, 400), (1, 300)],
        );
    }

    #[test]
    fn a_small_company_is_listed_whole() {
        assert_both(&[], &[]);
        assert_both(&[(9, Some(100))], &[(9, 100)]);
        let four = [(4, Some(1)), (3, Some(4)), (2, Some(2)), (1, Some(3))];
        assert_both(&four, &[(3, 4), (1, 3), (2, 2), (4, 1)]);
        let five = [four.as_slice(), &[(5, Some(0))]].concat();
        assert_both(&five, &[(3, 4), (1, 3), (2, 2), (4, 1), (5, 0)]);
    }

    #[test]
    fn unknown_salaries_are_never_listed() {
        assert_both(&[(1, None), (2, None)], &[]);
        assert_both(&[(1, None), (2, Some(5)), (3, None)], &[(2, 5)]);
        let six_unknown = (1..7).map(|id| (id, None));
        let employees: Vec<_> = six_unknown.chain([(8, Some(-1)), (7, Some(3))]).collect();
        assert_both(&employees, &[(7, 3), (8, -1)]);
    }

    #[test]
    fn zero_and_negative_numbers_are_salaries() {
        let employees = [(1, Some(-2)), (2, Some(0)), (3, Some(-1)), (4, None)];
        assert_both(&employees, &[(2, 0), (3, -1), (1, -2)]);
        assert_both(
            &[(1, Some(i64::MIN)), (2, Some(i64::MAX))],
            &[(2, i64::MAX), (1, i64::MIN)],
        );
    }

    #[test]
    fn equal_salaries_come_by_id() {
        let employees = [
            (30, Some(500)),
            (10, Some(500)),
            (20, Some(500)),
            (15, Some(400)),
            (5, Some(400)),
            (1, Some(300)),
        ];
        assert_both(
            &employees,
            &[(10, 500), (20, 500), (30, 500), (5, 400), (15, 400)],
        );
    }

    #[test]
    fn a_tie_on_place_five_is_cut_by_id() {
        let employees = [
            (7, Some(500)),
            (6, Some(500)),
            (5, Some(600)),
            (4, Some(700)),
            (3, Some(800)),
            (2, Some(900)),
            (1, Some(400)),
        ];
        assert_top5(
            &employees,
            &[(2, 900), (3, 800), (4, 700), (5, 600), (6, 500)],
        );
        let all_equal: Vec<_> = (1..=8).rev().map(|id| (id, Some(500))).collect();
        assert_top5(
            &all_equal,
            &[(1, 500), (2, 500), (3, 500), (4, 500), (5, 500)],
        );
    }

    #[test]
    fn a_tie_on_place_five_is_kept_with_ties() {
        let employees = [
            (7, Some(500)),
            (6, Some(500)),
            (5, Some(600)),
            (4, Some(700)),
            (3, Some(800)),
            (2, Some(900)),
            (1, Some(400)),
        ];
        assert_with_ties(
            &employees,
            &[(2, 900), (3, 800), (4, 700), (5, 600), (6, 500), (7, 500)],
        );
        let all_equal: Vec<_> = (1..=8).rev().map(|id| (id, Some(500))).collect();
        let expected: Vec<_> = (1..=8).map(|id| (id, 500)).collect();
        assert_with_ties(&all_equal, &expected);
    }

    #[test]
    fn a_tie_before_place_five_makes_no_list_longer() {
        let employees = [
            (1, Some(900)),
            (2, Some(900)),
            (3, Some(800)),
            (4, Some(800)),
            (5, Some(700)),
            (6, Some(600)),
            (7, Some(500)),
        ];
        assert_both(
            &employees,
            &[(1, 900), (2, 900), (3, 800), (4, 800), (5, 700)],
        );
        let five_at_the_top: Vec<_> = (1..=7).map(|id| (id, Some(900 - id / 6))).collect();
        assert_both(
            &five_at_the_top,
            &[(1, 900), (2, 900), (3, 900), (4, 900), (5, 900)],
        );
    }

    #[test]
    fn each_list_is_one_statement_that_fetches_what_it_returns() {
        let employees: Vec<_> = (1..=50).map(|id| (id, Some(id / 3))).collect();
        let connection = company(&employees);
        let (_, work) = watch(&connection, top5);
        assert_eq!(work.statements, 1, "statements that `top5` ran");
        assert_eq!(work.rows, 5, "rows that `top5` fetched");
        // 16, 16, 16, 15, 15, 15: six rows with the tie.
        let (_, work) = watch(&connection, top5_with_ties);
        assert_eq!(work.statements, 1, "statements that `top5_with_ties` ran");
        assert_eq!(work.rows, 6, "rows that `top5_with_ties` fetched");
    }

    #[test]
    fn with_the_index_a_large_company_is_no_more_work() {
        let (small_list, small) = watch(&equal_company(50), top5);
        let (large_list, large) = watch(&equal_company(5_000), top5);
        assert_eq!(List(large_list), List(small_list));
        assert!(
            large.steps <= small.steps + 50,
            "with the index of `create_index`, SQLite took {} steps for 50 employees and {} for \
             5,000: it still looks at everybody",
            small.steps,
            large.steps
        );
    }

    #[test]
    fn a_failing_database_is_an_error() {
        let connection = company(&[(1, Some(900))]);
        connection
            .execute_batch("ALTER TABLE employee RENAME COLUMN salary TO wage")
            .expect("the column can be renamed");
        assert!(
            top5(&connection).is_err(),
            "the column is gone, and `top5` has a list"
        );
        assert!(
            top5_with_ties(&connection).is_err(),
            "the column is gone, and `top5_with_ties` has a list"
        );
        assert!(
            create_index(&connection).is_err(),
            "the column is gone, and `create_index` succeeds"
        );
        // A salary that is no number: what can be read of the others is no answer.
        let connection = company(&[(1, Some(900)), (2, Some(800))]);
        connection
            .execute_batch("UPDATE employee SET salary = 'much' WHERE id = 2")
            .expect("a text goes in");
        assert!(
            top5(&connection).is_err() && top5_with_ties(&connection).is_err(),
            "a salary is a text, and there is a list all the same"
        );
    }
}
