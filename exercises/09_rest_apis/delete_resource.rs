//! # Delete an item over HTTP
//!
//! A shop keeps its items in SQLite. Now they can be deleted: `DELETE /items/{id}`. The client is on
//! a shaky network and repeats a request when no answer came. Some items have been ordered already,
//! and an order must not end up pointing at nothing. Write the endpoint.
//!
//! ## What to write
//! - `router`: a router of axum that answers `DELETE /items/{id}` on the database it is given
//!
//! ## What it answers
//! | request | status | body |
//! |---|---|---|
//! | the item is there | 204 | none, and no `Content-Type` |
//! | the item is not there, or no longer | 404 | an error |
//! | an id that is none | 400 | an error |
//! | an order refers to the item | 409 | an error |
//! | the database fails in any other way | 500 | an error, without the cause |
//! | any other method | 405, and `Allow: DELETE` | up to you |
//!
//! An error is a JSON object with one field, `{"error": "..."}`, whose words are yours, at least one.
//! Its content type is `application/json`.
//!
//! ## Edge cases that count
//! - An id is one or more ASCII digits, and it fits into an `i64`. `abc`, `-7`, `+7`, `7.0` and
//!   `7 OR 1=1` are none, and neither is `%FF`, a byte that is no text.
//! - Deleting twice gives 204, and then 404. The database is the same after both.
//! - Of several requests for one item at the same time, one gets 204 and the others 404.
//! - The item goes, and its tags go with it: the schema says `ON DELETE CASCADE`. All else stays. In
//!   an answer other than 204, everything stays.
//! - SQLite enforces foreign keys only on connections that were told to. The one you get may not have
//!   been: `router` sees to it.
//! - Not every constraint is a foreign key. A trigger that forbids to delete is no conflict with an
//!   order, so it is a 500 here.
//!
//! The tests call your router in this process, and then over a real connection.
//!
//! Difficulty 3 of 5, about 30 minutes.
//! Cards: `rest-delete-resource`. See also: `flask-vs-django`, `idempotency`, `http-methods`.

use axum::Router;
use rusqlite::Connection;
use std::sync::{Arc, Mutex};

/// The tables. The tests create and fill them.
pub const SCHEMA: &str = "
    CREATE TABLE item (
        id   INTEGER PRIMARY KEY,
        name TEXT NOT NULL
    );
    CREATE TABLE tag (
        item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        word    TEXT NOT NULL,
        PRIMARY KEY (item_id, word)
    );
    CREATE TABLE order_line (
        order_id INTEGER NOT NULL,
        item_id  INTEGER NOT NULL REFERENCES item (id),
        PRIMARY KEY (order_id, item_id)
    );
    CREATE INDEX order_line_by_item ON order_line (item_id);";

/// One connection that all requests share. It is in memory, so a handler may use it directly.
pub type Database = Arc<Mutex<Connection>>;

/// A router that answers `DELETE /items/{id}` on `database`, whose foreign keys it switches on.
pub fn router(database: Database) -> rusqlite::Result<Router> {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::{HeaderMap, Request, header};
    use http_body_util::BodyExt;
    use serde_json::Value;
    use std::fmt;
    use std::future::Future;
    use std::net::SocketAddr;
    use std::sync::Barrier;
    use std::thread;
    use std::time::Duration;
    use tokio::net::TcpListener;
    use tokio::runtime::{Builder, Runtime};
    use tower::ServiceExt;

    /// A shop with four items. Item 7 has two tags, item 8 has been ordered twice. Foreign keys are
    /// off, as they are in SQLite unless somebody switches them on.
    fn shop() -> Database {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .pragma_update(None, "foreign_keys", false)
            .expect("foreign keys can be switched off");
        connection
            .execute_batch(SCHEMA)
            .expect("the schema is valid");
        connection
            .execute_batch(
                "INSERT INTO item VALUES (0, 'a box'), (7, 'a cup'), (8, 'a lamp'), (70, 'a pen');
                 INSERT INTO tag VALUES (7, 'blue'), (7, 'cheap'), (8, 'bright'), (70, 'blue');
                 INSERT INTO order_line VALUES (1, 8), (2, 8);",
            )
            .expect("rows go in");
        Arc::new(Mutex::new(connection))
    }

    fn run(database: &Database, sql: &str) {
        let connection = database.lock().expect("no test panics in here");
        connection.execute_batch(sql).expect("the SQL is valid");
    }

    /// All rows of all tables. Its `Debug` is what a failing test shows.
    #[derive(Clone, PartialEq)]
    struct Rows(Vec<String>);

    impl fmt::Debug for Rows {
        fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
            self.0.iter().try_for_each(|row| write!(f, "\n{row}"))
        }
    }

    impl Rows {
        /// These rows without those that begin in one of these ways.
        fn without(mut self, beginnings: &[&str]) -> Rows {
            self.0.retain(|row| {
                !beginnings
                    .iter()
                    .any(|beginning| row.starts_with(beginning))
            });
            self
        }
    }

    fn rows(database: &Database) -> Rows {
        let connection = database.lock().expect("no test panics in here");
        let mut query = connection
            .prepare(
                "SELECT 'item ' || id || ': ' || name FROM item
                 UNION ALL SELECT 'tag of item ' || item_id || ': ' || word FROM tag
                 UNION ALL SELECT 'order ' || order_id || ': item ' || item_id FROM order_line
                 ORDER BY 1",
            )
            .expect("the tables are there");
        let rows = query.query_map([], |row| row.get(0)).expect("it runs");
        Rows(rows.collect::<Result<_, _>>().expect("each row is text"))
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
                "the status of {}, whose body is {:?}",
                self.request, self.body
            );
        }

        /// Checks for a body of one field, `{"error": "some words"}`.
        #[track_caller]
        fn assert_error(&self, status: u16) {
            self.assert_status(status);
            let Answer { request, body, .. } = self;
            let content_type = self.header(header::CONTENT_TYPE);
            assert!(
                content_type.starts_with("application/json"),
                "{request}: the content type is {content_type:?}, and the body {body:?}"
            );
            let json: Value = serde_json::from_str(body)
                .unwrap_or_else(|error| panic!("{request}: {body:?} is not JSON: {error}"));
            let object = json.as_object();
            let message = object.and_then(|object| object.get("error")?.as_str());
            assert!(
                object.is_some_and(|object| object.len() == 1)
                    && message.is_some_and(|message| !message.is_empty()),
                "{request}: the body should be {{\"error\": \"some words\"}}, and it is {json}"
            );
        }
    }

    fn shop_router(database: &Database) -> Router {
        router(database.clone()).expect("the router is made")
    }

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts")
            .block_on(future)
    }

    async fn answer(router: Router, method: &str, path: &str) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = request.body(Body::empty()).expect("the request is valid");
        let response = router.oneshot(request).await.expect("a router never fails");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the body comes to its end");
        Answer {
            request: format!("{method} {path}"),
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
        }
    }

    /// Sends one request through the router, without a network.
    fn send(database: &Database, method: &str, path: &str) -> Answer {
        block_on(answer(shop_router(database), method, path))
    }

    fn delete(database: &Database, id: &str) -> Answer {
        send(database, "DELETE", &format!("/items/{id}"))
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
    fn an_item_is_deleted() {
        let shop = shop();
        delete(&shop, "70").assert_status(204);
        assert!(
            !rows(&shop).0.contains(&"item 70: a pen".to_owned()),
            "the item is still there"
        );
        delete(&shop, "0").assert_status(204);
        assert!(
            !rows(&shop).0.contains(&"item 0: a box".to_owned()),
            "the item is still there"
        );
    }

    #[test]
    fn a_204_has_no_body() {
        let answer = delete(&shop(), "70");
        answer.assert_status(204);
        assert_eq!(answer.body, "", "a 204 has no content");
        assert_eq!(
            answer.header(header::CONTENT_TYPE),
            "",
            "the content type of nothing"
        );
    }

    #[test]
    fn an_unknown_item_is_404() {
        let shop = shop();
        let before = rows(&shop);
        for id in ["9", "1", "71", "9223372036854775807"] {
            delete(&shop, id).assert_error(404);
        }
        assert_eq!(rows(&shop), before, "the rows after four times 404");
    }

    #[test]
    fn deleting_twice_is_204_and_then_404_and_leaves_the_same_rows() {
        let shop = shop();
        delete(&shop, "7").assert_status(204);
        let after_one = rows(&shop);
        for _ in 0..2 {
            delete(&shop, "7").assert_error(404);
            assert_eq!(rows(&shop), after_one, "the rows after another DELETE");
        }
    }

    #[test]
    fn the_tags_go_with_the_item_and_all_else_stays() {
        let shop = shop();
        let before = rows(&shop);
        delete(&shop, "7").assert_status(204);
        let expected = before.without(&["item 7:", "tag of item 7:"]);
        assert_eq!(rows(&shop), expected, "the rows after deleting item 7");
    }

    #[test]
    fn an_ordered_item_is_409_and_stays() {
        let shop = shop();
        let before = rows(&shop);
        delete(&shop, "8").assert_error(409);
        assert_eq!(rows(&shop), before, "the rows after a 409");
    }

    #[test]
    fn once_the_orders_are_gone_the_item_may_go() {
        let shop = shop();
        delete(&shop, "8").assert_error(409);
        run(&shop, "DELETE FROM order_line WHERE order_id = 1");
        delete(&shop, "8").assert_error(409);
        run(&shop, "DELETE FROM order_line WHERE order_id = 2");
        delete(&shop, "8").assert_status(204);
        delete(&shop, "8").assert_error(404);
    }

    #[test]
    fn an_id_that_is_not_a_number_is_400() {
        let shop = shop();
        let before = rows(&shop);
        for id in [
            "abc",
            "-7",
            "+7",
            "7.0",
            "7x",
            "%20",
            "7%20OR%201=1",
            "7;DROP%20TABLE%20item",
            "'7'",
            "9223372036854775808",
            "%D9%A7",
            "%FF",
        ] {
            delete(&shop, id).assert_error(400);
        }
        assert_eq!(rows(&shop), before, "the rows after many ids that are none");
    }

    #[test]
    fn a_failing_database_is_500_without_the_cause() {
        let shop = shop();
        let router = shop_router(&shop);
        run(&shop, "ALTER TABLE item RENAME TO vault_17");
        let answer = block_on(answer(router, "DELETE", "/items/7"));
        answer.assert_error(500);
        for secret in ["no such table", "vault_17"] {
            assert!(
                !answer.body.contains(secret),
                "the answer tells strangers about the database: {}",
                answer.body
            );
        }
    }

    #[test]
    fn a_constraint_that_is_no_foreign_key_is_500() {
        let shop = shop();
        let before = rows(&shop);
        run(
            &shop,
            "CREATE TRIGGER audit BEFORE DELETE ON item
             BEGIN SELECT RAISE(ABORT, 'sealed by hunter2'); END",
        );
        let answer = delete(&shop, "7");
        answer.assert_error(500);
        assert!(
            !answer.body.contains("hunter2"),
            "the answer tells strangers what the trigger says: {}",
            answer.body
        );
        assert_eq!(rows(&shop), before, "the rows after a 500");
    }

    #[test]
    fn of_two_requests_that_take_turns_one_gets_204() {
        let shop = shop();
        let router = shop_router(&shop);
        let (one, two) = block_on(async {
            tokio::join!(
                answer(router.clone(), "DELETE", "/items/7"),
                answer(router, "DELETE", "/items/7"),
            )
        });
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 404], "two requests for one item");
    }

    #[test]
    fn another_method_is_405_and_allow_says_delete() {
        let shop = shop();
        let before = rows(&shop);
        for method in ["GET", "POST", "PUT", "PATCH"] {
            let answer = send(&shop, method, "/items/7");
            answer.assert_status(405);
            assert_eq!(
                answer.header(header::ALLOW),
                "DELETE",
                "the header `Allow` after {method}"
            );
        }
        assert_eq!(rows(&shop), before, "the rows after other methods");
    }

    #[test]
    fn it_works_over_a_real_connection() {
        let shop = shop();
        let (_runtime, address) = serve(shop_router(&shop));
        // One client, so one connection: what does not belong to an answer spoils the next one.
        let client = client();
        for (id, status) in [("7", 204), ("7", 404), ("8", 409), ("x", 400), ("70", 204)] {
            let url = format!("http://{address}/items/{id}");
            let answer = client.delete(url).call().expect("DELETE gets an answer");
            assert_eq!(answer.status().as_u16(), status, "the status for id {id}");
            let length = answer.headers().get(header::CONTENT_LENGTH);
            assert!(
                status != 204 || length.is_none(),
                "a 204 has no `Content-Length` (RFC 9110, section 8.6)"
            );
        }
    }

    #[test]
    fn of_eight_clients_at_once_one_gets_204() {
        let shop = shop();
        let (_runtime, address) = serve(shop_router(&shop));
        let start = Barrier::new(8);
        let mut statuses: Vec<u16> = thread::scope(|scope| {
            let clients: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        let client = client();
                        start.wait();
                        let answer = client
                            .delete(format!("http://{address}/items/7"))
                            .call()
                            .expect("DELETE gets an answer");
                        answer.status().as_u16()
                    })
                })
                .collect();
            clients
                .into_iter()
                .map(|client| client.join().expect("every client gets an answer"))
                .collect()
        });
        statuses.sort_unstable();
        let mut expected = [404; 8];
        expected[0] = 204;
        assert_eq!(statuses, expected, "eight requests for one item");
    }
}
