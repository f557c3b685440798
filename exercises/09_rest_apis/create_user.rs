//! # Create a user over HTTP
//!
//! Your service gets a sign-up form. It sends `POST /users`, and whoever fills it in makes every
//! mistake there is, sometimes three at once, and then presses the button twice. An interviewer
//! gives you the store and asks for the endpoint. Every answer must tell the form what to do next.
//!
//! ## What to write
//! - `router`: a router of axum that answers `POST /users`
//! - whatever types of your own the answers need
//!
//! ## What it answers
//! The body of a request looks like this:
//! `{"name": "Ada", "email": "ada@example.com", "password": "correct horse"}`
//!
//! | request | status | body |
//! |---|---|---|
//! | all is well | 201, and `Location: /users/7` | `{"id": 7, "name": "Ada", "email": "ada@example.com"}` |
//! | the e-mail is taken | 409 | `{"error": "..."}` |
//! | fields are wrong | 422 | `{"errors": {"email": "...", "name": "..."}}` |
//! | the body is not JSON | 400 | `{"error": "..."}` |
//! | the content type is not `application/json`, or missing | 415 | `{"error": "..."}` |
//! | the store fails | 500 | `{"error": "..."}`, without the cause |
//! | any other method on `/users` | 405, and `Allow: POST` | up to you |
//!
//! Bodies have exactly these fields, and the content type `application/json`. The dots stand for
//! words of yours, at least one.
//!
//! ## The fields
//! - `name`: 1 to 100 characters. White space around it is cut off first.
//! - `email`: exactly one `@`, something before it and something after it, no white space and no
//!   control characters, at most 254 bytes. White space around it is cut off first, and capitals
//!   become small letters. So it is stored, and so it is answered.
//! - `password`: 8 to 128 characters, taken just as it is. White space counts.
//!
//! ## Edge cases that count
//! - `errors` names every field that is wrong, and no other one. Nothing is stored then, and nobody
//!   asks the store.
//! - A field that is missing, `null` or not a string is wrong. JSON that is not an object lacks all
//!   three fields. Fields nobody asked for are ignored, even `id`.
//! - A character is a `char`, not a byte.
//! - `application/json; charset=utf-8` is the content type `application/json`, too.
//! - `ADA@example.com` is taken when `ada@example.com` is. The store compares byte for byte.
//! - Of two requests for one e-mail at the same time, one gets 201 and the other one 409.
//! - No answer holds the password.
//!
//! The tests call your router in this process, and then over a real connection.
//!
//! Difficulty 3 of 5, about 40 minutes.
//! Cards: `rest-create-user`. See also: `spring-boot`, `input-validation`, `http-status-codes`,
//! `sql-duplicate-emails`.

use axum::Router;
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

/// A router that answers `POST /users` and puts the new users into `store`.
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
    use std::sync::{Barrier, Mutex};
    use std::thread;
    use std::time::Duration;
    use tokio::net::TcpListener;
    use tokio::runtime::{Builder, Runtime};
    use tower::ServiceExt;

    const CAUSE: &str = "db-7.internal:5432 refused user=app password=hunter2";

    /// A store in memory. It gives the ids 7, 8, 9 and so on.
    #[derive(Default)]
    struct FakeStore {
        users: Mutex<Vec<NewUser>>,
        asked: Mutex<usize>,
        fails: bool,
        /// Somebody else takes every e-mail just before it is inserted.
        rival: bool,
    }

    impl FakeStore {
        fn new() -> Arc<Self> {
            Arc::default()
        }

        fn failing() -> Arc<Self> {
            Arc::new(FakeStore {
                fails: true,
                ..FakeStore::default()
            })
        }

        fn with_a_rival() -> Arc<Self> {
            Arc::new(FakeStore {
                rival: true,
                ..FakeStore::default()
            })
        }

        fn users(&self) -> Vec<NewUser> {
            self.users.lock().expect("no test panics in here").clone()
        }

        fn count_and_fail(&self) -> Result<(), String> {
            *self.asked.lock().expect("no test panics in here") += 1;
            if self.fails {
                return Err(CAUSE.to_owned());
            }
            Ok(())
        }

        /// Checks that the store was never asked for anything.
        #[track_caller]
        fn assert_left_alone(&self, request: &str) {
            let asked = *self.asked.lock().expect("no test panics in here");
            assert_eq!(asked, 0, "how often the store was asked, after {request}");
        }
    }

    impl UserStore for FakeStore {
        fn find_by_email(&self, email: &str) -> Result<Option<u64>, String> {
            self.count_and_fail()?;
            let users = self.users();
            let place = users.iter().position(|user| user.email == email);
            Ok(place.map(|place| place as u64 + 7))
        }

        fn insert(&self, user: NewUser) -> Result<u64, InsertError> {
            self.count_and_fail().map_err(InsertError::Failed)?;
            let mut users = self.users.lock().expect("no test panics in here");
            if self.rival {
                users.push(user.clone());
            }
            if users.iter().any(|other| other.email == user.email) {
                return Err(InsertError::EmailTaken);
            }
            users.push(user);
            Ok(users.len() as u64 + 6)
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

        #[track_caller]
        fn assert_status(&self, status: u16) {
            assert_eq!(
                self.status, status,
                "the status after {}, whose answer is {:?}",
                self.request, self.body
            );
        }

        /// The body as JSON. Checks the content type on the way.
        #[track_caller]
        fn json(&self) -> Value {
            let content_type = self.header(header::CONTENT_TYPE);
            assert!(
                content_type.starts_with("application/json"),
                "after {}: the content type is {content_type:?}, and the body {:?}",
                self.request,
                self.body
            );
            serde_json::from_str(&self.body).unwrap_or_else(|error| {
                panic!(
                    "after {}: {:?} is not JSON: {error}",
                    self.request, self.body
                )
            })
        }

        /// Checks for a body of one field, `{"error": "some words"}`.
        #[track_caller]
        fn assert_error(&self, status: u16) {
            self.assert_status(status);
            let json = self.json();
            let object = json.as_object();
            let message = object.and_then(|object| object.get("error")?.as_str());
            assert!(
                object.is_some_and(|object| object.len() == 1)
                    && message.is_some_and(|message| !message.is_empty()),
                "after {}: the body should be {{\"error\": \"some words\"}}, and it is {json}",
                self.request
            );
        }

        /// Checks that just these fields, given in the order of the alphabet, are called wrong.
        #[track_caller]
        fn assert_wrong_fields(&self, fields: &[&str]) {
            self.assert_status(422);
            let json = self.json();
            let errors = json.get("errors").and_then(Value::as_object);
            let Some(errors) =
                errors.filter(|_| json.as_object().is_some_and(|all| all.len() == 1))
            else {
                panic!(
                    "after {}: the body should be {{\"errors\": {{...}}}}, and it is {json}",
                    self.request
                );
            };
            let mut named: Vec<&str> = errors.keys().map(String::as_str).collect();
            named.sort_unstable();
            assert_eq!(
                named, fields,
                "the fields that are called wrong after {}",
                self.request
            );
            assert!(
                errors
                    .values()
                    .all(|words| words.as_str().is_some_and(|words| !words.is_empty())),
                "each field should come with some words: {json}"
            );
        }
    }

    /// Sends one request through the router, without a network.
    fn send(store: &Arc<FakeStore>, method: &str, content_type: &str, body: &str) -> Answer {
        let router = router(store.clone());
        let mut request = Request::builder().method(method).uri("/users");
        if !content_type.is_empty() {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        let body_sent = Body::from(body.to_owned());
        let request = request.body(body_sent).expect("the request is valid");
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts");
        runtime.block_on(async {
            let response = router.oneshot(request).await.expect("a router never fails");
            let (parts, answer) = response.into_parts();
            let answer = answer.collect().await.expect("the body comes to its end");
            Answer {
                request: format!("{method} /users with the body {body}"),
                status: parts.status.as_u16(),
                headers: parts.headers,
                body: String::from_utf8_lossy(&answer.to_bytes()).into_owned(),
            }
        })
    }

    fn post(store: &Arc<FakeStore>, body: &Value) -> Answer {
        send(store, "POST", "application/json", &body.to_string())
    }

    /// The body of a sign-up that is all right, but for what a test makes of it.
    fn sign_up(field: &str, value: impl Into<Value>) -> Value {
        let mut body = json!({
            "name": "Ada",
            "email": "ada@example.com",
            "password": "correct horse",
        });
        body[field] = value.into();
        body
    }

    fn ada() -> Value {
        sign_up("name", "Ada")
    }

    /// Checks that `value` is right for `field`, and what it is in the answer.
    #[track_caller]
    fn assert_accepted(field: &str, value: &str, answered: &str) {
        let answer = post(&FakeStore::new(), &sign_up(field, value));
        answer.assert_status(201);
        assert_eq!(
            answer.json()[field],
            answered,
            "what is answered as `{field}`"
        );
    }

    /// Checks that `value` is wrong for `field`, and that nobody asks the store then.
    #[track_caller]
    fn assert_refused(field: &str, value: impl Into<Value>) {
        let store = FakeStore::new();
        let answer = post(&store, &sign_up(field, value));
        answer.assert_wrong_fields(&[field]);
        store.assert_left_alone(&answer.request);
    }

    /// A server on a free port of this machine. It stops when the runtime is dropped.
    fn serve(router: Router) -> (Runtime, SocketAddr) {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
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
    fn a_new_user_is_stored_and_answered() {
        let store = FakeStore::new();
        let answer = post(&store, &ada());
        answer.assert_status(201);
        assert_eq!(
            answer.json(),
            json!({"id": 7, "name": "Ada", "email": "ada@example.com"})
        );
        let stored = NewUser {
            name: "Ada".to_owned(),
            email: "ada@example.com".to_owned(),
            password: "correct horse".to_owned(),
        };
        assert_eq!(store.users(), [stored], "the users in the store");
    }

    #[test]
    fn location_says_where_the_new_user_is() {
        let store = FakeStore::new();
        let answer = post(&store, &ada());
        assert_eq!(answer.header(header::LOCATION), "/users/7");
        let answer = post(&store, &sign_up("email", "bob@example.com"));
        assert_eq!(answer.header(header::LOCATION), "/users/8");
        assert_eq!(answer.json()["id"], 8);
    }

    #[test]
    fn the_password_never_comes_back() {
        let store = FakeStore::new();
        let created = post(&store, &ada());
        created.assert_status(201);
        let taken = post(&store, &ada());
        let short = post(&store, &sign_up("password", "horse"));
        short.assert_wrong_fields(&["password"]);
        for answer in [created, taken, short] {
            assert!(
                !answer.body.contains("horse"),
                "the password is in the answer: {}",
                answer.body
            );
        }
    }

    #[test]
    fn names_and_e_mails_are_cleaned_and_passwords_are_not() {
        let store = FakeStore::new();
        let answer = post(
            &store,
            &json!({
                "name": "  Ada  Lovelace\n",
                "email": "\t Ada.Lovelace+x@Example.COM ",
                "password": "  Horse  ",
            }),
        );
        answer.assert_status(201);
        assert_eq!(
            answer.json(),
            json!({"id": 7, "name": "Ada  Lovelace", "email": "ada.lovelace+x@example.com"})
        );
        assert_eq!(store.users()[0].name, "Ada  Lovelace", "the stored name");
        assert_eq!(
            store.users()[0].email,
            "ada.lovelace+x@example.com",
            "the stored e-mail"
        );
        assert_eq!(
            store.users()[0].password,
            "  Horse  ",
            "the password must be taken just as it is"
        );
    }

    #[test]
    fn a_taken_e_mail_is_409_in_capitals_too() {
        let store = FakeStore::new();
        post(&store, &ada()).assert_status(201);
        for email in ["ada@example.com", "ADA@EXAMPLE.COM", " Ada@example.com "] {
            post(&store, &sign_up("email", email)).assert_error(409);
        }
        assert_eq!(store.users().len(), 1, "how many users are stored");
    }

    #[test]
    fn whoever_comes_second_by_a_hair_gets_409() {
        // Whenever an e-mail is inserted here, somebody else has taken it a moment before.
        let store = FakeStore::with_a_rival();
        post(&store, &ada()).assert_error(409);
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert_accepted("name", "A", "A");
        assert_accepted("name", &"ü".repeat(100), &"ü".repeat(100));
        assert_refused("name", "ü".repeat(101));
        assert_refused("name", "");
        assert_refused("name", " \n ");

        for (length, status) in [(7, 422), (8, 201), (128, 201), (129, 422)] {
            let body = sign_up("password", "ß".repeat(length));
            post(&FakeStore::new(), &body).assert_status(status);
        }
        assert_refused("password", "ß".repeat(7));
        assert_refused("password", "");
    }

    #[test]
    fn an_e_mail_has_one_at_sign_with_something_on_both_sides() {
        for email in [
            "a@b",
            "o'brien@example.ie",
            "x@y.museum",
            "jörg@bücher.example",
        ] {
            assert_accepted("email", email, email);
        }
        for email in [
            "",
            "@",
            "ada",
            "@example.com",
            "ada@",
            "a@b@c",
            "a@@b",
            "@@",
        ] {
            assert_refused("email", email);
        }
        for email in [
            "a da@example.com",
            "ada@exam\tple.com",
            "ada@\u{a0}b",
            "a\u{7}@b",
        ] {
            assert_refused("email", email);
        }
        let longest = format!("{}@example.com", "a".repeat(242));
        assert_accepted("email", &longest, &longest);
        assert_refused("email", format!("a{longest}"));
    }

    #[test]
    fn every_wrong_field_is_named() {
        let store = FakeStore::new();
        let body = json!({"name": " ", "email": "nonsense", "password": "short"});
        post(&store, &body).assert_wrong_fields(&["email", "name", "password"]);
        let body = json!({"name": "Ada", "email": "nonsense", "password": "short"});
        post(&store, &body).assert_wrong_fields(&["email", "password"]);
        let body = json!({"name": "", "email": "ada@example.com", "password": "short"});
        post(&store, &body).assert_wrong_fields(&["name", "password"]);
        store.assert_left_alone("three sign-ups with wrong fields");
    }

    #[test]
    fn a_field_that_is_missing_or_no_string_is_wrong() {
        for field in ["name", "email", "password"] {
            assert_refused(field, Value::Null);
            assert_refused(field, 12_345_678);
            assert_refused(field, json!(["ada@example.com"]));
            let mut body = ada();
            body.as_object_mut().expect("an object").remove(field);
            post(&FakeStore::new(), &body).assert_wrong_fields(&[field]);
        }
        for body in [json!({}), json!([]), json!("ada@example.com"), json!(null)] {
            post(&FakeStore::new(), &body).assert_wrong_fields(&["email", "name", "password"]);
        }
    }

    #[test]
    fn fields_nobody_asked_for_are_ignored() {
        let store = FakeStore::new();
        let mut body = ada();
        body["id"] = json!(1);
        body["is_admin"] = json!(true);
        let answer = post(&store, &body);
        answer.assert_status(201);
        assert_eq!(
            answer.json(),
            json!({"id": 7, "name": "Ada", "email": "ada@example.com"})
        );
    }

    #[test]
    fn broken_json_is_400() {
        let store = FakeStore::new();
        let cut = &ada().to_string()[..20];
        for body in ["", "{", cut, "name=Ada", "{'name': 'Ada'}", "{} {}"] {
            send(&store, "POST", "application/json", body).assert_error(400);
        }
        store.assert_left_alone("six bodies that are not JSON");
    }

    #[test]
    fn another_content_type_is_415() {
        let store = FakeStore::new();
        let body = ada().to_string();
        let form = "application/x-www-form-urlencoded";
        for content_type in ["text/plain", form, "application/xml", ""] {
            send(&store, "POST", content_type, &body).assert_error(415);
        }
        store.assert_left_alone("four bodies of another content type");
        let answer = send(&store, "POST", "application/json; charset=utf-8", &body);
        answer.assert_status(201);
    }

    #[test]
    fn a_failing_store_is_500_without_the_cause() {
        let answer = post(&FakeStore::failing(), &ada());
        answer.assert_error(500);
        for secret in ["db-7", "5432", "hunter2", "user=app"] {
            assert!(
                !answer.body.contains(secret),
                "the answer tells strangers about {secret:?}: {}",
                answer.body
            );
        }
    }

    #[test]
    fn another_method_is_405_and_allow_says_post() {
        let store = FakeStore::new();
        for method in ["GET", "PUT", "PATCH", "DELETE"] {
            let answer = send(&store, method, "application/json", &ada().to_string());
            answer.assert_status(405);
            assert_eq!(
                answer.header(header::ALLOW),
                "POST",
                "the header `Allow` after {method}"
            );
        }
        store.assert_left_alone("four requests of other methods");
    }

    #[test]
    fn of_eight_clients_at_once_one_gets_the_e_mail() {
        let store = FakeStore::new();
        let (_runtime, address) = serve(router(store.clone()));
        let start = Barrier::new(8);
        let mut answers: Vec<(u16, Option<String>)> = thread::scope(|scope| {
            let clients: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        let client = client();
                        let request = client
                            .post(format!("http://{address}/users"))
                            .content_type("application/json");
                        let body = ada().to_string();
                        start.wait();
                        let answer = request.send(body).expect("POST gets an answer");
                        let location = answer.headers().get(header::LOCATION);
                        let location = location.map(|value| value.to_str().map(str::to_owned));
                        let location = location.transpose().expect("headers are plain text");
                        (answer.status().as_u16(), location)
                    })
                })
                .collect();
            clients
                .into_iter()
                .map(|client| client.join().expect("every client gets an answer"))
                .collect()
        });
        answers.sort();
        let mut expected = vec![(409, None); 8];
        expected[0] = (201, Some("/users/7".to_owned()));
        assert_eq!(answers, expected, "status and `Location` for each client");
        assert_eq!(store.users().len(), 1, "how many users are stored");
    }
}
