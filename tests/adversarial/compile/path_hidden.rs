//@ what: the same behind a macro
//@ needs: landlock
//@ exercise: sums
//@ verdict: policy compile_error
macro_rules! read { ($path:ident, $name:ident) => { #[$path = "@BOOK/solutions/01_targets/sums.rs"] mod $name; } }
read!(path, solution);
pub use solution::{add, greet, total};
