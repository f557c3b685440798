//@ what: include! in raw letters
//@ exercise: sums
//@ verdict: policy
r#include!("@BOOK/solutions/01_targets/sums.rs");
