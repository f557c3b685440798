//! Which crates a file uses: found in its words, not declared a second time.

use crate::source;

/// The crates among `names` that a Rust file mentions outside of comments and strings. A file that cannot be read as
/// Rust mentions whatever stands in it.
pub fn needed(text: &str, names: &[String]) -> Vec<String> {
    // Most files use no crate, and most words tell so at once.
    let possible: Vec<&String> = names
        .iter()
        .filter(|name| text.contains(name.as_str()))
        .collect();
    if possible.is_empty() {
        return Vec::new();
    }
    let Some(identifiers) = source::identifiers(text) else {
        return possible.into_iter().cloned().collect();
    };
    possible
        .into_iter()
        .filter(|name| identifiers.contains(*name))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_needed_when_the_code_names_it() {
        let names = [
            "axum".to_owned(),
            "serde_json".to_owned(),
            "tokio".to_owned(),
        ];
        for (text, expected) in [
            ("use axum::Router;", vec!["axum"]),
            ("fn f() { serde_json::to_string(&1); }", vec!["serde_json"]),
            ("#[tokio::test] async fn f() {}", vec!["tokio"]),
            ("extern crate axum;", vec!["axum"]),
            ("// use axum::Router;\nfn f() {}", vec![]),
            ("//! Not axum.\nfn f() { \"tokio\"; }", vec![]),
            ("struct Maxum;", vec![]),
            ("use axum::Router; fn f( {", vec!["axum"]),
            ("", vec![]),
        ] {
            assert_eq!(needed(text, &names), expected, "{text:?}");
        }
    }
}
