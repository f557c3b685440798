//! Whether a method of a submission gives back the same type whatever it is given, as its text says plainly.
//!
//! Looked for in tokens, at the root of the file, where `impl Name` can only mean the type of that name. A type has but one
//! method of a name, so what is found there is the one that is called; what is made by a macro or configured is not believed.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// Whether a text has a method with parameters of its own that its result does not depend on.
pub(super) fn is_plain(text: &str, owner: &str, method: &str) -> bool {
    if super::depth(text) > super::MAX_DEPTH {
        return false;
    }
    let stream: TokenStream = text.parse().unwrap_or_default();
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut header: Option<Vec<String>> = None;
    let mut is_configured = false;
    for tree in &trees {
        match (tree, &mut header) {
            (TokenTree::Ident(word), None) if word == "impl" => header = Some(Vec::new()),
            (TokenTree::Group(group), Some(words)) if group.delimiter() == Delimiter::Brace => {
                let is_its = words.iter().any(|word| word == owner)
                    && !words.iter().any(|word| word == "for");
                if is_its && !is_configured && has_plain(group.stream(), method) {
                    return true;
                }
                header = None;
                is_configured = false;
            }
            (tree, Some(words)) => words.push(tree.to_string()),
            (TokenTree::Group(group), None) if group.delimiter() == Delimiter::Bracket => {
                is_configured |= group.stream().to_string().contains("cfg");
            }
            (TokenTree::Group(_), None) => is_configured = false,
            (TokenTree::Punct(sign), None) if sign.as_char() == ';' => is_configured = false,
            _ => {}
        }
    }
    false
}

fn has_plain(block: TokenStream, method: &str) -> bool {
    let trees: Vec<TokenTree> = block.into_iter().collect();
    let is = |idx: usize, word: &str| trees.get(idx).is_some_and(|tree| tree.to_string() == word);
    let found = (1..trees.len()).find(|idx| is(*idx, method) && is(idx - 1, "fn"));
    let Some(at) = found else {
        return false;
    };
    let is_end = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        tree => tree.to_string() == ";",
    };
    let before = trees[..at].iter().rev().take_while(|tree| !is_end(tree));
    if before
        .map(ToString::to_string)
        .any(|word| word.contains("cfg"))
    {
        return false;
    }
    let is_list = |tree: &TokenTree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
    // `Fn(A) -> B` among the parameters has brackets too: the arguments are behind the last `>` before a bracket.
    let mut depth = 0_i32;
    let mut params = BTreeSet::new();
    let mut rest = trees[at + 1..].iter().enumerate();
    let arguments = rest.find(|(idx, tree)| {
        let arrow = *idx > 0 && is(at + idx, "-");
        match tree.to_string().as_str() {
            "<" => depth += 1,
            ">" if !arrow => depth -= 1,
            _ => {}
        }
        if let TokenTree::Ident(word) = tree
            && depth > 0
        {
            params.insert(word.to_string());
        }
        depth == 0 && is_list(tree)
    });
    let Some((arguments, _)) = arguments else {
        return false;
    };
    let mut result = trees[at + 1 + arguments + 1..]
        .iter()
        .take_while(|tree| !is_end(tree) && tree.to_string() != "where")
        .flat_map(|tree| super::super::words(tree.clone().into()));
    !result.any(|word| word == "impl" || params.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_there_plainly_is_believed() {
        for (text, expected) in [
            (
                "impl Shelf { fn find<S: AsRef<str>>(&self, word: S) -> Option<usize> { None } }",
                true,
            ),
            (
                "impl Shelf { fn find(&self, word: impl AsRef<str>) -> Option<usize> { None } }",
                true,
            ),
            (
                "impl<K> Shelf<K> { pub fn find<F: Fn(&K) -> bool>(&self, f: F) -> Option<usize> { None } }",
                true,
            ),
            (
                "impl Shelf { fn find<A: Ask>(&self, ask: A) -> A::Answer { } }",
                false,
            ),
            (
                "impl Shelf { fn find<A>(&self, ask: A) -> <A as Ask>::Answer where A: Ask { } }",
                false,
            ),
            (
                "impl Shelf { fn find(&self, ask: u8) -> impl Answer { } }",
                false,
            ),
            (
                "#[cfg(any())] impl Shelf { fn find(&self, word: impl AsRef<str>) -> u8 { 0 } }",
                false,
            ),
            (
                "impl Shelf { #[cfg(any())] fn find(&self, word: impl AsRef<str>) -> u8 { 0 } }",
                false,
            ),
            (
                "impl Ask for Shelf { fn find(&self, word: impl AsRef<str>) -> u8 { 0 } }",
                false,
            ),
            (
                "mod m { impl Shelf { fn find(&self, word: impl AsRef<str>) -> u8 { 0 } } }",
                false,
            ),
            (
                "make! { impl Shelf { fn find(&self, word: impl AsRef<str>) -> u8 { 0 } } }",
                false,
            ),
        ] {
            assert_eq!(is_plain(text, "Shelf", "find"), expected, "{text}");
        }
    }
}
