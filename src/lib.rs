//! `workbook`: interview questions as Rust exercises that run. The modules stand in reading order; each imports
//! only from those above it.

pub mod attempt;
pub mod cache;
pub mod cli;
mod commands;
pub mod concept;
pub mod error;
pub mod exercise;
pub mod files;
pub mod info;
pub mod markdown;
pub mod process;
pub mod progress;
pub mod rustc;
pub mod screen;
pub mod source;
pub mod table;
pub mod terminal;
pub mod text;
pub mod verdict;
pub mod verify;
pub mod watch;

pub use commands::run;
