//@ what: helpers, traits, derives, modules, own tests, doc comments
//@ exercise: sums
//@ verdict: pass
//! My answer.
#![allow(dead_code)]
#![deny(missing_docs)]
#![doc(html_no_source)]
use std::{collections::BTreeMap, env, fmt::Display};
/// Something of mine, with include!(unsafe) in its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mine { path: String, link: u8, used: bool }
mod inner { use super::*; pub(super) fn first<T: Display>(value: T) -> String { format!("Hello, {value}!") } }
trait Plus { fn plus(self, other: Self) -> Self; }
impl Plus for i32 { fn plus(self, other: Self) -> Self { self + other } }
macro_rules! my_sum { ($($number:expr),*) => { 0 $(+ $number)* }; }
/// Adds.
pub fn add(a: i32, b: i32) -> i32 { let _: BTreeMap<u8, u8> = BTreeMap::new(); let _ = env::args(); my_sum!(a.plus(b)) }
/// Greets.
pub fn greet(name: &str) -> String { println!("greeting {name}"); inner::first(name) }
/// Sums.
pub fn total(numbers: &[i32]) -> i32 { fn go(rest: &[i32]) -> i32 { match rest { [] => 0, [first, rest @ ..] => first + go(rest) } } go(numbers) }
fn main() { println!("{}", add(1, 2)); }
#[cfg(test)]
mod tests { use super::*; #[test] fn adds() { assert_eq!(add(2, 3), 5) } #[test] fn mine() { assert_eq!(Mine::default().path, "") } }
#[cfg(test)]
mod my_tests { #[test] fn nothing() {} }
