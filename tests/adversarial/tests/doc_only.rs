//@ what: nothing but documentation
//@ exercise: sums
//@ verdict: signature
//! All of it
