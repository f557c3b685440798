//! Caught by: another_method_is_405_and_allow_says_which_ones_work
//!
//! `any` instead of `get`: the handler only reads, so what could go wrong? A client that sends DELETE
//! gets a 200 and believes that the user is gone.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
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
    BadId,
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
            ApiError::BadId => (StatusCode::BAD_REQUEST, "the id is not a number"),
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
        .route("/users/{id}", any(get_user))
        .with_state(store)
}

/// The path is taken as a `Result`, so that a bad one is answered here and in our own words.
async fn get_user(
    State(store): State<Arc<dyn UserStore>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Json<UserView>, ApiError> {
    let Path(id) = path.map_err(|_| ApiError::BadId)?;
    let id = parse_id(&id).ok_or(ApiError::BadId)?;
    let user = store.find(id)?.ok_or(ApiError::UnknownUser)?;
    Ok(Json(user.into()))
}

/// `parse` alone would take `+7` as well, and one user would have two addresses.
fn parse_id(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
