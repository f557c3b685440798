//! A shelf of words.

pub use units::*;

/// What can be said loudly.
pub trait Loud {
    /// In capitals, with an exclamation mark.
    fn loud(&self) -> String;
}

impl Loud for str {
    fn loud(&self) -> String {
        todo!()
    }
}

/// Words, one after the other.
#[derive(Debug, Default)]
pub struct Shelf {
    words: Vec<String>,
}

impl Shelf {
    /// An empty shelf.
    pub fn new() -> Self {
        todo!()
    }

    /// Puts a word at the end.
    pub fn put(&mut self, word: &str) {
        todo!()
    }

    /// Where a word stands, from 0.
    pub fn find(&self, word: &str) -> Option<usize> {
        todo!()
    }

    /// The last word.
    pub fn last(&self) -> Option<String> {
        todo!()
    }
}

/// Units of length.
pub mod units {
    /// So many meters are so many kilometers and the rest, if it is a kilometer at least.
    pub fn kilometers(meters: u64) -> Option<(u64, u64)> {
        todo!()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_it_loudly() {
        assert_eq!("hi".loud(), "HI!");
    }

    #[test]
    fn finds_words() {
        let mut shelf = Shelf::new();
        shelf.put("ant");
        shelf.put("bee");
        let bee = String::from("bee");
        assert_eq!(shelf.find(&bee), Some(1));
        assert_eq!(shelf.find("cat"), None);
    }

    #[test]
    fn gives_the_last_word() {
        let mut shelf = Shelf::new();
        shelf.put("ant");
        assert_eq!(shelf.last().unwrap_or_default().len(), 3);
    }

    #[test]
    fn divides_meters() {
        assert_eq!(kilometers(2500), Some((2, 500)));
    }
}
