//! Caught by: reading_stops_at_the_first_difference
//!
//! The answer everyone writes first: clean the text, reverse it, compare. It is right about
//! every text, but it copies all of it before it looks at the first pair.

pub fn is_palindrome(text: &str) -> bool {
    reads_both_ways(text.chars())
}

pub fn reads_both_ways(chars: impl DoubleEndedIterator<Item = char>) -> bool {
    let cleaned: Vec<String> = chars
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_lowercase().to_string())
        .collect();
    let reversed: Vec<String> = cleaned.iter().rev().cloned().collect();
    cleaned == reversed
}
