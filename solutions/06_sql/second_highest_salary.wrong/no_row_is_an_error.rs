//! Caught by: past_the_last_place_there_is_nobody
//!
//! `query_row` answers `QueryReturnedNoRows` when there is no row. With `MAX` there always is one, so
//! the error shows only in the query with `OFFSET`, and only when the places run out.

use rusqlite::Connection;

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
    let Some(skipped) = n.checked_sub(1) else {
        return Ok(None);
    };
    connection.query_row(
        "SELECT DISTINCT salary
         FROM employee
         WHERE salary IS NOT NULL
         ORDER BY salary DESC
         LIMIT 1 OFFSET ?1",
        [skipped],
        |row| row.get(0),
    )
}
