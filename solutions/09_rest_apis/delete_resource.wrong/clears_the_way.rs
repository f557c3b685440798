//! Caught by: an_ordered_item_is_409_and_stays
//!
//! The foreign key stands in the way, so the order lines are deleted first. The endpoint now always
//! works, and the shop forgets what its customers have bought.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::delete;
use axum::{Json, Router};
use rusqlite::Connection;
use rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY;
use serde_json::json;
use std::sync::{Arc, Mutex, MutexGuard};

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

/// All the ways not to delete an item.
enum ApiError {
    BadId,
    UnknownItem,
    Ordered,
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(failure, _)
                if failure.extended_code == SQLITE_CONSTRAINT_FOREIGNKEY =>
            {
                ApiError::Ordered
            }
            _ => ApiError::Database(error),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            ApiError::BadId => (StatusCode::BAD_REQUEST, "the id is not a number"),
            ApiError::UnknownItem => (StatusCode::NOT_FOUND, "there is no such item"),
            ApiError::Ordered => (StatusCode::CONFLICT, "the item has been ordered"),
            ApiError::Database(cause) => {
                eprintln!("the database failed: {cause}");
                (StatusCode::INTERNAL_SERVER_ERROR, "something went wrong")
            }
        };
        (status, Json(json!({ "error": message }))).into_response()
    }
}

/// A router that answers `DELETE /items/{id}` on `database`, whose foreign keys it switches on.
pub fn router(database: Database) -> rusqlite::Result<Router> {
    lock(&database).pragma_update(None, "foreign_keys", true)?;
    Ok(Router::new()
        .route("/items/{id}", delete(delete_item))
        .with_state(database))
}

fn lock(database: &Database) -> MutexGuard<'_, Connection> {
    database.lock().expect("nobody panics under the lock")
}

async fn delete_item(
    State(database): State<Database>,
    path: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path(id) = path.map_err(|_| ApiError::BadId)?;
    let id = parse_id(&id).ok_or(ApiError::BadId)?;
    let connection = lock(&database);
    connection.execute("DELETE FROM order_line WHERE item_id = ?1", [id])?;
    match connection.execute("DELETE FROM item WHERE id = ?1", [id])? {
        0 => Err(ApiError::UnknownItem),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

fn parse_id(text: &str) -> Option<i64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
