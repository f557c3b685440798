//! # Duplicate e-mails
//!
//! Your service let people sign up for years, and nobody ever made the e-mail unique. Some people now
//! have three accounts. An interviewer wants the list of those e-mails first, and then wants to know
//! how you clean up, and how you see to it that it never happens again.
//!
//! ## What to write
//! - `duplicates`: the e-mails that stand in the table more than once, and how often
//! - `duplicates_ignoring_case`: the same, where `Ada@x.org` and `ada@x.org` are one
//! - `surplus_ids`: the accounts that have to go, so that one is left for each e-mail
//! - `make_unique`: deletes those, and lets the database refuse the next one
//!
//! ## Edge cases that count
//! - NULL is no e-mail. Accounts without one are never duplicates, and they all stay.
//! - An empty string is an e-mail like any other here, and so is one with spaces around it. Nothing
//!   but the case is ignored.
//! - To ignore case means what `lower` does in SQLite: `A` to `Z` become `a` to `z`. `Ä` stays `Ä`.
//! - E-mails may hold `_` and `%`, which mean something to `LIKE`.
//! - Lists are sorted by e-mail, or by id, in ascending order. E-mails compare byte by byte, as SQLite
//!   does it.
//! - Of several accounts, the one with the smallest id stays.
//! - `make_unique` does all or nothing. If its index cannot be made, every account is still there.
//!   A second call finds nothing to do and succeeds.
//!
//! ## Complexity
//! - The database does the work: each of the first three functions runs one statement and fetches
//!   only the rows that it returns. The tests count both.
//!
//! Write `HAVING` so that PostgreSQL would take it, too: with the aggregate, and not with the alias of
//! a column. The tests cannot see that.
//!
//! Difficulty 3 of 5, about 30 minutes.
//! Cards: `sql-duplicate-emails`. See also: `input-validation`, `database-index`,
//! `email-validation`.

use rusqlite::Connection;

/// The table. The tests create and fill it.
pub const SCHEMA: &str = "
    CREATE TABLE account (
        id    INTEGER PRIMARY KEY,
        email TEXT -- NULL where there is none
    )";

/// Each e-mail that is there more than once, and how often, sorted by e-mail.
pub fn duplicates(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    todo!()
}

/// The same without regard to case. The e-mails are returned in small letters.
pub fn duplicates_ignoring_case(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    todo!()
}

/// The ids of all accounts whose e-mail, without regard to case, an account with a smaller id has.
/// Sorted.
pub fn surplus_ids(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    todo!()
}

/// Deletes the accounts of [`surplus_ids`] and says how many those were.
///
/// Also makes a unique index called `one_account_per_email`, unless it is there: from now on the
/// database refuses an e-mail that it has already, without regard to case.
pub fn make_unique(connection: &mut Connection) -> rusqlite::Result<usize> {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::trace::{TraceEvent, TraceEventCodes};
    use std::cell::RefCell;
    use std::fmt;

    type Emails<'a> = &'a [Option<&'a str>];

    /// A database in memory whose accounts have these e-mails, and the ids 1, 2, 3 and so on.
    fn service(emails: Emails) -> Connection {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch(SCHEMA)
            .expect("the schema is valid");
        for email in emails {
            sign_up(&connection, *email).expect("an account goes in");
        }
        connection
    }

    fn sign_up(connection: &Connection, email: Option<&str>) -> rusqlite::Result<usize> {
        connection.execute("INSERT INTO account (email) VALUES (?1)", [email])
    }

    /// The accounts. Their `Debug` is a table, so that a failing test shows one.
    #[derive(PartialEq)]
    struct Accounts(Vec<(i64, Option<String>)>);

    impl fmt::Debug for Accounts {
        fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
            self.0.iter().try_for_each(|(id, email)| match email {
                Some(email) => write!(f, "\n{id}  {email:?}"),
                None => write!(f, "\n{id}  NULL"),
            })
        }
    }

    fn accounts(connection: &Connection) -> Accounts {
        let mut query = connection
            .prepare("SELECT id, email FROM account ORDER BY id")
            .expect("the table `account` is there");
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let rows = rows.expect("the query runs").collect::<Result<_, _>>();
        Accounts(rows.expect("each row can be read"))
    }

    fn has_index(connection: &Connection) -> bool {
        connection
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM sqlite_schema
                                WHERE type = 'index' AND name = 'one_account_per_email')",
                [],
                |row| row.get(0),
            )
            .expect("the query runs")
    }

    fn counted(duplicates: &[(&str, i64)]) -> Vec<(String, i64)> {
        let owned = duplicates.iter().map(|(email, n)| (email.to_string(), *n));
        owned.collect()
    }

    #[track_caller]
    fn assert_duplicates(emails: Emails, expected: &[(&str, i64)]) {
        let found = duplicates(&service(emails));
        assert_eq!(
            found,
            Ok(counted(expected)),
            "the duplicates among {emails:?}"
        );
    }

    #[track_caller]
    fn assert_ignoring_case(emails: Emails, expected: &[(&str, i64)]) {
        let found = duplicates_ignoring_case(&service(emails));
        assert_eq!(
            found,
            Ok(counted(expected)),
            "the duplicates without regard to case among {emails:?}"
        );
    }

    #[track_caller]
    fn assert_surplus(emails: Emails, expected: &[i64]) {
        let ids = surplus_ids(&service(emails));
        assert_eq!(
            ids,
            Ok(expected.to_vec()),
            "the ids, counted from 1, that are surplus among {emails:?}"
        );
    }

    /// Makes the e-mails unique, and checks which accounts are left, by their ids.
    #[track_caller]
    fn assert_left(emails: Emails, ids: &[i64]) {
        let mut connection = service(emails);
        let mut expected = accounts(&connection);
        let before = expected.0.len();
        expected.0.retain(|(id, _)| ids.contains(id));
        let deleted = make_unique(&mut connection);
        assert_eq!(
            deleted,
            Ok(before - ids.len()),
            "how many accounts are deleted of {emails:?}"
        );
        assert_eq!(accounts(&connection), expected, "the accounts that stay");
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

    /// Checks that `work` runs one statement and fetches no more than `rows` rows.
    #[track_caller]
    fn assert_work(connection: &Connection, name: &str, rows: usize, work: impl FnOnce()) {
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
        work();
        connection.trace_v2(TraceEventCodes::empty(), None);
        let work = WORK.take();
        assert_eq!(
            work.statements.len(),
            1,
            "`{name}` ran these statements: {:#?}",
            work.statements
        );
        assert!(
            work.rows <= rows,
            "`{name}` fetched {} rows to return {rows}",
            work.rows
        );
    }

    const MIXED: Emails = &[
        Some("b@x.org"),
        Some("ada@x.org"),
        None,
        Some("Ada@x.org"),
        Some("b@x.org"),
        Some("c@x.org"),
        None,
        Some("ada@X.ORG"),
        Some("b@x.org"),
    ];

    #[test]
    fn e_mails_that_differ_are_no_duplicates() {
        assert_duplicates(&[], &[]);
        assert_duplicates(&[Some("ada@x.org")], &[]);
        assert_duplicates(&[Some("ada@x.org"), Some("bob@x.org")], &[]);
    }

    #[test]
    fn each_duplicate_comes_once_with_its_count() {
        assert_duplicates(&[Some("a@x"), Some("a@x")], &[("a@x", 2)]);
        assert_duplicates(
            &[Some("a@x"), Some("b@x"), Some("a@x"), Some("a@x")],
            &[("a@x", 3)],
        );
        assert_duplicates(
            &[
                Some("a@x"),
                Some("b@x"),
                Some("b@x"),
                Some("a@x"),
                Some("c@x"),
            ],
            &[("a@x", 2), ("b@x", 2)],
        );
    }

    #[test]
    fn duplicates_are_sorted_by_e_mail() {
        let emails = ["c@x", "B@x", "a@x", "c@x", "a@x", "B@x", "c@x"].map(Some);
        assert_duplicates(&emails, &[("B@x", 2), ("a@x", 2), ("c@x", 3)]);
        assert_ignoring_case(&emails, &[("a@x", 2), ("b@x", 2), ("c@x", 3)]);
    }

    #[test]
    fn accounts_without_e_mail_are_no_duplicates() {
        assert_duplicates(&[None, None, None], &[]);
        assert_ignoring_case(&[None, None, None], &[]);
        assert_surplus(&[None, None, None], &[]);
        assert_duplicates(&[None, Some("a@x"), None, Some("a@x")], &[("a@x", 2)]);
    }

    #[test]
    fn an_empty_e_mail_is_an_e_mail() {
        assert_duplicates(&[Some(""), None, Some("")], &[("", 2)]);
        assert_ignoring_case(&[Some(""), None, Some("")], &[("", 2)]);
        assert_duplicates(&[Some("a@x"), Some(" a@x"), Some("a@x ")], &[]);
        assert_ignoring_case(&[Some("a@x"), Some(" A@x"), Some("a@x ")], &[]);
    }

    #[test]
    fn case_makes_a_difference_or_not() {
        let emails = [Some("A@x"), Some("a@x")];
        assert_duplicates(&emails, &[]);
        assert_ignoring_case(&emails, &[("a@x", 2)]);
        let emails = [Some("A@x"), Some("a@x"), Some("A@x"), Some("B@X")];
        assert_duplicates(&emails, &[("A@x", 2)]);
        assert_ignoring_case(&emails, &[("a@x", 3)]);
        let emails = [Some("A@x"), Some("A@x")];
        assert_ignoring_case(&emails, &[("a@x", 2)]);
        assert_ignoring_case(&[Some("Ä@x"), Some("ä@x")], &[]);
    }

    #[test]
    fn underscores_and_percent_signs_mean_themselves() {
        let emails = [Some("a_b@x"), Some("axb@x"), Some("A_B@x"), Some("%@x")];
        assert_duplicates(&emails, &[]);
        assert_ignoring_case(&emails, &[("a_b@x", 2)]);
        assert_surplus(&emails, &[3]);
    }

    #[test]
    fn all_but_the_first_account_of_an_e_mail_are_surplus() {
        assert_surplus(&[Some("a@x"), Some("b@x")], &[]);
        assert_surplus(&[Some("a@x"), Some("b@x"), Some("a@x")], &[3]);
        assert_surplus(
            &[
                Some("b@x"),
                Some("A@x"),
                Some("a@X"),
                Some("B@x"),
                Some("a@x"),
            ],
            &[3, 4, 5],
        );
        assert_surplus(MIXED, &[4, 5, 8, 9]);
    }

    #[test]
    fn one_account_is_left_for_each_e_mail() {
        assert_left(&[], &[]);
        assert_left(&[Some("a@x"), Some("b@x")], &[1, 2]);
        assert_left(&[Some("a@x"), Some("A@x"), Some("a@x")], &[1]);
        assert_left(MIXED, &[1, 2, 3, 6, 7]);
    }

    #[test]
    fn accounts_without_e_mail_all_stay() {
        assert_left(&[None, Some("a@x"), None, Some("A@x"), None], &[1, 2, 3, 5]);
    }

    #[test]
    fn afterwards_the_database_refuses_a_duplicate() {
        let mut connection = service(MIXED);
        make_unique(&mut connection).expect("the e-mails can be made unique");
        assert!(
            has_index(&connection),
            "there is no index `one_account_per_email`"
        );
        for email in ["ada@x.org", "ADA@x.org", "C@X.org"] {
            assert!(
                sign_up(&connection, Some(email)).is_err(),
                "{email} was let in once more"
            );
        }
        for email in [Some("dora@x.org"), Some("a_a@x.org"), None, None] {
            let signed_up = sign_up(&connection, email);
            assert_eq!(signed_up, Ok(1), "signing up {email:?}");
        }
    }

    #[test]
    fn a_second_call_finds_nothing_to_do() {
        let mut connection = service(MIXED);
        assert_eq!(make_unique(&mut connection), Ok(4));
        let after = accounts(&connection);
        assert_eq!(make_unique(&mut connection), Ok(0));
        assert_eq!(accounts(&connection), after, "the accounts after two calls");
        assert_eq!(duplicates(&connection), Ok(vec![]));
        assert_eq!(duplicates_ignoring_case(&connection), Ok(vec![]));
        assert_eq!(surplus_ids(&connection), Ok(vec![]));
    }

    #[test]
    fn if_the_index_cannot_be_made_every_account_stays() {
        let mut connection = service(MIXED);
        // The name is in use, and not by an index.
        connection
            .execute_batch("CREATE TABLE one_account_per_email (id INTEGER)")
            .expect("the table is made");
        let before = accounts(&connection);
        assert!(
            make_unique(&mut connection).is_err(),
            "the index cannot be made, and `make_unique` succeeds"
        );
        assert_eq!(
            accounts(&connection),
            before,
            "the accounts after a call that failed"
        );
        assert!(
            connection.is_autocommit(),
            "a transaction was left open by the call that failed"
        );
    }

    #[test]
    fn if_an_account_cannot_be_deleted_nothing_changes() {
        let mut connection = service(MIXED);
        connection
            .execute_batch(
                "CREATE TRIGGER keep_nine BEFORE DELETE ON account WHEN old.id = 9
                 BEGIN SELECT RAISE(ABORT, 'not this one'); END",
            )
            .expect("the trigger is made");
        let before = accounts(&connection);
        assert!(
            make_unique(&mut connection).is_err(),
            "account 9 cannot be deleted, and `make_unique` succeeds"
        );
        assert_eq!(
            accounts(&connection),
            before,
            "the accounts after a call that failed"
        );
        assert!(!has_index(&connection), "the index was made all the same");
    }

    #[test]
    fn one_statement_fetches_only_what_is_returned() {
        let connection = service(MIXED);
        assert_work(&connection, "duplicates", 1, || {
            assert_eq!(duplicates(&connection), Ok(counted(&[("b@x.org", 3)])));
        });
        assert_work(&connection, "duplicates_ignoring_case", 2, || {
            let expected = counted(&[("ada@x.org", 3), ("b@x.org", 3)]);
            assert_eq!(duplicates_ignoring_case(&connection), Ok(expected));
        });
        assert_work(&connection, "surplus_ids", 4, || {
            assert_eq!(surplus_ids(&connection), Ok(vec![4, 5, 8, 9]));
        });
    }
}
