//! Caught by: a_long_list_takes_few_steps_and_no_memory
//!
//! Every node is remembered in a `Vec`, and the `Vec` is searched for each new one. All answers are
//! right. It takes O(n) memory, and O(n²) comparisons.

pub fn has_cycle<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> bool {
    meeting(head, &next).is_some()
}

pub fn cycle_start<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> Option<N> {
    meeting(head, next)
}

pub fn cycle_length<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> Option<usize> {
    let inside = meeting(head, &next)?;
    let mut walker = next(inside)?;
    let mut length = 1;
    while walker != inside {
        walker = next(walker)?;
        length += 1;
    }
    Some(length)
}

fn meeting<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> Option<N> {
    let mut seen = Vec::new();
    let mut node = head?;
    while !seen.contains(&node) {
        seen.push(node);
        node = next(node)?;
    }
    Some(node)
}
