//! What a search found, as lines.

use super::code::line_of;
use super::{Line, Role, wrap};
use crate::markdown::{self, Paragraph};
use crate::search::{Hit, Kind, Query};

/// What was found, best first: the title, the command that opens it, and the line that matched.
pub fn hit_lines(query: &Query, hits: &[Hit], width: usize) -> Vec<Line> {
    let marked = |text: &str, role: Role| {
        let matches: Vec<_> = query
            .matches_in(text)
            .into_iter()
            .map(|(start, end)| (start..end, Role::Match))
            .collect();
        line_of(text, 0..text.len(), role, &matches)
    };
    let mut lines = Vec::new();
    for hit in hits {
        if !lines.is_empty() {
            lines.push(Line::empty());
        }
        let mut line = marked(&hit.title, Role::Strong);
        let command = match hit.kind {
            Kind::Card => format!("workbook concept {}", hit.name),
            Kind::Exercise => format!("workbook watch {}", hit.name),
        };
        line.push(Role::Plain, "   ");
        line.push(Role::Key, command);
        lines.push(line);
        let Some((number, text)) = hit.line.zip(hit.text.as_ref()) else {
            continue;
        };
        lines.push(Line::plain("  ").with(Role::Path, format!("{}:{number}", hit.path)));
        let mut line = Line::plain("    ");
        // Where a link leads is not what was asked for.
        let text = if text.contains("](") {
            let paragraphs = markdown::flat(&markdown::parse(text));
            let texts: Vec<String> = paragraphs.iter().map(Paragraph::text).collect();
            &texts.join(" ")
        } else {
            text
        };
        for span in marked(text, Role::Plain).spans {
            line.push(span.role, span.text);
        }
        lines.push(line);
    }
    wrap(lines, width)
}
