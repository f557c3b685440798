//! Another way: the rows of the join may come in any order of posts, for a map says where each post
//! stands. The batch passes all ids as one JSON array, and so as one parameter.

use rusqlite::{Connection, Row};
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

fn comment(row: &Row) -> rusqlite::Result<Comment> {
    Ok(Comment {
        id: row.get("comment_id")?,
        author: row.get("author")?,
        text: row.get("text")?,
    })
}

fn post(row: &Row) -> rusqlite::Result<Post> {
    Ok(Post {
        id: row.get("post_id")?,
        title: row.get("title")?,
        comments: Vec::new(),
    })
}

pub fn with_join(connection: &Connection) -> rusqlite::Result<Vec<Post>> {
    let mut query = connection.prepare(
        "SELECT post.id AS post_id, title, comment.id AS comment_id, author, text
         FROM post
         LEFT JOIN comment ON comment.post_id = post.id
         WHERE posted_at IS NOT NULL
         ORDER BY posted_at DESC, post.id, comment.id",
    )?;
    let mut rows = query.query([])?;
    let mut posts = Vec::new();
    let mut places = HashMap::new();
    while let Some(row) = rows.next()? {
        let place = *places
            .entry(row.get::<_, i64>("post_id")?)
            .or_insert(posts.len());
        if place == posts.len() {
            posts.push(post(row)?);
        }
        if row.get::<_, Option<i64>>("comment_id")?.is_some() {
            posts[place].comments.push(comment(row)?);
        }
    }
    Ok(posts)
}

pub fn with_batches(connection: &Connection) -> rusqlite::Result<Vec<Post>> {
    let mut posts = connection
        .prepare(
            "SELECT id AS post_id, title
             FROM post
             WHERE posted_at IS NOT NULL
             ORDER BY posted_at DESC, id",
        )?
        .query_map([], post)?
        .collect::<rusqlite::Result<Vec<Post>>>()?;
    if posts.is_empty() {
        return Ok(posts);
    }
    let ids: Vec<String> = posts.iter().map(|post| post.id.to_string()).collect();
    let mut comments: HashMap<i64, Vec<Comment>> = HashMap::new();
    let mut query = connection.prepare(
        "SELECT post_id, id AS comment_id, author, text
         FROM comment
         WHERE post_id IN (SELECT value FROM json_each(?1))
         ORDER BY id",
    )?;
    let mut rows = query.query([format!("[{}]", ids.join(","))])?;
    while let Some(row) = rows.next()? {
        let of_post = comments.entry(row.get("post_id")?).or_default();
        of_post.push(comment(row)?);
    }
    for post in &mut posts {
        post.comments = comments.remove(&post.id).unwrap_or_default();
    }
    Ok(posts)
}
