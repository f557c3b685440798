//! Caught by: a_long_text_needs_no_deep_stack
//!
//! "Compare the ends, then ask the same of what is between" is the definition, and recursion
//! says it word for word. But Rust does not promise to turn the last call into a loop, so
//! each pair may cost a stack frame, and a long text overflows the stack.

pub fn is_palindrome(text: &str) -> bool {
    reads_both_ways(text.chars())
}

pub fn reads_both_ways(chars: impl DoubleEndedIterator<Item = char>) -> bool {
    inner(&mut chars.filter(|c| c.is_alphanumeric()))
}

fn inner(rest: &mut impl DoubleEndedIterator<Item = char>) -> bool {
    match (rest.next(), rest.next_back()) {
        (Some(first), Some(last)) => first.to_lowercase().eq(last.to_lowercase()) && inner(rest),
        _ => true,
    }
}
