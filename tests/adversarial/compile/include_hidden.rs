//@ what: include! behind a macro
//@ needs: landlock
//@ exercise: sums
//@ verdict: policy compile_error
macro_rules! read { ($name:ident) => { $name!("@BOOK/solutions/01_targets/sums.rs"); } }
read!(include);
