//! Caught by: the_tail_does_not_count_for_the_length
//!
//! It counts the steps of the tortoise until the two meet. That is a whole number of rounds, not
//! one round: with a tail longer than the cycle it is two or more.

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
    let (mut tortoise, mut hare) = (head?, head?);
    let mut length = 0;
    loop {
        hare = next(next(hare)?)?;
        tortoise = next(tortoise)?;
        length += 1;
        if tortoise == hare {
            return Some(length);
        }
    }
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
