//! Signatures that a submission must keep: code that only compiles while they are as the exercise says.
//!
//! A function that gives back a type of the submission's own could give back one that equals everything. So for each
//! function, method and field that starter and solution agree on, its result must be of exactly this type: `PhantomData`
//! of a type is of no other, whatever could be coerced to it.
//!
//! Arguments may be taken more generally than asked, as long as the result does not depend on it. The tests call a function
//! by way of one with the signature that is asked for, a shim, and what comes back from it can be of no other type. A method
//! cannot be put behind another: it must take exactly what is asked for, so that a call of it needs no types ([`Strict`]),
//! unless its text says plainly that its result is always the same.

use super::super::tokens;
use super::given::{Given, method_key};
use super::imports::{Names, name_of};
use super::signature::{
    function_pin, generics, joined_clauses, joined_generics, receiver_type, replace_word,
};
use super::{Layout, is_test_module, traits};
use quote::ToTokens as _;
use std::collections::BTreeSet;
use syn::{
    Fields, File, FnArg, GenericParam, ImplItem, Item, ItemFn, ItemImpl, ReturnType, Signature,
    Type, Visibility,
};

const HEAD: &str = "use ::core::marker::PhantomData; \
                    fn __of<T: ?Sized>(_: &T) -> PhantomData<T> { PhantomData } \
                    fn __any<T>() -> T { loop {} } ";

/// One thing that must hold of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pin {
    pub(super) code: String,
    /// The type and the method that it holds to its arguments.
    pub(super) method: Option<(String, String)>,
}

impl Pin {
    /// One that holds whatever a submission says.
    pub(super) fn always(code: String) -> Self {
        Self { code, method: None }
    }
}

/// The module of pins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pins {
    /// What stands before them: imports and shims, on one line.
    head: String,
    pins: Vec<Pin>,
}

impl Pins {
    /// The text of the module for a submission; empty where there is nothing to hold. Each pin stands on a line of its own.
    pub(super) fn text(&self, submitted: &str) -> String {
        let mut text = self.head.clone();
        for pin in &self.pins {
            let is_needless = pin
                .method
                .as_ref()
                .is_some_and(|(owner, name)| super::plain::is_plain(submitted, owner, name));
            if !is_needless {
                // Each in a scope of its own, so that all may be called alike.
                text.extend(["const _: () = { ", &pin.code, " };\n"]);
            }
        }
        text
    }
}

/// Functions that the tests call by way of a shim.
pub(super) fn shims(file: &File, starter: &File) -> BTreeSet<String> {
    let given = Given::new(starter);
    let functions = file.items.iter().filter_map(|item| match item {
        Item::Fn(function) => shim(function, &given).map(|_| function.sig.ident.to_string()),
        _ => None,
    });
    functions.collect()
}

/// A function with the signature that is asked for, which calls that of the submission.
fn shim(function: &ItemFn, given: &Given) -> Option<String> {
    let signature = &function.sig;
    let name = signature.ident.to_string();
    let is_plain = signature.safety.to_token_stream().is_empty()
        && signature.variadic.is_none()
        && signature.abi.is_none();
    if !is_plain || !given.has(&name, signature) {
        return None;
    }
    let mut params = Vec::new();
    let mut arguments = Vec::new();
    for (idx, input) in signature.inputs.iter().enumerate() {
        let FnArg::Typed(typed) = input else {
            return None;
        };
        params.push(format!("a{idx}: {}", tokens(&typed.ty)));
        arguments.push(format!("a{idx}"));
    }
    let (generics, _, clause) = generics(&signature.generics);
    let constness = if signature.constness.is_some() && given.constants.contains(&name) {
        "const "
    } else {
        ""
    };
    let (asyncness, awaiting) = if signature.asyncness.is_some() {
        ("async ", ".await")
    } else {
        ("", "")
    };
    Some(format!(
        "pub(crate) {constness}{asyncness}fn {name}{generics}({}) {} {clause} {{ crate::{name}({}){awaiting} }} ",
        params.join(", "),
        tokens(&signature.output),
        arguments.join(", "),
    ))
}

/// All that is held of a submission.
pub(super) fn pins(
    file: &File,
    starter: &File,
    tests: &str,
    modules: &[String],
    layout: &Layout,
) -> Pins {
    let given = Given::new(starter);
    let mut shims = String::new();
    let used = super::super::identifiers(tests).unwrap_or_default();
    let mut pins = Vec::new();
    for item in &file.items {
        match item {
            Item::Fn(function) if given.has(&function.sig.ident.to_string(), &function.sig) => {
                let path = format!("crate::{}", function.sig.ident);
                pins.extend(function_pin(&path, &function.sig, None).map(Pin::always));
                shims.extend(shim(function, &given));
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
                        pins.extend(function_pin(&path, &method.sig, Some(block)).map(Pin::always));
                        pins.extend(strict_pin(&path, &method.sig, block));
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
                        pins.push(Pin::always(format!(
                            "fn field{params}(this: &{own}) {clause} \
                             {{ let of = __of(&this.{name}); let _: PhantomData<{ty}> = of; }}"
                        )));
                    }
                }
            }
            _ => {}
        }
    }
    module_pins(&file.items, "", &given, &mut pins);
    pins.extend(traits::pins(file, starter, &given, tests));
    if pins.is_empty() && shims.is_empty() {
        return Pins::default();
    }
    let code: Vec<&str> = pins.iter().map(|pin| pin.code.as_str()).collect();
    let names = Names::of_signatures(file, starter, &(code.concat() + &shims), layout);
    let imports = names.imports(modules, &BTreeSet::new());
    Pins {
        head: format!("{HEAD}{imports} {shims}\n"),
        pins,
    }
}

/// Functions in modules, where their signatures name nothing that only the module knows.
fn module_pins(items: &[Item], path: &str, given: &Given, pins: &mut Vec<Pin>) {
    for item in items {
        let Item::Mod(module) = item else { continue };
        let (Some((_, items)), false) = (&module.content, is_test_module(module)) else {
            continue;
        };
        let path = super::join(path, &module.ident.to_string());
        let mut own: BTreeSet<String> = items.iter().filter_map(name_of).collect();
        for item in items {
            if let Item::Use(import) = item {
                own.extend(super::super::words(import.to_token_stream()));
            }
        }
        for item in items {
            if let Item::Fn(function) = item
                && matches!(function.vis, Visibility::Public(_))
                && given.has(
                    &super::join(&path, &function.sig.ident.to_string()),
                    &function.sig,
                )
            {
                let mut signature = function.sig.clone();
                signature.ident = quote::format_ident!("pin");
                let words = super::super::words(signature.to_token_stream());
                if words.is_disjoint(&own) {
                    let path = format!("crate::{path}::{}", function.sig.ident);
                    pins.extend(function_pin(&path, &function.sig, None).map(Pin::always));
                }
            }
        }
        module_pins(items, &path, given, pins);
    }
}

/// A call of a method without a word about the types of its arguments: one whose result depends on them does not compile.
fn strict_pin(path: &str, signature: &Signature, block: &ItemImpl) -> Option<Pin> {
    let own = tokens(&block.self_ty);
    let owner = match &*block.self_ty {
        Type::Path(path) => path.path.segments.last()?.ident.to_string(),
        _ => return None,
    };
    let is_simple = signature.safety.to_token_stream().is_empty()
        && signature.variadic.is_none()
        && signature.asyncness.is_none()
        && signature
            .generics
            .params
            .iter()
            .all(|param| matches!(param, GenericParam::Lifetime(_)))
        && !tokens(&signature.inputs).contains("impl ");
    // What is of the submission's own type is for the submission to compare.
    let is_foreign = match &signature.output {
        ReturnType::Default => false,
        ReturnType::Type(_, ty) => {
            let words = super::super::words(ty.to_token_stream());
            !words.contains("Self") && !words.contains(&owner)
        }
    };
    let n_typed = signature
        .inputs
        .iter()
        .filter(|input| matches!(input, FnArg::Typed(_)))
        .count();
    if !is_simple || !is_foreign || n_typed == 0 {
        return None;
    }
    let mut params = String::new();
    let mut arguments = vec!["__any()"; n_typed];
    if let Some(receiver) = signature.receiver() {
        params = format!("this: {}", receiver_type(&tokens(receiver), &own)?);
        arguments.insert(0, "this");
    }
    let (outer_params, _, outer_clause) = generics(&block.generics);
    let (inner_params, _, inner_clause) = generics(&signature.generics);
    let code = format!(
        "fn pin{}({params}) {} {{ {path}({}); }}",
        joined_generics(&outer_params, &inner_params),
        joined_clauses(&outer_clause, &inner_clause),
        arguments.join(", ")
    );
    Some(Pin {
        code: replace_word(&code, "Self", &own),
        method: Some((owner, signature.ident.to_string())),
    })
}
