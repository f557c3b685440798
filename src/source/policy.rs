//! What a submitted file may not hold, found in its tokens.
//!
//! Tokens and not the syntax tree: a tree can be nested without brackets (`!!!!…`) until whoever walks it runs out of
//! stack, and it does not show what stands inside macros. A token that is refused is refused wherever it stands.
//! Nothing here is needed for a verdict to hold (the sandbox and the proof of completion see to that, see
//! `docs/integrity.md`); it turns odd failures into sentences with a line.

use super::composed::normalized;
use super::tree::{bare, is_punct, is_word};
use super::{MAX_DEPTH, depth};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::BTreeMap;

/// Macros that read files or the environment, or write machine code. The names are refused wherever they stand, since
/// `use` can rename a macro.
const READERS: [&str; 8] = [
    "include_str",
    "include_bytes",
    "option_env",
    "asm",
    "global_asm",
    "naked_asm",
    "concat_idents",
    "concat_bytes",
];

/// Macros of that kind whose names are words for other things too.
const READERS_WHEN_CALLED: [&str; 2] = ["include", "env"];

/// Attributes that choose what is linked or which file is read.
const LINKERS: [&str; 16] = [
    "link",
    "link_args",
    "link_name",
    "link_ordinal",
    "link_section",
    "linkage",
    "no_mangle",
    "export_name",
    "used",
    "global_allocator",
    "panic_handler",
    "naked",
    "ffi_const",
    "ffi_pure",
    "proc_macro",
    "path",
];

/// Crate attributes that change nothing but messages.
const HARMLESS: [&str; 7] = [
    "allow", "warn", "deny", "forbid", "expect", "doc", "rustfmt",
];

/// Macros of the standard library that tests rely on.
const STD_MACROS: [&str; 23] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "panic",
    "matches",
    "vec",
    "format",
    "write",
    "writeln",
    "print",
    "println",
    "eprint",
    "eprintln",
    "dbg",
    "todo",
    "unimplemented",
    "unreachable",
    "thread_local",
    "format_args",
    "stringify",
];

/// One thing that a file may not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// Line, from 1.
    pub line: usize,
    /// What it is, as a person would write it: `include_str!`.
    pub what: String,
    /// Why it is refused.
    pub why: &'static str,
}

/// All that a file holds and may not, in the order of its lines, each thing once. What `allowed`, the workbook's own
/// starter or solution, holds too is part of the exercise.
///
/// # Errors
/// The file cannot be read as Rust tokens at all, in a few words; the compiler says it better.
pub fn refusals(text: &str, allowed: &[&str]) -> Result<Vec<Refusal>, String> {
    let mut found = scan(text)?;
    for text in allowed {
        // A text of the workbook that is no Rust allows nothing.
        for what in scan(text).unwrap_or_default().keys() {
            found.remove(what);
        }
    }
    let mut refusals: Vec<Refusal> = found.into_values().collect();
    refusals.sort();
    Ok(refusals)
}

/// Whether a text of the workbook needs what the compiler would otherwise forbid.
pub fn uses_unsafe(text: &str) -> bool {
    // Most texts do not mention it at all.
    text.contains("unsafe") && super::identifiers(text).is_none_or(|words| words.contains("unsafe"))
}

/// Everything of the kind, by what it is, with the first line of each.
fn scan(text: &str) -> Result<BTreeMap<String, Refusal>, String> {
    if depth(text) > MAX_DEPTH {
        return Err(format!("brackets are nested more than {MAX_DEPTH} deep"));
    }
    // As the compiler will see it.
    let stream: TokenStream = normalized(text)
        .parse()
        .map_err(|error| format!("{error}"))?;
    let mut found = Found::default();
    found.sequence(stream, true);
    Ok(found.0)
}

#[derive(Default)]
struct Found(BTreeMap<String, Refusal>);

impl Found {
    fn add(&mut self, token: &TokenTree, what: String, why: &'static str) {
        let line = token.span().start().line;
        self.0
            .entry(what.clone())
            .or_insert(Refusal { line, what, why });
    }

    /// Looks at one sequence of tokens, and at those inside it.
    fn sequence(&mut self, stream: TokenStream, is_root: bool) {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        for (idx, tree) in trees.iter().enumerate() {
            let before = |n: usize| idx.checked_sub(n).and_then(|idx| trees.get(idx));
            let after = |n: usize| trees.get(idx + n);
            match tree {
                TokenTree::Ident(_) => self.word(tree, before(1), after(1), after(2), after(3)),
                TokenTree::Group(group) => {
                    let is_inner = is_punct(before(1), '!') && is_punct(before(2), '#');
                    let is_attribute = group.delimiter() == Delimiter::Bracket
                        && (is_punct(before(1), '#') || is_inner);
                    if is_attribute {
                        self.attribute(group, is_inner && is_root);
                    }
                    self.sequence(group.stream(), false);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn word(
        &mut self,
        tree: &TokenTree,
        before: Option<&TokenTree>,
        next: Option<&TokenTree>,
        second: Option<&TokenTree>,
        third: Option<&TokenTree>,
    ) {
        let word = bare(tree);
        if READERS.contains(&word.as_str())
            || READERS_WHEN_CALLED.contains(&word.as_str())
                && (is_punct(next, '!') && matches!(second, Some(TokenTree::Group(_)))
                    || is_word(next, "as") && word == "include")
        {
            let why = "a submission reads no files and no environment";
            self.add(tree, format!("{word}!"), why);
        }
        match word.as_str() {
            "unsafe" => {
                let why = "`unsafe` code could do anything to the tests around it";
                self.add(tree, "unsafe".to_owned(), why);
            }
            "mod" if is_punct(second, ';') => {
                let name = next.map(bare).unwrap_or_default();
                let why = "an exercise is one file";
                self.add(tree, format!("mod {name};"), why);
            }
            "extern" if is_word(next, "crate") => {
                let name = second.map(bare).unwrap_or_default();
                let why = "the crates of an exercise are in scope already";
                self.add(tree, format!("extern crate {name}"), why);
            }
            "macro_rules" if is_punct(next, '!') => {
                // `$name` of a macro that makes macros could be any of them.
                let name = second.map(bare).unwrap_or_default();
                if STD_MACROS.contains(&name.as_str()) {
                    let why =
                        "a macro by the name of one of the standard library stands in its way";
                    self.add(tree, format!("macro_rules! {name}"), why);
                } else if is_punct(second, '$') {
                    let name = third.map(bare).unwrap_or_default();
                    let why = "a macro that makes macros could stand in the way of the library's";
                    self.add(tree, format!("macro_rules! ${name}"), why);
                }
            }
            name if is_word(before, "mod") && ["std", "core", "alloc"].contains(&name) => {
                let why = "a module by that name stands in the way of the standard library";
                self.add(tree, format!("mod {name}"), why);
            }
            _ => {}
        }
    }

    fn attribute(&mut self, group: &Group, is_of_crate: bool) {
        let name = group.stream().into_iter().next();
        if is_of_crate
            && let Some(tree) = &name
            && !HARMLESS.contains(&bare(tree).as_str())
        {
            let why =
                "of the attributes of a crate only those for lints and documentation are taken";
            self.add(tree, format!("#![{}]", bare(tree)), why);
        }
        // Also inside `cfg_attr(…)` and `unsafe(…)`.
        let mut open = vec![group.stream()];
        while let Some(stream) = open.pop() {
            for tree in stream {
                match &tree {
                    TokenTree::Group(group) => open.push(group.stream()),
                    TokenTree::Ident(_) if LINKERS.contains(&bare(&tree).as_str()) => {
                        let why = "what is linked, and from which file, is for the workbook to say";
                        self.add(&tree, format!("#[{}]", bare(&tree)), why);
                    }
                    _ => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        refusals(text, &[])
            .expect("it is Rust")
            .into_iter()
            .map(|refusal| format!("{}: {}", refusal.line, refusal.what))
            .collect()
    }

    #[test]
    fn what_is_refused_is_named_with_its_line() {
        for (text, expected) in [
            ("\nfn f() { include!(\"a\") }", "2: include!"),
            (
                "const A: &str = std::include_str!(\"a\");",
                "1: include_str!",
            ),
            ("use std::include_str as read;", "1: include_str!"),
            ("use std::include as read;", "1: include!"),
            ("const A: &str = r#include_str!(\"a\");", "1: include_str!"),
            (
                "macro_rules! m { () => { include_bytes!(\"a\") } }",
                "1: include_bytes!",
            ),
            ("fn f() { env!(\"SECRET\"); }", "1: env!"),
            ("fn f() { option_env!(\"SECRET\"); }", "1: option_env!"),
            ("core::arch::global_asm!(\".incbin\");", "1: global_asm!"),
            ("#[path = \"a.rs\"] mod a {}", "1: #[path]"),
            ("#[cfg_attr(all(), path = \"a.rs\")] mod a {}", "1: #[path]"),
            ("mod a;", "1: mod a;"),
            ("pub(crate) mod a;", "1: mod a;"),
            ("extern crate std as core;", "1: extern crate std"),
            ("#[no_mangle] fn f() {}", "1: #[no_mangle]"),
            ("#![no_main]", "1: #![no_main]"),
            ("#![cfg(any())]", "1: #![cfg]"),
            ("#![feature(test)]", "1: #![feature]"),
            ("#![recursion_limit = \"9999\"]", "1: #![recursion_limit]"),
            (
                "macro_rules! assert_eq { () => {} }",
                "1: macro_rules! assert_eq",
            ),
            ("fn f() { unsafe {} }", "1: unsafe"),
            ("mod std {}", "1: mod std"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
        assert_eq!(
            found("#[unsafe(export_name = \"memcmp\")] fn f() {}"),
            ["1: #[export_name]", "1: unsafe"]
        );
        assert_eq!(
            found("macro_rules! m { ($n:ident) => { macro_rules! $n { () => {} } } }"),
            ["1: macro_rules! $n"]
        );
    }

    #[test]
    fn what_people_write_is_not_refused() {
        for text in [
            "//! Words.\n#![allow(dead_code)]\n#![forbid(unsafe_code)]\nfn f() {}",
            "use std::env; fn f() { env::args(); }",
            "/// include_str!(\"a\"), unsafe, #[path]\nfn f() { let s = \"include!(unsafe)\"; }",
            "macro_rules! my_macro { ($x:expr) => { vec![$x] } }",
            "mod inner { #![allow(unused)] pub fn path() {} }",
            "#[derive(Debug)] struct A { path: String, link: u8, include: bool }",
            "fn include(env: u8) -> bool { env != 1 }",
            "#[cfg(test)] mod tests { #[test] fn t() {} }",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_the_workbook_uses_is_part_of_the_exercise() {
        let starter = "fn f() { unsafe {} }";
        let mine = "fn f() { unsafe { g() } }\nmod a;";
        let refused = refusals(mine, &[starter]).expect("it is Rust");
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].what, "mod a;");
    }

    #[test]
    fn no_nesting_is_too_deep() {
        let brackets = format!(
            "const X: i32 = {}1{};",
            "(".repeat(50_000),
            ")".repeat(50_000)
        );
        assert!(refusals(&brackets, &[]).is_err());
        let signs = format!("const X: bool = {}true;", "!".repeat(200_000));
        assert_eq!(refusals(&signs, &[]), Ok(Vec::new()));
        assert!(refusals("fn f( {", &[]).is_err());
    }
}
