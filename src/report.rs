//! What happens in a session, one thing after the other: lines of JSON for programs, sentences for ears and logs.
//!
//! The screen shows a state; here are the events. `docs/watch-json.md` and its schema tell what programs may rely on, and
//! tests hold every event against the schema.

mod event;
mod plain;
mod reporter;
mod rows;
mod spoken;

pub use event::{Report, SCHEMA_VERSION, view_name};
pub use plain::sentences;
pub use reporter::Reporter;
pub use rows::{ExerciseRow, HintRow, Message, Run, TestRow, VerdictRow};
pub use spoken::{polish_sentences, verdict_sentences};
