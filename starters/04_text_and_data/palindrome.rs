//! # Palindrome
//!
//! A word game takes sentences that read the same from both ends, such as
//! "Was it a car or a cat I saw?". Your service checks every entry before it goes on the
//! board, and players send in all kinds of alphabets. The interviewer asks: is this text a
//! palindrome, and can you tell without making a copy of it?
//!
//! ## What to write
//! - `is_palindrome(text)`: whether the characters of `text` that count read the same from
//!   both ends.
//! - `reads_both_ways(chars)`: the same question for characters that can be taken from the
//!   front and from the back. It does the work; `is_palindrome` can build on it.
//!
//! ## What counts
//! - A character is a Rust `char`. It counts if it is a letter or a number of any script, by
//!   `char::is_alphanumeric`. Everything else is skipped: spaces, punctuation, emoji.
//! - Case is ignored, for one character at a time: two characters are equal if
//!   `char::to_lowercase` gives the same sequence for both. So `É` equals `é`, and `é` does
//!   not equal `e`.
//!
//! ## Edge cases that count
//! - An empty text is a palindrome, and so is one in which no character counts.
//! - A single character is always a palindrome.
//! - `'İ'` (U+0130) lowercases to two characters, an `i` and a combining dot. It is still one
//!   character of the text: "İ" and "İaİ" are palindromes. It does not equal `'i'`, so "İi"
//!   is not one.
//! - A text may have hundreds of thousands of characters.
//!
//! ## Complexity
//! - O(n) time: stop at the first pair that differs. The tests count the characters taken:
//!   where the outermost two of 1,002 differ, at most 10 may be taken.
//! - O(1) memory: no `String`, no `Vec`, no call stack that grows with the text. The tests do
//!   not watch the allocator, but a copy of the text takes every character first, and that
//!   they count.
//!
//! Difficulty 1 of 5, about 15 minutes.
//! Cards: `palindrome`. See also: `reverse-string`, `recursion`.

/// Whether `text` reads the same from both ends, with case and every character that is not
/// alphanumeric ignored.
pub fn is_palindrome(text: &str) -> bool {
    todo!()
}

/// Whether `chars` read the same from both ends, under the same rules.
///
/// Takes nothing more once two characters differ.
pub fn reads_both_ways(chars: impl DoubleEndedIterator<Item = char>) -> bool {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[track_caller]
    fn assert_answers(texts: &[&str], expected: bool) {
        for text in texts {
            assert_eq!(is_palindrome(text), expected, "is_palindrome({text:?})");
        }
    }

    #[test]
    fn an_empty_text_is_a_palindrome() {
        assert_answers(&[""], true);
    }

    #[test]
    fn one_character_is_a_palindrome() {
        assert_answers(&["x", "7", "É"], true);
    }

    #[test]
    fn a_word_must_read_the_same_from_both_ends() {
        assert_answers(&["noon", "level"], true);
        assert_answers(&["noun", "ab", "lever"], false);
    }

    #[test]
    fn the_pair_in_the_middle_is_compared_too() {
        assert_answers(&["abccba", "abcdcba"], true);
        assert_answers(&["abcdba", "abcdeba"], false);
    }

    #[test]
    fn upper_and_lower_case_are_equal() {
        assert_answers(&["Level", "nOOn"], true);
    }

    #[test]
    fn spaces_and_punctuation_are_skipped() {
        assert_answers(&["A man, a plan, a canal: Panama"], true);
        assert_answers(&["(((ab)a", "a, ... b!a"], true);
        assert_answers(&["race a car", "...ab"], false);
    }

    #[test]
    fn only_punctuation_is_a_palindrome() {
        assert_answers(&["?", " ", ".,:!", "(-", "🦀 🐢"], true);
    }

    #[test]
    fn digits_count_as_well_as_letters() {
        assert_answers(&["1 2-2.1", "7a7"], true);
        assert_answers(&["0P", "1a2"], false);
    }

    #[test]
    fn case_is_ignored_beyond_ascii() {
        assert_answers(&["Été", "ΣΑΣ", "А роза упала на лапу Азора"], true);
        assert_answers(&["𐐀x𐐨"], true);
    }

    #[test]
    fn letters_of_every_script_count() {
        assert_answers(&["привет", "éa", "éte", "世界"], false);
    }

    #[test]
    fn a_capital_that_lowercases_to_two_characters_is_one_character() {
        assert_answers(&["İ", "İaİ", "İİ"], true);
        assert_answers(&["İi", "iİ"], false);
    }

    #[test]
    fn the_characters_may_come_from_anywhere() {
        assert!(reads_both_ways(['N', 'o', '!', 'o', 'n'].into_iter()));
        assert!(reads_both_ways(('a'..='c').chain(('a'..='c').rev())));
        assert!(!reads_both_ways('a'..='c'));
    }

    #[test]
    fn reading_stops_at_the_first_difference() {
        let text = format!("a{}b", "x".repeat(1_000));
        let taken = Cell::new(0);
        let chars = text.chars().inspect(|_| taken.set(taken.get() + 1));
        assert!(!reads_both_ways(chars));
        assert!(
            taken.get() <= 10,
            "the first and the last character differ, yet {} of 1,002 were taken",
            taken.get()
        );
    }

    #[test]
    fn a_long_text_needs_no_deep_stack() {
        let half = "ab".repeat(100_000);
        let text = format!("{half}c{}", "ba".repeat(100_000));
        assert!(is_palindrome(&text), "{} characters", text.len());
    }
}
