//! Caught by: a_capital_that_lowercases_to_two_characters_is_one_character
//!
//! One chain that filters and lowercases looks neat, and works for almost every text. But it
//! turns 'İ' into two characters before they are paired, and an `i` followed by a dot is not
//! a dot followed by an `i`: the single character "İ" stops being a palindrome.

pub fn is_palindrome(text: &str) -> bool {
    reads_both_ways(text.chars())
}

pub fn reads_both_ways(chars: impl DoubleEndedIterator<Item = char>) -> bool {
    let mut rest = chars
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase);
    while let (Some(first), Some(last)) = (rest.next(), rest.next_back()) {
        if first != last {
            return false;
        }
    }
    true
}
