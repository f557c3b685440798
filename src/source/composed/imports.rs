//! What the tests may name of a submission: instead of all it has, what the trusted file has and the tests use.

use super::super::words;
use super::{Layout, PINS, is_test_module};
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens as _;
use std::collections::BTreeSet;
use syn::{File, Item, ItemMod, ItemUse, UseTree};

/// Names of the root of the file that a test module needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Items of the submission.
    items: BTreeSet<String>,
    /// What the trusted file imports itself, as it says it. From the crates and the standard library: a submission need
    /// not import the same.
    uses: Vec<String>,
    /// Whether the tests call a macro of the file's own.
    macros: bool,
    /// What the file imports from its tests: the path, and the name it gives.
    lent: Vec<(String, String)>,
    /// All words of the tests.
    words: BTreeSet<String>,
}

impl Names {
    /// What the tests in `module` need of the rest of `file`.
    pub(super) fn new(file: &File, starter: &File, module: &ItemMod, layout: &Layout) -> Self {
        let used = Used::of(module.to_token_stream());
        let mut names = Self::needed_by(file, starter, &used, layout);
        // What the tests define themselves, they do not need.
        for item in module.content.iter().flat_map(|(_, items)| items) {
            let own: Vec<String> = match item {
                Item::Use(import) => {
                    let mut leaves = Vec::new();
                    flatten(&import.tree, "", &mut leaves);
                    leaves.into_iter().map(|(_, name)| name).collect()
                }
                item => name_of(item).into_iter().collect(),
            };
            for name in own {
                names.items.remove(&name);
                names.uses.retain(|line| !imports_name(line, &name));
            }
        }
        names
    }

    fn needed_by(file: &File, starter: &File, used: &Used, layout: &Layout) -> Self {
        let own = root_words(file);
        let given: BTreeSet<String> = starter.items.iter().filter_map(name_of).collect();
        let mut names = Self {
            words: used.all.clone(),
            ..Self::default()
        };
        for item in &file.items {
            match item {
                Item::Mod(module) if is_test_module(module) => {}
                // What holds without tests only does not hold here.
                Item::Use(import) if import.attrs.iter().any(super::is_not_for_tests) => {}
                // The tests take from themselves what they lend to the code.
                Item::Use(import) if import.attrs.iter().any(super::super::is_for_tests) => {
                    let mut paths = Vec::new();
                    flatten(&import.tree, "", &mut paths);
                    names.lent.extend(
                        paths
                            .into_iter()
                            .filter(|(_, name)| used.all.contains(name)),
                    );
                }
                Item::Use(import) if is_outside(&import.tree, &own) => {
                    let mut import = import.clone();
                    import.vis = syn::Visibility::Inherited;
                    import.attrs.clear();
                    names.uses.extend(needed(&import, &used.all));
                }
                // What comes from a module of the file itself is found where the file puts it.
                Item::Use(import) => {
                    let mut paths = Vec::new();
                    flatten(&import.tree, "", &mut paths);
                    for (path, name) in paths {
                        let Some(module) = path.strip_suffix("::*") else {
                            if used.all.contains(&name) {
                                names.items.insert(name);
                            }
                            continue;
                        };
                        let module = own_path(module);
                        // Whatever else the submission has there stays there.
                        match layout.below(module) {
                            Some(given) => {
                                let needed: Vec<&str> = given
                                    .iter()
                                    .filter(|given| {
                                        given.is_trait || used.all.contains(&given.name)
                                    })
                                    .map(|given| given.name.as_str())
                                    .collect();
                                // From where they are made: a submission need not have them at its root.
                                names.uses.extend(
                                    needed
                                        .iter()
                                        .map(|name| format!("use crate::{module}::{name};")),
                                );
                            }
                            None => names.uses.push(format!("use crate::{module}::*;")),
                        }
                    }
                }
                Item::Macro(item) => {
                    let name = item.ident.as_ref().map(ToString::to_string);
                    names.macros |= name.is_some_and(|name| used.all.contains(&name));
                }
                // Its methods are used without its name.
                Item::Trait(item) => {
                    let name = item.ident.to_string();
                    if given.contains(&name) || used.all.contains(&name) {
                        names.items.insert(name);
                    }
                }
                item => {
                    if let Some(name) = name_of(item)
                        && (used.at_start.contains(&name)
                            || given.contains(&name) && used.all.contains(&name))
                    {
                        names.items.insert(name);
                    }
                }
            }
        }
        names
    }

    /// What code with these signatures needs of `file`.
    pub(super) fn of_signatures(
        file: &File,
        starter: &File,
        signatures: &str,
        layout: &Layout,
    ) -> Self {
        let code = signatures.parse().unwrap_or_default();
        let mut names = Self::needed_by(file, starter, &Used::of(code), layout);
        // They stand there themselves.
        names.items.retain(|name| !layout.shims.contains(name));
        names
    }

    /// Whether the tests have this word.
    pub(super) fn uses_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Whether the tests call a macro that the submission is to write.
    pub(super) fn has_macros(&self) -> bool {
        self.macros
    }

    /// The imports, on one line; `modules` are the names of the test modules.
    pub(super) fn imports(&self, modules: &[String], shims: &BTreeSet<String>) -> String {
        let mut lines = Vec::new();
        let (behind, items): (Vec<&str>, Vec<&str>) = self
            .items
            .iter()
            .map(String::as_str)
            .partition(|name| shims.contains(*name));
        for (place, items) in [(String::new(), items), (format!("::{PINS}"), behind)] {
            if !items.is_empty() {
                lines.push(format!("use crate{place}::{{{}}};", items.join(", ")));
            }
        }
        lines.extend(self.uses.iter().cloned());
        for (path, _) in &self.lent {
            let (module, rest) = path.split_once("::").unwrap_or((path, ""));
            let position = modules.iter().position(|name| name == module);
            if let Some(idx) = position {
                lines.push(format!("use crate::{}{idx}::{rest};", super::TESTS));
            }
        }
        lines.join(" ")
    }
}

/// Words of a test module.
#[derive(Default)]
struct Used {
    all: BTreeSet<String>,
    /// Those that are not behind a dot, and so no methods or fields.
    at_start: BTreeSet<String>,
}

impl Used {
    fn of(code: TokenStream) -> Self {
        let mut used = Self::default();
        used.sequence(code);
        used
    }

    fn sequence(&mut self, stream: TokenStream) {
        let mut before = None;
        let mut trees = stream.into_iter().peekable();
        while let Some(tree) = trees.next() {
            match &tree {
                TokenTree::Ident(word) => {
                    let word = word.to_string();
                    let is_start = !matches!(before, Some('.' | ':'));
                    // A variable of the tests may be called like a function that nobody was given.
                    let is_used = word.starts_with(|ch: char| ch.is_uppercase())
                        || matches!(trees.peek(), Some(TokenTree::Group(group))
                            if group.delimiter() == Delimiter::Parenthesis)
                        || matches!(trees.peek(), Some(TokenTree::Punct(punct))
                            if punct.as_char() == ':' && punct.spacing() == Spacing::Joint);
                    if is_start && is_used {
                        self.at_start.insert(word.clone());
                    }
                    self.all.insert(word);
                    before = None;
                }
                TokenTree::Group(group) => {
                    self.sequence(group.stream());
                    before = None;
                }
                TokenTree::Punct(punct) => before = Some(punct.as_char()),
                // Names in format strings: `"{MAX}"`.
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let names = text.split('{').skip(1);
                    self.all.extend(names.map(|rest| {
                        rest.chars()
                            .take_while(|ch| ch.is_alphanumeric() || *ch == '_')
                            .collect()
                    }));
                    before = None;
                }
            }
        }
    }
}

/// Names of modules and types of a file's own, from which an import may begin.
fn root_words(file: &File) -> BTreeSet<String> {
    let mut own: BTreeSet<String> = ["crate", "self", "super"].map(str::to_owned).into();
    own.extend(file.items.iter().filter_map(name_of));
    own
}

/// Whether an import takes from outside of the file.
fn is_outside(tree: &UseTree, own: &BTreeSet<String>) -> bool {
    match tree {
        UseTree::Path(path) => !own.contains(&path.ident.to_string()),
        UseTree::Group(group) => group.items.iter().all(|tree| is_outside(tree, own)),
        UseTree::Name(name) => !own.contains(&name.ident.to_string()),
        UseTree::Rename(name) => !own.contains(&name.ident.to_string()),
        UseTree::Glob(_) => false,
    }
}

/// The names of an import that are needed: those that are used, and traits, whose methods are used without their names.
fn needed(import: &ItemUse, used: &BTreeSet<String>) -> Vec<String> {
    let mut paths = Vec::new();
    flatten(&import.tree, "", &mut paths);
    paths
        .into_iter()
        .filter(|(path, name)| {
            let last = path.rsplit("::").next().unwrap_or(path);
            // A name in capitals may be a trait's. One that is not needed does no harm.
            name == "*"
                || name == "_"
                || used.contains(name)
                || last.starts_with(|ch: char| ch.is_uppercase())
        })
        .map(|(path, name)| {
            let last = path.rsplit("::").next().unwrap_or(&path);
            if last == name {
                format!("use {path};")
            } else {
                format!("use {path} as {name};")
            }
        })
        .collect()
}

/// Every leaf of an import: its path, and the name it gives.
pub(super) fn flatten(tree: &UseTree, path: &str, found: &mut Vec<(String, String)>) {
    let below = |name: &dyn std::fmt::Display| {
        if path.is_empty() {
            name.to_string()
        } else {
            format!("{path}::{name}")
        }
    };
    match tree {
        UseTree::Path(next) => flatten(&next.tree, &below(&next.ident), found),
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, path, found);
            }
        }
        // `use a::b::{self}` gives `b`.
        UseTree::Name(name) if name.ident == "self" => {
            let own = path.rsplit("::").next().unwrap_or(path).to_owned();
            found.push((path.to_owned(), own));
        }
        UseTree::Name(name) => found.push((below(&name.ident), name.ident.to_string())),
        UseTree::Rename(name) if name.ident == "self" => {
            found.push((path.to_owned(), name.rename.to_string()));
        }
        UseTree::Rename(name) => found.push((below(&name.ident), name.rename.to_string())),
        UseTree::Glob(_) => found.push((below(&"*"), "*".to_owned())),
    }
}

/// A path at the root of the file, without what says so.
fn own_path(path: &str) -> &str {
    ["crate::", "self::"]
        .iter()
        .fold(path, |path, own| path.strip_prefix(own).unwrap_or(path))
}

/// Whether a line of [`needed`] gives this name.
fn imports_name(line: &str, name: &str) -> bool {
    line.parse::<TokenStream>().is_ok_and(|stream| {
        words(stream).contains(name)
            && (line.ends_with(&format!("::{name};")) || line.ends_with(&format!(" {name};")))
    })
}

pub(super) fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
