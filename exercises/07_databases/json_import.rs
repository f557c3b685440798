//! # Import JSON into a database
//!
//! Every night a supplier sends a file with thousands of products, and every night some of them are
//! nonsense. Those should be put aside with a reason, and the others should be in the shop by the
//! morning. If the database fails halfway, the shop must look as if nobody had tried.
//!
//! ## What to write
//! - `price_in_cents`: from the text `"12.50"` to the number 1250
//! - `import`: reads a file, puts the good records into the table, and reports
//!
//! ## The file
//! An array of records: `[{"sku": "C-1", "name": "Blue cup", "price": "12.50"}, ...]`. All three are
//! strings. White space around `sku` and `name` is cut off, and something must be left. A price is
//! one or more ASCII digits, and after those there may be a point and just two more digits. Other
//! fields are ignored.
//!
//! ## Edge cases that count
//! - A record that is not like that is rejected, with its place in the file, counted from 1. The
//!   others are imported. A record is an object: an array of three strings is none.
//! - A file that is not JSON, or not an array, is an error that says line and column, as `serde_json`
//!   tells them. Nothing is imported then, however late in the file it shows.
//! - A `sku` that is in the table already, or stood in an earlier good record of the file, is a
//!   duplicate. It is counted, and what is there stays as it is. So importing a file twice does no
//!   harm.
//! - One transaction: when the database fails, the table is as before, and no transaction is left
//!   open. A record that only the database refuses is such a failure, too. (Its `CHECK` allows names
//!   of up to 100 characters. You need not check that.)
//! - Names may hold quotes and semicolons.
//! - A reader that fails is an error of its own.
//!
//! ## Complexity
//! - One INSERT takes up to `BATCH` records. For n good records, `import` runs at most
//!   ⌈n / 500⌉ + 2 statements. The tests count them.
//! - The file is not read byte by byte: for a file of 100,000 bytes, `read` is called at most 100
//!   times, if it always fills the buffer it is given. The tests count these calls.
//!
//! Difficulty 3 of 5, about 40 minutes.
//! Cards: `json-to-database`, `batch-processing`, `data-pipeline`. See also: `serialization`,
//! `database-transaction`, `input-validation`.

use rusqlite::Connection;
use std::io::{self, Read};

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

/// The price in cents: 1250 for `12.50`, and 1200 for `12`.
///
/// `None` where it is not a price, and where it has more cents than an `i64` holds.
pub fn price_in_cents(text: &str) -> Option<i64> {
    todo!()
}

/// Imports the products of a file: all the good ones, or none.
pub fn import(connection: &mut Connection, reader: impl Read) -> Result<Report, ImportError> {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::trace::{TraceEvent, TraceEventCodes};
    use serde_json::json;
    use std::cell::RefCell;
    use std::fmt;

    fn shop() -> Connection {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch(SCHEMA)
            .expect("the schema is valid");
        connection
    }

    /// Rows of the table. Their `Debug` is a table, so that a failing test shows one.
    #[derive(PartialEq)]
    struct Rows(Vec<(String, String, i64)>);

    impl fmt::Debug for Rows {
        fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
            if self.0.is_empty() {
                return write!(f, "\n(no rows)");
            }
            self.0
                .iter()
                .take(20)
                .try_for_each(|(sku, name, cents)| write!(f, "\n{sku:?}  {name:?}  {cents}"))
        }
    }

    fn rows(connection: &Connection) -> Rows {
        let mut query = connection
            .prepare("SELECT sku, name, cents FROM product ORDER BY sku")
            .expect("the table `product` is there");
        let rows = query.query_map([], |row| row.try_into());
        let rows = rows.expect("the query runs").collect::<Result<_, _>>();
        Rows(rows.expect("each row can be read"))
    }

    fn as_rows(products: &[(&str, &str, i64)]) -> Rows {
        let row = |&(sku, name, cents): &(&str, &str, i64)| (sku.into(), name.into(), cents);
        Rows(products.iter().map(row).collect())
    }

    fn import_text(connection: &mut Connection, text: &str) -> Result<Report, ImportError> {
        import(connection, text.as_bytes())
    }

    #[track_caller]
    fn imported(connection: &mut Connection, text: &str) -> Report {
        import_text(connection, text).expect("the file is imported")
    }

    /// A file with `count` good records, without the bracket at its end.
    fn open_file(count: usize) -> String {
        let records: Vec<String> = (0..count)
            .map(|i| format!(r#"{{"sku": "S-{i}", "name": "Thing {i}", "price": "{i}.05"}}"#))
            .collect();
        format!("[{}", records.join(",\n"))
    }

    fn file(count: usize) -> String {
        open_file(count) + "]"
    }

    /// Checks that a file is an error with this line, and that nothing is imported. The column may
    /// be off by one, for `serde_json` counts the end of a file in two ways.
    #[track_caller]
    fn assert_bad_json(text: &str, line: usize, column: usize) {
        let mut connection = shop();
        match import_text(&mut connection, text) {
            Err(ImportError::Json {
                line: at_line,
                column: at_column,
            }) => {
                assert_eq!(at_line, line, "the line of the mistake");
                assert!(
                    column.abs_diff(at_column) <= 1,
                    "the mistake is in column {column}, and the error says {at_column}"
                );
            }
            other => panic!("the file is wrong in line {line}, and `import` says {other:?}"),
        }
        assert_eq!(rows(&connection), Rows(vec![]));
    }

    /// Imports three records, of which the second one is `record`, and checks that just that one is
    /// rejected.
    #[track_caller]
    fn assert_rejected(record: serde_json::Value) {
        let good = |sku: &str| json!({"sku": sku, "name": "Cup", "price": "1.00"});
        let file = json!([good("A"), record, good("C")]).to_string();
        let mut connection = shop();
        let report = imported(&mut connection, &file);
        let places: Vec<usize> = report.rejected.iter().map(|reject| reject.record).collect();
        assert_eq!(places, [2], "the rejected records; the second is {record}");
        assert_eq!(report.inserted, 2, "how many records were inserted");
        assert!(
            !report.rejected[0].reason.is_empty(),
            "there is no reason given for rejecting {record}"
        );
        assert_eq!(
            rows(&connection),
            as_rows(&[("A", "Cup", 100), ("C", "Cup", 100)])
        );
    }

    thread_local! {
        static STATEMENTS: RefCell<Vec<String>> = RefCell::default();
    }

    /// Imports a file and returns the statements that ran for it.
    #[track_caller]
    fn statements(connection: &mut Connection, text: &str) -> (Report, Vec<String>) {
        connection.trace_v2(
            TraceEventCodes::SQLITE_TRACE_STMT,
            Some(|event| {
                if let TraceEvent::Stmt(statement, _) = event {
                    let sql = statement.sql().chars().take(60).collect();
                    STATEMENTS.with_borrow_mut(|statements| statements.push(sql));
                }
            }),
        );
        STATEMENTS.take();
        let report = imported(connection, text);
        connection.trace_v2(TraceEventCodes::empty(), None);
        (report, STATEMENTS.take())
    }

    /// A reader that counts how often it is asked, and may fail at its end.
    struct Supplier<'a> {
        rest: &'a [u8],
        reads: usize,
        fails: bool,
    }

    impl Read for Supplier<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.reads += 1;
            if self.rest.is_empty() && self.fails {
                return Err(io::Error::new(
                    io::ErrorKind::ConnectionReset,
                    "the supplier hung up",
                ));
            }
            self.rest.read(buffer)
        }
    }

    #[test]
    fn a_file_becomes_rows() {
        let mut connection = shop();
        let report = imported(
            &mut connection,
            r#"[
                {"sku": "C-1", "name": "Blue cup", "price": "12.50"},
                {"sku": " L-7 ", "name": "\tLamp\n", "price": "200", "color": "red"}
            ]"#,
        );
        let expected = Report {
            inserted: 2,
            ..Report::default()
        };
        assert_eq!(report, expected);
        assert_eq!(
            rows(&connection),
            as_rows(&[("C-1", "Blue cup", 1_250), ("L-7", "Lamp", 20_000)])
        );
    }

    #[test]
    fn a_price_is_exact_to_the_cent() {
        for (text, cents) in [
            ("0", 0),
            ("0.00", 0),
            ("0.05", 5),
            ("12", 1_200),
            ("12.50", 1_250),
            ("19.99", 1_999),
            ("1.15", 115),
            ("007.07", 707),
            ("92233720368547758.07", i64::MAX),
        ] {
            assert_eq!(price_in_cents(text), Some(cents), "the cents of {text:?}");
        }
    }

    #[test]
    fn what_is_not_a_price_has_no_cents() {
        for text in [
            "", ".", ".50", "1.", "1.5", "1.505", "1.5.0", "1,50", "-1.00", "+1.00", "1.+5", "1e3",
            "NaN", " 1.00", "1.00 ", "1 000", "12.x0", "٣.00", "EUR 5",
        ] {
            assert_eq!(price_in_cents(text), None, "the cents of {text:?}");
        }
        for text in [
            "92233720368547758.08",
            "92233720368547759",
            "99999999999999999999",
        ] {
            assert_eq!(
                price_in_cents(text),
                None,
                "{text:?} is more than an `i64` holds"
            );
        }
    }

    #[test]
    fn an_empty_array_is_a_good_file() {
        let mut connection = shop();
        for text in ["[]", " [ ]\n"] {
            let (report, statements) = statements(&mut connection, text);
            assert_eq!(report, Report::default());
            assert!(
                statements.len() <= 2,
                "for no record, these statements ran: {statements:#?}"
            );
        }
        assert_eq!(rows(&connection), Rows(vec![]));
    }

    #[test]
    fn broken_json_says_where_it_is_broken() {
        assert_bad_json("[\n  {\"sku\": \"A\",\n   oops\n]", 3, 4);
        assert_bad_json("", 1, 0);
        assert_bad_json("[\n\n  {\"sku\": 'A'}\n]", 3, 11);
        assert_bad_json("[] []", 1, 4);
    }

    #[test]
    fn a_file_that_is_no_array_is_broken() {
        let object = r#"{"sku": "A", "name": "Cup", "price": "1.00"}"#;
        for text in [object, "null", "\"A\"", "1"] {
            let mut connection = shop();
            let result = import_text(&mut connection, text);
            assert!(
                matches!(result, Err(ImportError::Json { line: 1, .. })),
                "the file is {text}, and `import` says {result:?}"
            );
            assert_eq!(rows(&connection), Rows(vec![]));
        }
    }

    #[test]
    fn a_mistake_at_the_end_imports_nothing() {
        // Three full batches stand before it.
        assert_bad_json(&(open_file(1_500) + ",\n]"), 1_501, 1);
        assert_bad_json(&(file(1_500) + "\n]"), 1_501, 1);
    }

    #[test]
    fn a_wrong_type_in_record_three_rejects_record_three() {
        let mut connection = shop();
        let report = imported(
            &mut connection,
            r#"[
                {"sku": "A", "name": "Cup", "price": "1.00"},
                {"sku": "B", "name": "Lamp", "price": "2.00"},
                {"sku": "C", "name": "Pen", "price": 3.00},
                {"sku": "D", "name": "Box", "price": "4.00"}
            ]"#,
        );
        assert_eq!(report.inserted, 3, "how many records were inserted");
        let places: Vec<usize> = report.rejected.iter().map(|reject| reject.record).collect();
        assert_eq!(places, [3], "the rejected records");
        assert_eq!(
            rows(&connection),
            as_rows(&[("A", "Cup", 100), ("B", "Lamp", 200), ("D", "Box", 400)])
        );
    }

    #[test]
    fn whatever_is_not_a_product_is_rejected() {
        assert_rejected(json!({}));
        assert_rejected(json!({"sku": "B", "name": "Cup"}));
        assert_rejected(json!({"sku": "B", "price": "1.00"}));
        assert_rejected(json!({"name": "Cup", "price": "1.00"}));
        assert_rejected(json!({"sku": null, "name": "Cup", "price": "1.00"}));
        assert_rejected(json!({"sku": 7, "name": "Cup", "price": "1.00"}));
        assert_rejected(json!({"sku": " ", "name": "Cup", "price": "1.00"}));
        assert_rejected(json!({"sku": "B", "name": "\n", "price": "1.00"}));
        assert_rejected(json!({"sku": "B", "name": "Cup", "price": "free"}));
        assert_rejected(json!(null));
        assert_rejected(json!("B"));
    }

    #[test]
    fn an_array_of_three_strings_is_no_record() {
        assert_rejected(json!(["B", "Cup", "1.00"]));
    }

    #[test]
    fn of_two_records_with_one_sku_the_first_is_kept() {
        let mut connection = shop();
        let report = imported(
            &mut connection,
            r#"[
                {"sku": "A", "name": "No price", "price": ""},
                {"sku": "A", "name": "First", "price": "1.00"},
                {"sku": "B", "name": "Other", "price": "2.00"},
                {"sku": " A", "name": "Second", "price": "3.00"},
                {"sku": "a", "name": "Small letter", "price": "4.00"}
            ]"#,
        );
        assert_eq!(report.inserted, 3, "how many records were inserted");
        assert_eq!(report.duplicates, 1, "how many records were duplicates");
        assert_eq!(report.rejected.len(), 1, "how many records were rejected");
        assert_eq!(
            rows(&connection),
            as_rows(&[
                ("A", "First", 100),
                ("B", "Other", 200),
                ("a", "Small letter", 400)
            ])
        );
    }

    #[test]
    fn importing_a_file_twice_changes_nothing() {
        let mut connection = shop();
        imported(&mut connection, &file(700));
        let before = rows(&connection);
        let changed = file(701).replace("Thing", "Another thing");
        let report = imported(&mut connection, &changed);
        assert_eq!(report.duplicates, 700, "how many records were duplicates");
        assert_eq!(report.inserted, 1, "how many records were inserted");
        connection
            .execute("DELETE FROM product WHERE sku = 'S-700'", [])
            .expect("the new row can be deleted");
        assert_eq!(rows(&connection), before, "the rows that were there before");
    }

    #[test]
    fn when_the_database_fails_nothing_stays() {
        let mut connection = shop();
        imported(&mut connection, &file(3));
        connection
            .execute_batch(
                "CREATE TRIGGER full BEFORE INSERT ON product WHEN new.sku = 'S-1100'
                 BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
            )
            .expect("the trigger is made");
        let before = rows(&connection);
        let result = import_text(&mut connection, &file(1_200));
        assert!(
            matches!(result, Err(ImportError::Database(_))),
            "the database failed at the 1,101st record, and `import` says {result:?}"
        );
        assert!(
            connection.is_autocommit(),
            "a transaction was left open by the import that failed"
        );
        assert_eq!(
            rows(&connection),
            before,
            "the rows after an import that failed"
        );
    }

    #[test]
    fn what_only_the_database_refuses_is_a_failure() {
        let long_name = |length: usize| {
            json!([
                {"sku": "A", "name": "Cup", "price": "1.00"},
                {"sku": "B", "name": "n".repeat(length), "price": "2.00"},
            ])
            .to_string()
        };
        let mut connection = shop();
        let result = import_text(&mut connection, &long_name(101));
        assert!(
            matches!(result, Err(ImportError::Database(_))),
            "the CHECK refuses a name of 101 characters, and `import` says {result:?}"
        );
        assert_eq!(rows(&connection), Rows(vec![]));
        assert_eq!(imported(&mut connection, &long_name(100)).inserted, 2);
    }

    #[test]
    fn quotes_and_semicolons_are_just_text() {
        let name = "O'Neill\"; DROP TABLE product; -- ?1";
        let file = json!([{"sku": "'", "name": name, "price": "1.00"}]).to_string();
        let mut connection = shop();
        assert_eq!(imported(&mut connection, &file).inserted, 1);
        assert_eq!(rows(&connection), as_rows(&[("'", name, 100)]));
    }

    #[test]
    fn a_reader_that_fails_is_an_error_of_its_own() {
        let text = open_file(600);
        let mut connection = shop();
        let supplier = Supplier {
            rest: text.as_bytes(),
            reads: 0,
            fails: true,
        };
        match import(&mut connection, supplier) {
            Err(ImportError::Read(error)) => {
                assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
            }
            other => panic!("the reader failed, and `import` says {other:?}"),
        }
        assert_eq!(rows(&connection), Rows(vec![]));
    }

    #[test]
    fn the_file_is_not_read_byte_by_byte() {
        let text = file(2_000);
        let mut supplier = Supplier {
            rest: text.as_bytes(),
            reads: 0,
            fails: false,
        };
        let report = import(&mut shop(), &mut supplier).expect("the file is imported");
        assert_eq!(report.inserted, 2_000);
        let at_most = text.len() / 1_000;
        assert!(
            supplier.reads <= at_most,
            "{} bytes were read with {} calls of `read`, and {at_most} should do",
            text.len(),
            supplier.reads
        );
    }

    #[test]
    fn a_batch_of_500_is_one_statement() {
        for (records, batches) in [
            (1, 1),
            (499, 1),
            (500, 1),
            (501, 2),
            (1_000, 2),
            (10_000, 20),
        ] {
            let mut connection = shop();
            let (report, statements) = statements(&mut connection, &file(records));
            assert_eq!(report.inserted, records, "how many records were inserted");
            assert!(
                statements.len() <= batches + 2,
                "for {records} records, {} statements ran, and {} should do. The last of them: {:#?}",
                statements.len(),
                batches + 2,
                &statements[statements.len() - 3..]
            );
            let count = connection.query_row("SELECT COUNT(*) FROM product", [], |row| row.get(0));
            assert_eq!(count, Ok(records as i64), "the rows in the table");
        }
    }
}
