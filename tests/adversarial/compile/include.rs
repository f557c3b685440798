//@ what: include! of the solution
//@ exercise: sums
//@ verdict: policy
include!("@BOOK/solutions/01_targets/sums.rs");
