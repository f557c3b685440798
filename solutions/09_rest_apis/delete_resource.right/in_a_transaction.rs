//! Another way: a transaction under one lock looks for the orders itself and then deletes with
//! `RETURNING`. The foreign keys are needed all the same, for the tags.

use axum::extract::{RawPathParams, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::delete;
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension};
use serde_json::json;
use std::sync::{Arc, Mutex};

/// The tables. The tests create and fill them.
pub const SCHEMA: &str = "
    CREATE TABLE item (
        id   INTEGER PRIMARY KEY,
        name TEXT NOT NULL
    );
    CREATE TABLE tag (
        item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        word    TEXT NOT NULL,
        PRIMARY KEY (item_id, word)
    );
    CREATE TABLE order_line (
        order_id INTEGER NOT NULL,
        item_id  INTEGER NOT NULL REFERENCES item (id),
        PRIMARY KEY (order_id, item_id)
    );
    CREATE INDEX order_line_by_item ON order_line (item_id);";

/// One connection that all requests share. It is in memory, so a handler may use it directly.
pub type Database = Arc<Mutex<Connection>>;

pub fn router(database: Database) -> rusqlite::Result<Router> {
    let connection = database.lock().expect("no request has panicked yet");
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    drop(connection);
    Ok(Router::new()
        .route("/items/{id}", delete(handle))
        .with_state(database))
}

enum Outcome {
    Deleted,
    Missing,
    InUse,
}

async fn handle(
    State(database): State<Database>,
    path: Result<RawPathParams, axum::extract::rejection::RawPathParamsRejection>,
) -> Response {
    let Some(id) = path.ok().and_then(|path| id(path.iter().next()?.1)) else {
        return error(StatusCode::BAD_REQUEST, "an id is a number");
    };
    let mut connection = database.lock().expect("no request has panicked yet");
    match remove(&mut connection, id) {
        Ok(Outcome::Deleted) => StatusCode::NO_CONTENT.into_response(),
        Ok(Outcome::Missing) => error(StatusCode::NOT_FOUND, "nothing has this id"),
        Ok(Outcome::InUse) => error(StatusCode::CONFLICT, "somebody has ordered it"),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "try again later"),
    }
}

fn remove(connection: &mut Connection, id: i64) -> rusqlite::Result<Outcome> {
    let transaction = connection.transaction()?;
    let ordered = "SELECT EXISTS (SELECT 1 FROM order_line WHERE item_id = ?1)";
    if transaction.query_row(ordered, [id], |row| row.get(0))? {
        return Ok(Outcome::InUse);
    }
    let delete = "DELETE FROM item WHERE id = ?1 RETURNING id";
    let deleted: Option<i64> = transaction
        .query_row(delete, [id], |row| row.get(0))
        .optional()?;
    transaction.commit()?;
    Ok(deleted.map_or(Outcome::Missing, |_| Outcome::Deleted))
}

fn error(status: StatusCode, words: &str) -> Response {
    (status, Json(json!({ "error": words }))).into_response()
}

fn id(text: &str) -> Option<i64> {
    let starts_with_a_sign = text.starts_with(['+', '-']);
    text.parse().ok().filter(|_| !starts_with_a_sign)
}
