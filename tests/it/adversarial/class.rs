//! Many submissions.
