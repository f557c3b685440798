//! Caught by: a_batch_of_500_is_one_statement
//!
//! A prepared statement that runs once for each record. Inside one transaction that is quick in SQLite,
//! and with a database behind a network it is ten thousand round trips.

use rusqlite::Connection;
use serde::Deserialize;
use serde_json::Value;
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

impl From<serde_json::Error> for ImportError {
    fn from(error: serde_json::Error) -> Self {
        if error.is_io() {
            return ImportError::Read(error.into());
        }
        ImportError::Json {
            line: error.line(),
            column: error.column(),
        }
    }
}

impl From<rusqlite::Error> for ImportError {
    fn from(error: rusqlite::Error) -> Self {
        ImportError::Database(error)
    }
}

/// A record as the file has it.
#[derive(Deserialize)]
struct Record {
    sku: String,
    name: String,
    price: String,
}

/// A record as the table wants it.
struct Product {
    sku: String,
    name: String,
    cents: i64,
}

impl Product {
    /// The product that `value` describes, or what is wrong with it.
    fn from_json(value: Value) -> Result<Self, String> {
        if !value.is_object() {
            return Err("it is not an object".to_owned());
        }
        let record: Record = serde_json::from_value(value).map_err(|error| error.to_string())?;
        let (sku, name) = (record.sku.trim(), record.name.trim());
        if sku.is_empty() || name.is_empty() {
            return Err("the sku or the name is empty".to_owned());
        }
        let cents = price_in_cents(&record.price)
            .ok_or_else(|| format!("{:?} is not a price", record.price))?;
        Ok(Product {
            sku: sku.to_owned(),
            name: name.to_owned(),
            cents,
        })
    }
}

/// The price in cents: 1250 for `12.50`, and 1200 for `12`.
///
/// `None` where it is not a price, and where it has more cents than an `i64` holds.
pub fn price_in_cents(text: &str) -> Option<i64> {
    let (whole, cents) = text.split_once('.').unwrap_or((text, "00"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(cents) || cents.len() != 2 {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(cents.parse().ok()?)
}

/// Imports the products of a file: all the good ones, or none.
pub fn import(connection: &mut Connection, reader: impl Read) -> Result<Report, ImportError> {
    let values: Vec<Value> = serde_json::from_reader(BufReader::new(reader))?;

    let mut report = Report::default();
    let mut products = Vec::new();
    for (record, value) in (1..).zip(values) {
        match Product::from_json(value) {
            Ok(product) => products.push(product),
            Err(reason) => report.rejected.push(Reject { record, reason }),
        }
    }

    let transaction = connection.transaction()?;
    for batch in products.chunks(BATCH) {
        report.inserted += insert(&transaction, batch)?;
    }
    transaction.commit()?;
    report.duplicates = products.len() - report.inserted;
    Ok(report)
}

/// Inserts the products, and says how many were not there yet.
fn insert(connection: &Connection, products: &[Product]) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO product (sku, name, cents) VALUES (?, ?, ?) ON CONFLICT (sku) DO NOTHING",
    )?;
    let mut inserted = 0;
    for product in products {
        inserted += statement.execute((&product.sku, &product.name, product.cents))?;
    }
    Ok(inserted)
}
