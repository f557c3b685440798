//! The tests of the whole program, in one crate so that it links once.

mod commands;
#[cfg(unix)]
mod crates;
mod faults;
mod report;
mod rustlings;
mod said;
mod screens;
mod support;
mod tidy;
#[cfg(unix)]
mod watch;
