//! Caught by: by_code_points_an_accent_changes_its_letter
//!
//! `reverse` keeps accents on their letters, too. That is kind to readers, but code points were
//! asked for: two functions that should differ have become one.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAscii {
    pub at: usize,
}

pub fn reverse(text: &str) -> String {
    reverse_clusters(text)
}

pub fn reverse_in_place(buffer: &mut [u8]) -> Result<(), NotAscii> {
    if let Some(at) = buffer.iter().position(|byte| !byte.is_ascii()) {
        return Err(NotAscii { at });
    }
    let (mut left, mut right) = (0, buffer.len());
    while left < right {
        right -= 1;
        buffer.swap(left, right);
        left += 1;
    }
    Ok(())
}

pub fn reverse_clusters(text: &str) -> String {
    let mut reversed = String::with_capacity(text.len());
    let mut end = text.len();
    for (start, c) in text.char_indices().rev() {
        if !is_mark(c) {
            reversed.push_str(&text[start..end]);
            end = start;
        }
    }
    reversed.push_str(&text[..end]);
    reversed
}

pub fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}
