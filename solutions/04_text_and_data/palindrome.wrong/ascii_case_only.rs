//! Caught by: case_is_ignored_beyond_ascii
//!
//! `eq_ignore_ascii_case` is the method that completion offers first for "ignore case". It
//! leaves every letter outside ASCII as it is, so 'É' and 'é' differ.

pub fn is_palindrome(text: &str) -> bool {
    reads_both_ways(text.chars())
}

pub fn reads_both_ways(chars: impl DoubleEndedIterator<Item = char>) -> bool {
    let mut rest = chars.filter(|c| c.is_alphanumeric());
    while let (Some(first), Some(last)) = (rest.next(), rest.next_back()) {
        if !first.eq_ignore_ascii_case(&last) {
            return false;
        }
    }
    true
}
