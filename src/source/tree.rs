//! What one token is, where nothing is parsed.

use proc_macro2::TokenTree;

/// The word without the `r#` that hides it.
pub(super) fn bare(tree: &TokenTree) -> String {
    let word = tree.to_string();
    word.strip_prefix("r#").unwrap_or(&word).to_owned()
}

/// Whether it is this word.
pub(super) fn is_word(tree: Option<&TokenTree>, word: &str) -> bool {
    matches!(tree, Some(tree @ TokenTree::Ident(_)) if bare(tree) == word)
}

/// Whether it is this sign.
pub(super) fn is_punct(tree: Option<&TokenTree>, sign: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}
