//! Caught by: a_small_company_is_listed_whole
//!
//! All who earn at least as much as the fifth. Where there is no fifth, that is a comparison with NULL,
//! which is never true, and a company of four has an empty list.

use rusqlite::{Connection, Row};

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

fn employee(row: &Row) -> rusqlite::Result<Employee> {
    Ok(Employee {
        id: row.get(0)?,
        name: row.get(1)?,
        salary: row.get(2)?,
    })
}

/// The five employees with the highest salaries, or all whose salary is known if those are fewer.
pub fn top5(connection: &Connection) -> rusqlite::Result<Vec<Employee>> {
    connection
        .prepare(
            "SELECT id, name, salary
             FROM employee
             WHERE salary IS NOT NULL
             ORDER BY salary DESC, id
             LIMIT 5",
        )?
        .query_map([], employee)?
        .collect()
}

/// The same, and everybody else who earns as much as the fifth.
pub fn top5_with_ties(connection: &Connection) -> rusqlite::Result<Vec<Employee>> {
    connection
        .prepare(
            "SELECT id, name, salary
             FROM employee
             WHERE salary >= (SELECT salary
                              FROM employee
                              WHERE salary IS NOT NULL
                              ORDER BY salary DESC
                              LIMIT 1 OFFSET 4)
             ORDER BY salary DESC, id",
        )?
        .query_map([], employee)?
        .collect()
}

/// Creates the index that spares [`top5`] to look at everybody. Called once.
pub fn create_index(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("CREATE INDEX employee_by_salary ON employee (salary DESC, id)")
}
