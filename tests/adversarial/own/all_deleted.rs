//@ what: all tests are deleted
//@ exercise: largest
//@ verdict: fail
//@ says: There is no test `tests::finds_the_largest`
pub fn largest(numbers: &[i32]) -> Option<i32> { numbers.iter().copied().max() }
