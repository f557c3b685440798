//@ what: functions that are const, generic or of another make
//@ exercise: sums
//@ verdict: pass
pub const fn add(a: i32, b: i32) -> i32 { a + b }
pub fn greet<S: AsRef<str> + ?Sized>(name: &S) -> String { "Hello, ".to_string() + name.as_ref() + "!" }
#[inline]
#[must_use]
pub fn total(mut numbers: &[i32]) -> i32 { let mut sum = 0; while let Some((first, rest)) = numbers.split_first() { sum += first; numbers = rest; } sum }
