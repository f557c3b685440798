//! Caught by: a_list_that_ends_has_no_cycle
//!
//! The two are compared at the top of the loop. Both set out from the head, so they are together
//! before anyone has moved, and every list seems to be a ring.

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
        if tortoise == hare {
            return Some(hare);
        }
        hare = next(next(hare)?)?;
        tortoise = next(tortoise)?;
    }
}
