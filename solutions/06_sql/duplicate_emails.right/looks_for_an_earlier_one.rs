//! Another way: no window function. An account is surplus when an earlier one has its e-mail, and
//! `COLLATE NOCASE` ignores the case, in the index as well.

use rusqlite::Connection;

/// The table. The tests create and fill it.
pub const SCHEMA: &str = "
    CREATE TABLE account (
        id    INTEGER PRIMARY KEY,
        email TEXT -- NULL where there is none
    )";

fn list(connection: &Connection, collation: &str) -> rusqlite::Result<Vec<(String, i64)>> {
    let mut query = connection.prepare(&format!(
        "SELECT CASE '{collation}' WHEN 'NOCASE' THEN LOWER(MIN(email)) ELSE email END AS address,
                COUNT(email)
         FROM account
         GROUP BY email COLLATE {collation}
         HAVING COUNT(email) > 1
         ORDER BY 1 COLLATE BINARY"
    ))?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

pub fn duplicates(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    list(connection, "BINARY")
}

pub fn duplicates_ignoring_case(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    list(connection, "NOCASE")
}

pub fn surplus_ids(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    let mut query = connection.prepare(
        "SELECT id
         FROM account AS later
         WHERE EXISTS (SELECT 1
                       FROM account AS first
                       WHERE first.email = later.email COLLATE NOCASE AND first.id < later.id)
         ORDER BY id",
    )?;
    query.query_map([], |row| row.get(0))?.collect()
}

pub fn make_unique(connection: &mut Connection) -> rusqlite::Result<usize> {
    let transaction = connection.transaction()?;
    let ids = surplus_ids(&transaction)?;
    for id in &ids {
        transaction.execute("DELETE FROM account WHERE id = ?1", [id])?;
    }
    transaction.execute_batch(
        "CREATE UNIQUE INDEX IF NOT EXISTS one_account_per_email
         ON account (email COLLATE NOCASE)",
    )?;
    transaction.commit()?;
    Ok(ids.len())
}
