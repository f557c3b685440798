//! A signature as code that holds somebody to it.

use super::super::tokens;
use quote::ToTokens as _;
use syn::visit::Visit;
use syn::{FnArg, GenericParam, Generics, ItemImpl, ReturnType, Signature, Type};

/// Code that calls a function with arguments of the types that it says, and says the type of what comes back.
pub(super) fn function_pin(
    path: &str,
    signature: &Signature,
    block: Option<&ItemImpl>,
) -> Option<String> {
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
            format!("let given = {call}; let of = __of(&given); let _: PhantomData<()> = of;"),
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
                    "let given = {call}; let of = __of(&given); let _: PhantomData<{}> = of;",
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
pub(super) fn generics(generics: &Generics) -> (String, Vec<String>, String) {
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

pub(super) fn joined_generics(outer: &str, inner: &str) -> String {
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

pub(super) fn joined_clauses(outer: &str, inner: &str) -> String {
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
pub(super) fn receiver_type(receiver: &str, own: &str) -> Option<String> {
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

pub(super) fn replace_word(text: &str, word: &str, by: &str) -> String {
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
