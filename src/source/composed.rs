//! The workbook's own tests, put into a submitted file.
//!
//! The test module of the trusted file becomes a file of its own, on the same lines, in which everything else is blank. A
//! submission gets one line of code in front of its own, on its first line, that names this file, so that its lines stay
//! where they are. Nothing of the submission is in the scope of the tests but what they name themselves: `use super::*`
//! is replaced by the names that the trusted file has and the tests use. So a macro, a trait or a type by the name of
//! one of the library's is out of reach, which it would not be behind a `*`.

mod edits;
mod given;
mod harness;
mod imports;
mod kind;
mod layout;
mod own;
mod pins;
mod plain;
mod redirect;
mod signature;
mod traits;

pub(super) use edits::normalized;
pub use harness::{HARNESS, HARNESS_SEPARATOR, harness};
pub use own::{NotRun, OwnTest, OwnTests, test_modules};

use super::{MAX_DEPTH, depth, is_for_tests, is_test, is_test_module, join};
use edits::{Edits, blank, end_of_inner_attributes, without_denials};
use kind::Kind;
use layout::Layout;
use proc_macro2::{TokenStream, TokenTree};
use redirect::Surroundings;
use std::fmt::Write as _;
use syn::spanned::Spanned as _;
use syn::{Attribute, File, Item, ItemMod, ItemUse, Meta};

/// What the module of the pins is called in a submission.
const PINS: &str = "__workbook_signatures";

/// What the modules of the tests are called in a submission, followed by a number.
const TESTS: &str = "__workbook_tests_";

/// The tests of a trusted file, ready to be put into submissions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedTests {
    /// Every test, in the order of the file, those to be ignored left out.
    pub tests: Vec<TrustedTest>,
    /// The test modules, each a file of its own but for the table of its tests.
    modules: Vec<String>,
    /// The rows of the tables of the tests, module by module.
    rows: Vec<Vec<String>>,
    /// How many of the modules stand in files that learners see.
    n_visible: usize,
    /// What does not compile when a signature was changed.
    pins: pins::Pins,
    /// Whether the tests use a macro that the submission is to write, so that they have to stand behind it.
    comes_last: bool,
    /// Whether the file imports other things with its tests than without. A submission may do so too.
    switches: bool,
    /// Names of the test modules, in the order of `modules`.
    names: Vec<String>,
}

/// One test of a trusted file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedTest {
    /// Its path in the file, as `tests::capacity_zero`.
    pub path: String,
    /// Its source, from `fn` to its last bracket.
    pub source: String,
    /// Line of its name, from 1.
    pub line: usize,
}

impl TrustedTests {
    /// Takes the tests in `tests` apart, which are about what stands in `trusted`; mostly that is the same text. What the starter has as well, a submission has been given and must
    /// keep: its names, and the signatures that are the same in both.
    ///
    /// # Errors
    /// The file cannot be taken apart, in a sentence: it is not Rust, or a test stands outside of a test module.
    pub fn of(trusted: &str, tests: &str, starter: &str) -> Result<Self, String> {
        let file = parse(&normalized(trusted))?;
        let text = normalized(tests);
        let tests = parse(&text)?;
        let starter_text = normalized(starter);
        // A starter may be broken on purpose. Then nothing is known to be given.
        let starter = parse(&starter_text)
            .or_else(|_| parse(""))
            .map_err(|_| "an empty file does not parse".to_owned())?;
        let modules: Vec<&ItemMod> = tests
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Mod(module) if is_test_module(module) => Some(module),
                _ => None,
            })
            .collect();
        let layout = Layout::new(&file, pins::shims(&file, &starter));
        let names: Vec<imports::Names> = modules
            .iter()
            .map(|module| imports::Names::new(&file, &starter, module, &layout))
            .collect();
        let mut found = Self {
            names: modules
                .iter()
                .map(|module| module.ident.to_string())
                .collect(),
            comes_last: names.iter().any(imports::Names::has_macros),
            n_visible: modules.len(),
            ..Self::default()
        };
        for item in &tests.items {
            if let Item::Fn(function) = item
                && function.attrs.iter().any(is_test)
            {
                return Err(format!(
                    "the test `{}` stands outside of a test module",
                    function.sig.ident
                ));
            }
        }
        let module_names = found.names.clone();
        for (module, names) in modules.iter().zip(&names) {
            let around = Surroundings {
                names,
                layout: &layout,
                modules: &module_names,
                comes_last: found.comes_last,
            };
            found.take_module(&text, module, &around)?;
        }
        found.switches = file
            .items
            .iter()
            .any(|item| matches!(item, Item::Use(import) if is_switched(import)));
        let text = found.modules.concat();
        found.pins = pins::pins(&file, &starter, &text, &found.names, &layout);
        Ok(found)
    }

    /// A file that does not compile with a submission in which a signature was changed; empty where there is none to hold.
    pub fn signatures(&self, submitted: &str) -> String {
        self.pins.text(submitted)
    }

    /// Whether the module of this number is one that learners do not see.
    pub fn is_hidden(&self, module: usize) -> bool {
        module >= self.n_visible
    }

    /// The submitted text as it is with tests: without the imports that hold without tests only, and with those from its
    /// tests taken from the trusted ones. An exercise may let its tests look into what the code uses.
    fn switched(&self, text: String) -> String {
        // What cannot be read does not compile.
        if !self.switches || depth(&text) > MAX_DEPTH {
            return text;
        }
        let Ok(stream) = text.parse::<TokenStream>() else {
            return text;
        };
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        let mut edits = Edits::default();
        let start = |tree: &TokenTree| tree.span().byte_range().start;
        for (idx, window) in trees.windows(4).enumerate() {
            let [hash, condition, keyword, first] = window else {
                continue;
            };
            let TokenTree::Group(group) = condition else {
                continue;
            };
            if hash.to_string() != "#" || keyword.to_string() != "use" {
                continue;
            }
            let condition = group.stream().to_string().replace(' ', "");
            let end = trees[idx..]
                .iter()
                .position(|tree| tree.to_string() == ";")
                .map_or(text.len(), |len| start(&trees[idx + len]) + 1);
            let tests = self
                .names
                .iter()
                .position(|name| first.to_string() == *name);
            if condition == "cfg(not(test))" {
                edits.blank(start(hash)..end);
            } else if let (Some(tests), "cfg(test)") = (tests, condition.as_str()) {
                edits.blank(start(hash)..group.span().byte_range().end);
                edits.replace(first.span().byte_range(), format!("{TESTS}{tests}"));
            }
        }
        let all = 0..text.len();
        edits.apply(&text, all)
    }

    /// Adds the tests of another file about the same code.
    pub fn extend(&mut self, other: Self) {
        self.tests.extend(other.tests);
        self.modules.extend(other.modules);
        self.rows.extend(other.rows);
        self.names.extend(other.names);
        self.comes_last |= other.comes_last;
    }

    /// How many test modules there are.
    pub fn n_modules(&self) -> usize {
        self.modules.len()
    }

    /// How many tests the harness can run.
    pub fn n_run(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// The test module of this number as a file. Of its tests the harness can run those that are chosen by their numbers, or
    /// all; the compiler checks the others all the same, and makes nothing of them.
    pub fn module(&self, number: usize, chosen: Option<&[usize]>) -> String {
        let before: usize = self.rows[..number].iter().map(Vec::len).sum();
        let rows: Vec<&str> = (before..)
            .zip(&self.rows[number])
            .filter(|(idx, _)| chosen.is_none_or(|chosen| chosen.contains(idx)))
            .map(|(_, row)| row.as_str())
            .collect();
        format!("{}{}", self.modules[number], harness::table(&rows))
    }

    /// All of the tests, as they are compiled.
    pub fn text(&self) -> String {
        self.modules
            .iter()
            .chain(self.rows.iter().flatten())
            .map(String::as_str)
            .collect()
    }

    /// Adds one test module.
    fn take_module(
        &mut self,
        text: &str,
        module: &ItemMod,
        around: &Surroundings<'_>,
    ) -> Result<(), String> {
        let Some((brace, items)) = &module.content else {
            return Err(format!("the test module `{}` is no text", module.ident));
        };
        let inside = brace.span.open().byte_range().end..brace.span.close().byte_range().start;
        let mut edits = Edits::default();
        let mut rows = Vec::new();
        let path = module.ident.to_string();
        self.items(text, items, &path, "", &mut edits, &mut rows, around)?;
        let mut file = blank(&text[..inside.start]);
        file.push_str(&edits.apply(text, inside));
        self.modules.push(file);
        self.rows.push(rows);
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn items(
        &mut self,
        text: &str,
        items: &[Item],
        path: &str,
        inner: &str,
        edits: &mut Edits,
        rows: &mut Vec<String>,
        around: &Surroundings<'_>,
    ) -> Result<(), String> {
        // From here `super` is the root of the file, and in a module inside it `super::super` is.
        let depth = 1 + inner.split("::").filter(|name| !name.is_empty()).count();
        for item in items {
            if !matches!(item, Item::Mod(_)) {
                around.redirect(item, depth, edits);
            }
            match item {
                Item::Fn(function) if function.attrs.iter().any(is_test) => {
                    let kind = Kind::of(function)?;
                    for attribute in &function.attrs {
                        if is_test(attribute)
                            || ["ignore", "should_panic"]
                                .iter()
                                .any(|name| attribute.path().is_ident(name))
                        {
                            edits.blank(attribute.span().byte_range());
                        }
                    }
                    if matches!(function.vis, syn::Visibility::Inherited) {
                        edits.insert(function.sig.span().byte_range().start, "pub(crate) ");
                    }
                    if kind.ignored {
                        continue;
                    }
                    let name = function.sig.ident.to_string();
                    rows.push(harness::row(&join(inner, &name), &kind));
                    let signature = function.sig.span().byte_range().start;
                    let end = function.block.span().byte_range().end;
                    self.tests.push(TrustedTest {
                        path: join(path, &name),
                        source: text[signature..end].to_owned(),
                        line: function.sig.ident.span().start().line,
                    });
                }
                Item::Mod(module) => {
                    for attribute in &module.attrs {
                        if attribute.path().is_ident("cfg") {
                            edits.blank(attribute.span().byte_range());
                        }
                    }
                    if matches!(module.vis, syn::Visibility::Inherited) {
                        let keyword = module.mod_token.span().byte_range().start;
                        edits.insert(keyword, "pub(crate) ");
                    }
                    if let Some((_, items)) = &module.content {
                        let name = module.ident.to_string();
                        let (path, inner) = (join(path, &name), join(inner, &name));
                        self.items(text, items, &path, &inner, edits, rows, around)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The submitted text with the tests in it. `modules` and `pins` are the paths of the files of [`Self::module`] and
    /// [`Self::signatures`], relative to the directory of the submitted file; `upstream` is a library that it is compiled
    /// downstream of.
    pub fn compose(
        &self,
        submitted: &str,
        modules: &[String],
        pins: Option<&str>,
        upstream: Option<&str>,
    ) -> String {
        let text = without_denials(&self.switched(normalized(submitted)));
        let mut line = String::new();
        if let Some(name) = upstream {
            // A crate that nothing names is not loaded.
            let _ = write!(line, "extern crate {name} as _; ");
        }
        let put_in = |path: &str, name: &str| {
            format!("#[path = {path:?}] #[allow(warnings, clippy::all)] pub mod {name}; ")
        };
        for (idx, path) in modules.iter().enumerate() {
            line.push_str(&put_in(path, &format!("{TESTS}{idx}")));
        }
        if let Some(path) = pins {
            line.push_str(&put_in(path, PINS));
        }
        if self.comes_last {
            // An attribute at the end of the file is none of an item of ours.
            return format!("{text}\nconst _: () = ();\n{line}\n");
        }
        let at = end_of_inner_attributes(&text);
        // A comment before the first item ends with its line.
        format!("{}{line}{}", &text[..at], &text[at..])
    }

    /// Code that names the tables of all tests in the library of this name, for the harness.
    pub fn tables(&self, library: &str) -> String {
        let tables: Vec<String> = (0..self.modules.len())
            .map(|idx| format!("{library}::{TESTS}{idx}::__WORKBOOK"))
            .collect();
        tables.join(", ")
    }
}

/// Whether an import holds only with tests, or only without.
fn is_switched(import: &ItemUse) -> bool {
    import
        .attrs
        .iter()
        .any(|attribute| is_for_tests(attribute) || is_not_for_tests(attribute))
}

/// `#[cfg(not(test))]`.
fn is_not_for_tests(attribute: &Attribute) -> bool {
    matches!(&attribute.meta, Meta::List(list)
        if list.path.is_ident("cfg") && list.tokens.to_string().replace(' ', "") == "not(test)")
}

fn parse(text: &str) -> Result<File, String> {
    if depth(text) > MAX_DEPTH {
        return Err(format!("brackets are nested more than {MAX_DEPTH} deep"));
    }
    syn::parse_file(text).map_err(|error| format!("line {}: {error}", error.span().start().line))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUSTED: &str = "\
//! Add.
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

pub struct Sum { pub total: i32 }

pub trait Double { fn double(&self) -> i32; }

pub fn add(a: i32, b: i32) -> i32 { a + b }

fn helper() {}

#[cfg(test)]
mod tests {
    use super::*;

    fn helper() -> i32 { 1 }

    #[test]
    fn adds() {
        let map: HashMap<i32, i32> = HashMap::new();
        assert_eq!(add(2, 3) + map.len() as i32, 5);
    }

    #[test]
    #[should_panic(expected = \"no\")]
    fn panics() { panic!(\"no {}\", helper()); }

    #[test]
    #[ignore]
    fn later() {}

    mod inner {
        use super::super::*;

        #[test]
        fn gives_back() -> Result<(), String> { Ok(()) }
    }
}
";

    fn trusted() -> TrustedTests {
        TrustedTests::of(TRUSTED, TRUSTED, TRUSTED).expect("it can be taken apart")
    }

    #[test]
    fn tests_become_a_file_of_their_own_on_the_same_lines() {
        let found = trusted();
        let names: Vec<(&str, usize)> = found
            .tests
            .iter()
            .map(|test| (test.path.as_str(), test.line))
            .collect();
        assert_eq!(
            names,
            [
                ("tests::adds", 20),
                ("tests::panics", 27),
                ("tests::inner::gives_back", 37)
            ]
        );
        assert_eq!(found.n_modules(), 1);
        let module = &found.module(0, None);
        let line = |number: usize| module.lines().nth(number - 1).unwrap_or_default().trim();
        assert!(module.lines().take(14).all(|line| line.trim().is_empty()));
        assert_eq!(line(17), "fn helper() -> i32 { 1 }");
        assert_eq!(line(19), "");
        assert_eq!(line(20), "pub(crate) fn adds() {");
        assert_eq!(line(26), "");
        assert_eq!(
            line(34),
            "use crate::{Double}; use crate::__workbook_signatures::{add}; use std::collections::BTreeMap; use std::collections::HashMap; use std::fmt::Write as _;"
        );
        assert!(module.contains("Option::Some(\"no\")"), "{module}");
        assert!(module.contains("inner::gives_back()"), "{module}");
        assert!(!module.contains("later(), "), "{module}");
        assert!(found.tests[0].source.starts_with("fn adds() {"));
    }

    #[test]
    fn only_what_the_tests_name_is_in_their_scope() {
        let found = trusted();
        let text = found.text();
        let imports = text.lines().nth(14).unwrap_or_default().trim();
        // `helper` is the tests' own, and `Sum` is not named. `BTreeMap` might be a trait.
        assert_eq!(
            imports,
            "use crate::{Double}; use crate::__workbook_signatures::{add}; use std::collections::BTreeMap; use std::collections::HashMap; use std::fmt::Write as _;"
        );
        assert!(!found.text().contains('*'), "{}", found.text());
    }

    #[test]
    fn a_submission_keeps_its_lines() {
        let found = trusted();
        for (submitted, expected) in [
            ("fn f() {}\n", "@fn f() {}\n"),
            ("//! Words.\n\nfn f() {}\n", "//! Words.\n@\nfn f() {}\n"),
            (
                "//! Words.\r\n#![allow(unused)]\r\nfn f() {}",
                "//! Words.\n#![allow(unused)]\n@fn f() {}",
            ),
            (
                "#![allow(unused)] fn f() {}",
                "#![allow(unused)]@ fn f() {}",
            ),
            ("// A note.\nfn f() {}", "@// A note.\nfn f() {}"),
            ("\u{feff}fn f() {}", "@fn f() {}"),
            ("/*! Words. */ fn f() {}", "/*! Words. */@ fn f() {}"),
            ("fn f( {", "@fn f( {"),
        ] {
            let composed = found.compose(submitted, &["t.rs".to_owned()], None, None);
            let line =
                "#[path = \"t.rs\"] #[allow(warnings, clippy::all)] pub mod __workbook_tests_0; ";
            assert_eq!(composed.replace(line, "@"), expected, "{submitted:?}");
        }
    }

    #[test]
    fn signatures_that_starter_and_solution_share_are_held() {
        let pins = |text: &str, starter: &str| {
            let trusted =
                format!("{text}\n#[cfg(test)] mod tests {{ #[test] fn t() {{ x.total; }} }}");
            TrustedTests::of(&trusted, &trusted, starter)
                .expect("it can be taken apart")
                .signatures("")
        };
        for (text, expected) in [
            (
                "pub fn add(a: i32, b: i32) -> i32 { a + b }",
                "fn pin(a0: i32, a1: i32)  { let given = crate::add(a0, a1); let of = __of(&given); let _: PhantomData<i32> = of; }",
            ),
            (
                "fn quiet() {}",
                "let given = crate::quiet(); let of = __of(&given); let _: PhantomData<()> = of;",
            ),
            (
                "fn first<'a, T: Ord>(all: &'a [T]) -> Option<&'a T> { None }",
                "fn pin<'a , T : Ord>(a0: & 'a [T])  { let given = crate::first(a0); let of = __of(&given); let _: PhantomData<Option < & T >> = of; }",
            ),
            (
                "async fn load(id: u64) -> String { String::new() }",
                " async fn pin(a0: u64)  { let given = crate::load(a0).await; let of = __of(&given); let _: PhantomData<String> = of; }",
            ),
            (
                "fn each() -> impl Iterator<Item = i32> { 0..1 }",
                "__takes(crate::each());",
            ),
            (
                "struct Sum { pub total: i32 }",
                "fn field(this: &Sum)  { let of = __of(&this.total); let _: PhantomData<i32> = of; }",
            ),
            (
                "struct Cache<K, V>(K, V); impl<K: Eq, V> Cache<K, V> { fn get(&mut self, key: &K) -> Option<&V> { None } }",
                "fn pin<K : Eq , V>(a0: & mut Cache < K , V >, a1: & K)  { let given = <Cache < K , V >>::get(a0, a1); let of = __of(&given); let _: PhantomData<Option < & V >> = of; }",
            ),
            (
                "struct A; impl A { fn new() -> Self { A } fn into(self) -> u8 { 0 } }",
                "let given = <A>::new(); let of = __of(&given); let _: PhantomData<A> = of;",
            ),
        ] {
            let found = pins(text, text);
            assert!(found.contains(expected), "{text}\n{found}");
            // What the learner was not given is not held.
            assert_eq!(pins(text, "fn other() {}"), "", "{text}");
        }
        assert_eq!(pins("fn f() -> u8 { 0 }", "fn f() -> u16 { 0 }"), "");
        assert_eq!(pins("unsafe fn f() {}", "unsafe fn f() {}"), "");
    }

    #[test]
    fn imports_that_tests_switch_come_from_the_trusted_tests() {
        let text = "\
#[cfg(not(test))]
use std::sync::Mutex;
#[cfg(test)]
use tests::noted::Mutex;
pub struct A(Mutex<u8>);
#[cfg(test)]
mod tests {
    use super::*;
    pub mod noted { pub struct Mutex<T>(T); }
    #[test]
    fn t() { let _: Option<Mutex<A>> = None; }
}
";
        let found = TrustedTests::of(text, text, text).expect("it can be taken apart");
        let composed = found.compose(text, &["t.rs".to_owned()], None, None);
        let lines: Vec<&str> = composed.lines().map(str::trim).collect();
        assert!(lines[0].starts_with("#[path"), "{composed}");
        assert_eq!(
            lines[1..5],
            [
                "",
                "",
                "use __workbook_tests_0::noted::Mutex;",
                "pub struct A(Mutex<u8>);"
            ]
        );
        assert!(
            found
                .text()
                .contains("use crate::{A}; use crate::__workbook_tests_0::noted::Mutex;"),
            "{}",
            found.text()
        );
    }

    #[test]
    fn what_cannot_be_graded_is_said() {
        for (text, expected) in [
            ("#[test] fn t() {}", "outside of a test module"),
            ("fn f( {", "line 1"),
            (
                "#[cfg(test)] mod tests { #[async_std::test] async fn t() {} }",
                "other than `#[tokio::test]`",
            ),
            ("#[cfg(test)] mod tests;", "is no text"),
        ] {
            let why = TrustedTests::of(text, text, "").expect_err("it cannot be graded");
            assert!(why.contains(expected), "{text}: {why}");
        }
    }

    #[test]
    fn asynchronous_tests_get_their_runtime() {
        let text = "#[cfg(test)] mod tests { #[tokio::test(start_paused = true)] async fn one() {} \
                    #[tokio::test(flavor = \"multi_thread\", worker_threads = 2)] async fn two() {} }";
        let found = TrustedTests::of(text, text, "").expect("it can be taken apart");
        let module = found.text();
        assert!(
            module.contains("new_current_thread().enable_all().start_paused(true).build()"),
            "{module}"
        );
        assert!(
            module.contains("new_multi_thread().worker_threads(2).enable_all().build()"),
            "{module}"
        );
        assert!(!module.contains("tokio::test"), "{module}");
    }
}
