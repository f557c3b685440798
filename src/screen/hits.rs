//! What a search found, as lines.

use super::code::line_of;
use super::{Line, Role, wrap};
use crate::markdown::{self, Paragraph};
use crate::search::{Hit, Kind, Query};

/// What was found, best first, each as lines: the title, the command that opens it, and the line that matched with its
/// number.
pub fn hit_lines(query: &Query, hits: &[Hit], width: usize) -> Vec<Vec<Line>> {
    hits.iter()
        .map(|hit| wrap(one_hit(query, hit), width))
        .collect()
}

fn one_hit(query: &Query, hit: &Hit) -> Vec<Line> {
    let marked = |text: &str, role: Role| {
        let matches: Vec<_> = query
            .matches_in(text)
            .into_iter()
            .map(|(start, end)| (start..end, Role::Match))
            .collect();
        line_of(text, 0..text.len(), role, &matches)
    };
    let command = match hit.kind {
        Kind::Card => format!("workbook concept {}", hit.name),
        Kind::Exercise => format!("workbook watch {}", hit.name),
    };
    let mut lines = vec![
        marked(&hit.title, Role::Strong)
            .with(Role::Plain, "   ")
            .with(Role::Key, command),
    ];
    if let Some((number, text)) = hit.line.zip(hit.text.as_deref()) {
        let mut line = Line::plain("  ").with(Role::Dim, format!("{number}: "));
        // Where a link leads is not what was asked for.
        let shown = if text.contains("](") {
            let paragraphs = markdown::flat(&markdown::parse(text));
            let texts: Vec<String> = paragraphs.iter().map(Paragraph::text).collect();
            texts.join(" ")
        } else {
            text.to_owned()
        };
        for span in marked(&shown, Role::Plain).spans {
            line.push(span.role, span.text);
        }
        lines.push(line);
    }
    lines
}
