//! Another way: no window function. The list with ties is everybody who earns at least as much as the
//! last of the five, and the index holds known salaries only.

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

fn list(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<Employee>> {
    let mut query = connection.prepare(sql)?;
    let mut rows = query.query([])?;
    let mut employees = Vec::new();
    while let Some(row) = rows.next()? {
        employees.push(read(row)?);
    }
    Ok(employees)
}

fn read(row: &Row) -> rusqlite::Result<Employee> {
    let (id, name, salary) = row.try_into()?;
    Ok(Employee { id, name, salary })
}

pub fn top5(connection: &Connection) -> rusqlite::Result<Vec<Employee>> {
    list(
        connection,
        "SELECT id, name, salary
         FROM employee
         WHERE salary IS NOT NULL
         ORDER BY salary DESC, id ASC
         LIMIT 5",
    )
}

pub fn top5_with_ties(connection: &Connection) -> rusqlite::Result<Vec<Employee>> {
    // The smallest of the five salaries is that of the last one, even if those are only three.
    list(
        connection,
        "SELECT id, name, salary
         FROM employee
         WHERE salary >= (SELECT MIN(salary)
                          FROM (SELECT salary
                                FROM employee
                                WHERE salary IS NOT NULL
                                ORDER BY salary DESC
                                LIMIT 5))
         ORDER BY salary DESC, id ASC",
    )
}

pub fn create_index(connection: &Connection) -> rusqlite::Result<()> {
    // Every index of SQLite ends with the id, ascending. So the salary is enough.
    connection.execute_batch(
        "CREATE INDEX best_paid_first ON employee (salary DESC) WHERE salary IS NOT NULL",
    )
}
