//! Caught by: a_broken_database_is_our_own_fault
//!
//! "That cannot fail." Each `expect` is a handler that ends without an answer on the day the
//! database is moved, full or locked, and the next one finds the lock poisoned.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, MutexGuard};

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS links (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        code       TEXT UNIQUE,
        url        TEXT NOT NULL,
        expires_at INTEGER,
        clicks     INTEGER NOT NULL DEFAULT 0
    ) STRICT";

pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

pub struct Shortener {
    db: Mutex<Connection>,
    own_host: String,
    clock: Clock,
}

#[derive(Debug, Clone, Deserialize)]
pub struct NewLink {
    pub url: String,
    pub alias: Option<String>,
    pub expires_in: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    pub code: String,
    pub url: String,
    pub clicks: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    Empty,
    BadCharacter(char),
    LeadingZero,
    TooGreat,
}

pub fn encode(id: u64) -> String {
    let mut rest = id;
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(DIGITS[(rest % 62) as usize]));
        rest /= 62;
        if rest == 0 {
            return digits.iter().rev().collect();
        }
    }
}

pub fn decode(code: &str) -> Result<u64, CodeError> {
    if code.is_empty() {
        return Err(CodeError::Empty);
    }
    if code.len() > 1 && code.starts_with('0') {
        return Err(CodeError::LeadingZero);
    }
    code.chars().try_fold(0_u64, |number, c| {
        let digit = DIGITS.iter().position(|&digit| char::from(digit) == c);
        let digit = digit.ok_or(CodeError::BadCharacter(c))?;
        number
            .checked_mul(62)
            .and_then(|number| number.checked_add(digit as u64))
            .ok_or(CodeError::TooGreat)
    })
}

pub fn may_link_to(url: &str, own_host: &str) -> bool {
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    let web = matches!(uri.scheme_str(), Some(scheme)
        if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"));
    let host = uri.host().unwrap_or_default().trim_end_matches('.');
    web && !host.is_empty() && !host.eq_ignore_ascii_case(own_host)
}

pub fn app(db: Connection, own_host: &str, clock: Clock) -> rusqlite::Result<Router> {
    db.execute_batch(SCHEMA)?;
    let shortener = Arc::new(Shortener {
        db: Mutex::new(db),
        own_host: own_host.to_ascii_lowercase(),
        clock,
    });
    Ok(Router::new()
        .route("/links", post(create))
        .route("/links/{code}", get(stats))
        .route("/{code}", get(follow))
        .with_state(shortener))
}

async fn create(State(shortener): State<Arc<Shortener>>, Json(new): Json<NewLink>) -> Response {
    if !may_link_to(&new.url, &shortener.own_host) {
        let sentence = "the URL must be http or https, and lead to another host";
        return (StatusCode::UNPROCESSABLE_ENTITY, sentence).into_response();
    }
    let expires_at = new.expires_in.map(|seconds| {
        let expires_at = (shortener.clock)().saturating_add(seconds);
        i64::try_from(expires_at).unwrap_or(i64::MAX)
    });
    let code = match &new.alias {
        None => {
            insert_with_id(&mut shortener.lock(), &new.url, expires_at).expect("SQLite inserts")
        }
        Some(alias) if !is_alias(alias) => {
            let sentence = "an alias has 1 to 32 letters, digits, hyphens and underscores";
            return (StatusCode::UNPROCESSABLE_ENTITY, sentence).into_response();
        }
        Some(alias) => {
            let free = alias != "links"
                && insert_with_alias(&shortener.lock(), alias, &new.url, expires_at)
                    .expect("SQLite inserts");
            if !free {
                return (StatusCode::CONFLICT, "the alias is taken").into_response();
            }
            alias.clone()
        }
    };
    let location = [(header::LOCATION, format!("/{code}"))];
    let link = Link {
        code,
        url: new.url,
        clicks: 0,
    };
    (StatusCode::CREATED, location, Json(link)).into_response()
}

fn is_alias(alias: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=32).contains(&alias.len()) && alias.bytes().all(fine)
}

fn insert_with_alias(
    db: &Connection,
    alias: &str,
    url: &str,
    expires_at: Option<i64>,
) -> rusqlite::Result<bool> {
    let inserted = db.execute(
        "INSERT INTO links (code, url, expires_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (code) DO NOTHING",
        params![alias, url, expires_at],
    )?;
    Ok(inserted == 1)
}

fn insert_with_id(
    db: &mut Connection,
    url: &str,
    expires_at: Option<i64>,
) -> rusqlite::Result<String> {
    let transaction = db.transaction()?;
    loop {
        transaction.execute(
            "INSERT INTO links (url, expires_at) VALUES (?1, ?2)",
            params![url, expires_at],
        )?;
        let id = transaction.last_insert_rowid();
        let code = encode(id as u64);
        let named = transaction.execute(
            "UPDATE OR IGNORE links SET code = ?1 WHERE id = ?2",
            params![code, id],
        )?;
        if named == 1 {
            transaction.commit()?;
            return Ok(code);
        }
        transaction.execute("DELETE FROM links WHERE id = ?1", [id])?;
    }
}

async fn follow(State(shortener): State<Arc<Shortener>>, Path(code): Path<String>) -> Response {
    let now = i64::try_from((shortener.clock)()).unwrap_or(i64::MAX);
    let db = shortener.lock();
    let url: Option<String> = db
        .query_row(
            "UPDATE links SET clicks = clicks + 1
             WHERE code = ?1 AND (expires_at IS NULL OR expires_at > ?2)
             RETURNING url",
            params![code, now],
            |row| row.get(0),
        )
        .optional()
        .expect("SQLite updates");
    if let Some(url) = url {
        return (StatusCode::FOUND, [(header::LOCATION, url)]).into_response();
    }
    match find(&db, &code).expect("SQLite finds") {
        Some(_) => (StatusCode::GONE, "this link has expired").into_response(),
        None => (StatusCode::NOT_FOUND, "there is no such link").into_response(),
    }
}

async fn stats(State(shortener): State<Arc<Shortener>>, Path(code): Path<String>) -> Response {
    match find(&shortener.lock(), &code).expect("SQLite finds") {
        Some(link) => Json(link).into_response(),
        None => (StatusCode::NOT_FOUND, "there is no such link").into_response(),
    }
}

fn find(db: &Connection, code: &str) -> rusqlite::Result<Option<Link>> {
    db.query_row(
        "SELECT code, url, clicks FROM links WHERE code = ?1",
        [code],
        |row| {
            Ok(Link {
                code: row.get(0)?,
                url: row.get(1)?,
                clicks: row.get(2)?,
            })
        },
    )
    .optional()
}

impl Shortener {
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().expect("nobody panics under the lock")
    }
}
