//@ what: types and functions by the names of the prelude
//@ exercise: sums
//@ verdict: fail
#[allow(non_snake_case)]
pub fn Some(_: i32) -> bool { true }
pub struct Vec; pub struct String;
pub fn drop<T>(_: T) {}
pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> ::std::string::String { ::std::string::String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
