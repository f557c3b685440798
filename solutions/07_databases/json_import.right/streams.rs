//! Another way: the records are inserted while the file is read, so the memory holds one batch and
//! never the whole file. The transaction undoes it all when the end of the file is broken.

use rusqlite::types::Value as Cell;
use rusqlite::{Connection, Transaction, params_from_iter};
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::io::{self, BufReader, Read};

/// The table. The tests create it.
pub const SCHEMA: &str = "
    CREATE TABLE product (
        sku   TEXT PRIMARY KEY,
        name  TEXT NOT NULL CHECK (length(name) <= 100),
        cents INTEGER NOT NULL
    )";

/// How many records one INSERT takes at most.
pub const BATCH: usize = 500;

/// What an import did. Every record of the file is counted in just one of the three fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many records are in the table because of this import.
    pub inserted: usize,
    /// How many good records were left out because their `sku` was there already.
    pub duplicates: usize,
    /// The records that are wrong, in the order of the file.
    pub rejected: Vec<Reject>,
}

/// A record that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Its place in the file, counted from 1.
    pub record: usize,
    /// What is wrong with it, in words of yours, at least one.
    pub reason: String,
}

/// Why nothing was imported.
#[derive(Debug)]
pub enum ImportError {
    /// The reader failed.
    Read(io::Error),
    /// The file is not JSON, or not an array. Line and column are those of `serde_json`.
    Json { line: usize, column: usize },
    /// The database failed.
    Database(rusqlite::Error),
}

pub fn price_in_cents(text: &str) -> Option<i64> {
    let digits = match text.as_bytes() {
        [whole @ .., b'.', tens, ones] => [whole, &[*tens, *ones]].concat(),
        whole => [whole, b"00"].concat(),
    };
    // Two of them are the cents. Something must be left for the whole part.
    if digits.len() < 3 {
        return None;
    }
    digits.iter().try_fold(0_i64, |cents, &byte| {
        let digit = char::from(byte).to_digit(10)?;
        cents.checked_mul(10)?.checked_add(digit.into())
    })
}

pub fn import(connection: &mut Connection, reader: impl Read) -> Result<Report, ImportError> {
    let transaction = connection.transaction().map_err(ImportError::Database)?;
    let mut load = Load {
        transaction: &transaction,
        report: Report::default(),
        batch: Vec::new(),
        failure: None,
    };
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(reader));
    let read = json.deserialize_seq(&mut load).and_then(|()| json.end());
    let Load {
        report, failure, ..
    } = load;
    if let Some(error) = failure {
        return Err(ImportError::Database(error));
    }
    if let Err(error) = read {
        return Err(match error.io_error_kind() {
            Some(_) => ImportError::Read(error.into()),
            None => ImportError::Json {
                line: error.line(),
                column: error.column(),
            },
        });
    }
    transaction.commit().map_err(ImportError::Database)?;
    Ok(report)
}

/// The state of an import: what is done, and what waits for its batch to be full.
struct Load<'a> {
    transaction: &'a Transaction<'a>,
    report: Report,
    batch: Vec<[Cell; 3]>,
    failure: Option<rusqlite::Error>,
}

impl Load<'_> {
    fn flush(&mut self) -> rusqlite::Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let places = vec!["(?, ?, ?)"; self.batch.len()].join(", ");
        let sql = format!("INSERT INTO product VALUES {places} ON CONFLICT (sku) DO NOTHING");
        let all = self.batch.len();
        let values = self.batch.drain(..).flatten();
        let inserted = self.transaction.execute(&sql, params_from_iter(values))?;
        self.report.inserted += inserted;
        self.report.duplicates += all - inserted;
        Ok(())
    }
}

impl<'de> Visitor<'de> for &mut Load<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<(), A::Error> {
        let mut place = 0;
        while let Some(record) = records.next_element::<Value>()? {
            place += 1;
            match row(&record) {
                Some(row) => self.batch.push(row),
                None => self.report.rejected.push(Reject {
                    record: place,
                    reason: "a field is missing or wrong".to_owned(),
                }),
            }
            // Once the database has failed, the rest of the file does not matter.
            if self.batch.len() == BATCH
                && let Err(error) = self.flush()
            {
                self.failure = Some(error);
                return Err(serde::de::Error::custom("the database failed"));
            }
        }
        if let Err(error) = self.flush() {
            self.failure = Some(error);
        }
        Ok(())
    }
}

/// The cells of the row, by name: an array has no fields, and so it is no record.
fn row(record: &Value) -> Option<[Cell; 3]> {
    let text = |field: &str| record.get(field)?.as_str();
    let full = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let cents = price_in_cents(text("price")?)?;
    Some([
        Cell::Text(full(text("sku")?)?),
        Cell::Text(full(text("name")?)?),
        Cell::Integer(cents),
    ])
}
