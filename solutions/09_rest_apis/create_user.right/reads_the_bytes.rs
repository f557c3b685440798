//! Another way: the handler takes the bytes and the headers and reads them itself. It looks first
//! whether the e-mail is free, which is friendly, and it still minds what the insert says.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Map, Value, json};
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

pub fn router(store: Arc<dyn UserStore>) -> Router {
    Router::new()
        .route("/users", post(create))
        .with_state(store)
}

async fn create(
    State(store): State<Arc<dyn UserStore>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match created(&*store, &headers, &body) {
        Ok((id, view)) => {
            let location = (header::LOCATION, format!("/users/{id}"));
            (StatusCode::CREATED, [location], axum::Json(view)).into_response()
        }
        Err((status, body)) => (status, axum::Json(body)).into_response(),
    }
}

type Refusal = (StatusCode, Value);

fn refuse(status: StatusCode, words: &str) -> Refusal {
    (status, json!({ "error": words }))
}

fn created(
    store: &dyn UserStore,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(u64, Value), Refusal> {
    let taken = || refuse(StatusCode::CONFLICT, "somebody has this e-mail already");
    let failed = |_: String| refuse(StatusCode::INTERNAL_SERVER_ERROR, "try again later");

    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = content_type
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    if !media_type.trim().eq_ignore_ascii_case("application/json") {
        return Err(refuse(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "only JSON, please",
        ));
    }
    let body: Value = serde_json::from_slice(body).map_err(|error| {
        refuse(
            StatusCode::BAD_REQUEST,
            &format!("no JSON at {}", error.line()),
        )
    })?;

    let mut errors = Map::new();
    let mut field = |name: &str, read: fn(&str) -> Result<String, &'static str>| {
        let text = body
            .get(name)
            .and_then(Value::as_str)
            .ok_or("this is needed");
        text.and_then(read).unwrap_or_else(|words| {
            errors.insert(name.to_owned(), words.into());
            String::new()
        })
    };
    let user = NewUser {
        name: field("name", name),
        email: field("email", email),
        password: field("password", password),
    };
    if !errors.is_empty() {
        return Err((
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({ "errors": errors }),
        ));
    }

    if store.find_by_email(&user.email).map_err(failed)?.is_some() {
        return Err(taken());
    }
    let (name, email) = (user.name.clone(), user.email.clone());
    let id = store.insert(user).map_err(|error| match error {
        InsertError::EmailTaken => taken(),
        InsertError::Failed(cause) => failed(cause),
    })?;
    Ok((id, json!({ "id": id, "name": name, "email": email })))
}

fn name(text: &str) -> Result<String, &'static str> {
    let name = text.trim();
    match name.chars().count() {
        0 => Err("this is needed"),
        1..=100 => Ok(name.to_owned()),
        _ => Err("at most 100 characters"),
    }
}

fn email(text: &str) -> Result<String, &'static str> {
    let email = text.trim().to_lowercase();
    let parts: Vec<&str> = email.split('@').collect();
    let odd = |c: char| c.is_whitespace() || c.is_control();
    if parts.len() != 2 || parts.contains(&"") || email.len() > 254 || email.chars().any(odd) {
        return Err("this is no e-mail address");
    }
    Ok(email)
}

fn password(text: &str) -> Result<String, &'static str> {
    match text.chars().count() {
        0..8 => Err("at least 8 characters"),
        8..=128 => Ok(text.to_owned()),
        _ => Err("at most 128 characters"),
    }
}
