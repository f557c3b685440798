//! Tiny workbooks in temporary directories, and the real program run in them.

pub mod book;
#[cfg(unix)]
pub mod browser;
#[cfg(unix)]
pub mod pty;

pub use book::{Book, SOLVED, STARTER};
