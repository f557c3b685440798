//! Caught by: a_capital_that_lowercases_to_two_characters_is_one_character
//!
//! `to_lowercase` gives an iterator, a nuisance where one character is wanted, so people take
//! the first and forget the rest. 'İ' then equals 'i', for only the dot tells them apart.

pub fn is_palindrome(text: &str) -> bool {
    reads_both_ways(text.chars())
}

pub fn reads_both_ways(chars: impl DoubleEndedIterator<Item = char>) -> bool {
    let mut rest = chars.filter(|c| c.is_alphanumeric());
    while let (Some(first), Some(last)) = (rest.next(), rest.next_back()) {
        if first.to_lowercase().next() != last.to_lowercase().next() {
            return false;
        }
    }
    true
}
