//! Small sums.

/// The sum of two numbers.
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

/// Greets somebody by name.
pub fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}

/// The sum of all numbers.
pub fn total(numbers: &[i32]) -> i32 {
    numbers.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds() {
        assert_eq!(add(2, 3), 5);
    }

    #[test]
    fn greets() {
        let name = String::from("Bo");
        assert_eq!(greet("Ann"), "Hello, Ann!");
        assert_eq!(greet(&name), "Hello, Bo!");
    }

    #[test]
    fn totals() {
        assert_eq!(total(&[1, 2, 3]), 6);
    }
}
