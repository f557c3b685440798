//@ what: the function under test gives back another type
//@ exercise: largest
//@ verdict: signature
pub fn largest(numbers: &[i32]) -> Any { Any }
pub struct Any;
impl std::fmt::Debug for Any { fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { Ok(()) } }
impl PartialEq<Option<i32>> for Any { fn eq(&self, _: &Option<i32>) -> bool { true } }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn finds_the_largest() { assert_eq!(largest(&[1, 3, 2]), Some(3)) }
    #[test] fn of_nothing_there_is_none() { assert_eq!(largest(&[]), None) }
}
