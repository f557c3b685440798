//! The paths that Rust code names, `use` trees written out.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Every path, as `["std", "fs", "read"]`; names that stand alone are paths of one part.
pub fn paths(tokens: TokenStream) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    collect(tokens, &[], &mut found);
    found
}

fn collect(tokens: TokenStream, prefix: &[String], found: &mut Vec<Vec<String>>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let sign = |idx: usize, ch: char| matches!(trees.get(idx), Some(TokenTree::Punct(punct)) if punct.as_char() == ch);
    let mut idx = 0;
    while let Some(tree) = trees.get(idx) {
        match tree {
            TokenTree::Ident(name) if name == "use" => idx += 1,
            TokenTree::Ident(name) => {
                let mut path = prefix.to_vec();
                path.push(name.to_string());
                let is_imported =
                    idx > 0 && matches!(&trees[idx - 1], TokenTree::Ident(name) if name == "use");
                let mut is_tree = false;
                idx += 1;
                while sign(idx, ':') && sign(idx + 1, ':') {
                    idx += 2;
                    match trees.get(idx) {
                        Some(TokenTree::Ident(name)) => path.push(name.to_string()),
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            is_tree = true;
                            collect(group.stream(), &path, found);
                        }
                        // `*`, or the `<` of type arguments.
                        _ => break,
                    }
                    idx += 1;
                }
                // `use notify;` is a use of the crate.
                if is_imported && path.len() == 1 && !is_tree {
                    path.push("self".to_owned());
                }
                found.push(path);
            }
            TokenTree::Group(group) => {
                collect(group.stream(), &[], found);
                idx += 1;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => idx += 1,
        }
    }
}

/// Whether an attribute's text, without spaces, keeps an item for tests.
pub fn is_for_tests(attribute: &str) -> bool {
    attribute == "cfg(test)" || attribute.starts_with("cfg(all(test,")
}

/// The code without the items marked `#[cfg(test)]`.
pub fn without_tests(tokens: TokenStream) -> TokenStream {
    let mut kept = Vec::new();
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let is_mark = matches!(&tree, TokenTree::Punct(sign) if sign.as_char() == '#')
            && matches!(trees.peek(), Some(TokenTree::Group(group))
                if is_for_tests(&group.stream().to_string().replace(' ', "")));
        if !is_mark {
            kept.push(tree);
            continue;
        }
        // An item ends with its body or its semicolon.
        for tree in trees.by_ref() {
            match tree {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
                TokenTree::Punct(sign) if sign.as_char() == ';' => break,
                _ => {}
            }
        }
    }
    kept.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(code: &str) -> Vec<String> {
        paths(code.parse().expect("it is Rust"))
            .iter()
            .map(|path| path.join("::"))
            .filter(|path| path.contains("::"))
            .collect()
    }

    #[test]
    fn paths_are_written_out() {
        for (code, expected) in [
            ("use std::fs;", vec!["std::fs"]),
            ("use notify;", vec!["notify::self"]),
            (
                "use std::{fs, io::{self, Read}, process::Command as C};",
                vec![
                    "std::fs",
                    "std::io::self",
                    "std::io::Read",
                    "std::io",
                    "std::process::Command",
                    "std::as",
                    "std::C",
                    "std",
                ],
            ),
            (
                "fn f() { crate::a::b(c::<d::E>()) }",
                vec!["crate::a::b", "d::E"],
            ),
            ("#[derive(clap::Parser)] struct S;", vec!["clap::Parser"]),
            (
                "fn f() { ::toml::from_str(\"std::fs\") } // a::b",
                vec!["toml::from_str"],
            ),
            ("use super::{a, b::*};", vec!["super::a", "super::b"]),
        ] {
            let expected: Vec<&str> = expected
                .into_iter()
                .filter(|path| path.contains("::"))
                .collect();
            assert_eq!(joined(code), expected, "{code}");
        }
    }

    #[test]
    fn tests_are_left_out() {
        let code = "use a::b; #[cfg(test)] use c::d; #[cfg(all(test, unix))] mod tests { use e::f; } \
                    #[cfg(unix)] use g::h;";
        let rest = without_tests(code.parse().expect("it is Rust"));
        let found: Vec<String> = paths(rest).iter().map(|path| path.join("::")).collect();
        assert_eq!(found, ["a::b", "cfg", "unix", "g::h"]);
    }
}
