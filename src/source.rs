//! The Rust text of an exercise: which tests it has, and how they differ from the workbook's. The only door to `syn`.

mod composed;
mod kinship;
mod passages;
mod policy;
mod tree;
mod without_tests;

pub use composed::{
    HARNESS, HARNESS_SEPARATOR, NotRun, OwnTest, OwnTests, TrustedTest, TrustedTests, harness,
    test_modules,
};
pub use kinship::{Given, Kinship, RUN, Span, WINDOW};
pub use passages::{Function, Loop, LoopEnd, Passages};
pub use policy::{Refusal, refusals, uses_unsafe};

use crate::text;
use crate::verdict::Tampering;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::spanned::Spanned as _;
use syn::{Attribute, Item, ItemMod, Meta};

/// Brackets nested deeper than this are refused before parsing, which would overflow the stack.
const MAX_DEPTH: usize = 128;

/// Gives back the memory of the texts that this thread has parsed: they are kept for the positions in them. What was made of
/// them is text by then; no syntax tree leaves this module.
pub fn forget_texts() {
    proc_macro2::extra::invalidate_current_thread_spans();
}

/// What is known of a parsed file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Every test in the order of the file.
    pub tests: Vec<TestFn>,
    /// Where the test module begins, with its attributes: a byte offset.
    pub module_offset: Option<usize>,
    /// Whether the file has a `fn main`.
    pub has_main: bool,
    /// Whether that `main` has no statement and no attribute, so that running it would show nothing.
    pub main_does_nothing: bool,
    /// Whether the file is sure to compile without its tests when it compiles with them.
    pub alike_without_tests: bool,
    /// The text of each item that the tests share, in order.
    helpers: Vec<String>,
}

/// One test function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestFn {
    /// Its path in the file, as `tests::capacity_zero`.
    pub path: String,
    /// Whether it is marked `#[ignore]`.
    pub ignored: bool,
    /// Line of its name, counted from 1.
    pub line: usize,
    /// Its tokens without `#[ignore]`, so that white space and comments do not count.
    tokens: String,
}

impl TestFn {
    /// The function's name.
    pub fn name(&self) -> &str {
        text::short_name(&self.path)
    }
}

impl Source {
    /// Parses a file.
    ///
    /// # Errors
    /// A sentence with the line, when the file is not Rust or is nested too deep.
    pub fn parse(text: &str) -> Result<Self, String> {
        if depth(text) > MAX_DEPTH {
            return Err(format!("brackets are nested more than {MAX_DEPTH} deep"));
        }
        let bom = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        // Line ends are part of doc comments and long strings, and must not look like a change.
        let text = text[bom..].replace("\r\n", "\n");
        let file = syn::parse_file(&text)
            .map_err(|error| format!("line {}: {error}", error.span().start().line))?;
        let main = file.items.iter().find_map(|item| match item {
            Item::Fn(function) if function.sig.ident == "main" => Some(function),
            _ => None,
        });
        let mut source = Self {
            has_main: main.is_some(),
            main_does_nothing: main
                .is_some_and(|main| main.block.stmts.is_empty() && main.attrs.iter().all(is_doc)),
            alike_without_tests: without_tests::is_alike(&file),
            ..Self::default()
        };
        source.visit(&file.items, "", false);
        source.module_offset = file.items.iter().find_map(|item| match item {
            Item::Mod(module) if is_test_module(module) => Some(start(module)),
            _ => None,
        });
        Ok(source)
    }

    fn visit(&mut self, items: &[Item], path: &str, in_tests: bool) {
        for item in items {
            match item {
                Item::Fn(function) if function.attrs.iter().any(is_test) => {
                    let mut bare = function.clone();
                    bare.attrs
                        .retain(|attribute| !attribute.path().is_ident("ignore"));
                    self.tests.push(TestFn {
                        path: join(path, &function.sig.ident.to_string()),
                        ignored: bare.attrs.len() < function.attrs.len(),
                        line: function.sig.ident.span().start().line,
                        tokens: tokens(&bare),
                    });
                }
                Item::Mod(module) => {
                    let in_tests = in_tests || is_test_module(module);
                    if let Some((_, items)) = &module.content {
                        self.visit(items, &join(path, &module.ident.to_string()), in_tests);
                    }
                }
                item if in_tests => self.helpers.push(tokens(item)),
                Item::Macro(item) if item.ident.as_ref().is_some_and(is_assertion) => {
                    self.helpers.push(tokens(item));
                }
                _ => {}
            }
        }
    }

    /// How the tests of `self` differ from `trusted`, test by test. Tests that were added are no difference.
    pub fn tampering(&self, trusted: &Self) -> Vec<Tampering> {
        if self.tests.is_empty() && !trusted.tests.is_empty() {
            return vec![Tampering::ModuleMissing];
        }
        let mine: BTreeMap<&str, &TestFn> = self
            .tests
            .iter()
            .map(|test| (test.path.as_str(), test))
            .collect();
        let mut found: Vec<Tampering> = trusted
            .tests
            .iter()
            .filter_map(|test| {
                let name = test.name().to_owned();
                match mine.get(test.path.as_str()) {
                    None => Some(Tampering::Deleted(name)),
                    Some(mine) if mine.ignored && !test.ignored => Some(Tampering::Ignored(name)),
                    Some(mine) if mine.tokens != test.tokens => Some(Tampering::Edited(name)),
                    Some(_) => None,
                }
            })
            .collect();
        if self.helpers != trusted.helpers {
            found.push(Tampering::HelpersEdited);
        }
        found
    }
}

/// Every identifier in a Rust text outside of comments and strings; nothing when it cannot be read as Rust at all.
pub fn identifiers(text: &str) -> Option<BTreeSet<String>> {
    text.parse::<TokenStream>().ok().map(words)
}

/// Whether a Rust text declares a module that stands in another file, perhaps inside of a macro; nothing when it cannot be
/// read as Rust at all.
pub fn declares_modules(text: &str) -> Option<bool> {
    let mut open = vec![text.parse::<TokenStream>().ok()?];
    while let Some(tokens) = open.pop() {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let is_declaration = trees.windows(3).any(|window| {
            let [keyword, name, end] = window else {
                return false;
            };
            matches!((keyword, name, end), (TokenTree::Ident(keyword), TokenTree::Ident(_), TokenTree::Punct(end))
                if keyword == "mod" && end.as_char() == ';')
        });
        if is_declaration {
            return Some(true);
        }
        open.extend(trees.into_iter().filter_map(|tree| match tree {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        }));
    }
    Some(false)
}

fn words(stream: TokenStream) -> BTreeSet<String> {
    let mut open = vec![stream];
    let mut found = BTreeSet::new();
    while let Some(tokens) = open.pop() {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    found.insert(ident.to_string());
                }
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    found
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}::{name}")
    }
}

fn tokens(item: &impl quote::ToTokens) -> String {
    let mut stream = TokenStream::new();
    item.to_tokens(&mut stream);
    stream.to_string()
}

/// A macro of one's own by this name would stand in the way of the library's.
fn is_assertion(name: &syn::Ident) -> bool {
    [
        "assert",
        "assert_eq",
        "assert_ne",
        "panic",
        "matches",
        "debug_assert",
    ]
    .iter()
    .any(|known| name == known)
}

fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}

/// `#[test]`, and also `#[tokio::test]` and the like.
fn is_test(attribute: &Attribute) -> bool {
    attribute
        .path()
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "test")
}

/// `#[cfg(test)]`.
fn is_for_tests(attribute: &Attribute) -> bool {
    matches!(&attribute.meta, Meta::List(list)
        if list.path.is_ident("cfg") && list.tokens.to_string() == "test")
}

fn is_test_module(module: &ItemMod) -> bool {
    module.attrs.iter().any(is_for_tests)
}

fn start(module: &ItemMod) -> usize {
    let attributes = module
        .attrs
        .iter()
        .map(|attribute| attribute.span().byte_range().start);
    attributes
        .min()
        .unwrap_or_else(|| module.span().byte_range().start)
}

/// How deep brackets nest at the most; those in strings and comments count too, which only makes it stricter.
fn depth(text: &str) -> usize {
    let mut depth: usize = 0;
    let mut deepest = 0;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUSTED: &str = "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n    fn helper() -> i32 { 1 }\n    #[test]\n    fn one() { assert_eq!(helper(), 1); }\n    #[test]\n    fn two() { f(); }\n}\n";

    fn tampering(mine: &str) -> Vec<Tampering> {
        let trusted = Source::parse(TRUSTED).expect("the trusted file parses");
        Source::parse(mine)
            .expect("the file parses")
            .tampering(&trusted)
    }

    #[test]
    fn a_module_elsewhere_is_found_wherever_it_is_declared() {
        for (text, expected) in [
            ("mod a;", Some(true)),
            ("pub(crate) mod /* far */ a ;", Some(true)),
            ("#[path = \"b.rs\"]\nmod r#a;", Some(true)),
            ("mod a { mod b { mod c; } }", Some(true)),
            ("cfg_if! { if #[cfg(unix)] { mod a; } }", Some(true)),
            ("mod a {}", Some(false)),
            ("// mod a;\nfn f() { \"mod a;\"; }", Some(false)),
            ("", Some(false)),
            ("mod a { \"", None),
        ] {
            assert_eq!(declares_modules(text), expected, "{text}");
        }
    }

    #[test]
    fn tests_are_found_in_the_order_of_the_file() {
        let source = Source::parse(TRUSTED).expect("it parses");
        let found: Vec<(&str, usize)> = source
            .tests
            .iter()
            .map(|test| (test.path.as_str(), test.line))
            .collect();
        assert_eq!(found, [("tests::one", 8), ("tests::two", 10)]);
        assert_eq!(source.module_offset, TRUSTED.find("#[cfg(test)]"));
        assert!(!source.has_main);
    }

    #[test]
    fn a_main_that_does_nothing_is_told_from_one_that_does() {
        for (text, expected) in [
            ("fn f() {}", (false, false)),
            (
                "/// Words.\nfn main() {\n    // Try something here.\n}",
                (true, true),
            ),
            ("fn main() { f() }", (true, false)),
            ("#[tokio::main]\nasync fn main() {}", (true, false)),
            ("mod inner { fn main() {} }", (false, false)),
        ] {
            let source = Source::parse(text).expect("it parses");
            assert_eq!(
                (source.has_main, source.main_does_nothing),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn every_change_to_the_tests_is_named() {
        for (what, mine, expected) in [
            ("nothing", TRUSTED.to_owned(), vec![]),
            (
                "the code above",
                TRUSTED.replace("fn f() {}", "fn f() { g() } fn g() {}"),
                vec![],
            ),
            (
                "white space and comments",
                TRUSTED.replace("{ f(); }", "{\n // note\n f();\n}"),
                vec![],
            ),
            ("line ends", TRUSTED.replace('\n', "\r\n"), vec![]),
            ("a byte order mark", format!("\u{feff}{TRUSTED}"), vec![]),
            (
                "a test of one's own",
                TRUSTED.replace(
                    "#[test]\n    fn two",
                    "#[test] fn mine() {}\n    #[test]\n    fn two",
                ),
                vec![],
            ),
            (
                "an assertion",
                TRUSTED.replace("helper(), 1", "1, 1"),
                vec![Tampering::Edited("one".into())],
            ),
            (
                "an attribute",
                TRUSTED.replace(
                    "#[test]\n    fn two",
                    "#[test]\n#[should_panic]\n    fn two",
                ),
                vec![Tampering::Edited("two".into())],
            ),
            (
                "ignored",
                TRUSTED.replace("#[test]\n    fn two", "#[test]\n#[ignore]\n    fn two"),
                vec![Tampering::Ignored("two".into())],
            ),
            (
                "ignored with a reason",
                TRUSTED.replace(
                    "#[test]\n    fn two",
                    "#[test]\n#[ignore = \"later\"]\n    fn two",
                ),
                vec![Tampering::Ignored("two".into())],
            ),
            (
                "deleted",
                TRUSTED.replace("#[test]\n    fn two() { f(); }", ""),
                vec![Tampering::Deleted("two".into())],
            ),
            (
                "a macro in the test module",
                TRUSTED.replace(
                    "use super::*;",
                    "use super::*; macro_rules! assert_eq { ($($t:tt)*) => {} }",
                ),
                vec![Tampering::HelpersEdited],
            ),
            (
                "the module",
                "fn f() {}".to_owned(),
                vec![Tampering::ModuleMissing],
            ),
            ("all of it", String::new(), vec![Tampering::ModuleMissing]),
        ] {
            assert_eq!(tampering(&mine), expected, "{what}");
        }
    }

    #[test]
    fn what_is_not_rust_is_said_with_its_line() {
        let message = Source::parse("fn f() {}\nfn {").expect_err("it does not parse");
        assert!(message.starts_with("line 2: "), "{message}");
        let deep = format!("const X: i32 = {}1{};", "(".repeat(5000), ")".repeat(5000));
        assert!(Source::parse(&deep).is_err());
    }
}
