//! Caught by: an_id_that_is_not_a_number_is_400
//!
//! `Path<u64>` refuses a bad id by itself, and the status is even right. The body is plain text, though,
//! with the name of a Rust type in it, and a client that reads JSON from every answer stumbles.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use std::sync::Arc;

/// A user as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: u64,
    pub name: String,
    pub email: String,
    pub password_hash: String,
}

/// Why the store has no answer. For the log only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError(pub String);

/// Where the users are. It answers from memory, so a handler may call it directly.
pub trait UserStore: Send + Sync {
    /// The user with this id, or `None` where there is none.
    fn find(&self, id: u64) -> Result<Option<User>, StoreError>;
}

/// What the world sees of a user.
///
/// `User` itself is never serialized. A field that somebody adds to it next year stays inside until
/// it is written down here.
#[derive(Serialize)]
struct UserView {
    id: u64,
    name: String,
    email: String,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        UserView {
            id: user.id,
            name: user.name,
            email: user.email,
        }
    }
}

/// All the ways not to answer with a user, each with its status in one place.
enum ApiError {
    UnknownUser,
    Store(StoreError),
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        ApiError::Store(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            ApiError::UnknownUser => (StatusCode::NOT_FOUND, "there is no such user"),
            ApiError::Store(StoreError(cause)) => {
                eprintln!("the user store failed: {cause}");
                (StatusCode::INTERNAL_SERVER_ERROR, "something went wrong")
            }
        };
        (status, Json(serde_json::json!({ "error": message }))).into_response()
    }
}

/// A router that answers `GET /users/{id}` from `store`.
pub fn router(store: Arc<dyn UserStore>) -> Router {
    Router::new()
        .route("/users/{id}", get(get_user))
        .with_state(store)
}

async fn get_user(
    State(store): State<Arc<dyn UserStore>>,
    Path(id): Path<u64>,
) -> Result<Json<UserView>, ApiError> {
    let user = store.find(id)?.ok_or(ApiError::UnknownUser)?;
    Ok(Json(user.into()))
}
