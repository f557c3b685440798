//! Changes to a text that leave every line where it is.

use proc_macro2::{TokenStream, TokenTree};
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
    let mut end = 0;
    for three in inner_attributes(text) {
        if let [hash, _, TokenTree::Group(group)] = &three[..] {
            end = group
                .span_close()
                .byte_range()
                .end
                .max(hash.span().byte_range().end);
        }
    }
    // The rest of the line may be the end of a documentation comment.
    match text[end..].find('\n') {
        Some(len) if end > 0 && text[end..end + len].trim().is_empty() => end + len + 1,
        _ => end,
    }
}

/// Line ends as everywhere else, no byte order mark, and no first line for a shell, which the compiler skips and a lexer
/// may not.
pub(in super::super) fn normalized(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n");
    match text.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => {
            text[text.find('\n').unwrap_or(text.len())..].to_owned()
        }
        _ => text,
    }
}

/// The text without what it denies or forbids itself as a whole: that would hold for the tests too, which are not its own.
pub(super) fn without_denials(text: &str) -> String {
    let mut edits = Edits::default();
    for three in inner_attributes(text) {
        if let [hash, _, TokenTree::Group(group)] = &three[..]
            && let Some(TokenTree::Ident(name)) = group.stream().into_iter().next()
            && (name == "deny" || name == "forbid")
        {
            edits.blank(hash.span().byte_range().start..group.span_close().byte_range().end);
        }
    }
    let all = 0..text.len();
    edits.apply(text, all)
}

/// The three tokens of each attribute that a text begins with, documentation included.
fn inner_attributes(text: &str) -> Vec<Vec<TokenTree>> {
    // Comments before the attributes are no tokens. What cannot be read does not compile, wherever the tests stand.
    let stream = text.parse::<TokenStream>().unwrap_or_default();
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let is_attribute = |three: &&[TokenTree]| {
        matches!(three, [TokenTree::Punct(hash), TokenTree::Punct(bang), TokenTree::Group(_)]
            if hash.as_char() == '#' && bang.as_char() == '!')
    };
    trees
        .chunks(3)
        .take_while(is_attribute)
        .map(<[TokenTree]>::to_vec)
        .collect()
}
