//! A macro that doubles.

/// Twice what it is given.
macro_rules! double {
    ($number:expr) => {
        todo!("double {}", $number)
    };
}

/// Four times a number.
pub fn four_times(number: i32) -> i32 {
    todo!()
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
