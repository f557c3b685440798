//! Caught by: no_link_gets_the_code_links
//!
//! The alias `links` is refused, and that seems to be all. But after 705 million links an id has this
//! code by itself. The link is made, and nobody can ever follow it.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, MutexGuard};

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The paths of this server begin with it, so it is no code.
const RESERVED: &str = "links";

/// Where links are kept. `AUTOINCREMENT` never gives an id twice, not even one whose row is gone.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS links (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        code       TEXT UNIQUE,
        url        TEXT NOT NULL,
        expires_at INTEGER,
        clicks     INTEGER NOT NULL DEFAULT 0
    ) STRICT";

/// Tells the time, in seconds since 1970.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// What all handlers share.
pub struct Shortener {
    db: Mutex<Connection>,
    /// The name under which this server is reached, such as `sho.rt`, in lower case.
    own_host: String,
    clock: Clock,
}

/// The body of `POST /links`.
#[derive(Debug, Clone, Deserialize)]
pub struct NewLink {
    pub url: String,
    pub alias: Option<String>,
    /// In seconds from now. A link without it never expires.
    pub expires_in: Option<u64>,
}

/// A link as clients see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    pub code: String,
    pub url: String,
    /// SQLite counts in `i64`.
    pub clicks: i64,
}

/// Why a text is no number in base62.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    /// There is nothing.
    Empty,
    /// This character is no digit.
    BadCharacter(char),
    /// There is a zero in front, so another text means the same number.
    LeadingZero,
    /// The number is greater than `u64::MAX`.
    TooGreat,
}

/// The number in base62, without zeros in front. 0 is "0".
pub fn encode(id: u64) -> String {
    let mut rest = id;
    let mut digits = Vec::new();
    // At least once, or 0 would be the empty text. The last digit comes first.
    loop {
        digits.push(char::from(DIGITS[(rest % 62) as usize]));
        rest /= 62;
        if rest == 0 {
            return digits.iter().rev().collect();
        }
    }
}

/// The number that `encode` wrote as `code`. Nothing else is a code. Where it is none for several
/// reasons, any of them will do.
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

/// Whether a link may lead to `url`. `own_host` is in lower case.
///
/// `Uri` from axum can take a URL apart: `url.parse::<Uri>()`.
pub fn may_link_to(url: &str, own_host: &str) -> bool {
    // `Uri` does not look at what stands behind a `#`, and all of it will go into a header.
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    // Taken apart by a parser: the start of the text proves little, as in `http://us@them/`.
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    let web = matches!(uri.scheme_str(), Some(scheme)
        if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"));
    let host = uri.host().unwrap_or_default().trim_end_matches('.');
    web && !host.is_empty() && !host.eq_ignore_ascii_case(own_host)
}

/// The whole server. It makes the table if it is not there yet.
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

/// Anything SQLite complains about is our own fault. The client learns that much, and no more.
struct Broken;

impl From<rusqlite::Error> for Broken {
    fn from(_: rusqlite::Error) -> Self {
        Broken
    }
}

impl IntoResponse for Broken {
    fn into_response(self) -> Response {
        (
            StatusCode::INTERNAL_SERVER_ERROR,
            "something broke on our side",
        )
            .into_response()
    }
}

/// `POST /links`: makes a link.
async fn create(
    State(shortener): State<Arc<Shortener>>,
    Json(new): Json<NewLink>,
) -> Result<Response, Broken> {
    if !may_link_to(&new.url, &shortener.own_host) {
        let sentence = "the URL must be http or https, and lead to another host";
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, sentence).into_response());
    }
    // SQLite counts up to i64::MAX, which is as good as never.
    let expires_at = new.expires_in.map(|seconds| {
        let expires_at = (shortener.clock)().saturating_add(seconds);
        i64::try_from(expires_at).unwrap_or(i64::MAX)
    });
    let code = match &new.alias {
        None => insert_with_id(&mut shortener.lock(), &new.url, expires_at)?,
        Some(alias) if !is_alias(alias) => {
            let sentence = "an alias has 1 to 32 letters, digits, hyphens and underscores";
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, sentence).into_response());
        }
        Some(alias) => {
            let free = alias != RESERVED
                && insert_with_alias(&shortener.lock(), alias, &new.url, expires_at)?;
            if !free {
                return Ok((StatusCode::CONFLICT, "the alias is taken").into_response());
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
    Ok((StatusCode::CREATED, location, Json(link)).into_response())
}

fn is_alias(alias: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=32).contains(&alias.len()) && alias.bytes().all(fine)
}

/// Inserts a link under the alias, unless it is taken. Only the `UNIQUE` of the table can tell: who
/// asked first and inserted later would leave a gap for somebody else.
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

/// Inserts a link under the base62 of its id, and returns that.
fn insert_with_id(
    db: &mut Connection,
    url: &str,
    expires_at: Option<i64>,
) -> rusqlite::Result<String> {
    // The database makes the ids, so servers that share it never make the same one.
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
        // Somebody has chosen this code as an alias. On to the next id.
        transaction.execute("DELETE FROM links WHERE id = ?1", [id])?;
    }
}

/// `GET /{code}`: sends the client on, and counts the click.
async fn follow(
    State(shortener): State<Arc<Shortener>>,
    Path(code): Path<String>,
) -> Result<Response, Broken> {
    let now = i64::try_from((shortener.clock)()).unwrap_or(i64::MAX);
    let db = shortener.lock();
    // Found and counted in one statement. Between a SELECT and an UPDATE another server might
    // count, and one of the two clicks would be lost.
    let url: Option<String> = db
        .query_row(
            "UPDATE links SET clicks = clicks + 1
             WHERE code = ?1 AND (expires_at IS NULL OR expires_at > ?2)
             RETURNING url",
            params![code, now],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(url) = url {
        return Ok((StatusCode::FOUND, [(header::LOCATION, url)]).into_response());
    }
    Ok(match find(&db, &code)? {
        Some(_) => (StatusCode::GONE, "this link has expired").into_response(),
        None => (StatusCode::NOT_FOUND, "there is no such link").into_response(),
    })
}

/// `GET /links/{code}`: where a link leads, and how often it was clicked.
async fn stats(
    State(shortener): State<Arc<Shortener>>,
    Path(code): Path<String>,
) -> Result<Response, Broken> {
    Ok(match find(&shortener.lock(), &code)? {
        Some(link) => Json(link).into_response(),
        None => (StatusCode::NOT_FOUND, "there is no such link").into_response(),
    })
}

/// The link with this code, expired or not.
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
    /// Held for a few statements, and never across an `await`. A server with much to do would take
    /// its connections from a pool.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().expect("nobody panics under the lock")
    }
}
