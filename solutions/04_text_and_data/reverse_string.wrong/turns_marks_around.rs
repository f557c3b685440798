//! Caught by: clusters_keep_the_order_of_several_marks
//!
//! Marks are collected on the way from the end, and put behind their letter in the order in which
//! they were met: back to front. With one mark a letter nobody notices.

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
    let mut marks = String::new();
    for c in text.chars().rev() {
        if is_mark(c) {
            marks.push(c);
        } else {
            reversed.push(c);
            reversed.push_str(&marks);
            marks.clear();
        }
    }
    reversed.extend(marks.chars().rev());
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
