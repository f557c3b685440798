//! Caught by: in_place_says_where_the_first_other_byte_is
//!
//! The check is made while the bytes are being swapped. When it fails, some pairs have changed
//! places already, and the caller is left with text that is neither the old one nor the new one.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAscii {
    pub at: usize,
}

pub fn reverse(text: &str) -> String {
    text.chars().rev().collect()
}

pub fn reverse_in_place(buffer: &mut [u8]) -> Result<(), NotAscii> {
    let (mut left, mut right) = (0, buffer.len());
    while left < right {
        right -= 1;
        for at in [left, right] {
            if !buffer[at].is_ascii() {
                return Err(NotAscii { at });
            }
        }
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
