//! Whether a file without its tests is sure to compile when it compiles with them.

use super::{is_doc, is_test_module, words};
use proc_macro2::TokenStream;
use std::collections::BTreeSet;
use syn::{File, Item};

/// Words that may make a file differ in other places than its test modules.
const CHANGES_ELSEWHERE: [&str; 5] = ["cfg", "cfg_attr", "test", "path", "include"];

/// Words that may make what is written in a module work outside of it.
const WORKS_OUTSIDE: [&str; 5] = ["impl", "macro_rules", "macro_export", "derive", "no_mangle"];

/// Whether all that the tests add stands in test modules that nothing outside names or could notice. In doubt it is
/// not so.
pub(super) fn is_alike(file: &File) -> bool {
    let (tests, others): (Vec<&Item>, Vec<&Item>) = file
        .items
        .iter()
        .partition(|item| matches!(item, Item::Mod(module) if is_test_module(module)));
    let outside = words_of(&others);
    let inside = words_of(&tests);
    let is_named = tests.iter().any(
        |item| matches!(item, Item::Mod(module) if outside.contains(&module.ident.to_string())),
    );
    file.attrs.iter().all(is_doc)
        && !is_named
        && !CHANGES_ELSEWHERE.iter().any(|word| outside.contains(*word))
        && !WORKS_OUTSIDE.iter().any(|word| inside.contains(*word))
}

fn words_of(items: &[&Item]) -> BTreeSet<String> {
    let mut stream = TokenStream::new();
    for item in items {
        quote::ToTokens::to_tokens(item, &mut stream);
    }
    words(stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_plain_is_alike() {
        for (text, expected) in [
            (
                "fn f() {} #[cfg(test)] mod tests { use super::*; #[test] fn t() { f() } }",
                true,
            ),
            ("//! Words.\nfn f() {} fn main() {}", true),
            ("fn f() {}", true),
            (
                "fn f() { tests::g() } #[cfg(test)] mod tests { pub fn g() {} }",
                false,
            ),
            ("#[cfg(test)] fn g() {} fn f() {}", false),
            ("#[cfg(not(test))] fn g() {} fn f() {}", false),
            ("#[cfg_attr(test, derive(Debug))] struct A;", false),
            ("fn f() -> bool { cfg!(test) }", false),
            ("#[test] fn t() {} fn f() { t() }", false),
            ("#![allow(unused)] fn f() {}", false),
            (
                "struct A; #[cfg(test)] mod tests { impl Default for super::A { fn default() -> Self { Self } } }",
                false,
            ),
            (
                "#[cfg(test)] mod tests { #[macro_export] macro_rules! m { () => {} } }",
                false,
            ),
            (
                "mod inner { #[cfg(test)] mod tests { pub fn g() {} } fn f() { tests::g() } }",
                false,
            ),
        ] {
            let file = syn::parse_file(text).expect("it parses");
            assert_eq!(is_alike(&file), expected, "{text}");
        }
    }
}
