//! Changes to a text that leave every line where it is.

use std::ops::Range;

/// Changes to a text, made from its end to its beginning.
#[derive(Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn insert(&mut self, at: usize, text: &str) {
        self.0.push((at..at, text.to_owned()));
    }

    pub(super) fn replace(&mut self, range: Range<usize>, text: String) {
        self.0.push((range, text));
    }

    pub(super) fn blank(&mut self, range: Range<usize>) {
        // Blanks are made when the text is known; a line end must stay one.
        self.0.push((range, "\0".to_owned()));
    }

    /// The part of a text with all changes made. No line moves.
    pub(super) fn apply(mut self, text: &str, part: Range<usize>) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut edited = String::new();
        let mut at = part.start;
        for (range, new) in self.0 {
            let old = &text[range.clone()];
            edited.push_str(&text[at..range.start]);
            if new == "\0" {
                edited.push_str(&blank(old));
            } else {
                edited.push_str(&new);
                // What is put in has no line ends.
                edited.extend(old.chars().filter(|ch| *ch == '\n'));
            }
            at = range.end;
        }
        edited.push_str(&text[at..part.end]);
        edited
    }
}

/// As many lines, with nothing on them.
pub(super) fn blank(text: &str) -> String {
    text.chars()
        .map(|ch| if ch == '\n' { '\n' } else { ' ' })
        .collect()
}

/// Where the inner attributes and the inner documentation of a file end: only behind them may an item stand.
pub(super) fn end_of_inner_attributes(text: &str) -> usize {
    use proc_macro2::{TokenStream, TokenTree};
    // Comments before the attributes are no tokens. What cannot be read does not compile, wherever the tests stand.
    let Ok(stream) = text.parse::<TokenStream>() else {
        return 0;
    };
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut end = 0;
    for three in trees.chunks(3) {
        match three {
            [
                TokenTree::Punct(hash),
                TokenTree::Punct(bang),
                TokenTree::Group(group),
            ] if hash.as_char() == '#' && bang.as_char() == '!' => {
                end = group
                    .span_close()
                    .byte_range()
                    .end
                    .max(hash.span().byte_range().end);
            }
            _ => break,
        }
    }
    // The rest of the line may be the end of a documentation comment.
    match text[end..].find('\n') {
        Some(len) if end > 0 && text[end..end + len].trim().is_empty() => end + len + 1,
        _ => end,
    }
}

/// Line ends as everywhere else, and no byte order mark.
pub(super) fn normalized(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n")
}
