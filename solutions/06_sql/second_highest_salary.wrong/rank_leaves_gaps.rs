//! Caught by: a_tie_takes_one_place
//!
//! `RANK` looks like the right window function. After a tie of two at the top it goes on with 3, so
//! there is no second place at all. `DENSE_RANK` leaves no gaps.

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
            "SELECT salary
             FROM (SELECT salary, RANK() OVER (ORDER BY salary DESC) AS place
                   FROM employee
                   WHERE salary IS NOT NULL)
             WHERE place = ?1
             LIMIT 1",
            [n],
            |row| row.get(0),
        )
        .optional()
}
