//! Caught by: the_highest_salary_counts_once_however_many_earn_it
//!
//! Sorted, and one row skipped. That is the second row, not the second salary: when two people share
//! the top, the other one of them comes back.

use rusqlite::{Connection, OptionalExtension};

/// The table to query. The tests create and fill it.
pub const SCHEMA: &str = "
    CREATE TABLE employee (
        id     INTEGER PRIMARY KEY,
        name   TEXT NOT NULL,
        salary INTEGER -- NULL where it is unknown
    )";

pub fn second_highest(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    connection
        .query_row(
            "SELECT salary
             FROM employee
             WHERE salary IS NOT NULL
             ORDER BY salary DESC
             LIMIT 1 OFFSET 1",
            [],
            |row| row.get(0),
        )
        .optional()
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
