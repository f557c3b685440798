//! Caught by: each_call_is_one_statement_that_fetches_one_row
//!
//! All salaries are fetched, and Rust does the rest. It is right, and with a million employees it
//! moves a million rows to learn one number.

use rusqlite::Connection;

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
    let mut query = connection.prepare("SELECT salary FROM employee WHERE salary IS NOT NULL")?;
    let mut salaries = query
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    salaries.sort_unstable();
    salaries.dedup();
    let place = n.checked_sub(1).map(|skipped| skipped as usize);
    Ok(place.and_then(|skipped| salaries.iter().rev().nth(skipped).copied()))
}
