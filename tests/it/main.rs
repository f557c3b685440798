//! The tests of the whole program, in one crate so that it links once.

mod commands;
mod support;
