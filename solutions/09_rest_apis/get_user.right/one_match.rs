//! Another way: no types of one's own. One handler looks at the method and the path itself, and a
//! `match` gives each outcome its status.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::json;
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

pub fn router(store: Arc<dyn UserStore>) -> Router {
    Router::new().fallback(answer).with_state(store)
}

async fn answer(State(store): State<Arc<dyn UserStore>>, request: Request) -> Response {
    let Some(id) = request.uri().path().strip_prefix("/users/") else {
        return error(StatusCode::NOT_FOUND, "nothing lives here");
    };
    let with_body = match *request.method() {
        Method::GET => true,
        Method::HEAD => false,
        _ => {
            return (
                StatusCode::METHOD_NOT_ALLOWED,
                [(header::ALLOW, "GET, HEAD")],
            )
                .into_response();
        }
    };
    let response = match digits(id).map(|id| store.find(id)) {
        None => error(StatusCode::BAD_REQUEST, "an id is a number"),
        Some(Ok(None)) => error(StatusCode::NOT_FOUND, "nobody has this id"),
        Some(Err(_)) => error(StatusCode::INTERNAL_SERVER_ERROR, "try again later"),
        Some(Ok(Some(user))) => {
            Json(json!({ "id": user.id, "name": user.name, "email": user.email })).into_response()
        }
    };
    if with_body {
        response
    } else {
        // The length is told all the same: that of the body which GET would send.
        let (mut parts, body) = response.into_parts();
        let length = axum::body::to_bytes(body, usize::MAX)
            .await
            .map_or(0, |body| body.len());
        parts.headers.insert(header::CONTENT_LENGTH, length.into());
        Response::from_parts(parts, Body::empty())
    }
}

fn error(status: StatusCode, words: &str) -> Response {
    (status, Json(json!({ "error": words }))).into_response()
}

/// The number that the bytes spell, after each `%37` has become a `7`.
fn digits(text: &str) -> Option<u64> {
    let mut rest = text.as_bytes();
    let mut number: Option<u64> = None;
    while let [first, after @ ..] = rest {
        let byte = match (first, after) {
            (b'%', [b'3', low, after @ ..]) if low.is_ascii_digit() => {
                rest = after;
                *low
            }
            _ => {
                rest = after;
                *first
            }
        };
        let digit = char::from(byte).to_digit(10)?;
        number = Some(
            number
                .unwrap_or(0)
                .checked_mul(10)?
                .checked_add(digit.into())?,
        );
    }
    number
}
