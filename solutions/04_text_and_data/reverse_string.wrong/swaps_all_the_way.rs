//! Caught by: in_place_works_for_even_and_odd_lengths, in_place_takes_every_ascii_byte
//!
//! The loop goes on to the end of the buffer instead of its middle. The second half of the swaps
//! undoes the first, and the text comes out as it went in.

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
    let length = buffer.len();
    for at in 0..length {
        buffer.swap(at, length - 1 - at);
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
