//! Another way: everything that belongs together happens in one immediate transaction, which asks
//! first and acts then, since nobody else can write meanwhile. The next id is read from where
//! SQLite keeps it.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};

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
    let (rest, digit) = (id / 62, (id % 62) as u8);
    let digit = char::from(match digit {
        0..=9 => b'0' + digit,
        10..=35 => b'A' + digit - 10,
        _ => b'a' + digit - 36,
    });
    if rest == 0 {
        return digit.to_string();
    }
    let mut code = encode(rest);
    code.push(digit);
    code
}

pub fn decode(code: &str) -> Result<u64, CodeError> {
    let mut number: u128 = 0;
    for c in code.chars() {
        let digit = match c {
            '0'..='9' => u32::from(c) - u32::from('0'),
            'A'..='Z' => u32::from(c) - u32::from('A') + 10,
            'a'..='z' => u32::from(c) - u32::from('a') + 36,
            _ => return Err(CodeError::BadCharacter(c)),
        };
        number = (number * 62 + u128::from(digit)).min(u128::MAX / 100);
    }
    match u64::try_from(number) {
        Err(_) => Err(CodeError::TooGreat),
        Ok(_) if code.is_empty() => Err(CodeError::Empty),
        Ok(0) if code == "0" => Ok(0),
        Ok(_) if code.starts_with('0') => Err(CodeError::LeadingZero),
        Ok(number) => Ok(number),
    }
}

pub fn may_link_to(url: &str, own_host: &str) -> bool {
    if url.contains(|c: char| c <= ' ' || c > '~') {
        return false;
    }
    let Ok(uri) = Uri::try_from(url) else {
        return false;
    };
    let scheme = uri.scheme_str().map(str::to_ascii_lowercase);
    let host = uri.host().map(str::to_ascii_lowercase);
    match (scheme.as_deref(), host.as_deref()) {
        (Some("http" | "https"), Some(host)) => {
            host != "" && host != own_host && host.strip_suffix('.') != Some(own_host)
        }
        _ => false,
    }
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

impl Shortener {
    /// Runs `work` while nobody else can write, and keeps what it did.
    fn alone<T>(
        &self,
        work: impl FnOnce(&Transaction) -> rusqlite::Result<T>,
    ) -> Result<T, StatusCode> {
        let mut db = self.db.lock().unwrap();
        let attempt = || {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = work(&transaction)?;
            transaction.commit()?;
            Ok(answer)
        };
        attempt().map_err(|_: rusqlite::Error| StatusCode::INTERNAL_SERVER_ERROR)
    }
}

fn is_taken(db: &Connection, code: &str) -> rusqlite::Result<bool> {
    // Our own paths begin with `links`.
    if code == "links" {
        return Ok(true);
    }
    db.query_row(
        "SELECT EXISTS (SELECT 1 FROM links WHERE code = ?1)",
        [code],
        |row| row.get(0),
    )
}

fn free_code(db: &Connection) -> rusqlite::Result<(i64, String)> {
    let last: Option<i64> = db
        .query_row(
            "SELECT seq FROM sqlite_sequence WHERE name = 'links'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    let mut id = last.unwrap_or(0) + 1;
    while is_taken(db, &encode(id as u64))? {
        id += 1;
    }
    Ok((id, encode(id as u64)))
}

async fn create(
    State(shortener): State<Arc<Shortener>>,
    Json(new): Json<NewLink>,
) -> Result<Response, StatusCode> {
    let good_alias = match &new.alias {
        None => true,
        Some(alias) => {
            let good = |c: char| c == '-' || c == '_' || c.is_ascii_alphanumeric();
            !alias.is_empty() && alias.len() < 33 && alias.chars().all(good)
        }
    };
    if !good_alias || !may_link_to(&new.url, &shortener.own_host) {
        return Err(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let now = (shortener.clock)();
    // What lies too far ahead for SQLite never comes.
    let expires_at = new
        .expires_in
        .and_then(|seconds| now.checked_add(seconds))
        .and_then(|at| i64::try_from(at).ok());
    let code = shortener.alone(|db| {
        let (id, code) = match &new.alias {
            Some(alias) if is_taken(db, alias)? => return Ok(None),
            Some(alias) => (None, alias.clone()),
            None => {
                let (id, code) = free_code(db)?;
                (Some(id), code)
            }
        };
        db.execute(
            "INSERT INTO links (id, code, url, expires_at) VALUES (?1, ?2, ?3, ?4)",
            (id, &code, &new.url, expires_at),
        )?;
        Ok(Some(code))
    })?;
    let Some(code) = code else {
        return Err(StatusCode::CONFLICT);
    };
    let location = HeaderValue::try_from(format!("/{code}")).expect("codes are ASCII");
    let (url, clicks) = (new.url, 0);
    let mut response = Json(Link { code, url, clicks }).into_response();
    *response.status_mut() = StatusCode::CREATED;
    response.headers_mut().insert("location", location);
    Ok(response)
}

async fn follow(
    State(shortener): State<Arc<Shortener>>,
    Path(code): Path<String>,
) -> Result<Response, StatusCode> {
    let now = (shortener.clock)();
    shortener.alone(|db| {
        let found: Option<(String, Option<i64>)> = db
            .query_row(
                "SELECT url, expires_at FROM links WHERE code = ?1",
                [&code],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        Ok(match found {
            None => StatusCode::NOT_FOUND.into_response(),
            Some((_, Some(at))) if at as u64 <= now => StatusCode::GONE.into_response(),
            Some((url, _)) => {
                db.execute(
                    "UPDATE links SET clicks = clicks + 1 WHERE code = ?1",
                    [&code],
                )?;
                Redirect::temporary(&url).into_response()
            }
        })
    })
}

async fn stats(
    State(shortener): State<Arc<Shortener>>,
    Path(code): Path<String>,
) -> Result<Response, StatusCode> {
    let link = shortener.alone(|db| {
        let mut statement = db.prepare("SELECT url, clicks FROM links WHERE code = ?1")?;
        let mut rows = statement.query([&code])?;
        rows.next()?
            .map(|row| {
                Ok(Link {
                    code,
                    url: row.get("url")?,
                    clicks: row.get("clicks")?,
                })
            })
            .transpose()
    })?;
    match link {
        Some(link) => Ok(Json(link).into_response()),
        None => Err(StatusCode::NOT_FOUND),
    }
}
