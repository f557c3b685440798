//! What holds for the traits that starter and solution share: their methods give back what they say, and there is no other
//! that the tests would call in place of the library's.
//!
//! A trait that is in scope of the tests could have a method `len(self)` for `String`: it stands before the library's own,
//! which takes `&self`. Whether a trait has a method is asked of the compiler, since a macro may have written it: beside a
//! trait that surely has one of the name, it is ambiguous.

use super::given::Given;
use super::imports::name_of;
use super::pins;
use super::signature::{function_pin, generics};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::{File, Item, ItemImpl, ItemTrait, TraitItem, TypeParamBound};

/// Traits of the library whose methods everybody knows; of others the methods are not known here.
const KNOWN: [(&str, &[&str]); 7] = [
    ("Send", &[]),
    ("Sync", &[]),
    ("Sized", &[]),
    ("Copy", &[]),
    ("Clone", &["clone", "clone_from"]),
    ("Debug", &["fmt"]),
    ("Display", &["fmt"]),
];

/// The pins of all traits, each on a line; `tests` is the text of the tests.
pub(super) fn pins(file: &File, starter: &File, given: &Given, tests: &str) -> Vec<pins::Pin> {
    let theirs: BTreeSet<String> = starter.items.iter().filter_map(name_of).collect();
    let called = called(tests.parse().unwrap_or_default());
    let mut found = Vec::new();
    for item in &file.items {
        let Item::Trait(item) = item else { continue };
        if !theirs.contains(&item.ident.to_string()) {
            continue;
        }
        found.extend(methods(item, given));
        found.extend(absent(item, &called).map(pins::Pin::always));
    }
    found
}

/// Each method gives back what it says.
fn methods(item: &ItemTrait, given: &Given) -> Vec<pins::Pin> {
    let (params, arguments) = parameters(item);
    let implemented = format!("crate::{}{arguments}", item.ident);
    let code = format!("impl<{params} __T: {implemented} + ?Sized> __T {{}}");
    let Ok(block) = syn::parse_str::<ItemImpl>(&code) else {
        return Vec::new();
    };
    let methods = item.items.iter().filter_map(|it| match it {
        TraitItem::Fn(method) => Some(&method.sig),
        _ => None,
    });
    methods
        .filter(|signature| {
            let key = format!("trait {}::{}", item.ident, signature.ident);
            // A value of a type that has no size cannot be given.
            let by_value = signature
                .receiver()
                .is_some_and(|it| !super::super::tokens(it).starts_with('&'));
            given.has(&key, signature) && !by_value
        })
        .filter_map(|signature| {
            let path = format!("<__T as {implemented}>::{}", signature.ident);
            function_pin(&path, signature, Some(&block))
        })
        .map(pins::Pin::always)
        .collect()
}

/// None of the methods that the tests call is the trait's, but for those that it is to have.
fn absent(item: &ItemTrait, called: &BTreeSet<String>) -> Option<String> {
    let mut own: BTreeSet<String> = item
        .items
        .iter()
        .filter_map(|it| match it {
            TraitItem::Fn(method) => Some(method.sig.ident.to_string()),
            _ => None,
        })
        .collect();
    for bound in &item.supertraits {
        let TypeParamBound::Trait(bound) = bound else {
            continue;
        };
        let last = bound.path.segments.last()?.ident.to_string();
        let (_, methods) = KNOWN.iter().find(|(name, _)| *name == last)?;
        own.extend(methods.iter().map(|name| (*name).to_owned()));
    }
    let foreign: Vec<&String> = called.difference(&own).collect();
    if foreign.is_empty() {
        return None;
    }
    let (params, arguments) = parameters(item);
    let made: Vec<String> = foreign
        .iter()
        .map(|name| format!("fn {name}(&self) {{}}"))
        .collect();
    let asked: Vec<String> = foreign
        .iter()
        .map(|name| format!("let _ = __T::{name};"))
        .collect();
    Some(format!(
        "trait __Absent {{ {} }} fn pin<{params} __T: crate::{}{arguments} + __Absent>() {{ {} }}",
        made.join(" "),
        item.ident,
        asked.join(" ")
    ))
}

/// The parameters of a trait as they are declared, with a comma behind, and as they are given.
fn parameters(item: &ItemTrait) -> (String, String) {
    let (params, names, _) = generics(&item.generics);
    let inside = params.trim().trim_start_matches('<').trim_end_matches('>');
    let inside = inside.trim().trim_end_matches(',');
    if names.is_empty() {
        return (String::new(), String::new());
    }
    let (_, arguments, _) = item.generics.split_for_impl();
    (format!("{inside},"), super::super::tokens(&arguments))
}

/// The names of all methods that are called.
fn called(stream: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![stream];
    while let Some(stream) = open.pop() {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        for (idx, tree) in trees.iter().enumerate() {
            match tree {
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Ident(name) => {
                    let is_sign = |at: Option<&TokenTree>, sign: char| matches!(at, Some(TokenTree::Punct(it)) if it.as_char() == sign);
                    let before = idx.checked_sub(1).and_then(|idx| trees.get(idx));
                    let after = trees.get(idx + 1);
                    let is_call = matches!(after, Some(TokenTree::Group(_))) || is_sign(after, ':');
                    if is_sign(before, '.') && is_call && name != "await" {
                        found.insert(name.to_string());
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    found
}
