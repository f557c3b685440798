//! The tests that stand in a submitted file, where these are the ones that count.
//!
//! The file stays as it is but for three things, none of which moves a line: what holds for tests holds (`cfg(test)`), its
//! tests are functions that anybody in the file can call, and at its end stands the table of them that the harness reads. Found
//! in tokens and not in a syntax tree, which could be nested until whoever walks it runs out of stack. What is taken for a
//! test and is none does not compile in the table, so nothing is believed that is not so.

use super::super::tree::{bare, is_punct, is_word};
use super::edits::{Edits, normalized};
use super::harness::{row, table};
use super::kind::Kind;
use super::{MAX_DEPTH, depth, join};
use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use std::ops::Range;
use syn::ItemFn;

/// How many tokens the attributes and the signature of a test may have, so that parsing them needs little stack.
const MAX_HEAD: usize = 128;

/// A submitted file with its own tests ready to be run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnTests {
    /// Every test, in the order of the file.
    pub tests: Vec<OwnTest>,
    /// The file as it is compiled.
    pub text: String,
}

/// One test of a submitted file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTest {
    /// Its path in the file, as `tests::adds`.
    pub path: String,
    /// Its number for the harness, or why it is not run.
    pub number: Result<usize, NotRun>,
}

/// Why a test of a file is not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRun {
    /// It is marked `#[ignore]`.
    Ignored,
    /// It is there under some condition only.
    Configured,
}

impl OwnTests {
    /// Finds the tests of a file.
    ///
    /// # Errors
    /// The file cannot be read as Rust tokens, or a test not be called, in a few words.
    pub fn of(submitted: &str) -> Result<Self, String> {
        let text = normalized(submitted);
        let mut finder = Finder::default();
        let stream = tokens(&text)?;
        finder.conditions(stream.clone());
        finder.items(stream, "", false)?;
        let all = 0..text.len();
        let edited = finder.edits.apply(&text, all);
        Ok(Self {
            tests: finder.tests,
            // The last line may be a comment.
            text: format!("{edited}\n{}", table(&finder.rows)),
        })
    }

    /// A file in which no tests can be found, for the compiler to say what is wrong with it.
    pub fn unread(submitted: &str) -> Self {
        Self {
            tests: Vec::new(),
            text: format!("{}\n{}", normalized(submitted), table::<&str>(&[])),
        }
    }

    /// How many tests are run.
    pub fn n_run(&self) -> usize {
        self.tests.iter().filter(|test| test.number.is_ok()).count()
    }

    /// Code that names the table of the tests in the library of this name, for the harness.
    pub fn table(&self, library: &str) -> String {
        format!("{library}::__WORKBOOK")
    }
}

/// The test modules of a file as tokens, whether or not the rest of it is Rust; nothing when it cannot be read at all.
pub fn test_modules(text: &str) -> Option<Vec<String>> {
    let trees: Vec<TokenTree> = tokens(&normalized(text)).ok()?.into_iter().collect();
    let windows = trees.windows(5).filter_map(|window| match window {
        [
            hash,
            TokenTree::Group(attribute),
            keyword,
            _,
            TokenTree::Group(items),
        ] if is_punct(Some(hash), '#')
            && is_for_tests(attribute)
            && is_word(Some(keyword), "mod") =>
        {
            Some(items.stream().to_string())
        }
        _ => None,
    });
    Some(windows.collect())
}

fn tokens(text: &str) -> Result<TokenStream, String> {
    if depth(text) > MAX_DEPTH {
        return Err(format!("brackets are nested more than {MAX_DEPTH} deep"));
    }
    text.parse().map_err(|error| format!("{error}"))
}

#[derive(Default)]
struct Finder {
    edits: Edits,
    tests: Vec<OwnTest>,
    /// The rows of their table.
    rows: Vec<String>,
}

/// An attribute, with where it stands.
struct Attribute {
    group: Group,
    range: Range<usize>,
}

impl Attribute {
    /// The last word of its path.
    fn name(&self) -> String {
        let mut name = String::new();
        for tree in self.group.stream() {
            match &tree {
                TokenTree::Ident(_) => name = bare(&tree),
                TokenTree::Punct(sign) if sign.as_char() == ':' => {}
                _ => break,
            }
        }
        name
    }

    /// Whether it could take away what it stands at.
    fn is_condition(&self) -> bool {
        matches!(self.name().as_str(), "cfg" | "cfg_attr") && !is_for_tests(&self.group)
    }
}

impl Finder {
    /// Makes everything hold that holds in tests. No test is asked for otherwise, so a word is enough.
    fn conditions(&mut self, stream: TokenStream) {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        for (idx, tree) in trees.iter().enumerate() {
            let TokenTree::Group(group) = tree else {
                continue;
            };
            let before = |n: usize| idx.checked_sub(n).and_then(|idx| trees.get(idx));
            let is_attribute = group.delimiter() == Delimiter::Bracket
                && (is_punct(before(1), '#')
                    || is_punct(before(1), '!') && is_punct(before(2), '#'));
            if is_attribute {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                if let [name, TokenTree::Group(predicate)] = &inner[..]
                    && (is_word(Some(name), "cfg") || is_word(Some(name), "cfg_attr"))
                {
                    self.predicate(predicate.stream(), is_word(Some(name), "cfg"));
                }
            } else if is_punct(before(1), '!') && is_word(before(2), "cfg") {
                self.predicate(group.stream(), true);
            } else {
                self.conditions(group.stream());
            }
        }
    }

    /// `all()` holds always. Of `cfg_attr(…)` only what stands before the first comma is a condition.
    fn predicate(&mut self, stream: TokenStream, is_whole: bool) {
        for tree in stream {
            match &tree {
                TokenTree::Group(group) => self.predicate(group.stream(), true),
                TokenTree::Ident(word) if word == "test" => {
                    self.edits
                        .replace(tree.span().byte_range(), "all()".to_owned());
                }
                TokenTree::Punct(sign) if sign.as_char() == ',' && !is_whole => return,
                _ => {}
            }
        }
    }

    /// The items of a module. An item ends with a semicolon or with a block; what is left of one that goes on behind a
    /// block is passed over like an item.
    fn items(
        &mut self,
        stream: TokenStream,
        path: &str,
        mut is_configured: bool,
    ) -> Result<(), String> {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            let mut attributes = Vec::new();
            while is_punct(trees.get(at), '#') {
                let is_inner = is_punct(trees.get(at + 1), '!');
                let Some(TokenTree::Group(group)) = trees.get(at + 1 + usize::from(is_inner))
                else {
                    break;
                };
                let attribute = Attribute {
                    group: group.clone(),
                    range: start(&trees[at])..group.span_close().byte_range().end,
                };
                at += 2 + usize::from(is_inner);
                if is_inner {
                    is_configured |= attribute.is_condition();
                } else {
                    attributes.push(attribute);
                }
            }
            let is_configured = is_configured || attributes.iter().any(Attribute::is_condition);
            let visibility = at;
            if is_word(trees.get(at), "pub") {
                at += 1;
                if matches!(trees.get(at), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                {
                    at += 1;
                }
            }
            let end = at
                + trees[at..]
                    .iter()
                    .position(is_end)
                    .map_or(trees.len() - at, |len| len + 1);
            let item = &trees[at..end];
            if let [keyword, name @ TokenTree::Ident(_), TokenTree::Group(items)] = item
                && is_word(Some(keyword), "mod")
            {
                let n_before = self.rows.len();
                let path = join(path, &name.to_string());
                self.items(items.stream(), &path, is_configured)?;
                if self.rows.len() > n_before {
                    self.open(&trees[visibility..=at]);
                }
            } else if attributes.iter().any(|it| it.name() == "test")
                && self.test(item, &attributes, path, is_configured)?
            {
                self.open(&trees[visibility..=at]);
            }
            at = end.max(at + 1);
        }
        Ok(())
    }

    /// A test, if the item is one. Says whether it is run.
    fn test(
        &mut self,
        item: &[TokenTree],
        attributes: &[Attribute],
        path: &str,
        is_configured: bool,
    ) -> Result<bool, String> {
        let is_head = |tree: &TokenTree| {
            ["const", "async", "unsafe", "extern"].contains(&tree.to_string().as_str())
                || matches!(tree, TokenTree::Literal(_))
        };
        let keyword = item.iter().take_while(|tree| is_head(tree)).count();
        let (true, Some(name)) = (is_word(item.get(keyword), "fn"), item.get(keyword + 1)) else {
            return Ok(false);
        };
        let own: Vec<&Attribute> = attributes
            .iter()
            .filter(|it| ["test", "ignore", "should_panic"].contains(&it.name().as_str()))
            .collect();
        let kind =
            kind(item, &own).map_err(|why| format!("line {}: {why}", name.span().start().line))?;
        let path = join(path, &name.to_string());
        let number = match (kind.ignored, is_configured) {
            (true, _) => Err(NotRun::Ignored),
            (_, true) => Err(NotRun::Configured),
            (false, false) => Ok(self.rows.len()),
        };
        if number.is_ok() {
            for attribute in own {
                self.edits.blank(attribute.range.clone());
            }
            self.rows.push(row(&path, &kind));
        }
        let is_run = number.is_ok();
        self.tests.push(OwnTest { path, number });
        Ok(is_run)
    }

    /// Lets an item be named in all of the file; it begins with its visibility, and ends with its first word.
    fn open(&mut self, item: &[TokenTree]) {
        match item {
            [word] => self.edits.insert(start(word), "pub(crate) "),
            [public, TokenTree::Group(group), _] => {
                let range = start(public)..group.span_close().byte_range().end;
                self.edits.replace(range, "pub(crate)".to_owned());
            }
            _ => {}
        }
    }
}

/// How a test is called, from its attributes and its signature.
fn kind(item: &[TokenTree], attributes: &[&Attribute]) -> Result<Kind, String> {
    let mut head = Vec::new();
    for attribute in attributes {
        head.push(TokenTree::Punct(Punct::new('#', Spacing::Alone)));
        head.push(TokenTree::Group(attribute.group.clone()));
    }
    head.extend(item.iter().take(item.len().saturating_sub(1)).cloned());
    if n_tokens(&head) > MAX_HEAD {
        return Err(format!(
            "the attributes and the signature of a test are longer than {MAX_HEAD} words and signs"
        ));
    }
    head.push(TokenTree::Group(Group::new(
        Delimiter::Brace,
        TokenStream::new(),
    )));
    let function: ItemFn = syn::parse2(head.into_iter().collect())
        .map_err(|error| format!("a test cannot be read: {error}"))?;
    Kind::of(&function)
}

fn n_tokens(trees: &[TokenTree]) -> usize {
    let inside = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => {
            let trees: Vec<TokenTree> = group.stream().into_iter().collect();
            1 + n_tokens(&trees)
        }
        _ => 1,
    };
    trees.iter().map(inside).sum()
}

/// `#[cfg(test)]`.
fn is_for_tests(attribute: &Group) -> bool {
    let inner: Vec<TokenTree> = attribute.stream().into_iter().collect();
    matches!(&inner[..], [name, TokenTree::Group(predicate)]
        if is_word(Some(name), "cfg") && predicate.stream().to_string() == "test")
}

fn is_end(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        _ => false,
    }
}

fn start(tree: &TokenTree) -> usize {
    tree.span().byte_range().start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Result<usize, NotRun>)> {
        let own = OwnTests::of(text).expect("it is Rust");
        own.tests
            .into_iter()
            .map(|test| (test.path, test.number))
            .collect()
    }

    #[test]
    fn tests_are_found_wherever_they_stand_and_what_only_looks_like_one_is_not() {
        let ran = |path: &str, number| (path.to_owned(), Ok(number));
        let not = |path: &str, why| (path.to_owned(), Err(why));
        for (text, expected) in [
            ("", vec![]),
            ("#[test] fn a() {}", vec![ran("a", 0)]),
            (
                "use a::{b, c};\nconst X: T = T { a: 1 };\nstruct S(u8);\n#[cfg(test)] mod tests { use super::*; #[test] fn a() {} fn help() {} #[test] fn b() {} }",
                vec![ran("tests::a", 0), ran("tests::b", 1)],
            ),
            (
                "mod outer { #[cfg(test)] mod tests { #[test] #[should_panic] fn a() {} } }",
                vec![ran("outer::tests::a", 0)],
            ),
            (
                "#[tokio::test(flavor = \"multi_thread\")] async fn a() {}",
                vec![ran("a", 0)],
            ),
            (
                "#[test] #[ignore] fn a() {}",
                vec![not("a", NotRun::Ignored)],
            ),
            (
                "#[test] #[ignore = \"later\"] fn a() {} #[test] fn b() {}",
                vec![not("a", NotRun::Ignored), ran("b", 0)],
            ),
            (
                "#[cfg(any())] #[test] fn a() {}",
                vec![not("a", NotRun::Configured)],
            ),
            (
                "#[test] #[cfg_attr(all(), ignore)] fn a() {}",
                vec![not("a", NotRun::Configured)],
            ),
            (
                "#[cfg(test)] #[cfg(any())] mod tests { #[test] fn a() {} }",
                vec![not("tests::a", NotRun::Configured)],
            ),
            (
                "mod tests { #![cfg(any())] #[test] fn a() {} } #[test] fn b() {}",
                vec![not("tests::a", NotRun::Configured), ran("b", 0)],
            ),
            ("#[cfg(test)] #[test] fn a() {}", vec![ran("a", 0)]),
            // What no function is, and what nobody sees.
            ("#[test] const a: fn() = || {};", vec![]),
            ("macro_rules! m { () => { #[test] fn a() {} } }", vec![]),
            ("m! { #[test] fn a() {} }", vec![]),
            ("fn f() { #[test] fn a() {} }", vec![]),
            ("// #[test] fn a() {}\n/* #[test] fn b() {} */", vec![]),
            ("const S: &str = \"#[test] fn a() {}\";", vec![]),
            ("use core::prelude::v1::test as t; #[t] fn a() {}", vec![]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn no_line_moves_and_tests_can_be_called() {
        let text = "\
fn f() -> bool { cfg!(test) }
#[cfg(not(test))]
use a::b;
#[cfg_attr(test, derive(Debug))]
struct S;

#[cfg(all(test, unix))]
mod more {
    #[test]
    pub(super) fn a() {}
}

#[cfg(test)]
mod tests {
    #[test]
    #[should_panic(
        expected = \"no\"
    )]
    fn b() { panic!(\"no\") }
}
// the end";
        let own = OwnTests::of(text).expect("it is Rust");
        let expected = "\
fn f() -> bool { cfg!(all()) }
#[cfg(not(all()))]
use a::b;
#[cfg_attr(all(), derive(Debug))]
struct S;

#[cfg(all(all(), unix))]
mod more {
    #[test]
    pub(super) fn a() {}
}

#[cfg(all())]
pub(crate) mod tests {




    pub(crate) fn b() { panic!(\"no\") }
}
// the end
";
        let lines: Vec<&str> = own.text.lines().map(str::trim_end).collect();
        let (table, lines) = lines.split_last().expect("a table");
        assert_eq!(lines.join("\n") + "\n", expected);
        assert!(
            table.contains("tests::b()")
                && table.contains("Some(\"no\")")
                && !table.contains("a()"),
            "{table}"
        );
        assert_eq!(own.n_run(), 1);
    }

    #[test]
    fn a_visibility_is_replaced_and_never_doubled() {
        for (text, expected) in [
            ("#[test] fn a() {}", "        pub(crate) fn a() {}"),
            ("#[test] pub fn a() {}", "        pub fn a() {}"),
            (
                "#[test] pub(self) fn a() {}",
                "        pub(crate) fn a() {}",
            ),
            (
                "#[test] pub(in crate) fn a() {}",
                "        pub(crate) fn a() {}",
            ),
            (
                "#[tokio::test] async fn a() {}",
                "               pub(crate) async fn a() {}",
            ),
        ] {
            let own = OwnTests::of(text).expect("it is Rust");
            assert!(own.text.starts_with(expected), "{text}: {}", own.text);
        }
    }

    #[test]
    fn odd_texts_are_refused_or_read_and_never_break_anything() {
        for text in [
            "#[test] fn a() -> Result<(), String>",
            "#[test]",
            "#[test] fn",
            "#[test] pub",
            "#",
            "mod",
            "mod a",
            "pub(crate)",
            "#[should_panic(expected = cfg!(test))] #[test] fn a() {}",
            "#[test(cfg(test))] fn a() {}",
            "#[cfg(test)] #[cfg] mod a { #[cfg()] #[test] fn b() {} }",
            "#[async_std::test] async fn a() {}",
            "fn f( {",
            "\u{feff}#!/bin/sh\n#[test] fn a() {}\r\n",
        ] {
            let _ = OwnTests::of(text);
            let _ = OwnTests::unread(text);
        }
        for text in [
            format!("#[test] fn a() -> {}u8 {{}}", "&".repeat(200_000)),
            format!(
                "#[should_panic = {}1] #[test] fn a() {{}}",
                "!".repeat(200_000)
            ),
            "(".repeat(50_000),
        ] {
            let why = OwnTests::of(&text).expect_err("it is too much");
            assert!(why.contains("128"), "{why}");
        }
        // What stands elsewhere is not walked.
        let text = format!("const A: bool = {}true;", "!".repeat(200_000));
        assert_eq!(OwnTests::of(&text).map(|own| own.tests.len()), Ok(0));
    }

    #[test]
    fn no_part_that_is_missing_breaks_anything() {
        let text = "#![cfg_attr(test, allow(x))] pub(super) mod a { #![cfg(test)] #[cfg(all(test))] #[test] \
            #[should_panic(expected = \"é\")] pub(in crate) async fn b<'a>() -> X<{ 1 }> where Y: Z { cfg!(test) } } \
            use c::{d}; #[tokio::test(start_paused = true)] const fn e() {} /* é */ #[ignore] #[test] fn f() {}";
        for (start, _) in text.char_indices() {
            for len in [1, 2, 3, 5, 8, 13, 21] {
                let end = text.ceil_char_boundary((start + len).min(text.len()));
                let part = format!("{}{}", &text[..start], &text[end..]);
                if let Ok(own) = OwnTests::of(&part) {
                    assert_eq!(own.text.lines().count(), 2, "{part}");
                }
            }
        }
    }

    #[test]
    fn test_modules_are_compared_as_tokens() {
        let modules = |text| test_modules(text).expect("tokens");
        let one = modules("fn f x = {}\n#[cfg(test)]\nmod tests { if x = 1 { } }");
        assert_eq!(one.len(), 1);
        assert_eq!(
            one,
            modules("#[cfg(test)] mod tests { /* why */ if x=1{} }")
        );
        assert_ne!(one, modules("#[cfg(test)] mod tests { if x == 1 { } }"));
        assert_eq!(test_modules("\""), None);
    }
}
