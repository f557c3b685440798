//! Caught by: a_negative_cycle_within_reach_is_an_error
//!
//! After all the rounds, the costs are returned as they are. Where there is a negative cycle they
//! are not the cheapest. Nothing is: one more round makes them cheaper again.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub trait Graph {
    type Weight: Copy;

    fn nodes(&self) -> usize;

    fn edges(&self, node: usize) -> &[(usize, Self::Weight)];
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths<C> {
    pub costs: Vec<Option<C>>,
    pub previous: Vec<Option<usize>>,
}

impl<C> Paths<C> {
    pub fn path_to(&self, node: usize) -> Option<Vec<usize>> {
        self.costs[node].as_ref()?;
        let mut path = vec![node];
        let mut here = node;
        while let Some(before) = self.previous[here] {
            path.push(before);
            here = before;
        }
        path.reverse();
        Some(path)
    }
}

impl<C: Copy + Ord> Paths<C> {
    fn starting(nodes: usize, from: usize, zero: C) -> Self {
        let mut costs = vec![None; nodes];
        costs[from] = Some(zero);
        Paths {
            costs,
            previous: vec![None; nodes],
        }
    }

    fn improve(&mut self, node: usize, cost: C, via: usize) -> bool {
        let cheaper = self.costs[node].is_none_or(|known| cost < known);
        if cheaper {
            self.costs[node] = Some(cost);
            self.previous[node] = Some(via);
        }
        cheaper
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NegativeCycle;

pub fn dijkstra(graph: &impl Graph<Weight = u32>, from: usize) -> Paths<u64> {
    let mut paths = Paths::starting(graph.nodes(), from, 0);
    let mut frontier = BinaryHeap::from([Reverse((0, from))]);
    while let Some(Reverse((so_far, node))) = frontier.pop() {
        if paths.costs[node] != Some(so_far) {
            continue;
        }
        for &(next, weight) in graph.edges(node) {
            let cost = so_far + u64::from(weight);
            if paths.improve(next, cost, node) {
                frontier.push(Reverse((cost, next)));
            }
        }
    }
    paths
}

pub fn bellman_ford(
    graph: &impl Graph<Weight = i32>,
    from: usize,
) -> Result<Paths<i64>, NegativeCycle> {
    let mut paths = Paths::starting(graph.nodes(), from, 0);
    for _ in 0..graph.nodes() {
        let mut changed = false;
        for node in 0..graph.nodes() {
            let Some(so_far) = paths.costs[node] else {
                continue;
            };
            for &(next, weight) in graph.edges(node) {
                changed |= paths.improve(next, so_far + i64::from(weight), node);
            }
        }
        if !changed {
            break;
        }
    }
    Ok(paths)
}
