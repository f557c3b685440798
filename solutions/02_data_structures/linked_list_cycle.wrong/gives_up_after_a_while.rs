//! Caught by: a_long_list_takes_few_steps_and_no_memory
//!
//! A walk of a thousand steps is taken for a cycle. That is how browsers end a loop of redirects,
//! and it is sound where the length is known to be limited. Here a long and honest chain is
//! reported as broken.

pub fn has_cycle<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> bool {
    let mut node = head;
    for _ in 0..1_000 {
        let Some(here) = node else { return false };
        node = next(here);
    }
    true
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
        hare = next(next(hare)?)?;
        tortoise = next(tortoise)?;
        if tortoise == hare {
            return Some(hare);
        }
    }
}
