//! Caught by: the_cycle_starts_where_the_tail_ends
//!
//! The hare sets out from the second node, a usual way to have the comparison at the top of the
//! loop. They still meet. But the hare is one step short of twice the tortoise's way, and the walk
//! from the head misses the start by one.

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
    let mut hare = next(tortoise)?;
    loop {
        if tortoise == hare {
            return Some(hare);
        }
        hare = next(next(hare)?)?;
        tortoise = next(tortoise)?;
    }
}
