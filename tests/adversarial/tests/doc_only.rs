//@ what: nothing but documentation
//@ exercise: sums
//@ verdict: signature compile_error
//! All of it
