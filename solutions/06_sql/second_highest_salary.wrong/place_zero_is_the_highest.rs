//! Caught by: there_is_no_place_zero
//!
//! One is subtracted in SQL, which seems to settle it. For place 0 the offset is negative, and SQLite
//! takes a negative offset for none: the highest salary comes back.

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

pub fn nth_highest(connection: &Connection, n: u32) -> rusqlite::Result<Option<i64>> {
    connection
        .query_row(
            "SELECT DISTINCT salary
             FROM employee
             WHERE salary IS NOT NULL
             ORDER BY salary DESC
             LIMIT 1 OFFSET ?1 - 1",
            [n],
            |row| row.get(0),
        )
        .optional()
}
