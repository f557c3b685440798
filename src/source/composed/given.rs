//! What the starter gives, and a submission must keep: signatures and fields.

use super::super::tokens;
use super::is_test_module;
use quote::ToTokens as _;
use std::collections::{BTreeMap, BTreeSet};
use syn::{File, FnArg, ImplItem, Item, ItemImpl, Signature, TraitItem};

/// What the starter gives.
pub(super) struct Given {
    signatures: BTreeMap<String, String>,
    pub(super) fields: BTreeMap<String, String>,
    /// Functions that are `const`.
    pub(super) constants: BTreeSet<String>,
}

impl Given {
    pub(super) fn new(starter: &File) -> Self {
        let mut given = Self {
            signatures: BTreeMap::new(),
            fields: BTreeMap::new(),
            constants: BTreeSet::new(),
        };
        given.add(&starter.items, "");
        given
    }

    fn add(&mut self, items: &[Item], path: &str) {
        let given = self;
        for item in items {
            match item {
                Item::Fn(function) => {
                    let key = super::join(path, &function.sig.ident.to_string());
                    if function.sig.constness.is_some() {
                        given.constants.insert(key.clone());
                    }
                    given.signatures.insert(key, shape(&function.sig));
                }
                Item::Mod(module) if is_test_module(module) => {}
                Item::Mod(module) => {
                    if let Some((_, items)) = &module.content {
                        given.add(items, &super::join(path, &module.ident.to_string()));
                    }
                }
                // Types and traits of modules are not held.
                _ if !path.is_empty() => {}
                Item::Impl(block) if block.trait_.is_none() => {
                    for item in &block.items {
                        if let ImplItem::Fn(method) = item {
                            given
                                .signatures
                                .insert(method_key(block, &method.sig), shape(&method.sig));
                        }
                    }
                }
                Item::Trait(item) => {
                    for it in &item.items {
                        if let TraitItem::Fn(method) = it {
                            let key = format!("trait {}::{}", item.ident, method.sig.ident);
                            given.signatures.insert(key, shape(&method.sig));
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
    }

    pub(super) fn has(&self, key: &str, signature: &Signature) -> bool {
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

pub(super) fn method_key(block: &ItemImpl, signature: &Signature) -> String {
    format!("{}::{}", tokens(&block.self_ty), signature.ident)
}
