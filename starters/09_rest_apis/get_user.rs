//! # Fetch a user over HTTP
//!
//! The mobile app wants to show profiles, so your service gets its first endpoint: `GET
//! /users/{id}`. An interviewer gives you the store and asks for the handler. The easy part takes
//! five lines. What counts is all that is not a 200, and what must never leave the server.
//!
//! ## What to write
//! - `router`: a router of axum that answers `GET /users/{id}` from the store
//! - whatever types of your own the answer needs
//!
//! ## What it answers
//! | request | status | body |
//! |---|---|---|
//! | a user the store knows | 200 | `{"id": 7, "name": "Ada", "email": "ada@example.com"}` |
//! | a user it does not know | 404 | an error |
//! | an id that is none | 400 | an error |
//! | the store fails | 500 | an error, without the cause |
//! | any method but GET and HEAD | 405 | up to you; the header `Allow` names GET and HEAD |
//!
//! The body of a 200 has exactly these three fields. An error is a JSON object with exactly one
//! field, `error`, which holds a sentence for a person: `{"error": "..."}`. The words are yours, but
//! they are not empty. Both have the content type `application/json`.
//!
//! ## Edge cases that count
//! - An id is one or more ASCII digits, and it fits into a `u64`. `abc`, `-1`, `1.5`, `+7` and
//!   `18446744073709551616` are none. Percent-encoding is undone first, so `%37` is 7, and `%FF`, a
//!   byte that is no text, is none.
//! - Nobody asks the store about an id that is none. For a good one it is asked once.
//! - A store that fails is not a user that is unknown: a client that gets 404 may delete its copy.
//! - What the store says about its failure is for your log. It may name hosts and passwords.
//! - The password hash never leaves the server.
//! - HEAD gets the status and the headers of GET, and no body. (axum does that for you. Do not get in
//!   its way.)
//! - Names hold quotes, line breaks and umlauts.
//!
//! The tests call your router in this process, and then over a real connection.
//!
//! Difficulty 2 of 5, about 25 minutes.
//! Cards: `rest-get-user`, `rest`. See also: `express`, `fastapi`, `nodejs`, `http-status-codes`.

use axum::Router;
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

/// A router that answers `GET /users/{id}` from `store`.
pub fn router(store: Arc<dyn UserStore>) -> Router {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::{HeaderMap, Request, header};
    use http_body_util::BodyExt;
    use serde_json::{Value, json};
    use std::net::SocketAddr;
    use std::sync::Mutex;
    use std::time::Duration;
    use tokio::net::TcpListener;
    use tokio::runtime::{Builder, Runtime};
    use tower::ServiceExt;

    const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g";
    const CAUSE: &str = "db-7.internal:5432 refused user=app password=hunter2";

    fn ada() -> User {
        User {
            id: 7,
            name: "Ada".to_owned(),
            email: "ada@example.com".to_owned(),
            password_hash: HASH.to_owned(),
        }
    }

    /// A store that remembers which ids it was asked for.
    #[derive(Default)]
    struct FakeStore {
        users: Vec<User>,
        fails: bool,
        asked: Mutex<Vec<u64>>,
    }

    impl FakeStore {
        fn of(users: &[User]) -> Arc<Self> {
            Arc::new(FakeStore {
                users: users.to_vec(),
                ..FakeStore::default()
            })
        }

        fn failing() -> Arc<Self> {
            Arc::new(FakeStore {
                fails: true,
                ..FakeStore::default()
            })
        }

        #[track_caller]
        fn assert_asked(&self, ids: &[u64]) {
            let asked = self.asked.lock().expect("no test panics in here").clone();
            assert_eq!(asked, ids, "the ids the store was asked for");
        }
    }

    impl UserStore for FakeStore {
        fn find(&self, id: u64) -> Result<Option<User>, StoreError> {
            self.asked.lock().expect("no test panics in here").push(id);
            if self.fails {
                return Err(StoreError(CAUSE.to_owned()));
            }
            Ok(self.users.iter().find(|user| user.id == id).cloned())
        }
    }

    /// What came back for one request.
    struct Answer {
        request: String,
        status: u16,
        headers: HeaderMap,
        body: String,
    }

    impl Answer {
        fn header(&self, name: header::HeaderName) -> &str {
            let value = self.headers.get(name).map(|value| value.to_str());
            value.unwrap_or(Ok("")).expect("headers are plain text")
        }

        /// The body as JSON. Checks the content type on the way.
        #[track_caller]
        fn json(&self) -> Value {
            let content_type = self.header(header::CONTENT_TYPE);
            assert!(
                content_type.starts_with("application/json"),
                "{}: the content type is {content_type:?}, and the body {:?}",
                self.request,
                self.body
            );
            serde_json::from_str(&self.body).unwrap_or_else(|error| {
                panic!("{}: {:?} is not JSON: {error}", self.request, self.body)
            })
        }

        #[track_caller]
        fn assert_error(&self, status: u16) {
            assert_eq!(
                self.status, status,
                "the status of {}, whose body is {:?}",
                self.request, self.body
            );
            let json = self.json();
            let object = json.as_object();
            let message = object.and_then(|object| object.get("error")?.as_str());
            assert!(
                object.is_some_and(|object| object.len() == 1)
                    && message.is_some_and(|message| !message.is_empty()),
                "{}: the body should be {{\"error\": \"some words\"}}, and it is {json}",
                self.request
            );
        }

        /// The methods that the header `Allow` names, sorted.
        fn allowed(&self) -> Vec<String> {
            let allow = self.header(header::ALLOW);
            let mut methods: Vec<String> = allow
                .split(',')
                .map(|method| method.trim().to_owned())
                .collect();
            methods.sort();
            methods
        }
    }

    /// Sends one request through the router, without a network.
    fn send(store: &Arc<FakeStore>, method: &str, path: &str) -> Answer {
        let router = router(store.clone());
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::empty())
            .expect("the request is valid");
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts");
        runtime.block_on(async {
            let response = router.oneshot(request).await.expect("a router never fails");
            let (parts, body) = response.into_parts();
            let body = body.collect().await.expect("the body comes to its end");
            Answer {
                request: format!("{method} {path}"),
                status: parts.status.as_u16(),
                headers: parts.headers,
                body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
            }
        })
    }

    fn get(store: &Arc<FakeStore>, path: &str) -> Answer {
        send(store, "GET", path)
    }

    /// A server on a free port of this machine. It stops when the runtime is dropped.
    fn serve(router: Router) -> (Runtime, SocketAddr) {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime starts");
        let listener = runtime
            .block_on(TcpListener::bind("127.0.0.1:0"))
            .expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        runtime.spawn(async move { axum::serve(listener, router).await });
        (runtime, address)
    }

    /// An ordinary HTTP client that takes every status for an answer.
    fn client() -> ureq::Agent {
        ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(5)))
            .proxy(None)
            .build()
            .into()
    }

    #[test]
    fn a_known_user_comes_back_as_json() {
        let store = FakeStore::of(&[ada()]);
        let answer = get(&store, "/users/7");
        assert_eq!(answer.status, 200, "the body is {:?}", answer.body);
        assert_eq!(
            answer.json(),
            json!({"id": 7, "name": "Ada", "email": "ada@example.com"})
        );
        store.assert_asked(&[7]);
    }

    #[test]
    fn each_user_has_an_address() {
        let bob = User {
            id: u64::MAX,
            name: "Bob".to_owned(),
            email: "bob@example.org".to_owned(),
            password_hash: HASH.to_owned(),
        };
        let nobody = User {
            id: 0,
            name: String::new(),
            ..ada()
        };
        let store = FakeStore::of(&[ada(), bob, nobody]);
        let answer = get(&store, "/users/18446744073709551615");
        assert_eq!(
            answer.json(),
            json!({"id": u64::MAX, "name": "Bob", "email": "bob@example.org"})
        );
        let answer = get(&store, "/users/0");
        assert_eq!(
            answer.json(),
            json!({"id": 0, "name": "", "email": "ada@example.com"})
        );
        let answer = get(&store, "/users/%37");
        assert_eq!(answer.status, 200, "`%37` is the digit 7");
        assert_eq!(answer.json()["name"], "Ada");
    }

    #[test]
    fn quotes_line_breaks_and_umlauts_survive() {
        let name = "Zoë \"Z\\\" Müller\n👩‍🚀\u{0}";
        let store = FakeStore::of(&[User {
            name: name.to_owned(),
            ..ada()
        }]);
        assert_eq!(get(&store, "/users/7").json()["name"], name);
    }

    #[test]
    fn the_password_hash_stays_inside() {
        let store = FakeStore::of(&[ada()]);
        let answer = get(&store, "/users/7");
        assert_eq!(answer.status, 200, "the body is {:?}", answer.body);
        assert!(
            !answer.body.contains("argon2") && !answer.body.contains("password"),
            "the body tells the world the password hash: {}",
            answer.body
        );
        assert!(
            !format!("{:?}", answer.headers).contains("argon2"),
            "a header tells the world the password hash: {:?}",
            answer.headers
        );
    }

    #[test]
    fn an_unknown_user_is_404() {
        let store = FakeStore::of(&[ada()]);
        get(&store, "/users/8").assert_error(404);
        store.assert_asked(&[8]);
        get(&FakeStore::of(&[]), "/users/7").assert_error(404);
    }

    #[test]
    fn an_id_that_is_not_a_number_is_400() {
        let store = FakeStore::of(&[ada()]);
        for id in ["abc", "7x", "x7", "1.5", "7%20", "%20", "0x7", "seven"] {
            get(&store, &format!("/users/{id}")).assert_error(400);
        }
        store.assert_asked(&[]);
    }

    #[test]
    fn a_sign_does_not_belong_to_an_id() {
        let store = FakeStore::of(&[ada()]);
        for id in ["-1", "+7", "%2B7", "-0", "+"] {
            get(&store, &format!("/users/{id}")).assert_error(400);
        }
        store.assert_asked(&[]);
    }

    #[test]
    fn an_id_that_cannot_be_is_400_whatever_its_letters() {
        let store = FakeStore::of(&[ada()]);
        // One more than a `u64` holds, far more, digits that are not ASCII, and no UTF-8 at all.
        let long = "7".repeat(60);
        for id in ["18446744073709551616", &long, "%D9%A7", "%FF"] {
            get(&store, &format!("/users/{id}")).assert_error(400);
        }
        store.assert_asked(&[]);
    }

    #[test]
    fn a_store_that_fails_is_500() {
        let store = FakeStore::failing();
        get(&store, "/users/7").assert_error(500);
        store.assert_asked(&[7]);
    }

    #[test]
    fn the_cause_of_a_500_stays_inside() {
        let answer = get(&FakeStore::failing(), "/users/7");
        assert_eq!(answer.status, 500, "the body is {:?}", answer.body);
        for secret in ["db-7", "5432", "hunter2", "user=app"] {
            assert!(
                !answer.body.contains(secret) && !format!("{:?}", answer.headers).contains(secret),
                "the answer tells strangers about {secret:?}: {} {:?}",
                answer.body,
                answer.headers
            );
        }
    }

    #[test]
    fn head_is_get_without_a_body() {
        let store = FakeStore::of(&[ada()]);
        for (path, status) in [("/users/7", 200), ("/users/8", 404), ("/users/x", 400)] {
            let get = get(&store, path);
            let head = send(&store, "HEAD", path);
            assert_eq!(head.status, status, "the status of HEAD {path}");
            assert_eq!(head.body, "", "the body of HEAD {path}");
            assert_eq!(
                head.header(header::CONTENT_TYPE),
                get.header(header::CONTENT_TYPE),
                "the content type of HEAD {path} against that of GET"
            );
        }
    }

    #[test]
    fn another_method_is_405_and_allow_says_which_ones_work() {
        let store = FakeStore::of(&[ada()]);
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let answer = send(&store, method, "/users/7");
            assert_eq!(answer.status, 405, "the status of {method} /users/7");
            assert_eq!(
                answer.allowed(),
                ["GET", "HEAD"],
                "the header `Allow` after {method} /users/7"
            );
        }
        store.assert_asked(&[]);
    }

    #[test]
    fn it_works_over_a_real_connection() {
        let (_runtime, address) = serve(router(FakeStore::of(&[ada()])));
        let client = client();
        let url = |id: &str| format!("http://{address}/users/{id}");

        let head = client.head(url("7")).call().expect("HEAD gets an answer");
        assert_eq!(head.status().as_u16(), 200, "the status of HEAD");

        let mut answer = client.get(url("7")).call().expect("GET gets an answer");
        assert_eq!(answer.status().as_u16(), 200, "the status of GET");
        assert_eq!(
            head.headers().get(header::CONTENT_LENGTH),
            answer.headers().get(header::CONTENT_LENGTH),
            "the content length of HEAD against that of GET"
        );
        let body = answer
            .body_mut()
            .read_to_string()
            .expect("the body is text");
        let json: Value = serde_json::from_str(&body).expect("the body is JSON");
        assert_eq!(
            json,
            json!({"id": 7, "name": "Ada", "email": "ada@example.com"})
        );

        for (id, status) in [("8", 404), ("ada", 400)] {
            let answer = client.get(url(id)).call().expect("GET gets an answer");
            assert_eq!(answer.status().as_u16(), status, "the status for id {id}");
        }
        let answer = client
            .delete(url("7"))
            .call()
            .expect("DELETE gets an answer");
        assert_eq!(answer.status().as_u16(), 405, "the status of DELETE");
    }
}
