//! Another way: the text is read twice at the same time, forward and backward, and each pair is
//! compared, the second half once more. `reads_both_ways` looks for the next character from either
//! end by hand.

/// Whether `text` reads the same from both ends.
pub fn is_palindrome(text: &str) -> bool {
    let forward = text.chars().filter(|&c| counts(c));
    let backward = text.chars().rev().filter(|&c| counts(c));
    forward.zip(backward).all(|(a, b)| same(a, b))
}

/// Whether `chars` read the same from both ends, under the same rules.
pub fn reads_both_ways(mut chars: impl DoubleEndedIterator<Item = char>) -> bool {
    loop {
        let Some(first) = chars.find(|&c| counts(c)) else {
            return true;
        };
        let Some(last) = chars.rfind(|&c| counts(c)) else {
            return true;
        };
        if !same(first, last) {
            return false;
        }
    }
}

fn counts(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether two characters have the same lowercase sequence.
fn same(a: char, b: char) -> bool {
    let (mut a, mut b) = (a.to_lowercase(), b.to_lowercase());
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (a, b) if a == b => {}
            _ => return false,
        }
    }
}
