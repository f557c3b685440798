//! Tests for a function that is given.

/// The largest of some numbers.
pub fn largest(numbers: &[i32]) -> Option<i32> {
    numbers.iter().copied().max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_largest() {
        todo!("ask for the largest of some numbers");
    }

    #[test]
    fn of_nothing_there_is_none() {
        todo!("ask for the largest of no numbers");
    }
}
