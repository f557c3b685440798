//! Caught by: in_place_nothing_and_one_byte_stay_the_same
//!
//! The right pointer starts at the last byte, `len() - 1`. An empty buffer has none, and 0 - 1 is
//! not a `usize`.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAscii {
    pub at: usize,
}

pub fn reverse(text: &str) -> String {
    text.chars().rev().collect()
}

pub fn reverse_in_place(buffer: &mut [u8]) -> Result<(), NotAscii> {
    if let Some(at) = buffer.iter().position(|byte| !byte.is_ascii()) {
        return Err(NotAscii { at });
    }
    let (mut left, mut right) = (0, buffer.len() - 1);
    while left < right {
        buffer.swap(left, right);
        left += 1;
        right -= 1;
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
