//! Caught by: location_says_where_the_new_user_is
//!
//! The status is 201 and the body is complete, so the header seems superfluous. A client that only
//! looks at `Location`, as generic ones do, cannot find what it has created.

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Somebody who signs up, checked and cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    pub name: String,
    pub email: String,
    pub password: String,
}

/// Why the store did not take a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InsertError {
    /// Another user has this e-mail.
    EmailTaken,
    /// The store failed. The cause is for the log only.
    Failed(String),
}

/// Where the users are. It answers from memory, so a handler may call it directly.
pub trait UserStore: Send + Sync {
    /// The id of the user with just this e-mail, or `None` where there is none; or why the store
    /// failed.
    ///
    /// What it says was true a moment ago.
    fn find_by_email(&self, email: &str) -> Result<Option<u64>, String>;

    /// Stores the user and says which id it got, unless another user has just this e-mail.
    ///
    /// To look and to store are one step here, however many threads call. The password is hashed
    /// before it is kept.
    fn insert(&self, user: NewUser) -> Result<u64, InsertError>;
}

/// What the world sees of a user. There is no field here that could hold a password.
#[derive(Serialize)]
struct UserView {
    id: u64,
    name: String,
    email: String,
}

/// All the ways not to create a user.
enum ApiError {
    Unreadable(JsonRejection),
    Invalid(FieldErrors),
    EmailTaken,
    Store(String),
}

/// The fields that are wrong, each with what is wrong with it.
type FieldErrors = BTreeMap<&'static str, &'static str>;

impl From<InsertError> for ApiError {
    fn from(error: InsertError) -> Self {
        match error {
            InsertError::EmailTaken => ApiError::EmailTaken,
            InsertError::Failed(cause) => ApiError::Store(cause),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            ApiError::Invalid(errors) => {
                let body = Json(json!({ "errors": errors }));
                return (StatusCode::UNPROCESSABLE_ENTITY, body).into_response();
            }
            ApiError::Unreadable(rejection) => (rejection.status(), "send valid JSON"),
            ApiError::EmailTaken => (StatusCode::CONFLICT, "this e-mail is taken"),
            ApiError::Store(cause) => {
                eprintln!("the user store failed: {cause}");
                (StatusCode::INTERNAL_SERVER_ERROR, "something went wrong")
            }
        };
        (status, Json(json!({ "error": message }))).into_response()
    }
}

/// A router that answers `POST /users` and puts the new users into `store`.
pub fn router(store: Arc<dyn UserStore>) -> Router {
    Router::new()
        .route("/users", post(create_user))
        .with_state(store)
}

/// The body is taken as a `Value`, which any JSON fits. A struct would stop at its first bad field.
async fn create_user(
    State(store): State<Arc<dyn UserStore>>,
    body: Result<Json<Value>, JsonRejection>,
) -> Result<impl IntoResponse, ApiError> {
    let Json(body) = body.map_err(ApiError::Unreadable)?;
    let user = validate(&body).map_err(ApiError::Invalid)?;
    let (name, email) = (user.name.clone(), user.email.clone());
    let id = store.insert(user)?;
    Ok((StatusCode::CREATED, Json(UserView { id, name, email })))
}

/// Checks all the fields, so that nobody has to find their mistakes one by one.
fn validate(body: &Value) -> Result<NewUser, FieldErrors> {
    let text = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    let name = text("name").trim();
    let email = text("email").trim().to_lowercase();
    let password = text("password");

    let mut errors = FieldErrors::new();
    if !(1..=100).contains(&name.chars().count()) {
        errors.insert("name", "give a name of 1 to 100 characters");
    }
    if !is_email(&email) {
        errors.insert("email", "this is not an e-mail address");
    }
    if !(8..=128).contains(&password.chars().count()) {
        errors.insert("password", "choose one of 8 to 128 characters");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(NewUser {
        name: name.to_owned(),
        email,
        password: password.to_owned(),
    })
}

/// A few checks against slips of the finger. Whether the address exists, only a mail can tell.
fn is_email(text: &str) -> bool {
    let bad = |c: char| c.is_whitespace() || c.is_control();
    text.len() <= 254
        && !text.contains(bad)
        && text
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'))
}
