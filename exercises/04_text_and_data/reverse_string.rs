//! # Reverse a string
//!
//! "Write a function that reverses a string." It is the smallest of all interview questions, and it
//! ends in a bigger one: what is a character? A reader sees letters, Rust sees code points, and the
//! network sees bytes. Reverse all three.
//!
//! ## What to write
//! - `reverse`: a new string with the code points (`char`s) in the opposite order
//! - `reverse_in_place`: the same for ASCII text in a buffer of bytes, with two pointers and
//!   without a second buffer
//! - `reverse_clusters`: like `reverse`, but every combining mark stays on its letter
//!
//! ## Edge cases that count
//! - The empty text reversed is empty. One character is its own reverse. Where the length is odd,
//!   the one in the middle stays where it is.
//! - `reverse` turns whole code points around, never bytes: "añb€" becomes "€bña".
//! - A combining mark follows the letter it sits on. An `e` and U+0301, the acute accent, are two
//!   code points and one letter. `reverse` then puts the accent on another letter, for code points
//!   were asked for. `reverse_clusters` keeps it where it belongs.
//! - A letter may wear several marks. They keep their order.
//! - Marks at the very start of a text sit on nothing. They stay together, in their order, and go
//!   to the end.
//! - `reverse_in_place` refuses text with a byte that is not ASCII, says where the first one
//!   stands, and leaves the buffer exactly as it was.
//!
//! Flags, families of emoji and a few scripts need more rules than this. Those of Unicode Annex #29
//! are in the crate `unicode-segmentation`, and not asked for here.
//!
//! ## Complexity
//! - All three take O(n) time. `reverse_in_place` takes O(1) space. The tests measure neither.
//!
//! Difficulty 1 of 5, about 15 minutes.
//! Cards: `reverse-string`. See also: `immutability`, `char-vs-varchar`.

/// The buffer holds a byte that is not ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAscii {
    /// The position of the first such byte.
    pub at: usize,
}

/// The code points of `text` in the opposite order.
pub fn reverse(text: &str) -> String {
    todo!()
}

/// Reverses the ASCII text in `buffer`, inside the buffer.
///
/// If any byte of it is not ASCII (128 or more), nothing is changed at all.
pub fn reverse_in_place(buffer: &mut [u8]) -> Result<(), NotAscii> {
    todo!()
}

/// The letters of `text` in the opposite order, each with the marks that follow it.
pub fn reverse_clusters(text: &str) -> String {
    todo!()
}

/// Whether `c` is a combining mark: it is drawn on the character before it.
///
/// These are the blocks that Unicode has set aside for such marks. There are others, in the blocks
/// of single scripts, which we leave out.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` after `reverse_in_place`, which must accept it.
    #[track_caller]
    fn in_place(text: &str) -> String {
        let mut buffer = text.as_bytes().to_vec();
        let answer = reverse_in_place(&mut buffer);
        assert_eq!(answer, Ok(()), "{text:?} is ASCII and was refused");
        String::from_utf8(buffer).expect("bytes that are ASCII stay ASCII")
    }

    /// Checks that `reverse_in_place` refuses `text` because of the byte at `at`.
    #[track_caller]
    fn refused_in_place(text: &str, at: usize) {
        let mut buffer = text.as_bytes().to_vec();
        let answer = reverse_in_place(&mut buffer);
        assert_eq!(answer, Err(NotAscii { at }), "the answer for {text:?}");
        assert_eq!(
            buffer,
            text.as_bytes(),
            "{text:?} was refused, so the buffer must be as it was"
        );
    }

    #[test]
    fn a_word_is_read_backwards() {
        assert_eq!(reverse("drawer"), "reward");
        assert_eq!(reverse("Hello, Ada!"), "!adA ,olleH");
    }

    #[test]
    fn nothing_and_one_character_stay_the_same() {
        assert_eq!(reverse(""), "");
        assert_eq!(reverse("a"), "a");
        assert_eq!(reverse("€"), "€");
    }

    #[test]
    fn whole_code_points_are_turned_around() {
        assert_eq!(reverse("añb€"), "€bña");
        assert_eq!(reverse("1🦀2"), "2🦀1");
        assert_eq!(reverse("日本語"), "語本日");
    }

    #[test]
    fn twice_reversed_is_the_text_again() {
        for text in ["", "ab", "añb€", "e\u{301}s", "line\r\nline\0"] {
            assert_eq!(reverse(&reverse(text)), text);
        }
    }

    #[test]
    fn by_code_points_an_accent_changes_its_letter() {
        assert_eq!(
            reverse("e\u{301}s"),
            "s\u{301}e",
            "reversed by code points, the accent now follows the s"
        );
    }

    #[test]
    fn in_place_works_for_even_and_odd_lengths() {
        assert_eq!(in_place("stop"), "pots");
        assert_eq!(in_place("lager"), "regal");
        assert_eq!(in_place("ab"), "ba");
        assert_eq!(in_place("abc"), "cba");
    }

    #[test]
    fn in_place_nothing_and_one_byte_stay_the_same() {
        assert_eq!(in_place(""), "");
        assert_eq!(in_place("a"), "a");
    }

    #[test]
    fn in_place_takes_every_ascii_byte() {
        let all: Vec<u8> = (0..=127).collect();
        let mut buffer = all.clone();
        assert_eq!(reverse_in_place(&mut buffer), Ok(()));
        buffer.reverse();
        assert_eq!(buffer, all);
    }

    #[test]
    fn in_place_says_where_the_first_other_byte_is() {
        refused_in_place("ñ", 0);
        refused_in_place("añb€", 1);
        refused_in_place("price: 5 €", 9);

        let mut buffer = *b"ab\x80cd";
        assert_eq!(reverse_in_place(&mut buffer), Err(NotAscii { at: 2 }));
        assert_eq!(&buffer, b"ab\x80cd", "a refused buffer stays as it was");
    }

    #[test]
    fn clusters_keep_the_accent_on_its_letter() {
        assert_eq!(reverse_clusters("e\u{301}s"), "se\u{301}");
        assert_eq!(
            reverse_clusters("re\u{301}sume\u{301}"),
            "e\u{301}muse\u{301}r"
        );
    }

    #[test]
    fn clusters_keep_the_order_of_several_marks() {
        assert_eq!(
            reverse_clusters("xa\u{302}\u{301}y"),
            "ya\u{302}\u{301}x",
            "the circumflex sits below the acute accent, as before"
        );
    }

    #[test]
    fn clusters_know_marks_of_every_block() {
        for (first, last) in [
            ('\u{0300}', '\u{036f}'),
            ('\u{1ab0}', '\u{1aff}'),
            ('\u{1dc0}', '\u{1dff}'),
            ('\u{20d0}', '\u{20ff}'),
            ('\u{fe20}', '\u{fe2f}'),
        ] {
            for mark in [first, last] {
                let text = format!("ab{mark}c");
                assert_eq!(reverse_clusters(&text), format!("cb{mark}a"));
            }
        }
    }

    #[test]
    fn clusters_let_marks_without_a_letter_go_to_the_end() {
        assert_eq!(reverse_clusters("\u{301}\u{302}ab"), "ba\u{301}\u{302}");
        assert_eq!(reverse_clusters("\u{301}\u{302}"), "\u{301}\u{302}");
    }

    #[test]
    fn clusters_without_marks_are_code_points() {
        for text in ["", "a", "ab", "añb€", "1🦀2"] {
            assert_eq!(reverse_clusters(text), reverse(text));
        }
    }
}
