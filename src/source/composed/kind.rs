//! How a test is called by the harness, read from its attributes.

use super::is_test;
use syn::{Attribute, Expr, ExprLit, ItemFn, Lit, Meta, ReturnType};

/// How a test is called, and what it owes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) ignored: bool,
    /// Whether it gives back something that says how it went.
    pub(super) returns: bool,
    /// What builds the runtime that it needs, where it is asynchronous.
    pub(super) runtime: Option<String>,
    /// What its panic must say, where it must panic; empty for anything.
    pub(super) should_panic: Option<String>,
}

impl Kind {
    pub(super) fn of(function: &ItemFn) -> Result<Self, String> {
        let mut kind = Self {
            returns: !matches!(function.sig.output, ReturnType::Default),
            ..Self::default()
        };
        for attribute in &function.attrs {
            if attribute.path().is_ident("ignore") {
                kind.ignored = true;
            } else if attribute.path().is_ident("should_panic") {
                kind.should_panic = Some(expected(attribute));
            } else if is_test(attribute) && function.sig.asyncness.is_some() {
                kind.runtime = Some(runtime(attribute, &function.sig.ident.to_string())?);
            }
        }
        Ok(kind)
    }
}

/// The text of `#[should_panic = "…"]` or `#[should_panic(expected = "…")]`.
fn expected(attribute: &Attribute) -> String {
    let mut found = String::new();
    match &attribute.meta {
        Meta::NameValue(pair) => found = literal(&pair.value),
        Meta::List(_) => {
            // What cannot be read expects nothing in particular.
            let _ = attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("expected") {
                    found = literal(&meta.value()?.parse()?);
                }
                Ok(())
            });
        }
        Meta::Path(_) => {}
    }
    found
}

fn literal(value: &Expr) -> String {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => text.value(),
        Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) => number.to_string(),
        Expr::Lit(ExprLit {
            lit: Lit::Bool(value),
            ..
        }) => value.value.to_string(),
        _ => String::new(),
    }
}

/// What `#[tokio::test(…)]` stands for.
fn runtime(attribute: &Attribute, test: &str) -> Result<String, String> {
    let path: Vec<String> = attribute
        .path()
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    if path != ["tokio", "test"] {
        return Err(format!(
            "the asynchronous test `{test}` has an attribute other than `#[tokio::test]`"
        ));
    }
    let mut threads = None;
    let mut is_multi_thread = false;
    let mut paused = String::new();
    if let Meta::List(_) = &attribute.meta {
        attribute
            .parse_nested_meta(|meta| {
                let value = literal(&meta.value()?.parse()?);
                if meta.path.is_ident("flavor") {
                    is_multi_thread = value == "multi_thread";
                } else if meta.path.is_ident("worker_threads") {
                    threads = value.parse::<usize>().ok();
                } else if meta.path.is_ident("start_paused") && value == "true" {
                    ".start_paused(true)".clone_into(&mut paused);
                }
                Ok(())
            })
            .map_err(|error| format!("`#[tokio::test]` of `{test}`: {error}"))?;
    }
    let builder = if is_multi_thread || threads.is_some() {
        let threads = threads.map_or(String::new(), |n| format!(".worker_threads({n})"));
        format!("new_multi_thread(){threads}")
    } else {
        "new_current_thread()".to_owned()
    };
    Ok(format!(
        "::tokio::runtime::Builder::{builder}.enable_all(){paused}.build().expect(\"a runtime\")"
    ))
}
