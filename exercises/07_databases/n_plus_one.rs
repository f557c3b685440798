//! # The N+1 query problem
//!
//! The front page of a blog shows every post with its comments. On the laptop it is fast. In
//! production there are 2,500 posts, the database is a network away, and the page takes seconds. The
//! log shows why: 2,501 queries. Write the page twice more, each time with a handful of them.
//!
//! ## What to write
//! - `with_join`: the same result as `posts_with_comments`, with one query
//! - `with_batches`: the same result with one query for the posts, and then one for the comments of
//!   up to `MAX_PARAMETERS` posts at a time
//!
//! `posts_with_comments` is the slow one. It is right, and it stays as it is.
//!
//! ## Edge cases that count
//! - Posts come newest first. Of two posts of the same moment, the one with the smaller id comes
//!   first. The comments of a post come in the order of their ids.
//! - A post without comments is shown, with an empty list.
//! - A post that was not posted yet is a draft: its `posted_at` is NULL. It is not shown, and its
//!   comments are not fetched either.
//! - Two posts may have the same title, and the same moment as well.
//! - The author of a comment may be unknown, and its text may be empty. It is a comment all the same.
//! - Without posts there are no comments to ask for: `with_batches` then runs one query only.
//! - A statement may have up to `MAX_PARAMETERS` parameters. One more, and the database refuses it.
//! - When the database fails, or a row cannot be read, the error is handed on.
//!
//! ## Complexity
//! - For n posts, `with_join` runs 1 query, and `with_batches` runs at most 1 + ⌈n / 999⌉. The tests
//!   count the queries that run.
//! - They count the rows fetched, too. `with_batches` fetches each post and each comment once.
//!   `with_join` fetches one row for each comment, and one for each post without comments.
//! - Putting m comments to their posts in memory takes O(n + m). The tests do not measure that.
//!
//! Difficulty 3 of 5, about 30 minutes.
//! Cards: `n-plus-one`, `lazy-vs-eager-loading`. See also: `django-orm`, `orm`, `graphql-batching`,
//! `sql-joins`.

use rusqlite::Connection;

/// The two tables. The tests create and fill them.
pub const SCHEMA: &str = "
    CREATE TABLE post (
        id        INTEGER PRIMARY KEY,
        title     TEXT NOT NULL,
        posted_at INTEGER -- seconds since 1970; NULL for a draft
    );
    CREATE TABLE comment (
        id      INTEGER PRIMARY KEY,
        post_id INTEGER NOT NULL REFERENCES post (id),
        author  TEXT, -- NULL where it is unknown
        text    TEXT NOT NULL
    );
    CREATE INDEX comment_by_post ON comment (post_id);";

/// How many parameters one statement may have. SQLite allows more today, and allowed 999 for years.
pub const MAX_PARAMETERS: usize = 999;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub id: i64,
    pub title: String,
    pub comments: Vec<Comment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub id: i64,
    pub author: Option<String>,
    pub text: String,
}

/// The slow one: one query for the posts, and one more for each of them.
pub fn posts_with_comments(connection: &Connection) -> rusqlite::Result<Vec<Post>> {
    let mut posts = connection
        .prepare(
            "SELECT id, title
             FROM post
             WHERE posted_at IS NOT NULL
             ORDER BY posted_at DESC, id",
        )?
        .query_map([], |row| {
            Ok(Post {
                id: row.get(0)?,
                title: row.get(1)?,
                comments: Vec::new(),
            })
        })?
        .collect::<rusqlite::Result<Vec<Post>>>()?;
    for post in &mut posts {
        post.comments = connection
            .prepare("SELECT id, author, text FROM comment WHERE post_id = ?1 ORDER BY id")?
            .query_map([post.id], |row| {
                Ok(Comment {
                    id: row.get(0)?,
                    author: row.get(1)?,
                    text: row.get(2)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<Comment>>>()?;
    }
    Ok(posts)
}

/// The same with one query: every post next to each of its comments.
pub fn with_join(connection: &Connection) -> rusqlite::Result<Vec<Post>> {
    todo!()
}

/// The same with one query for the posts, and one `IN (...)` for the comments of up to
/// [`MAX_PARAMETERS`] posts at a time.
pub fn with_batches(connection: &Connection) -> rusqlite::Result<Vec<Post>> {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::limits::Limit;
    use rusqlite::params;
    use rusqlite::trace::{TraceEvent, TraceEventCodes};
    use std::cell::RefCell;
    use std::fmt;

    /// A post as a test writes it down: its id, its title and when it was posted.
    type PostRow<'a> = (i64, &'a str, Option<i64>);
    /// A comment: its id, the id of its post, its author and its text.
    type CommentRow<'a> = (i64, i64, Option<&'a str>, &'a str);

    fn blog(posts: &[PostRow], comments: &[CommentRow]) -> Connection {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch("PRAGMA foreign_keys = ON")
            .expect("foreign keys can be switched on");
        connection
            .execute_batch(SCHEMA)
            .expect("the schema is valid");
        let limit = Limit::SQLITE_LIMIT_VARIABLE_NUMBER;
        connection
            .set_limit(limit, 999)
            .expect("the limit can be set");

        for (id, title, posted_at) in posts {
            connection
                .execute(
                    "INSERT INTO post (id, title, posted_at) VALUES (?1, ?2, ?3)",
                    params![id, title, posted_at],
                )
                .expect("a post goes in");
        }
        for (id, post_id, author, text) in comments {
            connection
                .execute(
                    "INSERT INTO comment (id, post_id, author, text) VALUES (?1, ?2, ?3, ?4)",
                    params![id, post_id, author, text],
                )
                .expect("a comment goes in");
        }
        connection
    }

    /// A blog with `count` posts, each with one comment. The newest has the greatest id.
    fn blog_of(count: i64) -> Connection {
        let connection = blog(&[], &[]);
        connection
            .execute_batch(&format!(
                "WITH RECURSIVE number (n) AS (
                     SELECT 1 WHERE {count} > 0
                     UNION ALL SELECT n + 1 FROM number WHERE n < {count}
                 )
                 INSERT INTO post SELECT n, 'Post ' || n, n FROM number;
                 INSERT INTO comment SELECT id + 10000, id, 'Ada', 'On ' || id FROM post;"
            ))
            .expect("posts and comments go in");
        connection
    }

    /// Posts whose `Debug` is a table, so that a failing test shows one.
    #[derive(PartialEq)]
    struct Page(Vec<Post>);

    impl fmt::Debug for Page {
        fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
            for post in &self.0 {
                write!(f, "\n#{} {}", post.id, post.title)?;
                for Comment { id, author, text } in &post.comments {
                    let author = author.as_deref().unwrap_or("NULL");
                    write!(f, "\n    #{id} {author}: {text}")?;
                }
            }
            if self.0.is_empty() {
                write!(f, "\n(no posts)")?;
            }
            Ok(())
        }
    }

    /// The way to load the page, by the name of its function.
    type Load = fn(&Connection) -> rusqlite::Result<Vec<Post>>;
    const BOTH: [(&str, Load); 2] = [("with_join", with_join), ("with_batches", with_batches)];

    /// Checks both functions against the slow one.
    #[track_caller]
    fn assert_same_page(connection: &Connection) {
        let slow = posts_with_comments(connection).map(Page);
        for (name, load) in BOTH {
            let page = load(connection).map(Page);
            assert_eq!(page, slow, "the page from `{name}` against the slow one");
        }
    }

    /// The posts of a page, each with the number of its comments.
    #[track_caller]
    fn assert_posts(connection: &Connection, expected: &[(i64, usize)]) {
        for (name, load) in BOTH {
            let posts: Vec<(i64, usize)> = load(connection)
                .expect("the page is loaded")
                .iter()
                .map(|post| (post.id, post.comments.len()))
                .collect();
            assert_eq!(
                posts, expected,
                "the posts from `{name}`, each with the number of its comments"
            );
        }
    }

    /// What a connection did while it was watched.
    #[derive(Debug, Default)]
    struct Work {
        queries: Vec<String>,
        rows: usize,
    }

    thread_local! {
        static WORK: RefCell<Work> = RefCell::default();
    }

    /// Loads the page and notes what the connection does for it.
    #[track_caller]
    fn watch(connection: &Connection, load: Load) -> (Vec<Post>, Work) {
        connection.trace_v2(
            TraceEventCodes::SQLITE_TRACE_STMT | TraceEventCodes::SQLITE_TRACE_ROW,
            Some(|event| {
                WORK.with_borrow_mut(|work| match event {
                    TraceEvent::Stmt(statement, _) => work.queries.push(statement.sql().into()),
                    TraceEvent::Row(_) => work.rows += 1,
                    _ => {}
                });
            }),
        );
        WORK.take();
        let loaded = load(connection);
        connection.trace_v2(TraceEventCodes::empty(), None);
        match loaded {
            Ok(posts) => (posts, WORK.take()),
            // The message of SQLite holds the whole statement, with up to a thousand `?`.
            Err(error) => panic!("the page is not loaded: {:.200}", error.to_string()),
        }
    }

    #[track_caller]
    fn assert_queries(name: &str, load: Load, posts: i64, at_most: usize) {
        let connection = blog_of(posts);
        let (page, work) = watch(&connection, load);
        assert_eq!(page.len(), posts as usize, "the posts on the page");
        assert!(
            page.iter().all(|post| post.comments.len() == 1),
            "`{name}`, {posts} posts: each should have its one comment"
        );
        let ran = work.queries.len();
        assert!(
            ran <= at_most,
            "`{name}` ran {ran} queries for {posts} posts, and {at_most} should do. \
             The last of them: {}",
            work.queries.last().map_or("", String::as_str)
        );
    }

    #[test]
    fn each_post_comes_with_its_comments() {
        let connection = blog(
            &[(1, "Hello", Some(100)), (2, "Again", Some(200))],
            &[
                (1, 1, Some("Ada"), "First"),
                (2, 2, Some("Bob"), "Nice"),
                (3, 1, Some("Bob"), "Second"),
            ],
        );
        let comment = |id, author: &str, text: &str| Comment {
            id,
            author: Some(author.to_owned()),
            text: text.to_owned(),
        };
        let again = Post {
            id: 2,
            title: "Again".to_owned(),
            comments: vec![comment(2, "Bob", "Nice")],
        };
        let hello = Post {
            id: 1,
            title: "Hello".to_owned(),
            comments: vec![comment(1, "Ada", "First"), comment(3, "Bob", "Second")],
        };
        for (name, load) in BOTH {
            let page = load(&connection).map(Page);
            let expected = Page(vec![again.clone(), hello.clone()]);
            assert_eq!(page, Ok(expected), "the page from `{name}`");
        }
    }

    #[test]
    fn a_post_without_comments_stays() {
        let connection = blog(
            &[
                (1, "Read", Some(300)),
                (2, "Unread", Some(200)),
                (3, "Lonely", Some(100)),
            ],
            &[(1, 1, Some("Ada"), "Hi")],
        );
        assert_posts(&connection, &[(1, 1), (2, 0), (3, 0)]);
        assert_same_page(&connection);
    }

    #[test]
    fn posts_come_newest_first() {
        let connection = blog(
            &[
                (5, "Older", Some(100)),
                (2, "Newest", Some(900)),
                (9, "Same moment, greater id", Some(500)),
                (3, "Same moment, smaller id", Some(500)),
                (1, "Oldest", Some(-5)),
            ],
            &[
                (1, 9, Some("Ada"), "a"),
                (2, 3, Some("Ada"), "b"),
                (3, 9, Some("Ada"), "c"),
                (4, 1, Some("Ada"), "d"),
            ],
        );
        assert_posts(&connection, &[(2, 0), (3, 1), (9, 2), (5, 0), (1, 1)]);
        assert_same_page(&connection);
        // An index may not change the order of two posts of the same moment.
        connection
            .execute_batch("CREATE INDEX newest ON post (posted_at DESC, id DESC)")
            .expect("the index is created");
        assert_posts(&connection, &[(2, 0), (3, 1), (9, 2), (5, 0), (1, 1)]);
        assert_same_page(&connection);
    }

    #[test]
    fn comments_come_in_the_order_of_their_ids() {
        let connection = blog(
            &[(1, "One", Some(1)), (2, "Two", Some(2))],
            &[
                (30, 1, Some("Zoe"), "third"),
                (10, 1, Some("Zoe"), "first"),
                (20, 2, Some("Ada"), "other"),
                (25, 1, Some("Ada"), "second"),
                (5, 2, Some("Ada"), "another"),
            ],
        );
        for (name, load) in BOTH {
            let page = load(&connection).expect("the page is loaded");
            let ids: Vec<Vec<i64>> = page
                .iter()
                .map(|post| post.comments.iter().map(|comment| comment.id).collect())
                .collect();
            assert_eq!(
                ids,
                [vec![5, 20], vec![10, 25, 30]],
                "the ids of the comments, post by post, from `{name}`"
            );
        }
    }

    #[test]
    fn two_posts_with_one_title_stay_two() {
        let connection = blog(
            &[
                (1, "News", Some(100)),
                (2, "News", Some(100)),
                (3, "News", Some(90)),
            ],
            &[
                (1, 1, Some("Ada"), "a"),
                (2, 2, Some("Ada"), "b"),
                (3, 2, Some("Ada"), "c"),
                (4, 3, Some("Ada"), "d"),
            ],
        );
        assert_posts(&connection, &[(1, 1), (2, 2), (3, 1)]);
        assert_same_page(&connection);
    }

    #[test]
    fn a_comment_without_author_or_words_is_a_comment() {
        let connection = blog(
            &[(1, "One", Some(1)), (2, "", Some(2))],
            &[(1, 1, None, "Nice"), (2, 1, Some(""), ""), (3, 2, None, "")],
        );
        assert_posts(&connection, &[(2, 1), (1, 2)]);
        assert_same_page(&connection);
    }

    #[test]
    fn drafts_are_not_shown_and_their_comments_not_fetched() {
        let connection = blog(
            &[
                (1, "Posted", Some(0)),
                (2, "Draft", None),
                (3, "Draft", None),
            ],
            &[
                (1, 1, Some("Ada"), "Hi"),
                (2, 2, Some("Editor"), "Not yet"),
                (3, 2, Some("Editor"), "Better"),
            ],
        );
        assert_posts(&connection, &[(1, 1)]);
        for (name, load) in BOTH {
            let (_, work) = watch(&connection, load);
            assert!(
                work.rows <= 2,
                "one post and one comment are shown, and `{name}` fetched {} rows",
                work.rows
            );
        }
    }

    #[test]
    fn an_empty_blog_is_an_empty_page() {
        let drafts = blog(&[(1, "Draft", None)], &[(1, 1, Some("Ada"), "Hi")]);
        for connection in [blog(&[], &[]), drafts] {
            for (name, load) in BOTH {
                let (page, work) = watch(&connection, load);
                assert_eq!(Page(page), Page(vec![]));
                assert_eq!(
                    work.queries.len(),
                    1,
                    "`{name}` ran these queries for an empty page: {:#?}",
                    work.queries
                );
            }
        }
    }

    #[test]
    fn a_join_is_one_query_however_many_posts_there_are() {
        for posts in [1, 3, 50, 2_500] {
            assert_queries("with_join", with_join, posts, 1);
        }
    }

    #[test]
    fn a_batch_is_two_queries_up_to_999_posts() {
        for posts in [1, 3, 50, 999] {
            assert_queries("with_batches", with_batches, posts, 2);
        }
    }

    #[test]
    fn more_posts_than_parameters_are_cut_into_batches() {
        for (posts, batches) in [(1_000, 2), (1_998, 2), (1_999, 3), (2_500, 3)] {
            assert_queries("with_batches", with_batches, posts, 1 + batches);
        }
        assert_same_page(&blog_of(1_200));
    }

    #[test]
    fn no_row_is_fetched_twice() {
        let connection = blog(
            &[
                (1, "Two comments", Some(3)),
                (2, "None", Some(2)),
                (3, "Three", Some(1)),
            ],
            &[
                (1, 1, Some("Ada"), "a"),
                (2, 1, Some("Ada"), "b"),
                (3, 3, Some("Ada"), "c"),
                (4, 3, Some("Ada"), "d"),
                (5, 3, Some("Ada"), "e"),
            ],
        );
        let (_, work) = watch(&connection, with_join);
        assert!(
            work.rows <= 6,
            "five comments and one post without any, and `with_join` fetched {} rows",
            work.rows
        );
        let (_, work) = watch(&connection, with_batches);
        assert!(
            work.rows <= 8,
            "three posts and five comments, and `with_batches` fetched {} rows",
            work.rows
        );
    }

    #[test]
    fn a_failing_database_is_an_error() {
        let connection = blog(&[(1, "Hello", Some(1))], &[(1, 1, Some("Ada"), "a")]);
        connection
            .execute_batch("ALTER TABLE comment DROP COLUMN text")
            .expect("the column can be dropped");
        for (name, load) in BOTH {
            assert!(
                load(&connection).is_err(),
                "a column is gone, and `{name}` has a page"
            );
        }
        // What was read so far is no answer either, when a later row is broken.
        let connection = blog(
            &[(1, "Hello", Some(2)), (2, "Broken", Some(1))],
            &[(1, 1, Some("Ada"), "fine"), (2, 2, Some("Ada"), "broken")],
        );
        connection
            .execute_batch("UPDATE comment SET text = x'FF' WHERE id = 2")
            .expect("a blob goes in");
        for (name, load) in BOTH {
            assert!(
                load(&connection).is_err(),
                "a comment cannot be read, and `{name}` has a page"
            );
        }
    }
}
