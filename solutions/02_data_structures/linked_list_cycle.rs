//! # A cycle in a linked list
//!
//! Every account of your customers may name a parent account, and the report of the sales walks
//! from parent to parent until it reaches the top. Since last night's import it sometimes never
//! gets there: somewhere the chain bites its own tail. Find out which chains do, and where. Each
//! step is a query, and the job has no memory to spare for the accounts it has seen.
//!
//! A chain of parents is a linked list: a head, and for each node at most one next node.
//!
//! ## What to write
//! - `has_cycle`: does the list run in a circle instead of ending?
//! - `cycle_start`: the first node of the list that belongs to the cycle
//! - `cycle_length`: how many nodes the cycle has
//!
//! All three get the `head` and a function `next`. The nodes are handles, such as ids or positions
//! in an array. You can copy them and ask whether two are the same. You can neither hash them nor
//! put them in order, and you are not told how many there are.
//!
//! ## Edge cases that count
//! - The head is `None` where the list is empty. `next` gives `None` where the list ends.
//! - A single node may be the whole list. It may also be its own next node: a cycle of one.
//! - The cycle may begin at the head, or after a tail: 0 → 1 → 2 → 3 → 1 has a tail of one node, a
//!   cycle of three, and the cycle starts at 1. The tail may be longer than the cycle, or shorter.
//! - Where there is no cycle, `cycle_start` and `cycle_length` are `None`.
//!
//! ## Complexity
//! - Time O(n), where n counts the nodes of tail and cycle together. The tests count: one call may
//!   ask for `next` at most 10 n times, and compare two nodes at most 10 n times.
//! - Space O(1): remember a few nodes, not all. Who keeps them all in a `Vec` and searches it
//!   compares far too often.
//!
//! Difficulty 2 of 5, about 25 minutes.
//! Cards: `linked-list-cycle`. See also: `graph-traversal`, `garbage-collection`, `memory-leak`.

/// Whether the list that begins at `head` runs in a circle.
pub fn has_cycle<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> bool {
    meeting(head, &next).is_some()
}

/// The node where the cycle begins: the first one, counted from `head`, to which the walk comes
/// back. `None` if the list ends.
pub fn cycle_start<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> Option<N> {
    // When the two met, the hare had taken twice as many steps as the tortoise, so it was ahead by
    // as many steps as the tortoise had taken: by whole rounds. A second walker who sets out from
    // the head now is behind the first by that same number of steps. As soon as he enters the
    // cycle, whole rounds make no difference, and the two stand on the same node.
    let mut ahead = meeting(head, &next)?;
    let mut behind = head?;
    while ahead != behind {
        ahead = next(ahead)?;
        behind = next(behind)?;
    }
    Some(behind)
}

/// How many nodes the cycle has, without the tail that leads to it. `None` if the list ends.
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

/// A node inside the cycle, where tortoise and hare meet. `None` if the list ends.
///
/// In the cycle the hare comes closer by one node in each move, so it cannot jump over the
/// tortoise, and the two meet before the tortoise has been around once.
fn meeting<N: Copy + Eq>(head: Option<N>, next: impl Fn(N) -> Option<N>) -> Option<N> {
    let mut tortoise = head?;
    let mut hare = tortoise;
    loop {
        // Moved before they are compared: at the head they are together from the start.
        hare = next(next(hare)?)?;
        tortoise = next(tortoise)?;
        if tortoise == hare {
            return Some(hare);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// A list in an array: `links[i]` is the node after node `i`. It counts what is asked about it.
    struct List {
        first: usize,
        links: Vec<Option<usize>>,
        /// The function that is at work, for the message when it asks too often.
        running: Cell<&'static str>,
        asked: Cell<usize>,
        compared: Cell<usize>,
    }

    /// A handle on one node. It can be copied and compared, and nothing else.
    #[derive(Clone, Copy)]
    struct Node<'a> {
        list: &'a List,
        at: usize,
    }

    impl PartialEq for Node<'_> {
        fn eq(&self, other: &Self) -> bool {
            self.list.count(&self.list.compared, "compared two nodes");
            self.at == other.at
        }
    }

    impl Eq for Node<'_> {}

    impl List {
        fn new(links: &[Option<usize>]) -> Self {
            List {
                first: 0,
                links: links.to_vec(),
                running: Cell::default(),
                asked: Cell::new(0),
                compared: Cell::new(0),
            }
        }

        /// A tail of so many nodes, and then a cycle of so many, or the end if that is 0. A node
        /// has the number of steps to it from the head.
        fn shaped(tail: usize, cycle: usize) -> Self {
            let n = tail + cycle;
            let mut links: Vec<_> = (1..=n).map(Some).collect();
            if let Some(last) = links.last_mut() {
                *last = (cycle > 0).then_some(tail);
            }
            List::new(&links)
        }

        #[track_caller]
        fn count(&self, counter: &Cell<usize>, what: &str) {
            counter.set(counter.get() + 1);
            let nodes = self.links.len();
            assert!(
                counter.get() <= 10 * nodes,
                "`{}` {what} more than {} times, in a list of {nodes} nodes",
                self.running.get(),
                10 * nodes
            );
        }

        /// The head, for a call of the function with this name. What was counted before is forgotten.
        fn head_for(&self, function: &'static str) -> Option<Node<'_>> {
            self.running.set(function);
            self.asked.set(0);
            self.compared.set(0);
            (!self.links.is_empty()).then_some(Node {
                list: self,
                at: self.first,
            })
        }

        fn next<'a>(&'a self, node: Node<'a>) -> Option<Node<'a>> {
            self.count(&self.asked, "asked for the next node");
            self.links[node.at].map(|at| Node { list: self, at })
        }

        fn has_cycle(&self) -> bool {
            has_cycle(self.head_for("has_cycle"), |node| self.next(node))
        }

        fn cycle_start(&self) -> Option<usize> {
            cycle_start(self.head_for("cycle_start"), |node| self.next(node)).map(|node| node.at)
        }

        fn cycle_length(&self) -> Option<usize> {
            cycle_length(self.head_for("cycle_length"), |node| self.next(node))
        }
    }

    #[test]
    fn a_list_that_ends_has_no_cycle() {
        let list = List::new(&[Some(1), Some(2), None]);
        assert!(!list.has_cycle(), "0 → 1 → 2 ends");
    }

    #[test]
    fn an_empty_list_has_no_cycle() {
        let list = List::new(&[]);
        assert!(!list.has_cycle());
        assert_eq!(list.cycle_start(), None);
        assert_eq!(list.cycle_length(), None);
    }

    #[test]
    fn one_node_alone_has_no_cycle() {
        let list = List::new(&[None]);
        assert!(!list.has_cycle(), "the node has no next node");
        assert_eq!(list.cycle_start(), None);
        assert_eq!(list.cycle_length(), None);
    }

    #[test]
    fn a_node_that_points_to_itself_is_a_cycle_of_one() {
        let list = List::new(&[Some(0)]);
        assert!(list.has_cycle());
        assert_eq!(list.cycle_start(), Some(0));
        assert_eq!(list.cycle_length(), Some(1));
    }

    #[test]
    fn two_nodes_end_or_turn_back() {
        let ending = List::new(&[Some(1), None]);
        assert!(!ending.has_cycle(), "0 → 1 ends");

        let ring = List::new(&[Some(1), Some(0)]);
        assert!(ring.has_cycle(), "0 → 1 → 0 is a cycle");
        assert_eq!(ring.cycle_start(), Some(0));
        assert_eq!(ring.cycle_length(), Some(2));

        let stuck = List::new(&[Some(1), Some(1)]);
        assert!(stuck.has_cycle(), "0 → 1 → 1 is a cycle");
        assert_eq!(stuck.cycle_start(), Some(1));
        assert_eq!(stuck.cycle_length(), Some(1));
    }

    #[test]
    fn lists_of_any_length_that_end_have_no_cycle() {
        for nodes in 1..=40 {
            let list = List::shaped(nodes, 0);
            assert!(!list.has_cycle(), "{nodes} nodes, and then the end");
            assert_eq!(list.cycle_start(), None);
            assert_eq!(list.cycle_length(), None);
        }
    }

    #[test]
    fn a_cycle_after_a_tail_is_found() {
        for tail in 0..=20 {
            for cycle in 1..=20 {
                let list = List::shaped(tail, cycle);
                assert!(list.has_cycle(), "a tail of {tail}, a cycle of {cycle}");
            }
        }
    }

    #[test]
    fn the_cycle_starts_where_the_tail_ends() {
        let list = List::new(&[Some(1), Some(2), Some(3), Some(1)]);
        assert_eq!(list.cycle_start(), Some(1), "in 0 → 1 → 2 → 3 → 1");
        for tail in 0..=20 {
            for cycle in 1..=20 {
                assert_eq!(
                    List::shaped(tail, cycle).cycle_start(),
                    Some(tail),
                    "the start after a tail of {tail}, in a cycle of {cycle}"
                );
            }
        }
    }

    #[test]
    fn the_tail_does_not_count_for_the_length() {
        let list = List::new(&[Some(1), Some(2), Some(3), Some(1)]);
        assert_eq!(list.cycle_length(), Some(3), "in 0 → 1 → 2 → 3 → 1");
        for tail in 0..=20 {
            for cycle in 1..=20 {
                assert_eq!(
                    List::shaped(tail, cycle).cycle_length(),
                    Some(cycle),
                    "the length after a tail of {tail}, in a cycle of {cycle}"
                );
            }
        }
    }

    #[test]
    fn nodes_are_told_apart_by_what_they_are_not_by_their_place() {
        // 4 → 2 → 5 → 1 → 2: the way through the array goes to and fro.
        let mut list = List::new(&[None, Some(2), Some(5), None, Some(2), Some(1)]);
        list.first = 4;
        assert!(list.has_cycle());
        assert_eq!(list.cycle_start(), Some(2));
        assert_eq!(list.cycle_length(), Some(3));
        list.first = 3;
        assert!(!list.has_cycle(), "3 has no next node");
    }

    #[test]
    fn a_long_list_takes_few_steps_and_no_memory() {
        for (tail, cycle) in [
            (3_000, 0),
            (0, 3_000),
            (1, 2_999),
            (2_999, 1),
            (2_000, 1_000),
        ] {
            let list = List::shaped(tail, cycle);
            assert_eq!(list.has_cycle(), cycle > 0);
            assert_eq!(list.cycle_start(), (cycle > 0).then_some(tail));
            assert_eq!(list.cycle_length(), (cycle > 0).then_some(cycle));
        }
    }
}
