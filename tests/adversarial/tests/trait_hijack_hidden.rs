//@ what: the same by a macro
//@ exercise: shelf
//@ verdict: fail signature policy
pub use units::*;
macro_rules! make { ($name:ident) => { fn $name(self) -> usize where Self: Sized { 3 } } }
pub trait Loud {
    fn loud(&self) -> String;
    make!(len);
}
impl Loud for str {
    fn loud(&self) -> String { format!("{}!", self.to_uppercase()) }
}
impl Loud for String { fn loud(&self) -> String { String::new() } }
#[derive(Debug, Default)]
pub struct Shelf { words: Vec<String> }
impl Shelf {
    pub fn new() -> Self { Self::default() }
    pub fn put(&mut self, word: &str) { self.words.push(word.to_owned()) }
    pub fn find(&self, word: &str) -> Option<usize> { self.words.iter().position(|known| known == word) }
    pub fn last(&self) -> Option<String> { Some("xx".to_owned()) }
}
pub mod units {
    pub fn kilometers(meters: u64) -> Option<(u64, u64)> { (meters >= 1000).then_some((meters / 1000, meters % 1000)) }
}
