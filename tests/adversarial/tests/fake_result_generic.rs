//@ what: the same, chosen by what it is compared with
//@ row: b15
//@ exercise: sums
//@ verdict: fail
#[derive(Debug)]
pub struct Yes;
impl PartialEq<i32> for Yes { fn eq(&self, _: &i32) -> bool { true } }
pub trait Sum { fn sum() -> Self; }
impl Sum for Yes { fn sum() -> Self { Yes } }
impl Sum for i32 { fn sum() -> Self { 0 } }
pub fn add<R: Sum>(_: i32, _: i32) -> R { R::sum() }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
