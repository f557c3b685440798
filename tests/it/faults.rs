//! Bad input and faults: each gets a clear error or verdict, and nothing is lost.

mod files;
mod info;
#[cfg(unix)]
mod programs;
mod state;
mod tampering;
