//! Caught by: if_the_index_cannot_be_made_every_account_stays
//!
//! First the DELETE, then the index, each on its own. When the second one fails, the accounts are gone
//! and nothing keeps the next duplicates out.

use rusqlite::Connection;

/// The table. The tests create and fill it.
pub const SCHEMA: &str = "
    CREATE TABLE account (
        id    INTEGER PRIMARY KEY,
        email TEXT -- NULL where there is none
    )";

/// Each e-mail that is there more than once, and how often, sorted by e-mail.
pub fn duplicates(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    connection
        .prepare(
            "SELECT email, COUNT(*)
             FROM account
             WHERE email IS NOT NULL
             GROUP BY email
             HAVING COUNT(*) > 1
             ORDER BY email",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The same without regard to case. The e-mails are returned in small letters.
pub fn duplicates_ignoring_case(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    connection
        .prepare(
            "SELECT LOWER(email), COUNT(*)
             FROM account
             WHERE email IS NOT NULL
             GROUP BY LOWER(email)
             HAVING COUNT(*) > 1
             ORDER BY LOWER(email)",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The rows that have to go. `make_unique` deletes what `surplus_ids` shows.
const SURPLUS: &str = "
    SELECT id
    FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY LOWER(email) ORDER BY id) AS place
          FROM account
          WHERE email IS NOT NULL)
    WHERE place > 1";

/// The ids of all accounts whose e-mail, without regard to case, an account with a smaller id has.
/// Sorted.
pub fn surplus_ids(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    connection
        .prepare(&format!("{SURPLUS} ORDER BY id"))?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Deletes the accounts of [`surplus_ids`] and says how many those were.
///
/// Also makes a unique index called `one_account_per_email`, unless it is there: from now on the
/// database refuses an e-mail that it has already, without regard to case.
pub fn make_unique(connection: &mut Connection) -> rusqlite::Result<usize> {
    let deleted =
        connection.execute(&format!("DELETE FROM account WHERE id IN ({SURPLUS})"), [])?;
    connection.execute(
        "CREATE UNIQUE INDEX IF NOT EXISTS one_account_per_email ON account (LOWER(email))",
        [],
    )?;
    Ok(deleted)
}
