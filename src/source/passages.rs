//! Where the functions of a file stand, what they call and where they loop: for showing the part of it that matters.

use super::{MAX_DEPTH, depth, is_test, is_test_module};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Signature};

/// The functions of a file in their order. A file that is not Rust has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passages {
    functions: Vec<Function>,
}

/// One function. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its signature.
    pub first: usize,
    /// The line of its last brace.
    pub last: usize,
    /// Whether it stands in a test module, or is a test itself.
    pub in_tests: bool,
    /// The type that it is a method of.
    owner: Option<String>,
    /// First and last line of each statement, those inside of others too.
    statements: Vec<(usize, usize)>,
    loops: Vec<Loop>,
    calls: BTreeSet<Call>,
}

/// A loop that might have no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loop {
    /// Where it begins.
    pub line: usize,
    /// What is known about its end.
    pub end: LoopEnd,
}

/// How a loop ends, as far as its text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoopEnd {
    /// It says nowhere that it ends.
    Never,
    /// It ends when something becomes true.
    OnCondition,
    /// It ends with what it goes through.
    OfItems,
}

/// How a function is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Call {
    name: String,
    from: Receiver,
}

/// What stands before the name in a call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Receiver {
    /// Nothing: `f()`.
    None,
    /// `self.f()`.
    Own,
    /// `x.f()`.
    Value,
    /// `T::f()`.
    Path(String),
}

impl Passages {
    /// Finds them.
    pub fn of(text: &str) -> Self {
        if depth(text) > MAX_DEPTH {
            return Self::default();
        }
        let mut visitor = Visitor::default();
        if let Ok(file) = syn::parse_file(text) {
            visitor.visit_file(&file);
        }
        Self {
            functions: visitor.functions,
        }
    }

    /// The innermost function around a line.
    pub fn around(&self, line: usize) -> Option<&Function> {
        self.functions
            .iter()
            .filter(|function| (function.first..=function.last).contains(&line))
            .min_by_key(|function| function.last - function.first)
    }

    /// The test of this name.
    pub fn test(&self, name: &str) -> Option<&Function> {
        let named = |function: &&Function| function.name == name && function.owner.is_none();
        let mut found = self.functions.iter().filter(named);
        found.clone().find(|test| test.in_tests).or(found.next())
    }

    /// The loops that a test may run into outside of the tests: only those that are the most likely to have no end.
    pub fn suspicious_loops(&self, test: &Function) -> Vec<Loop> {
        let reached = self.reached_from(test);
        let loops = || reached.iter().flat_map(|function| &function.loops).copied();
        let worst = loops().map(|found| found.end).min();
        let mut suspicious: Vec<Loop> = loops().filter(|found| Some(found.end) == worst).collect();
        suspicious.sort_by_key(|found| found.line);
        suspicious
    }

    /// The functions that call themselves among those that a test may run into, each with the line of its signature.
    pub fn recursions(&self, test: &Function) -> Vec<&Function> {
        self.reached_from(test)
            .into_iter()
            .filter(|function| function.calls_itself())
            .collect()
    }

    /// The functions outside of the tests that are called by a test, by what it calls, and so on; a guess by names.
    fn reached_from(&self, test: &Function) -> Vec<&Function> {
        let mut open = vec![test];
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        while let Some(caller) = open.pop() {
            for (idx, function) in self.functions.iter().enumerate() {
                if caller.calls.iter().any(|call| call.means(function, caller)) && seen.insert(idx)
                {
                    open.push(function);
                }
            }
        }
        seen.iter()
            .map(|&idx| &self.functions[idx])
            .filter(|function| !function.in_tests)
            .collect()
    }
}

impl Function {
    /// The last line of the innermost statement that holds this line.
    pub fn end_of_statement(&self, line: usize) -> usize {
        self.statements
            .iter()
            .filter(|(first, last)| (*first..=*last).contains(&line))
            .min_by_key(|(first, last)| last - first)
            .map_or(line, |(_, last)| *last)
    }

    fn calls_itself(&self) -> bool {
        self.calls.iter().any(|call| {
            // A method of the same name on something else is another one, as in `self.map.insert(...)`.
            call.from != Receiver::Value && call.means(self, self)
        })
    }
}

impl Call {
    fn means(&self, function: &Function, caller: &Function) -> bool {
        self.name == function.name
            && match &self.from {
                Receiver::None => function.owner.is_none(),
                Receiver::Own => function.owner == caller.owner,
                Receiver::Value => function.owner.is_some(),
                Receiver::Path(path) if path == "Self" => function.owner == caller.owner,
                Receiver::Path(path) => match &function.owner {
                    Some(owner) => owner == path,
                    // A module, not a type.
                    None => path.starts_with(char::is_lowercase),
                },
            }
    }
}

#[derive(Default)]
struct Visitor {
    functions: Vec<Function>,
    /// The functions that the place in question is inside of.
    inside: Vec<usize>,
    owner: Option<String>,
    in_tests: bool,
}

impl Visitor {
    fn function(&mut self, attributes: &[Attribute], signature: &Signature, block: &Block) {
        let mut calls = BTreeSet::new();
        let mut stream = TokenStream::new();
        quote::ToTokens::to_tokens(block, &mut stream);
        find_calls(stream, &mut calls);
        self.inside.push(self.functions.len());
        self.functions.push(Function {
            name: signature.ident.to_string(),
            first: signature.span().start().line,
            last: block.brace_token.span.close().end().line,
            in_tests: self.in_tests || attributes.iter().any(is_test),
            owner: self.owner.clone(),
            statements: Vec::new(),
            loops: Vec::new(),
            calls,
        });
        visit::visit_block(self, block);
        self.inside.pop();
    }

    fn found_loop(&mut self, line: usize, end: LoopEnd) {
        if let Some(&idx) = self.inside.last() {
            self.functions[idx].loops.push(Loop { line, end });
        }
    }
}

impl<'ast> Visit<'ast> for Visitor {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let outside = self.in_tests;
        self.in_tests |= is_test_module(module);
        visit::visit_item_mod(self, module);
        self.in_tests = outside;
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        let outside = self.owner.take();
        self.owner = match &*block.self_ty {
            syn::Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => Some(String::new()),
        };
        visit::visit_item_impl(self, block);
        self.owner = outside;
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        let outside = self.owner.replace(item.ident.to_string());
        visit::visit_item_trait(self, item);
        self.owner = outside;
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        let outside = self.owner.take();
        self.function(&function.attrs, &function.sig, &function.block);
        self.owner = outside;
    }

    fn visit_impl_item_fn(&mut self, method: &'ast syn::ImplItemFn) {
        self.function(&method.attrs, &method.sig, &method.block);
    }

    fn visit_trait_item_fn(&mut self, method: &'ast syn::TraitItemFn) {
        if let Some(block) = &method.default {
            self.function(&method.attrs, &method.sig, block);
        }
    }

    fn visit_stmt(&mut self, statement: &'ast syn::Stmt) {
        let span = statement.span();
        if let Some(&idx) = self.inside.last() {
            let lines = (span.start().line, span.end().line);
            self.functions[idx].statements.push(lines);
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_expr_loop(&mut self, found: &'ast syn::ExprLoop) {
        let end = end_of(&found.body);
        self.found_loop(found.loop_token.span.start().line, end);
        visit::visit_expr_loop(self, found);
    }

    fn visit_expr_while(&mut self, found: &'ast syn::ExprWhile) {
        let is_true = matches!(&*found.cond, syn::Expr::Lit(literal)
            if matches!(&literal.lit, syn::Lit::Bool(value) if value.value));
        let end = if is_true {
            end_of(&found.body)
        } else {
            LoopEnd::OnCondition
        };
        self.found_loop(found.while_token.span.start().line, end);
        visit::visit_expr_while(self, found);
    }

    fn visit_expr_for_loop(&mut self, found: &'ast syn::ExprForLoop) {
        let is_open = matches!(&*found.expr, syn::Expr::Range(range) if range.end.is_none());
        let end = if is_open {
            end_of(&found.body)
        } else {
            LoopEnd::OfItems
        };
        self.found_loop(found.for_token.span.start().line, end);
        visit::visit_expr_for_loop(self, found);
    }
}

/// Whether a body that is run again and again says how to get out of it.
fn end_of(body: &Block) -> LoopEnd {
    let mut stream = TokenStream::new();
    quote::ToTokens::to_tokens(body, &mut stream);
    if says_how_to_leave(stream) {
        LoopEnd::OnCondition
    } else {
        LoopEnd::Never
    }
}

fn says_how_to_leave(stream: TokenStream) -> bool {
    stream.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "break" || word == "return",
        TokenTree::Punct(sign) => sign.as_char() == '?',
        TokenTree::Group(group) => says_how_to_leave(group.stream()),
        TokenTree::Literal(_) => false,
    })
}

/// Every name with parentheses behind it, those in macros too: `assert_eq!(find(1), 2)` calls `find`.
fn find_calls(stream: TokenStream, calls: &mut BTreeSet<Call>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    for (idx, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        find_calls(group.stream(), calls);
        if group.delimiter() != Delimiter::Parenthesis {
            continue;
        }
        let before = |n: usize| idx.checked_sub(n).and_then(|at| tokens.get(at));
        let Some(TokenTree::Ident(name)) = before(1) else {
            continue;
        };
        let sign = |n: usize| match before(n) {
            Some(TokenTree::Punct(sign)) => Some(sign.as_char()),
            _ => None,
        };
        let from = match (sign(2), sign(3), before(3), before(4)) {
            (Some(':'), Some(':'), _, Some(TokenTree::Ident(path))) => {
                Receiver::Path(path.to_string())
            }
            (Some('.'), None, Some(TokenTree::Ident(word)), _)
                if word == "self" && sign(4) != Some('.') =>
            {
                Receiver::Own
            }
            (Some('.'), ..) => Receiver::Value,
            _ => Receiver::None,
        };
        calls.insert(Call {
            name: name.to_string(),
            from,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
struct List { items: Vec<i32> }
impl List {
    fn new() -> Self { Self { items: Vec::new() } }
    fn push(&mut self, item: i32) {
        self.items.push(item);
    }
    fn sum(&self) -> i32 {
        let mut at = 0;
        while at < self.items.len() {
            if self.items[at] < 0 { continue; }
            at += 1;
        }
        for item in &self.items { drop(item); }
        0
    }
    fn depth(&self) -> i32 { self.depth() }
}
fn spin() {
    loop {
        help();
    }
}
fn help() {
    loop { break; }
}
fn down(n: u32) -> u32 { down(n - 1) }
#[cfg(test)]
mod tests {
    use super::*;
    fn looping() { loop {} }
    #[test]
    fn sums() {
        let mut list = List::new();
        list.push(1);
        assert_eq!(
            list.sum(),
            1,
        );
    }
    #[test]
    fn spins() {
        looping();
        for _ in 0..3 {
            super::spin();
        }
    }
    #[test]
    fn goes_down() { assert_eq!(down(2), 0, \"{}\", List::new().depth()); }
}
";

    fn passages() -> Passages {
        Passages::of(TEXT)
    }

    #[test]
    fn a_function_is_found_around_a_line_and_by_name() {
        let passages = passages();
        let at = |line| passages.around(line).map(|found| found.name.as_str());
        for (line, expected) in [
            (1, None),
            (5, Some("push")),
            (10, Some("sum")),
            (35, Some("sums")),
            (49, None),
        ] {
            assert_eq!(at(line), expected, "line {line}");
        }
        let sums = passages.test("sums").expect("it is there");
        assert_eq!((sums.first, sums.last, sums.in_tests), (32, 39, true));
        assert_eq!(passages.test("push"), None, "a method is no test");
    }

    #[test]
    fn a_statement_is_shown_to_its_end() {
        let passages = passages();
        let sums = passages.test("sums").expect("it is there");
        for (line, expected) in [(33, 33), (35, 38), (37, 38), (39, 39)] {
            assert_eq!(sums.end_of_statement(line), expected, "line {line}");
        }
        let spins = passages.test("spins").expect("it is there");
        assert_eq!(spins.end_of_statement(44), 44, "the inner one");
        assert_eq!(spins.end_of_statement(43), 45);
    }

    #[test]
    fn only_the_loops_that_a_test_may_run_into_are_suspicious() {
        let passages = passages();
        for (test, expected) in [
            ("sums", vec![(9, LoopEnd::OnCondition)]),
            ("spins", vec![(19, LoopEnd::Never)]),
            ("goes_down", vec![]),
        ] {
            let test = passages.test(test).expect("it is there");
            let found: Vec<(usize, LoopEnd)> = passages
                .suspicious_loops(test)
                .iter()
                .map(|found| (found.line, found.end))
                .collect();
            assert_eq!(found, expected, "{}", test.name);
        }
    }

    #[test]
    fn recursion_is_told_from_a_method_of_the_same_name() {
        let passages = passages();
        for (test, expected) in [
            ("sums", vec![]),
            ("spins", vec![]),
            ("goes_down", vec!["depth", "down"]),
        ] {
            let test = passages.test(test).expect("it is there");
            let found: Vec<&str> = passages
                .recursions(test)
                .iter()
                .map(|function| function.name.as_str())
                .collect();
            assert_eq!(found, expected, "{}", test.name);
        }
    }

    #[test]
    fn what_is_not_rust_has_no_passages() {
        for text in ["", "fn {", &"(".repeat(5000)] {
            assert_eq!(Passages::of(text), Passages::default());
        }
    }
}
