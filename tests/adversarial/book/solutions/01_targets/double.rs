//! A macro that doubles.

/// Twice what it is given.
macro_rules! double {
    ($number:expr) => {
        $number * 2
    };
}

/// Four times a number.
pub fn four_times(number: i32) -> i32 {
    double!(double!(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles() {
        assert_eq!(double!(2), 4);
    }

    #[test]
    fn doubles_twice() {
        assert_eq!(four_times(3), 12);
    }
}
