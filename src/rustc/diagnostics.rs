//! Reads the compiler's messages: one JSON object a line, as `rustc --error-format=json` documents them.

use crate::verdict::{Details, Diagnostic, Level};
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    message: String,
    code: Option<Code>,
    level: String,
    #[serde(default)]
    spans: Vec<Span>,
    #[serde(default)]
    children: Vec<Child>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    #[serde(default)]
    column_start: usize,
    #[serde(default)]
    line_end: usize,
    #[serde(default)]
    column_end: usize,
    is_primary: bool,
    #[serde(default)]
    label: Option<String>,
}

/// A note or help that belongs to a message.
#[derive(Deserialize)]
struct Child {
    level: String,
    message: String,
}

/// Reads all messages in order, and returns what else the compiler printed, as when it crashes.
///
/// Summaries such as "aborting due to 2 previous errors" are left out.
pub fn parse(stderr: &str) -> (Vec<Diagnostic>, String) {
    let mut diagnostics = Vec::new();
    let mut rest = String::new();
    for line in stderr.lines() {
        match serde_json::from_str::<Message>(line) {
            Ok(message) => diagnostics.extend(diagnostic(message)),
            Err(_) => {
                rest.push_str(line);
                rest.push('\n');
            }
        }
    }
    (diagnostics, rest)
}

fn diagnostic(message: Message) -> Option<Diagnostic> {
    let level = match message.level.as_str() {
        "warning" => Level::Warning,
        level if level.starts_with("error") => Level::Error,
        _ => return None,
    };
    let primary = message.spans.iter().find(|span| span.is_primary);
    let place = primary.map(|span| (span.file_name.clone(), span.line_start));
    let notes = message.children.iter().filter(|child| {
        // The same words below every finding of a lint.
        !child.message.contains("on by default")
            && !child.message.contains("for further information")
    });
    let details = Details {
        column: primary.map_or(0, |span| span.column_start),
        end: primary.map_or((0, 0), |span| (span.line_end, span.column_end)),
        label: primary.and_then(|span| span.label.clone()),
        notes: notes
            .map(|child| format!("{}: {}", child.level, child.message))
            .collect(),
    };
    // A summary has neither a place nor a code nor any detail below it.
    let is_summary = place.is_none()
        && message.code.is_none()
        && (message.message.starts_with("aborting due to") || message.message.ends_with("emitted"));
    if is_summary {
        return None;
    }
    Some(Diagnostic {
        level,
        code: message.code.map(|code| code.code),
        message: message.message,
        rendered: message.rendered.unwrap_or_default().trim_end().to_owned(),
        place,
        details,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_and_the_rest_is_kept() {
        let stderr = concat!(
            r#"{"$message_type":"diagnostic","message":"mismatched types","code":{"code":"E0308","explanation":null},"level":"error","spans":[{"file_name":"a.rs","line_start":3,"is_primary":true}],"children":[],"rendered":"error[E0308]\n"}"#,
            "\n",
            r#"{"$message_type":"diagnostic","message":"unused variable: `x`","code":{"code":"unused_variables"},"level":"warning","spans":[{"file_name":"a.rs","line_start":1,"is_primary":true}],"rendered":"warning"}"#,
            "\n",
            r#"{"$message_type":"diagnostic","message":"aborting due to 1 previous error","code":null,"level":"error","spans":[],"rendered":"error: aborting"}"#,
            "\n",
            r#"{"$message_type":"diagnostic","message":"linking with `cc` failed","code":null,"level":"error","spans":[],"rendered":"error: linking"}"#,
            "\nthread 'rustc' panicked\n",
        );
        let (diagnostics, rest) = parse(stderr);
        let seen: Vec<_> = diagnostics
            .iter()
            .map(|it| {
                (
                    it.level,
                    it.code.as_deref(),
                    it.place.as_ref().map(|(_, line)| *line),
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                (Level::Error, Some("E0308"), Some(3)),
                (Level::Warning, Some("unused_variables"), Some(1)),
                (Level::Error, None, None),
            ]
        );
        assert_eq!(rest, "thread 'rustc' panicked\n");
    }
}
