//! Caught by: a_batch_is_two_queries_up_to_999_posts
//!
//! The statement says `IN`, it is prepared once and it even carries several parameters, but it still
//! runs in a loop over the posts. What counts is how often the database is asked.

use rusqlite::{Connection, params_from_iter};
use std::collections::HashMap;

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
    let mut query = connection.prepare(
        "SELECT post.id, post.title, comment.id, comment.author, comment.text
         FROM post
         LEFT JOIN comment ON comment.post_id = post.id
         WHERE post.posted_at IS NOT NULL
         ORDER BY post.posted_at DESC, post.id, comment.id",
    )?;
    let mut rows = query.query([])?;
    let mut posts: Vec<Post> = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        if posts.last().is_none_or(|last| last.id != id) {
            posts.push(Post {
                id,
                title: row.get(1)?,
                comments: Vec::new(),
            });
        }
        if let (Some(id), Some(post)) = (row.get(2)?, posts.last_mut()) {
            post.comments.push(Comment {
                id,
                author: row.get(3)?,
                text: row.get(4)?,
            });
        }
    }
    Ok(posts)
}

/// The same with one query for the posts, and one `IN (...)` for the comments of up to
/// [`MAX_PARAMETERS`] posts at a time.
pub fn with_batches(connection: &Connection) -> rusqlite::Result<Vec<Post>> {
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

    for chunk in posts.chunks_mut(1) {
        let marks = vec!["?"; chunk.len()].join(", ");
        let mut query = connection.prepare(&format!(
            "SELECT post_id, id, author, text
             FROM comment
             WHERE post_id IN ({marks})
             ORDER BY id"
        ))?;
        let mut rows = query.query(params_from_iter(chunk.iter().map(|post| post.id)))?;
        let mut by_id: HashMap<i64, &mut Post> =
            chunk.iter_mut().map(|post| (post.id, post)).collect();
        while let Some(row) = rows.next()? {
            if let Some(post) = by_id.get_mut(&row.get(0)?) {
                post.comments.push(Comment {
                    id: row.get(1)?,
                    author: row.get(2)?,
                    text: row.get(3)?,
                });
            }
        }
    }
    Ok(posts)
}
