//! Another way: without sorting. A salary has place n when n - 1 different salaries are higher. As
//! a scalar subquery it gives NULL where there is none.

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
    connection.query_row(
        "SELECT (SELECT mine.salary
                 FROM employee AS mine
                 WHERE mine.salary IS NOT NULL
                   AND (SELECT COUNT(DISTINCT higher.salary)
                        FROM employee AS higher
                        WHERE higher.salary > mine.salary) = ?1 - 1
                 LIMIT 1)",
        [n],
        |row| row.get(0),
    )
}
