//! What the screens are made of: a small course, a card, one exercise in many versions, and what the compiler and
//! the tests really said about each (rustc 1.95, with its colors).

/// Three exercises, of which the first is the one that is worked on.
pub const COURSE: &str = r#"format_version = 1
title = "Search and sort"
welcome_message = """
Welcome. Each exercise is one Rust file: the question stands at its top, the tests at its foot.

1. Open the file named above in your editor.
2. Write the code where it says `todo!()`, and save.

Stuck? Press `h` for a hint, `c` for the idea behind the question.
"""
final_message = """
That was the last exercise. You have solved them all.

Read a card you have not read yet (`workbook concept` lists them).
"""

[[exercises]]
name = "find"
dir = "01_search"
title = "Find a number in a sorted slice"
difficulty = 2
minutes = 15
starts = "test fails"
concepts = ["binary-search"]
see_also = ["sorted-slices"]
[[exercises.hints]]
text = """
How would you look up a word in a printed dictionary? Not from the first page on.
"""
[[exercises.hints]]
text = """
Keep two borders, `low` and `high`, and look at the middle:

- what is **smaller** than the middle lies before it;
- what is larger lies behind it.

```rust
let middle = low + (high - low) / 2; // never overflows
```
"""
[[exercises.hints]]
text = "`slice::binary_search` of the standard library does the same."
[[exercises.hints]]
when = { test = "the_last_one_is_found" }
text = "Is `high` the last position, or one behind it? Decide, and write it down."

[[exercises]]
name = "insert_sorted"
dir = "01_search"
title = "Insert a number where it belongs"
difficulty = 3
minutes = 20
concepts = ["sorted-slices"]

[[exercises]]
name = "quicksort"
dir = "02_sort"
title = "Quicksort"
difficulty = 4
minutes = 35
"#;

/// The card of the first exercise.
pub const CARD: &str = r#"+++
title = "Binary search"
topic = "algorithms"
covers = ["s2:84"]
see_also = ["sorted-slices", "hash-table"]
sources = ["D. E. Knuth, The Art of Computer Programming, volume 3, section 6.2.1"]
+++

## In one breath
Compare with the middle element and throw away the half that cannot hold what is wanted, until nothing is left. A
million elements take *twenty* comparisons.

## How it works
1. Two borders enclose what may still hold it: `low..high`, half open.
2. Look at the middle. Smaller, and `high` moves there; larger, and `low` moves behind it.

## In Rust
```rust
let at = numbers.binary_search(&wanted); // Ok(position) or Err(where it would stand)
```

## Follow-ups an interviewer asks
- Which of several equal elements is found? See [the documentation](https://doc.rust-lang.org/std/).
"#;

/// A card that the first one leads to.
pub const SECOND_CARD: &str = r#"+++
title = "Sorted slices"
topic = "algorithms"
+++

## In one breath
What is sorted can be halved: see [binary
search](binary-search.md), and [hash table](../data-structures/hash-table.md) for what is not.

## How it works
```sql
-- The same in a database: an index keeps the order.
SELECT name FROM users WHERE id BETWEEN 1 AND 9;
```
"#;

/// The beginning of what rustc says of E0308.
pub const EXPLANATION: &str = "Expected type did not match the received type.

Erroneous code examples:

```
fn plus_one(x: i32) -> i32 {
    x + 1
}

plus_one(\"Not a number\");
//       ^^^^^^^^^^^^^^ expected `i32`, found `&str`
```

This error occurs when an expression was used in a place where the compiler
expected an expression of a different type.
";

/// The exercise as shipped.
pub const STARTER: &str = r#"//! Find a number in a sorted slice.

/// The position of `wanted` in `sorted`, if it is there.
pub fn find(sorted: &[i32], wanted: i32) -> Option<usize> {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_there() {
        let sorted = [1, 3, 5, 7];
        assert_eq!(find(&sorted, 5), Some(2));
    }

    #[test]
    fn an_empty_slice_holds_nothing() {
        assert_eq!(find(&[], 1), None);
    }

    #[test]
    fn the_last_one_is_found() {
        assert_eq!(
            find(&[1, 2, 3], 3),
            Some(2),
            "the end of the slice belongs to it"
        );
    }
}
"#;

/// The body of an answer that is right.
pub const RIGHT: &str = "    sorted.binary_search(&wanted).ok()";

/// What a test says when it reaches `todo!()`.
pub const TODO: &str = "
thread 'tests::finds_what_is_there' (25743) panicked at exercises/01_search/find.rs:5:5:
not yet implemented
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
";

/// What a comparison says that fails.
pub const NOT_EQUAL: &str = "
thread 'tests::the_last_one_is_found' (25848) panicked at exercises/01_search/find.rs:25:9:
assertion `left == right` failed: the end of the slice belongs to it
  left: None
 right: Some(2)
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
";

/// What the learner's own code says when it panics.
pub const INDEX: &str = "
thread 'tests::an_empty_slice_holds_nothing' (25849) panicked at exercises/01_search/find.rs:5:11:
index out of bounds: the len is 0 but the index is 0
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
";

/// What the standard library says in code of its own.
pub const SUM: &str = "
thread 'tests::finds_what_is_there' (25850) panicked at /rustc/59807616e1fa/library/core/src/iter/traits/accum.rs:204:1:
attempt to add with overflow
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
";

/// What the runtime says when the stack is used up.
pub const STACK_OVERFLOW: &str = "
thread 'tests::finds_what_is_there' (25949) has overflowed its stack
fatal runtime error: stack overflow, aborting
";

/// What the runtime says when there is no memory.
pub const OUT_OF_MEMORY: &str = "memory allocation of 70368744177664 bytes failed\n";

/// A type error; `~` stands for the escape character.
pub const E0308: &str = "~[1m~[91merror[E0308]~[0m~[1m: mismatched types~[0m
 ~[1m~[94m--> ~[0mexercises/01_search/find.rs:5:5
  ~[1m~[94m|~[0m
~[1m~[94m4~[0m ~[1m~[94m|~[0m pub fn find(sorted: &[i32], wanted: i32) -> Option<usize> {
  ~[1m~[94m|~[0m                                             ~[1m~[94m-------------~[0m \
~[1m~[94mexpected `Option<usize>` because of return type~[0m
~[1m~[94m5~[0m ~[1m~[94m|~[0m     sorted.len() - 1
  ~[1m~[94m|~[0m     ~[1m~[91m^^^^^^^^^^^^^^^^~[0m ~[1m~[91mexpected `Option<usize>`, found `usize`~[0m
  ~[1m~[94m|~[0m
  ~[1m~[94m= ~[0m~[1mnote~[0m: expected enum `~[1m~[35mOption<usize>~[0m`
             found type `~[1m~[35musize~[0m`
~[1m~[96mhelp~[0m: try wrapping the expression in `Some`
  ~[1m~[94m|~[0m
~[1m~[94m5~[0m ~[1m~[94m| ~[0m    ~[92mSome(~[0msorted.len() - 1~[92m)~[0m
  ~[1m~[94m|~[0m     ~[92m+++++~[0m                ~[92m+~[0m";

/// A name that is not known; `~` stands for the escape character.
pub const E0425: &str = "~[1m~[91merror[E0425]~[0m~[1m: cannot find value `wantd` in this scope~[0m
 ~[1m~[94m--> ~[0mexercises/01_search/find.rs:6:5
  ~[1m~[94m|~[0m
~[1m~[94m6~[0m ~[1m~[94m|~[0m     wantd
  ~[1m~[94m|~[0m     ~[1m~[91m^^^^^~[0m ~[1m~[91mhelp: a local variable with a similar name exists: `wanted`~[0m";

/// A warning of the compiler; `~` stands for the escape character.
pub const UNUSED: &str = "~[1m~[33mwarning~[0m~[1m: unused variable: `spare`~[0m
 ~[1m~[94m--> ~[0mexercises/01_search/find.rs:7:17
  ~[1m~[94m|~[0m
~[1m~[94m7~[0m ~[1m~[94m|~[0m             let spare = 1;
  ~[1m~[94m|~[0m                 ~[1m~[33m^^^^^~[0m \
~[1m~[33mhelp: if this is intentional, prefix it with an underscore: `_spare`~[0m
  ~[1m~[94m|~[0m
  ~[1m~[94m= ~[0m~[1mnote~[0m: `#[warn(unused_variables)]` (part of `#[warn(unused)]`) on by default";

/// A finding of clippy; `~` stands for the escape character.
pub const NEEDLESS_RETURN: &str = "~[1m~[33mwarning~[0m~[1m: unneeded `return` statement~[0m
  ~[1m~[94m--> ~[0mexercises/01_search/find.rs:11:5
   ~[1m~[94m|~[0m
~[1m~[94m11~[0m ~[1m~[94m|~[0m     return None;
   ~[1m~[94m|~[0m     ~[1m~[33m^^^^^^^^^^^~[0m
   ~[1m~[94m|~[0m
   ~[1m~[94m= ~[0m~[1mhelp~[0m: for further information visit \
https://rust-lang.github.io/rust-clippy/rust-1.95.0/index.html#needless_return
   ~[1m~[94m= ~[0m~[1mnote~[0m: `#[warn(clippy::needless_return)]` on by default
~[1m~[96mhelp~[0m: remove `return`
   ~[1m~[94m|~[0m
~[1m~[94m11~[0m ~[91m- ~[0m    ~[91mreturn None;~[0m
~[1m~[94m11~[0m ~[92m+ ~[0m    ~[92mNone~[0m
   ~[1m~[94m|~[0m";
