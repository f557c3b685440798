//! # URL shortener
//!
//! "Design bit.ly." Usually this ends with boxes on a whiteboard. Here it ends with a server that
//! runs: a client posts a long URL and gets a short code, and whoever opens the code is sent on.
//! Links and clicks are kept in SQLite, HTTP is spoken by axum.
//!
//! ## What to write
//! - `encode` and `decode`: numbers in base62, with the digits `0-9`, `A-Z`, `a-z` in this order
//! - `may_link_to`: which URLs are accepted
//! - `create`, `follow` and `stats`: the three handlers. The schema, the router and the clock are
//!   given.
//!
//! ## What it does
//! ```text
//! POST /links        {"url": "https://a.example/b", "alias": "sale", "expires_in": 3600}
//!     201 Created    Location: /sale
//!                    {"code": "sale", "url": "https://a.example/b", "clicks": 0}
//! GET /sale
//!     302 or 307     Location: https://a.example/b
//! GET /links/sale
//!     200 OK         {"code": "sale", "url": "https://a.example/b", "clicks": 1}
//! ```
//!
//! `alias` and `expires_in` (in seconds) may be missing. Tests look at the status, the headers, and
//! the three JSON fields. What an error says in its body is up to you.
//!
//! ## Edge cases that count
//! - `decode` refuses everything that `encode` never makes: the empty text, other characters, a
//!   zero in front (but "0" is 0), and numbers above `u64::MAX`.
//! - A link without an alias has the base62 of its row's id as code. An alias may look like such a
//!   code, and come first. The link whose code is taken then gets another id, never an error.
//! - A code belongs to one link for good, an expired one as well. A second link with the same alias
//!   is answered with 409, and the first one stays as it is. So is the alias `links`, which is part
//!   of the server's own paths. One day an id has this code, too: it counts as taken.
//! - An alias has 1 to 32 characters of `0-9`, `A-Z`, `a-z`, `-` and `_`. Otherwise: 422. Upper and
//!   lower case make different codes.
//! - Two servers may share the database. Their codes never collide, and each knows the links of the
//!   other.
//! - The URL has the scheme `http` or `https`, in any case of letters, and a host. It holds only
//!   visible ASCII characters: no space, no line break. The host is not our own, in whatever case,
//!   with whatever user or port, with or without a dot at its end: that would be a loop. Our name
//!   elsewhere in a URL does no harm. Otherwise: 422. The `Location` of the redirect is the URL
//!   exactly as it was posted.
//! - A code that is unknown is 404, for `stats` as well. An expired one is 410 for `follow`. A link
//!   expires `expires_in` seconds after it was made, at that very second. However great the number
//!   is, it must not overflow.
//! - Only a redirect counts as a click, and each one does, also with eight clients at a time.
//!   (A 301 would be kept by the browser, and the next click would never reach you.)
//! - Whatever stands in a path or in a body is data, and never becomes part of the SQL.
//! - Whatever SQLite complains about is our fault and not the client's: 500, with a body that does not
//!   mention tables. A handler that panics answers nobody.
//! - Bodies that are not JSON, have no `url`, or the wrong content type, are refused by axum's
//!   `Json`, with 400, 422 and 415. Methods that do not fit are refused by its router, with 405 and
//!   `Allow`.
//!
//! ## Complexity
//! - Base62 takes O(digits). Each request needs a few statements that find their row by an index.
//!   The tests measure neither.
//!
//! Difficulty 5 of 5, about 60 minutes.
//! Cards: `url-shortener`. See also: `caching`, `sharding`, `uuid`, `http-status-codes`.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

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
    todo!()
}

/// The number that `encode` wrote as `code`. Nothing else is a code. Where it is none for several
/// reasons, any of them will do.
pub fn decode(code: &str) -> Result<u64, CodeError> {
    todo!()
}

/// Whether a link may lead to `url`. `own_host` is in lower case.
///
/// `Uri` from axum can take a URL apart: `url.parse::<Uri>()`.
pub fn may_link_to(url: &str, own_host: &str) -> bool {
    todo!()
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

/// `POST /links`: makes a link.
async fn create(State(shortener): State<Arc<Shortener>>, Json(new): Json<NewLink>) -> Response {
    todo!()
}

/// `GET /{code}`: sends the client on, and counts the click.
async fn follow(State(shortener): State<Arc<Shortener>>, Path(code): Path<String>) -> Response {
    todo!()
}

/// `GET /links/{code}`: where a link leads, and how often it was clicked.
async fn stats(State(shortener): State<Arc<Shortener>>, Path(code): Path<String>) -> Response {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::http::{Request, header};
    use http_body_util::BodyExt;
    use rusqlite::Connection;
    use serde_json::{Value, json};
    use std::collections::HashSet;
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;
    use tokio::net::TcpListener;
    use tokio::runtime::{Builder, Runtime};
    use tower::ServiceExt;

    /// What came back.
    #[derive(Debug)]
    struct Answer {
        status: u16,
        location: Option<String>,
        allow: Option<String>,
        body: String,
    }

    impl Answer {
        #[track_caller]
        fn json(&self) -> Value {
            match serde_json::from_str(&self.body) {
                Ok(value) => value,
                Err(_) => panic!("the body should be JSON: {self:?}"),
            }
        }

        /// The code of the link that was made.
        #[track_caller]
        fn code(&self) -> String {
            assert_eq!(self.status, 201, "the link should be made: {self:?}");
            match &self.json()["code"] {
                Value::String(code) => code.clone(),
                other => panic!("the code should be text, and is {other}"),
            }
        }
    }

    /// A server with a clock that stands still until it is set.
    struct Server {
        router: Router,
        now: Arc<AtomicU64>,
        runtime: Runtime,
    }

    impl Server {
        fn new() -> Self {
            Server::on(Connection::open_in_memory().expect("SQLite opens in memory"))
        }

        fn on(db: Connection) -> Self {
            let now = Arc::new(AtomicU64::new(1_700_000_000));
            let clock = Arc::clone(&now);
            let clock: Clock = Arc::new(move || clock.load(Ordering::SeqCst));
            Server {
                router: app(db, "Sho.rt", clock).expect("the table can be made"),
                now,
                runtime: Builder::new_current_thread()
                    .enable_io()
                    .build()
                    .expect("a runtime starts"),
            }
        }

        fn wait(&self, seconds: u64) {
            self.now.fetch_add(seconds, Ordering::SeqCst);
        }

        fn send(&self, request: Request<Body>) -> Answer {
            let router = self.router.clone();
            self.runtime.block_on(async {
                let response = router
                    .oneshot(request)
                    .await
                    .expect("a router always answers");
                let header = |name| {
                    let value = response.headers().get(name)?;
                    Some(value.to_str().expect("headers are ASCII").to_owned())
                };
                let (location, allow) = (header(header::LOCATION), header(header::ALLOW));
                let status = response.status().as_u16();
                let body = response.into_body().collect().await.expect("the body ends");
                Answer {
                    status,
                    location,
                    allow,
                    body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
                }
            })
        }

        fn call(&self, method: &str, path: &str) -> Answer {
            let request = Request::builder().method(method).uri(path);
            self.send(request.body(Body::empty()).expect("a request"))
        }

        fn get(&self, path: &str) -> Answer {
            self.call("GET", path)
        }

        fn post(&self, body: Value) -> Answer {
            let request = Request::post("/links").header("content-type", "application/json");
            self.send(
                request
                    .body(Body::from(body.to_string()))
                    .expect("a request"),
            )
        }

        /// Checks that the code leads to `url`.
        #[track_caller]
        fn leads(&self, code: &str, url: &str) {
            let answer = self.get(&format!("/{code}"));
            assert!(
                matches!(answer.status, 302 | 307),
                "/{code} should redirect with 302 or 307: {answer:?}"
            );
            assert_eq!(answer.location.as_deref(), Some(url), "where /{code} leads");
        }

        #[track_caller]
        fn clicks(&self, code: &str) -> Value {
            let answer = self.get(&format!("/links/{code}"));
            assert_eq!(answer.status, 200, "the statistics of {code}: {answer:?}");
            answer.json()["clicks"].clone()
        }
    }

    #[test]
    fn numbers_are_written_in_base62() {
        let expected = [
            (0, "0"),
            (9, "9"),
            (10, "A"),
            (35, "Z"),
            (36, "a"),
            (61, "z"),
            (62, "10"),
            (125, "21"),
            (1_000_000_000, "15ftgG"),
            (u64::MAX, "LygHa16AHYF"),
        ];
        for (number, text) in expected {
            assert_eq!(encode(number), text, "{number} in base62");
        }
    }

    #[test]
    fn every_number_comes_back() {
        for number in (0..10_000).chain([u64::MAX - 1, u64::MAX]) {
            assert_eq!(decode(&encode(number)), Ok(number));
        }
        for bit in 0..64 {
            let number = 1 << bit;
            assert_eq!(decode(&encode(number)), Ok(number));
        }
    }

    #[test]
    fn what_encode_never_writes_is_no_code() {
        assert_eq!(decode(""), Err(CodeError::Empty));
        for (code, c) in [
            ("a-b", '-'),
            ("!", '!'),
            ("1 ", ' '),
            ("é", 'é'),
            ("1٣", '٣'),
        ] {
            assert_eq!(decode(code), Err(CodeError::BadCharacter(c)), "{code:?}");
        }
        assert_eq!(decode("00"), Err(CodeError::LeadingZero));
        assert_eq!(decode("07"), Err(CodeError::LeadingZero));
        for code in [
            "LygHa16AHYG",
            "LygHa16AHYz",
            "M0000000000",
            "zzzzzzzzzzz",
            "100000000000",
        ] {
            assert_eq!(decode(code), Err(CodeError::TooGreat), "{code:?}");
        }
        assert_eq!(decode("zzzzzzzzzz"), Ok(839_299_365_868_340_223));
    }

    #[test]
    fn links_lead_to_the_web_and_not_to_ourselves() {
        for url in [
            "http://example.com",
            "https://example.com/a/b?c=d&e=%20#f",
            "HTTPS://Example.COM:8443/",
            "https://user:password@example.com/",
            "https://example.com/?from=sho.rt",
            "https://example.com/#http://sho.rt/",
            "https://notsho.rt/",
            "https://sho.rt.example.com/",
            "https://www.sho.rt/",
            "http://127.0.0.1/",
        ] {
            assert!(may_link_to(url, "sho.rt"), "{url:?} should be accepted");
        }
        for url in [
            "",
            "example.com",
            "/path",
            "ftp://example.com/",
            "httpx://example.com/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,hello",
            "http://",
            "https:///path",
            "https://exa mple.com/",
            "https://example.com/ ",
            "https://example.com/\r\nSet-Cookie:a=b",
            "https://example.com/#\r\nSet-Cookie:a=b",
            "https://example.com/#\u{7f}",
            "https://example.com/#é",
            "https://sho.rt",
            "https://sho.rt/abc",
            "HTTP://SHO.RT/abc",
            "http://sho.rt:8080/abc",
            "http://example.com@sho.rt/abc",
            "http://sho.rt./abc",
            "https://sho.rt?a=b",
        ] {
            assert!(!may_link_to(url, "sho.rt"), "{url:?} should be refused");
        }
    }

    #[test]
    fn a_link_is_made_and_followed() {
        let server = Server::new();
        let url = "https://Example.com/a%20b?c=d&e='f'#G";
        let answer = server.post(json!({ "url": url }));
        let code = answer.code();
        assert_eq!(
            answer.location,
            Some(format!("/{code}")),
            "where the link is"
        );
        assert_eq!(
            answer.json(),
            json!({ "code": code, "url": url, "clicks": 0 })
        );
        assert!(decode(&code).is_ok(), "{code:?} should be base62");
        server.leads(&code, url);
        let stats = server.get(&format!("/links/{code}"));
        assert_eq!(stats.status, 200);
        assert_eq!(
            stats.json(),
            json!({ "code": code, "url": url, "clicks": 1 })
        );
    }

    #[test]
    fn the_same_url_twice_makes_two_links() {
        let server = Server::new();
        let codes: HashSet<String> = (0..100)
            .map(|_| server.post(json!({ "url": "https://example.com/" })).code())
            .collect();
        assert_eq!(codes.len(), 100, "different codes");
        assert!(
            codes.iter().all(|code| code.len() <= 2),
            "short codes: {codes:?}"
        );
    }

    #[test]
    fn unknown_codes_are_not_found() {
        let server = Server::new();
        server
            .post(json!({ "url": "https://example.com/", "alias": "sale" }))
            .code();
        for path in [
            "/nothing",
            "/Sale",
            "/0",
            "/sale%20",
            "/links/nothing",
            "/sal%25",
            "/",
        ] {
            assert_eq!(server.get(path).status, 404, "GET {path}");
        }
    }

    #[test]
    fn bad_bodies_and_urls_are_refused() {
        let server = Server::new();
        for (content_type, body, status) in [
            ("application/json", "{", 400),
            ("application/json", "{}", 422),
            ("application/json", r#"{"url": 7}"#, 422),
            (
                "application/json",
                r#"{"url": "https://a.example", "expires_in": -1}"#,
                422,
            ),
            ("text/plain", r#"{"url": "https://a.example"}"#, 415),
        ] {
            let request = Request::post("/links").header("content-type", content_type);
            let answer = server.send(request.body(Body::from(body)).expect("a request"));
            assert_eq!(answer.status, status, "{body} as {content_type}");
        }
        for url in [
            "",
            "ftp://example.com/",
            "https://SHO.rt/a",
            "http://a.example/#\r\nB:c",
        ] {
            assert_eq!(server.post(json!({ "url": url })).status, 422, "{url:?}");
        }
        assert_eq!(
            server.get("/1").status,
            404,
            "a refused link leaves nothing behind"
        );
    }

    #[test]
    fn an_alias_can_be_chosen_once() {
        let server = Server::new();
        let answer = server.post(json!({ "url": "https://first.example/", "alias": "Sale-24_x" }));
        assert_eq!(answer.code(), "Sale-24_x");
        assert_eq!(answer.location.as_deref(), Some("/Sale-24_x"));
        server.leads("Sale-24_x", "https://first.example/");

        let again = json!({ "url": "https://second.example/", "alias": "Sale-24_x" });
        assert_eq!(server.post(again).status, 409, "the alias is taken");
        server.leads("Sale-24_x", "https://first.example/");
        assert_eq!(
            server.clicks("Sale-24_x"),
            2,
            "clicks of the link that was there first"
        );

        let other_case = json!({ "url": "https://third.example/", "alias": "sale-24_x" });
        assert_eq!(server.post(other_case).code(), "sale-24_x");
        server.leads("sale-24_x", "https://third.example/");

        let code = server
            .post(json!({ "url": "https://fourth.example/" }))
            .code();
        let taken = json!({ "url": "https://fifth.example/", "alias": code });
        assert_eq!(
            server.post(taken).status,
            409,
            "the code of a link cannot be an alias"
        );
        server.leads(&code, "https://fourth.example/");
    }

    #[test]
    fn an_alias_is_short_and_fits_into_a_path() {
        let server = Server::new();
        let post = |alias: &str| {
            let answer = server.post(json!({ "url": "https://example.com/", "alias": alias }));
            answer.status
        };
        for alias in ["a", "-", "_", &"b".repeat(32)] {
            assert_eq!(post(alias), 201, "alias {alias:?}");
        }
        for alias in [
            "",
            "a b",
            "a/b",
            "a.b",
            "é",
            "a%20b",
            "../a",
            &"b".repeat(33),
        ] {
            assert_eq!(post(alias), 422, "alias {alias:?}");
        }
        assert_eq!(post("links"), 409, "`links` is part of our own paths");
        assert_eq!(post("Links"), 201, "and `Links` is not");
    }

    #[test]
    fn codes_never_collide_with_an_alias() {
        let server = Server::new();
        let mut codes = HashSet::new();
        // Codes of ids that are still to come.
        for id in 15..=60 {
            let alias = encode(id);
            let url = format!("https://alias.example/{id}");
            server.post(json!({ "url": url, "alias": alias })).code();
            codes.insert(alias);
        }
        for n in 0..40 {
            let url = format!("https://id.example/{n}");
            let code = server.post(json!({ "url": url })).code();
            assert!(codes.insert(code.clone()), "{code} was taken already");
            server.leads(&code, &url);
        }
        for id in 15..=60 {
            server.leads(&encode(id), &format!("https://alias.example/{id}"));
        }
    }

    #[test]
    fn no_link_gets_the_code_links() {
        let db = Connection::open_in_memory().expect("SQLite opens in memory");
        db.execute_batch(SCHEMA).expect("the schema is valid");
        // The next id is 705,165,486, which is `links` in base62.
        db.execute_batch("INSERT INTO sqlite_sequence (name, seq) VALUES ('links', 705165485)")
            .expect("the last id can be set");
        let server = Server::on(db);
        let code = server.post(json!({ "url": "https://example.com/" })).code();
        server.leads(&code, "https://example.com/");
        assert_eq!(server.clicks(&code), 1, "clicks of {code}");
    }

    #[test]
    fn an_expired_link_is_gone() {
        let server = Server::new();
        let url = "https://example.com/";
        server
            .post(json!({ "url": url, "alias": "hour", "expires_in": 3_600 }))
            .code();
        server.post(json!({ "url": url, "alias": "never" })).code();
        server
            .post(json!({ "url": url, "alias": "now", "expires_in": 0 }))
            .code();
        server
            .post(json!({ "url": url, "alias": "ages", "expires_in": u64::MAX }))
            .code();
        assert_eq!(server.get("/now").status, 410);
        server.wait(3_599);
        server.leads("hour", url);
        server.wait(1);
        assert_eq!(server.get("/hour").status, 410, "after 3,600 seconds");
        assert_eq!(
            server.clicks("hour"),
            1,
            "a click on an expired link does not count"
        );
        let again = json!({ "url": url, "alias": "hour" });
        assert_eq!(server.post(again).status, 409, "its code is not given away");
        server.wait(10_000_000_000);
        server.leads("never", url);
        server.leads("ages", url);
    }

    #[test]
    fn each_redirect_counts_as_a_click() {
        let server = Server::new();
        let code = server.post(json!({ "url": "https://example.com/" })).code();
        server
            .post(json!({ "url": "https://example.com/", "alias": "other" }))
            .code();
        for clicks in 0..3 {
            assert_eq!(server.clicks(&code), clicks);
            server.leads(&code, "https://example.com/");
        }
        assert_eq!(server.clicks("other"), 0, "clicks of another link");
        thread::scope(|scope| {
            for _ in 0..8 {
                let router = server.router.clone();
                let path = format!("/{code}");
                scope.spawn(move || {
                    let runtime = Builder::new_current_thread()
                        .build()
                        .expect("a runtime starts");
                    for _ in 0..10 {
                        let request = Request::get(&path).body(Body::empty()).expect("a request");
                        let answer = runtime.block_on(router.clone().oneshot(request));
                        assert!(answer.expect("an answer").status().is_redirection());
                    }
                });
            }
        });
        assert_eq!(
            server.clicks(&code),
            83,
            "3 clicks, and 10 of each of 8 clients"
        );
    }

    #[test]
    fn two_servers_share_a_database() {
        let name = "file:two_servers_share_a_database?mode=memory&cache=shared";
        let open = || Server::on(Connection::open(name).expect("SQLite opens in memory"));
        let (first, second) = (open(), open());
        let mut codes = HashSet::new();
        for n in 0..20 {
            let server = if n % 3 == 0 { &first } else { &second };
            let url = format!("https://example.com/{n}");
            let code = server.post(json!({ "url": url })).code();
            assert!(
                codes.insert(code.clone()),
                "both servers gave out the code {code}"
            );
            first.leads(&code, &url);
            second.leads(&code, &url);
            assert_eq!(first.clicks(&code), 2);
        }
        drop(first);
        let third = open();
        let code = third.post(json!({ "url": "https://example.com/" })).code();
        assert!(
            codes.insert(code),
            "a server that starts later goes on with other codes"
        );
    }

    #[test]
    fn nothing_a_client_sends_becomes_sql() {
        let server = Server::new();
        let url = "https://example.com/'||(SELECT'x')||'?a=';--";
        let code = server.post(json!({ "url": url })).code();
        server.leads(&code, url);
        for path in [
            "/'%20OR%20'1'='1",
            "/x'%20OR%201=1%20--",
            "/%25",
            "/_",
            "/links/'%20OR%20''='",
        ] {
            assert_eq!(server.get(path).status, 404, "GET {path}");
        }
        assert_eq!(server.clicks(&code), 1, "only one link was followed, once");
    }

    #[test]
    fn a_broken_database_is_our_own_fault() {
        let name = "file:a_broken_database_is_our_own_fault?mode=memory&cache=shared";
        let open = || Connection::open(name).expect("SQLite opens in memory");
        let (server, admin) = (Server::on(open()), open());
        let link = json!({ "url": "https://example.com/", "alias": "sale" });
        server.post(link).code();
        admin
            .execute_batch("ALTER TABLE links RENAME TO lost")
            .expect("the table can be taken away");
        for (call, answer) in [
            ("GET /sale", server.get("/sale")),
            ("GET /links/sale", server.get("/links/sale")),
            (
                "POST /links",
                server.post(json!({ "url": "https://example.com/" })),
            ),
            (
                "POST /links with an alias",
                server.post(json!({ "url": "https://example.com/", "alias": "new" })),
            ),
        ] {
            assert_eq!(answer.status, 500, "{call}: {answer:?}");
            assert!(
                !answer.body.contains("table"),
                "{call} tells clients about tables: {answer:?}"
            );
        }
    }

    #[test]
    fn methods_that_do_not_fit_are_refused() {
        let server = Server::new();
        for (method, path, allowed) in [
            ("GET", "/links", "POST"),
            ("DELETE", "/links/sale", "GET"),
            ("POST", "/sale", "GET"),
        ] {
            let answer = server.call(method, path);
            assert_eq!(answer.status, 405, "{method} {path}");
            let allow = answer.allow.unwrap_or_default();
            assert!(
                allow.split(',').any(|one| one.trim() == allowed),
                "{method} {path} is answered with Allow: {allow:?}"
            );
        }
    }

    #[test]
    fn it_works_over_a_real_socket() {
        let server = Server::new();
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_io()
            .build();
        let runtime = runtime.expect("a runtime starts");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"));
        let listener = listener.expect("some port is free");
        let address = listener.local_addr().expect("it has an address");
        let router = server.router.clone();
        runtime.spawn(async move { axum::serve(listener, router).await });

        let talk = |request: &str, body: &str| {
            let mut stream = TcpStream::connect(address).expect("the server listens");
            let length = body.len();
            let head = format!(
                "{request} HTTP/1.1\r\nHost: sho.rt\r\nConnection: close\r\n\
                 Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
            );
            stream
                .write_all((head + body).as_bytes())
                .expect("the server reads");
            let mut answer = String::new();
            stream
                .read_to_string(&mut answer)
                .expect("the server answers");
            answer.to_ascii_lowercase()
        };
        let answer = talk(
            "POST /links",
            r#"{"url": "https://example.com/", "alias": "sale"}"#,
        );
        assert!(answer.starts_with("http/1.1 201 "), "{answer}");
        assert!(answer.contains("\r\nlocation: /sale\r\n"), "{answer}");
        assert!(
            answer.contains("\r\ncontent-type: application/json\r\n"),
            "{answer}"
        );
        let answer = talk("GET /sale", "");
        assert!(answer.starts_with("http/1.1 30"), "{answer}");
        assert!(
            answer.contains("\r\nlocation: https://example.com/\r\n"),
            "{answer}"
        );
        assert!(talk("GET /nothing", "").starts_with("http/1.1 404 "));
        runtime.shutdown_background();
    }
}
