//! Another way: Dijkstra with an ordered set, whose entries can be taken out again, and
//! Bellman-Ford with a queue of the nodes that have just become cheaper.

use std::collections::{BTreeSet, VecDeque};

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
        let before = |&node: &usize| self.previous[node];
        let mut path: VecDeque<usize> = VecDeque::new();
        for node in std::iter::successors(Some(node), before) {
            path.push_front(node);
        }
        Some(path.into())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NegativeCycle;

pub fn dijkstra(graph: &impl Graph<Weight = u32>, from: usize) -> Paths<u64> {
    let mut costs = vec![None; graph.nodes()];
    let mut previous = vec![None; graph.nodes()];
    costs[from] = Some(0);
    let mut frontier = BTreeSet::from([(0, from)]);
    while let Some((so_far, node)) = frontier.pop_first() {
        for &(next, weight) in graph.edges(node) {
            let cost = so_far + u64::from(weight);
            match costs[next] {
                Some(known) if known <= cost => continue,
                Some(known) => frontier.remove(&(known, next)),
                None => true,
            };
            costs[next] = Some(cost);
            previous[next] = Some(node);
            frontier.insert((cost, next));
        }
    }
    Paths { costs, previous }
}

pub fn bellman_ford(
    graph: &impl Graph<Weight = i32>,
    from: usize,
) -> Result<Paths<i64>, NegativeCycle> {
    let nodes = graph.nodes();
    let mut costs = vec![None; nodes];
    let mut previous = vec![None; nodes];
    // How many edges the way to each node has. No honest way has as many as there are nodes.
    let mut edges_on_the_way = vec![0; nodes];
    let mut waits = vec![false; nodes];
    costs[from] = Some(0);
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        waits[node] = false;
        let Some(so_far) = costs[node] else { continue };
        for &(next, weight) in graph.edges(node) {
            let cost = so_far + i64::from(weight);
            if costs[next].is_some_and(|known| known <= cost) {
                continue;
            }
            costs[next] = Some(cost);
            previous[next] = Some(node);
            edges_on_the_way[next] = edges_on_the_way[node] + 1;
            if edges_on_the_way[next] >= nodes {
                return Err(NegativeCycle);
            }
            if !waits[next] {
                waits[next] = true;
                queue.push_back(next);
            }
        }
    }
    Ok(Paths { costs, previous })
}
