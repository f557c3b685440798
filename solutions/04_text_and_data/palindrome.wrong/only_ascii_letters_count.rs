//! Caught by: letters_of_every_script_count
//!
//! `is_ascii_alphanumeric` skips every letter outside ASCII as if it were punctuation. A text
//! without any ASCII letters then has nothing left to compare and always passes, so the
//! palindromes among the tests cannot show the mistake.

pub fn is_palindrome(text: &str) -> bool {
    reads_both_ways(text.chars())
}

pub fn reads_both_ways(chars: impl DoubleEndedIterator<Item = char>) -> bool {
    let mut rest = chars.filter(|c| c.is_ascii_alphanumeric());
    while let (Some(first), Some(last)) = (rest.next(), rest.next_back()) {
        if !first.to_lowercase().eq(last.to_lowercase()) {
            return false;
        }
    }
    true
}
