//! Caught by: negative_weights_need_bellman_ford
//!
//! The same number is added to all weights, so that none is negative, and Dijkstra does the rest.
//! But a path with three edges pays three times, one with a single edge only once. Another path
//! becomes the cheapest.

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
    let edges = |node| graph.edges(node).iter();
    let weights = (0..graph.nodes()).flat_map(edges).map(|edge| edge.1);
    let extra = -i64::from(weights.min().unwrap_or(0).min(0));
    let mut paths = Paths::starting(graph.nodes(), from, 0);
    let mut frontier = BinaryHeap::from([Reverse((0, 0, from))]);
    while let Some(Reverse((raised, so_far, node))) = frontier.pop() {
        if paths.costs[node] != Some(raised) {
            continue;
        }
        for &(next, weight) in graph.edges(node) {
            let weight = i64::from(weight);
            let cost = raised + weight + extra;
            if paths.improve(next, cost, node) {
                frontier.push(Reverse((cost, so_far + weight, next)));
            }
        }
    }
    for node in 0..graph.nodes() {
        let edges = paths.path_to(node).map_or(0, |path| path.len() as i64 - 1);
        paths.costs[node] = paths.costs[node].map(|cost| cost - edges * extra);
    }
    Ok(paths)
}
