//! Where the tests find what is not theirs: never behind a `*`, and functions behind a signature of ours.
//!
//! A function of the submission is called by way of one with the signature that the exercise says (see `pins`), so that what
//! comes back is of the type that it should be, whatever the submission's own function could give back.

use super::edits::Edits;
use super::imports::{Names, flatten};
use super::{Layout, PINS};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use std::ops::Range;
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::{Item, ItemUse};

/// Macros of the library that tests call. Where the tests stand behind the submission's own macros, those are not to be
/// taken for them.
const STD_MACROS: [&str; 27] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "cfg",
    "column",
    "compile_error",
    "concat",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "file",
    "format",
    "format_args",
    "line",
    "matches",
    "panic",
    "print",
    "println",
    "stringify",
    "todo",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// What a test module is told of the file around it.
pub(super) struct Surroundings<'a> {
    pub(super) names: &'a Names,
    pub(super) layout: &'a Layout,
    /// Names of the test modules.
    pub(super) modules: &'a [String],
    /// Whether the tests stand behind the macros of the submission.
    pub(super) comes_last: bool,
}

impl Surroundings<'_> {
    /// Redirects all that an item of a test module names. `depth` is how many modules it stands below the root.
    pub(super) fn redirect(&self, item: &Item, depth: usize, edits: &mut Edits) {
        let mut uses = Uses::default();
        uses.visit_item(item);
        let mut done = Vec::new();
        for import in uses.0 {
            let range = import.span().byte_range();
            if let Some(code) = self.import(import, depth) {
                edits.replace(range.clone(), code);
            }
            done.push(range);
        }
        self.sequence(item.to_token_stream(), depth, &done, edits);
    }

    /// An import of what stands in the file around the tests, as it is to be.
    fn import(&self, import: &ItemUse, depth: usize) -> Option<String> {
        let mut leaves = Vec::new();
        flatten(&import.tree, "", &mut leaves);
        let visibility = import.vis.to_token_stream().to_string();
        let mut lines = Vec::new();
        for (path, name) in leaves {
            let below = below_root(&path, depth)?;
            let first = below.split("::").next().unwrap_or_default();
            if self.modules.iter().any(|module| module == first) {
                return None;
            }
            if below == "*" {
                lines.push(self.names.imports(self.modules, &self.layout.shims));
                continue;
            }
            if let Some(module) = below.strip_suffix("::*")
                && let Some(given) = self.layout.below(module)
            {
                let needed: Vec<&str> = given
                    .iter()
                    .filter(|given| given.is_trait || self.names.uses_word(&given.name))
                    .map(|given| given.name.as_str())
                    .collect();
                if !needed.is_empty() {
                    lines.push(format!(
                        "{visibility} use crate::{module}::{{{}}};",
                        needed.join(", ")
                    ));
                }
                continue;
            }
            let place = if self.layout.shims.contains(below) {
                format!("crate::{PINS}::")
            } else {
                "crate::".to_owned()
            };
            let last = below.rsplit("::").next().unwrap_or(below);
            let renamed = if last == name {
                String::new()
            } else {
                format!(" as {name}")
            };
            lines.push(format!("{visibility} use {place}{below}{renamed};"));
        }
        Some(lines.join(" "))
    }

    /// Redirects paths to functions, and names of the library's macros, in code.
    fn sequence(
        &self,
        stream: TokenStream,
        depth: usize,
        done: &[Range<usize>],
        edits: &mut Edits,
    ) {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        let word = |idx: usize| match trees.get(idx) {
            Some(TokenTree::Ident(word)) => Some(word.to_string()),
            _ => None,
        };
        let is_sign = |idx: usize, sign: char| matches!(trees.get(idx), Some(TokenTree::Punct(it)) if it.as_char() == sign);
        for (idx, tree) in trees.iter().enumerate() {
            match tree {
                TokenTree::Group(group) => {
                    // What an expansion left without brackets is not in the text.
                    if group.delimiter() != Delimiter::None {
                        self.sequence(group.stream(), depth, done, edits);
                    }
                }
                TokenTree::Ident(ident) => {
                    let start = ident.span().byte_range().start;
                    let is_behind_path = idx > 0 && is_sign(idx - 1, ':');
                    if is_behind_path || done.iter().any(|range| range.contains(&start)) {
                        continue;
                    }
                    let is_call = is_sign(idx + 1, '!')
                        && matches!(trees.get(idx + 2), Some(TokenTree::Group(_)));
                    let name = ident.to_string();
                    if self.comes_last && is_call && STD_MACROS.contains(&name.as_str()) {
                        edits.insert(start, "::std::");
                        continue;
                    }
                    // `super::super::f` or `crate::f`
                    let mut at = idx;
                    while word(at).as_deref() == Some("super") && is_sign(at + 1, ':') {
                        at += 3;
                    }
                    let n_supers = (at - idx) / 3;
                    if n_supers == 0 && name == "crate" && is_sign(at + 1, ':') {
                        at += 3;
                    } else if n_supers != depth {
                        continue;
                    }
                    if let Some(name) = word(at)
                        && self.layout.shims.contains(&name)
                        && let Some(TokenTree::Ident(end)) = trees.get(at)
                    {
                        let path = start..end.span().byte_range().start;
                        edits.replace(path, format!("crate::{PINS}::"));
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

/// The rest of a path that begins at the root of the file, said `depth` modules below it.
fn below_root(path: &str, depth: usize) -> Option<&str> {
    if let Some(rest) = path.strip_prefix("crate::") {
        return Some(rest);
    }
    let rest = (0..depth).try_fold(path, |path, _| path.strip_prefix("super::"))?;
    (!rest.starts_with("super")).then_some(rest)
}

#[derive(Default)]
struct Uses<'i>(Vec<&'i ItemUse>);

impl<'i> Visit<'i> for Uses<'i> {
    fn visit_item_use(&mut self, import: &'i ItemUse) {
        self.0.push(import);
    }
}
