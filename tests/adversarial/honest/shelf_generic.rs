//@ what: a method that takes its argument more generally
//@ exercise: shelf
//@ verdict: pass
pub use units::*;
pub trait Loud {
    fn loud(&self) -> String;
}
impl Loud for str {
    fn loud(&self) -> String { format!("{}!", self.to_uppercase()) }
}
#[derive(Debug, Default)]
pub struct Shelf { words: Vec<String> }
impl Shelf {
    pub fn new() -> Self { Self::default() }
    pub fn put(&mut self, word: &str) { self.words.push(word.to_owned()) }
    pub fn find<S: AsRef<str>>(&self, word: S) -> Option<usize> { self.words.iter().position(|known| known == word.as_ref()) }
    pub fn last(&self) -> Option<String> { self.words.last().cloned() }
}
pub mod units {
    pub fn kilometers(meters: u64) -> Option<(u64, u64)> { (meters >= 1000).then_some((meters / 1000, meters % 1000)) }
}
