//! Signatures that a submission must keep: code that only compiles while they are as the exercise says.
//!
//! A function that gives back a type of the submission's own could give back one that equals everything. So for each
//! function, method and field that starter and solution agree on, its result must be of exactly this type: `PhantomData`
//! of a type is of no other, whatever could be coerced to it. Arguments may be taken more generally than asked.

use super::super::tokens;
use super::imports::Names;
use super::is_test_module;
use quote::ToTokens as _;
use std::collections::BTreeMap;
use syn::visit::Visit;
use syn::{
    Fields, File, FnArg, GenericParam, Generics, ImplItem, Item, ItemImpl, ReturnType, Signature,
    Type,
};

const HEAD: &str = "use ::core::marker::PhantomData; \
                    fn __of<T: ?Sized>(_: &T) -> PhantomData<T> { PhantomData } ";

/// The text of the module of pins; empty where there is nothing to hold. Each pin stands on a line of its own.
pub(super) fn text(file: &File, starter: &File, tests: &str, modules: &[String]) -> String {
    let given = Given::new(starter);
    let used = super::super::identifiers(tests).unwrap_or_default();
    let mut pins = Vec::new();
    for item in &file.items {
        match item {
            Item::Fn(function) if given.has(&function.sig.ident.to_string(), &function.sig) => {
                let path = format!("crate::{}", function.sig.ident);
                pins.extend(function_pin(&path, &function.sig, None));
            }
            Item::Impl(block) if block.trait_.is_none() => {
                for item in &block.items {
                    if let ImplItem::Fn(method) = item
                        && given.has(&method_key(block, &method.sig), &method.sig)
                    {
                        let path = format!(
                            "<{}>::{}",
                            block.self_ty.to_token_stream(),
                            method.sig.ident
                        );
                        pins.extend(function_pin(&path, &method.sig, Some(block)));
                    }
                }
            }
            Item::Struct(item) => {
                let Fields::Named(fields) = &item.fields else {
                    continue;
                };
                // What is private is for the submission to decide.
                let public = |field: &&syn::Field| matches!(field.vis, syn::Visibility::Public(_));
                for field in fields.named.iter().filter(public) {
                    let Some(name) = &field.ident else { continue };
                    let key = format!("{}.{name}", item.ident);
                    let ty = field.ty.to_token_stream().to_string();
                    if given.fields.get(&key) == Some(&ty) && used.contains(&name.to_string()) {
                        let (params, _, clause) = generics(&item.generics);
                        let (_, arguments, _) = item.generics.split_for_impl();
                        let own = format!("{}{}", item.ident, arguments.to_token_stream());
                        pins.push(format!(
                            "fn field{params}(this: &{own}) {clause} \
                             {{ let _: PhantomData<{ty}> = __of(&this.{name}); }}"
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    if pins.is_empty() {
        return String::new();
    }
    let mut text = HEAD.to_owned();
    text.push_str(&Names::of_signatures(file, starter, &pins.concat()).imports(modules));
    text.push('\n');
    // Each in a scope of its own, so that all may be called alike.
    text.extend(
        pins.iter()
            .flat_map(|pin| ["const _: () = { ", pin, " };\n"]),
    );
    text
}

/// What the starter gives.
struct Given {
    signatures: BTreeMap<String, String>,
    fields: BTreeMap<String, String>,
}

impl Given {
    fn new(starter: &File) -> Self {
        let mut given = Self {
            signatures: BTreeMap::new(),
            fields: BTreeMap::new(),
        };
        for item in &starter.items {
            match item {
                Item::Fn(function) => {
                    let key = function.sig.ident.to_string();
                    given.signatures.insert(key, shape(&function.sig));
                }
                Item::Mod(module) if is_test_module(module) => {}
                Item::Impl(block) if block.trait_.is_none() => {
                    for item in &block.items {
                        if let ImplItem::Fn(method) = item {
                            given
                                .signatures
                                .insert(method_key(block, &method.sig), shape(&method.sig));
                        }
                    }
                }
                Item::Struct(item) => {
                    for field in &item.fields {
                        if let Some(name) = &field.ident {
                            given.fields.insert(
                                format!("{}.{name}", item.ident),
                                field.ty.to_token_stream().to_string(),
                            );
                        }
                    }
                }
                _ => {}
            }
        }
        given
    }

    fn has(&self, key: &str, signature: &Signature) -> bool {
        self.signatures.get(key) == Some(&shape(signature))
    }
}

/// A signature without the names of its arguments.
fn shape(signature: &Signature) -> String {
    let inputs: Vec<String> = signature
        .inputs
        .iter()
        .map(|input| match input {
            FnArg::Typed(typed) => tokens(&typed.ty),
            FnArg::Receiver(receiver) => tokens(receiver).replace("mut self", "self"),
        })
        .collect();
    format!(
        "{:?} {:?} {} ({}) {} {}",
        signature.asyncness.is_some(),
        signature.safety.to_token_stream().to_string(),
        tokens(&signature.generics),
        inputs.join(", "),
        tokens(&signature.output),
        tokens(&signature.generics.where_clause),
    )
}

fn method_key(block: &ItemImpl, signature: &Signature) -> String {
    format!("{}::{}", tokens(&block.self_ty), signature.ident)
}

/// Code that calls a function with arguments of the types that it says, and says the type of what comes back.
fn function_pin(path: &str, signature: &Signature, block: Option<&ItemImpl>) -> Option<String> {
    let own = block.map(|block| tokens(&block.self_ty));
    let with_own = |text: String| match &own {
        Some(own) => replace_word(&text, "Self", own),
        None => text,
    };
    if !signature.safety.to_token_stream().is_empty() || signature.variadic.is_some() {
        return None;
    }
    let mut params = Vec::new();
    let mut arguments = Vec::new();
    for (idx, input) in signature.inputs.iter().enumerate() {
        let ty = match input {
            FnArg::Typed(typed) => with_own(tokens(&typed.ty)),
            FnArg::Receiver(receiver) => receiver_type(&tokens(receiver), own.as_deref()?)?,
        };
        params.push(format!("a{idx}: {ty}"));
        arguments.push(format!("a{idx}"));
    }
    let (outer_params, _, outer_clause) =
        block.map_or_else(Default::default, |block| generics(&block.generics));
    let (inner_params, _, inner_clause) = generics(&signature.generics);
    let awaiting = if signature.asyncness.is_some() {
        (" async ", ".await")
    } else {
        ("", "")
    };
    let call = format!("{path}({}){}", arguments.join(", "), awaiting.1);
    let (helper, check) = match &signature.output {
        ReturnType::Default => (
            String::new(),
            format!("let _: PhantomData<()> = __of(&{call});"),
        ),
        ReturnType::Type(_, ty) => match &**ty {
            Type::Never(_) => (String::new(), format!("{call};")),
            // Of a type without a name it is known what it can do.
            Type::ImplTrait(_) if !signature.generics.params.is_empty() || block.is_some() => {
                return None;
            }
            Type::ImplTrait(_) => (
                format!("fn __takes(_: {}) {{}} ", tokens(ty)),
                format!("__takes({call});"),
            ),
            ty if mentions_impl(ty) => return None,
            ty => (
                String::new(),
                format!(
                    "let _: PhantomData<{}> = __of(&{call});",
                    without_lifetimes(&with_own(tokens(ty)))
                ),
            ),
        },
    };
    let generics = joined_generics(&outer_params, &inner_params);
    let clause = joined_clauses(&outer_clause, &inner_clause);
    Some(with_own(format!(
        "{helper}{}fn pin{generics}({}) {clause} {{ {check} }}",
        awaiting.0,
        params.join(", ")
    )))
}

/// Parameters, names and where clause, as code.
fn generics(generics: &Generics) -> (String, Vec<String>, String) {
    let mut plain = generics.clone();
    for param in &mut plain.params {
        match param {
            GenericParam::Type(param) => {
                param.default = None;
            }
            GenericParam::Const(param) => {
                param.default = None;
            }
            GenericParam::Lifetime(_) => {}
        }
    }
    let names = plain.params.iter().map(tokens).collect::<Vec<_>>();
    let clause = tokens(&plain.where_clause);
    plain.where_clause = None;
    (tokens(&plain), names, clause)
}

fn joined_generics(outer: &str, inner: &str) -> String {
    let inside = |text: &str| {
        let text = text.trim();
        let text = text.strip_prefix('<').unwrap_or(text);
        let text = text.strip_suffix('>').unwrap_or(text);
        text.trim().trim_end_matches(',').to_owned()
    };
    let mut all: Vec<String> = [inside(outer), inside(inner)]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    // Lifetimes come first, whoever they belong to.
    all.sort_by_key(|text| !text.starts_with('\''));
    if all.is_empty() {
        String::new()
    } else {
        format!("<{}>", all.join(", "))
    }
}

fn joined_clauses(outer: &str, inner: &str) -> String {
    let inside = |text: &str| {
        let text = text.trim();
        let text = text.strip_prefix("where").unwrap_or(text);
        text.trim().trim_end_matches(',').trim().to_owned()
    };
    let all: Vec<String> = [inside(outer), inside(inner)]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    if all.is_empty() {
        String::new()
    } else {
        format!("where {}", all.join(", "))
    }
}

/// The type of a receiver.
fn receiver_type(receiver: &str, own: &str) -> Option<String> {
    let receiver = receiver.trim();
    if let Some((_, ty)) = receiver.split_once(':') {
        return Some(replace_word(ty, "Self", own));
    }
    let reference = receiver.strip_suffix("self")?.trim();
    match reference.strip_suffix("mut").map(str::trim) {
        // `mut self`
        Some("") => Some(own.to_owned()),
        Some(reference) => Some(format!("{reference} mut {own}")),
        None => Some(format!("{reference} {own}")),
    }
}

/// In the body of a function lifetimes are found by the compiler; those that are named may be of another scope.
fn without_lifetimes(ty: &str) -> String {
    let mut words = Vec::new();
    for part in ty.split(' ') {
        if part.starts_with('\'') && part != "'static" && !part.ends_with('\'') {
            // `< 'a >` and `< 'a , T >`; behind `&` nothing is needed.
            if words.last() == Some(&"&") {
                continue;
            }
            words.push("'_");
            continue;
        }
        words.push(part);
    }
    words.join(" ")
}

fn replace_word(text: &str, word: &str, by: &str) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let is_part = |ch: char| ch.is_alphanumeric() || ch == '_';
        let before = rest[..at].chars().next_back().is_some_and(is_part);
        let after = rest[at + word.len()..].chars().next().is_some_and(is_part);
        replaced.push_str(&rest[..at]);
        if before || after {
            replaced.push_str(word);
        } else {
            replaced.push_str(by);
        }
        rest = &rest[at + word.len()..];
    }
    replaced.push_str(rest);
    replaced
}

fn mentions_impl(ty: &Type) -> bool {
    struct Finder(bool);
    impl<'t> Visit<'t> for Finder {
        fn visit_type_impl_trait(&mut self, _: &'t syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut finder = Finder(false);
    finder.visit_type(ty);
    finder.0
}
