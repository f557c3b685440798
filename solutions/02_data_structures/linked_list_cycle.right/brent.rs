//! Another way: Brent's. One walker runs, the other waits, and moves up to the runner after 1, 2,
//! 4, 8 steps. This gives the length of the cycle first. Then one walker gets a lead of just that
//! length, and the two meet where the cycle begins.

/// Whether the list that begins at `head` runs in a circle.
pub fn has_cycle<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> bool {
    cycle_length(head, next).is_some()
}

/// The node where the cycle begins.
pub fn cycle_start<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> Option<N> {
    let lead = cycle_length(head, &next)?;
    let mut ahead = head;
    for _ in 0..lead {
        ahead = next(ahead?);
    }
    let mut behind = head;
    while ahead != behind {
        ahead = next(ahead?);
        behind = next(behind?);
    }
    behind
}

/// How many nodes the cycle has, without the tail that leads to it.
pub fn cycle_length<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> Option<usize> {
    let mut waiting = head?;
    let mut runner = next(waiting)?;
    let (mut steps, mut limit) = (1, 1);
    while runner != waiting {
        if steps == limit {
            waiting = runner;
            limit *= 2;
            steps = 0;
        }
        runner = next(runner)?;
        steps += 1;
    }
    Some(steps)
}
