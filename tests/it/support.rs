//! Tiny workbooks in temporary directories, and the real program run in them.

pub mod book;

pub use book::{Book, SOLVED, STARTER};
