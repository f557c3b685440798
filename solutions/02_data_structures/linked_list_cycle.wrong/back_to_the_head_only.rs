//! Caught by: a_cycle_after_a_tail_is_found
//!
//! It walks until it comes back to the head. That finds a ring. In a cycle after a tail the head
//! never comes again, and the walk goes on for ever.

pub fn has_cycle<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> bool {
    meeting(head, &next).is_some()
}

pub fn cycle_start<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> Option<N> {
    let mut ahead = meeting(head, &next)?;
    let mut behind = head?;
    while ahead != behind {
        ahead = next(ahead)?;
        behind = next(behind)?;
    }
    Some(behind)
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
        hare = next(hare)?;
        if tortoise == hare {
            return Some(hare);
        }
    }
}
