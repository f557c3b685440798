//! The tests of the whole program, in one crate so that it links once.

#[cfg(target_os = "linux")]
mod adversarial;
mod commands;
#[cfg(unix)]
mod crates;
mod exports;
mod faults;
#[cfg(unix)]
mod grading;
mod init;
mod new;
mod report;
mod rustlings;
mod said;
#[cfg(target_os = "linux")]
mod sandbox;
mod screens;
mod similar;
mod support;
mod tidy;
mod update;
#[cfg(unix)]
mod watch;
