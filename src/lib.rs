//! `workbook`: interview questions as Rust exercises that run. The modules stand in reading order; each imports
//! only from those above it.

pub mod error;
pub mod text;
pub mod table;
pub mod package;
pub mod verdict;
pub mod source;
pub mod exercise;
pub mod markdown;
pub mod grade;
pub mod similarity;
pub mod concept;
pub mod search;
pub mod progress;
pub mod list;
pub mod change;
pub mod info;
pub mod stats;
pub mod embedded;
pub mod files;
pub mod update;
pub mod sandbox;
pub mod process;
pub mod rustc;
pub mod cache;
pub mod crates;
pub mod schedule;
pub mod attempt;
pub mod grader;
pub mod verify;
pub mod skeleton;
pub mod editor;
pub mod doctor;
pub mod watch;
pub mod screen;
pub mod report;
pub mod export;
pub mod terminal;
pub mod cli;
mod commands;

pub use commands::run;
