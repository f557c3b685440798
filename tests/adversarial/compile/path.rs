//@ what: a module from the solution
//@ exercise: sums
//@ verdict: policy
#[path = "@BOOK/solutions/01_targets/sums.rs"]
mod solution;
pub use solution::{add, greet, total};
