//! Caught by: the_cycle_starts_where_the_tail_ends
//!
//! The node where tortoise and hare meet lies in the cycle, but it is the first node of the cycle
//! only by chance, for example where there is no tail.

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
    let mut tortoise = head?;
    let mut hare = tortoise;
    loop {
        hare = next(next(hare)?)?;
        tortoise = next(tortoise)?;
        if tortoise == hare {
            return Some(hare);
        }
    }
}
