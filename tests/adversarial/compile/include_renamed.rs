//@ what: include! by another name
//@ needs: landlock
//@ exercise: sums
//@ verdict: policy compile_error
use std::include as read;
read!("@BOOK/solutions/01_targets/sums.rs");
