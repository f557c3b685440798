//! Another way: one window function answers both. `DENSE_RANK` gives every different salary its
//! place, and ties share one.

use rusqlite::{Connection, OptionalExtension};

/// The table to query. The tests create and fill it.
pub const SCHEMA: &str = "
    CREATE TABLE employee (
        id     INTEGER PRIMARY KEY,
        name   TEXT NOT NULL,
        salary INTEGER -- NULL where it is unknown
    )";

pub fn second_highest(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    nth_highest(connection, 2)
}

pub fn nth_highest(connection: &Connection, n: u32) -> rusqlite::Result<Option<i64>> {
    // No salary has place 0, so that needs no word of its own.
    connection
        .query_row(
            "SELECT salary
             FROM (SELECT salary, DENSE_RANK() OVER (ORDER BY salary DESC) AS place
                   FROM employee
                   WHERE salary IS NOT NULL)
             WHERE place = ?1
             LIMIT 1",
            [n],
            |row| row.get(0),
        )
        .optional()
}
