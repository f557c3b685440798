//! # Shortest paths
//!
//! Your service sends money around the world, from bank to bank. Each transfer from one bank to
//! another costs a fee, and a detour is often cheaper than the direct way. Find the cheapest way
//! from one bank to every other. Then sales come along with partners who pay you a bonus for a
//! transfer: a fee below zero. Now you need another algorithm, and there may be no answer at all.
//!
//! The banks are the nodes of a graph, the possible transfers its edges, the fees their weights.
//!
//! ## What to write
//! - `Paths::path_to`: the way to one node, from the notes that the two algorithms leave
//! - `dijkstra`: the cheapest paths where no weight is negative. The weights are `u32`, so the
//!   compiler refuses any others.
//! - `bellman_ford`: the cheapest paths where weights may be negative, or the news that there are
//!   none because of a negative cycle
//!
//! ## Edge cases that count
//! - The way to the start itself costs 0 and has no edges. A node that cannot be reached costs
//!   `None`.
//! - Edges have a direction. There may be several edges from one node to another, edges from a node
//!   to itself, and cycles.
//! - Weights may be zero, and so may all the weights of a cycle.
//! - The sum of many weights does not fit in 32 bits. It fits in 64.
//! - Where several paths are the cheapest, each of them is right.
//! - A cycle whose weights add up to less than zero makes everything cheaper with each round. If
//!   the start can reach such a cycle, `bellman_ford` is an error, whichever node you wanted to go
//!   to. A negative cycle that the start cannot reach does no harm.
//!
//! ## Complexity
//! - `dijkstra` takes O((V + E) log V) for V nodes and E edges. It asks for the edges of a node at
//!   most once: the tests count. They also run it on 40,000 nodes, where a search through all nodes
//!   at every step would not finish in time.
//! - `bellman_ford` takes O(V E). It asks for the edges of a node at most V + 1 times, and stops
//!   when a round changes nothing: where all nodes are one edge away, at most 5 times each.
//! - `path_to` takes O(length of the path).
//!
//! Difficulty 4 of 5, about 40 minutes.
//! Cards: `shortest-path`. See also: `priority-queue`, `load-balancing`, `heap`.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A graph with directed edges. Its nodes are the numbers from 0 up to `nodes() - 1`.
pub trait Graph {
    /// What is written on an edge.
    type Weight: Copy;

    /// How many nodes there are.
    fn nodes(&self) -> usize;

    /// The edges that leave `node`: where each one leads, and its weight.
    fn edges(&self, node: usize) -> &[(usize, Self::Weight)];
}

/// The cheapest ways from one start to all nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths<C> {
    /// What the way to each node costs: the sum of its weights. `None` where there is no way.
    pub costs: Vec<Option<C>>,
    /// The node before each node, on its cheapest way. `None` for the start, and where there is no
    /// way.
    pub previous: Vec<Option<usize>>,
}

impl<C> Paths<C> {
    /// The nodes on the cheapest way to `node`, from the start to `node`, both included. `None`
    /// where there is no way.
    pub fn path_to(&self, node: usize) -> Option<Vec<usize>> {
        self.costs[node].as_ref()?;
        // The notes lead backwards. Turned around once at the end: to insert at the front would
        // move the whole path for each node.
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
    /// Only the start is known, at the cost of `zero`.
    ///
    /// `None` stands for "no way yet". A very great number in its place would be one that can be
    /// added to, and that could overflow.
    fn starting(nodes: usize, from: usize, zero: C) -> Self {
        let mut costs = vec![None; nodes];
        costs[from] = Some(zero);
        Paths {
            costs,
            previous: vec![None; nodes],
        }
    }

    /// Relaxes an edge: notes the way to `node` by way of `via`, if it is cheaper than the one
    /// known, and says whether it is.
    fn improve(&mut self, node: usize, cost: C, via: usize) -> bool {
        // Only if truly cheaper. With "or equal", a cycle of zeros would improve itself for ever.
        let cheaper = self.costs[node].is_none_or(|known| cost < known);
        if cheaper {
            self.costs[node] = Some(cost);
            self.previous[node] = Some(via);
        }
        cheaper
    }
}

/// A cycle that makes every way cheaper each time it is gone around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NegativeCycle;

/// The cheapest ways from `from` to all nodes of a graph without negative weights.
///
/// `from` is a node of the graph.
pub fn dijkstra(graph: &impl Graph<Weight = u32>, from: usize) -> Paths<u64> {
    let mut paths = Paths::starting(graph.nodes(), from, 0);
    // `BinaryHeap` gives its greatest element first. With `Reverse` around them, it is the least.
    let mut frontier = BinaryHeap::from([Reverse((0, from))]);
    while let Some(Reverse((so_far, node))) = frontier.pop() {
        // The heap cannot change an entry, so a better one was pushed beside it. This is the old
        // one, and the node has been settled.
        if paths.costs[node] != Some(so_far) {
            continue;
        }
        // No other node in the heap is nearer, and edges only add. So `so_far` is final.
        for &(next, weight) in graph.edges(node) {
            let cost = so_far + u64::from(weight);
            if paths.improve(next, cost, node) {
                frontier.push(Reverse((cost, next)));
            }
        }
    }
    paths
}

/// The cheapest ways from `from` to all nodes of a graph whose weights may be negative.
///
/// `from` is a node of the graph. It is an error if a negative cycle can be reached from it.
pub fn bellman_ford(
    graph: &impl Graph<Weight = i32>,
    from: usize,
) -> Result<Paths<i64>, NegativeCycle> {
    let mut paths = Paths::starting(graph.nodes(), from, 0);
    // Without a negative cycle, a cheapest path visits no node twice, so it has V - 1 edges at
    // most. As many rounds find it, and the V-th round changes nothing.
    for _ in 0..graph.nodes() {
        let mut changed = false;
        for node in 0..graph.nodes() {
            // No way to this node, no way through it. Cycles out of reach are left out like this.
            let Some(so_far) = paths.costs[node] else {
                continue;
            };
            for &(next, weight) in graph.edges(node) {
                changed |= paths.improve(next, so_far + i64::from(weight), node);
            }
        }
        if !changed {
            return Ok(paths);
        }
    }
    Err(NegativeCycle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::fmt::Debug;
    use std::ops::Add;

    /// A graph that counts how often the edges of each node are asked for.
    struct Map<W> {
        edges: Vec<Vec<(usize, W)>>,
        asked: RefCell<Vec<usize>>,
    }

    impl<W: Copy> Map<W> {
        /// A graph with so many nodes and these edges: from, to, weight.
        fn new(nodes: usize, edges: &[(usize, usize, W)]) -> Self {
            let mut map = Map {
                edges: vec![Vec::new(); nodes],
                asked: RefCell::new(vec![0; nodes]),
            };
            for &(from, to, weight) in edges {
                map.edges[from].push((to, weight));
            }
            map
        }

        /// How often the edges were asked for, of the node where this is the most.
        fn most_asked(&self) -> usize {
            self.asked.borrow().iter().copied().max().unwrap_or(0)
        }
    }

    impl<W: Copy> Graph for Map<W> {
        type Weight = W;

        fn nodes(&self) -> usize {
            self.edges.len()
        }

        fn edges(&self, node: usize) -> &[(usize, W)] {
            self.asked.borrow_mut()[node] += 1;
            &self.edges[node]
        }
    }

    /// Checks that each path begins at `from`, goes along edges, and costs what it is said to cost.
    #[track_caller]
    fn paths_keep_their_promise<W, C>(map: &Map<W>, from: usize, paths: &Paths<C>)
    where
        W: Copy + Into<C> + Ord,
        C: Copy + Debug + Default + Eq + Add<Output = C>,
    {
        for (node, &cost) in paths.costs.iter().enumerate() {
            let path = paths.path_to(node);
            let Some(cost) = cost else {
                assert_eq!(path, None, "{node} has no cost, so it should have no path");
                continue;
            };
            let path = path.unwrap_or_else(|| panic!("{node} has a cost, and should have a path"));
            assert_eq!(
                path.first(),
                Some(&from),
                "the path {path:?} should begin at {from}"
            );
            assert_eq!(
                path.last(),
                Some(&node),
                "the path {path:?} should end at {node}"
            );
            let mut sum = C::default();
            for step in path.windows(2) {
                let edges = map.edges[step[0]].iter().filter(|edge| edge.0 == step[1]);
                let weight = edges.map(|edge| edge.1).min();
                let weight =
                    weight.unwrap_or_else(|| panic!("{path:?} uses an edge that is not there"));
                sum = sum + weight.into();
            }
            assert_eq!(
                sum, cost,
                "the weights along {path:?} add up to another cost"
            );
        }
    }

    #[track_caller]
    fn dijkstra_finds(map: &Map<u32>, from: usize, costs: &[Option<u64>]) {
        let paths = dijkstra(map, from);
        assert_eq!(paths.costs, costs, "costs from {from}");
        paths_keep_their_promise(map, from, &paths);
    }

    #[track_caller]
    fn bellman_ford_finds(map: &Map<i32>, from: usize, costs: &[Option<i64>]) {
        let paths = bellman_ford(map, from).expect("there is no negative cycle within reach");
        assert_eq!(paths.costs, costs, "costs from {from}");
        paths_keep_their_promise(map, from, &paths);
    }

    /// Numbers below `bound` that look random and are the same in every run.
    fn dice(mut state: u64) -> impl FnMut(u32) -> u32 {
        move |bound| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32 % bound
        }
    }

    /// All costs, found slowly: a third node may improve the way between any two.
    fn all_costs(nodes: usize, edges: &[(usize, usize, i32)]) -> Vec<Vec<Option<i64>>> {
        let mut costs = vec![vec![None; nodes]; nodes];
        let keep = |slot: &mut Option<i64>, cost: i64| {
            *slot = Some(slot.map_or(cost, |known| known.min(cost)));
        };
        for &(from, to, weight) in edges {
            keep(&mut costs[from][to], weight.into());
        }
        for (node, row) in costs.iter_mut().enumerate() {
            keep(&mut row[node], 0);
        }
        for via in 0..nodes {
            for from in 0..nodes {
                for to in 0..nodes {
                    if let (Some(there), Some(onward)) = (costs[from][via], costs[via][to]) {
                        keep(&mut costs[from][to], there + onward);
                    }
                }
            }
        }
        costs
    }

    #[test]
    fn a_path_leads_back_along_the_notes() {
        let paths = Paths {
            costs: vec![Some(0), Some(5), None, Some(2)],
            previous: vec![None, Some(3), None, Some(0)],
        };
        assert_eq!(paths.path_to(0), Some(vec![0]), "the start itself");
        assert_eq!(paths.path_to(1), Some(vec![0, 3, 1]));
        assert_eq!(paths.path_to(2), None, "2 has no way");
    }

    #[test]
    fn a_detour_may_be_cheaper() {
        let map = Map::new(3, &[(0, 1, 9), (0, 2, 1), (2, 1, 2)]);
        dijkstra_finds(&map, 0, &[Some(0), Some(3), Some(1)]);
        assert_eq!(dijkstra(&map, 0).path_to(1), Some(vec![0, 2, 1]));
    }

    #[test]
    fn a_cheap_edge_late_beats_few_edges() {
        // The nearest node by edges, the nearest by cost, and a node improved twice.
        let map = Map::new(
            6,
            &[
                (0, 1, 10),
                (0, 2, 3),
                (2, 1, 4),
                (2, 3, 8),
                (1, 3, 2),
                (3, 4, 5),
                (2, 4, 15),
                (4, 5, 1),
                (0, 5, 16),
            ],
        );
        let costs = [Some(0), Some(7), Some(3), Some(9), Some(14), Some(15)];
        dijkstra_finds(&map, 0, &costs);
    }

    #[test]
    fn edges_have_a_direction_and_some_nodes_no_way() {
        let map = Map::new(4, &[(0, 1, 4), (2, 0, 1), (2, 3, 1)]);
        dijkstra_finds(&map, 0, &[Some(0), Some(4), None, None]);
        dijkstra_finds(&map, 3, &[None, None, None, Some(0)]);
        let map = Map::new(4, &[(0, 1, 4), (2, 0, 1), (2, 3, 1)]);
        bellman_ford_finds(&map, 0, &[Some(0), Some(4), None, None]);
        bellman_ford_finds(&map, 3, &[None, None, None, Some(0)]);
    }

    #[test]
    fn parallel_edges_and_loops_are_all_right() {
        let map = Map::new(2, &[(0, 0, 3), (0, 1, 7), (0, 1, 5), (0, 1, 6), (1, 1, 0)]);
        dijkstra_finds(&map, 0, &[Some(0), Some(5)]);
        let map = Map::new(2, &[(0, 0, 3), (0, 1, 7), (0, 1, -5), (0, 1, 6), (1, 1, 0)]);
        bellman_ford_finds(&map, 0, &[Some(0), Some(-5)]);
    }

    #[test]
    fn a_cycle_of_zeros_is_harmless() {
        let edges = [(0, 1, 0), (1, 2, 0), (2, 0, 0), (2, 1, 0), (2, 3, 0)];
        dijkstra_finds(&Map::new(4, &edges), 0, &[Some(0); 4]);
        dijkstra_finds(&Map::new(4, &edges), 1, &[Some(0); 4]);
        let edges = edges.map(|(from, to, _)| (from, to, 0));
        bellman_ford_finds(&Map::new(4, &edges), 0, &[Some(0); 4]);
        bellman_ford_finds(&Map::new(4, &edges), 1, &[Some(0); 4]);
    }

    #[test]
    fn sums_do_not_fit_in_32_bits() {
        let most = u32::MAX;
        let map = Map::new(3, &[(0, 1, most), (1, 2, most)]);
        let sums = [Some(0), Some(u64::from(most)), Some(u64::from(most) * 2)];
        dijkstra_finds(&map, 0, &sums);
        let least = i32::MIN;
        let map = Map::new(3, &[(0, 1, least), (1, 2, least)]);
        let sums = [Some(0), Some(i64::from(least)), Some(i64::from(least) * 2)];
        bellman_ford_finds(&map, 0, &sums);
    }

    #[test]
    fn negative_weights_need_bellman_ford() {
        // The way over 2 begins with a high fee, and a bonus makes up for it.
        let map = Map::new(4, &[(0, 1, 4), (0, 2, 7), (2, 1, -5), (1, 3, 1)]);
        bellman_ford_finds(&map, 0, &[Some(0), Some(2), Some(7), Some(3)]);
        let paths = bellman_ford(&map, 0).expect("there is no cycle at all");
        assert_eq!(paths.path_to(3), Some(vec![0, 2, 1, 3]));
        // Three edges of 1, or one of 2? With 5 added to each, 18 against 7.
        let map = Map::new(4, &[(0, 1, 1), (1, 2, 1), (2, 3, -1), (0, 3, 2), (3, 1, 5)]);
        bellman_ford_finds(&map, 0, &[Some(0), Some(1), Some(2), Some(1)]);
    }

    #[test]
    fn a_negative_cycle_within_reach_is_an_error() {
        let edges = [(0, 1, 5), (1, 2, 3), (2, 3, -4), (3, 1, 0), (0, 4, 1)];
        assert_eq!(bellman_ford(&Map::new(5, &edges), 0), Err(NegativeCycle));
        assert_eq!(bellman_ford(&Map::new(5, &edges), 2), Err(NegativeCycle));
        let itself = Map::new(2, &[(0, 1, 5), (1, 1, -1)]);
        assert_eq!(bellman_ford(&itself, 0), Err(NegativeCycle), "a loop at 1");
        let alone = Map::new(1, &[(0, 0, -1)]);
        assert_eq!(bellman_ford(&alone, 0), Err(NegativeCycle), "one node");
    }

    #[test]
    fn a_negative_cycle_out_of_reach_does_no_harm() {
        let edges = [(0, 1, 5), (2, 3, -4), (3, 2, 1), (3, 0, -9), (2, 1, -50)];
        let map = Map::new(4, &edges);
        bellman_ford_finds(&map, 0, &[Some(0), Some(5), None, None]);
        bellman_ford_finds(&map, 1, &[None, Some(0), None, None]);
        assert_eq!(bellman_ford(&map, 3), Err(NegativeCycle));
    }

    #[test]
    fn a_long_way_needs_all_the_rounds() {
        for nodes in 1..=30 {
            // Downhill: if low nodes are looked at first, a round finds one more node.
            let edges: Vec<_> = (1..nodes).map(|node| (node, node - 1, -1)).collect();
            let costs: Vec<_> = (0..nodes)
                .map(|node| Some(node as i64 + 1 - nodes as i64))
                .collect();
            let map = Map::new(nodes, &edges);
            bellman_ford_finds(&map, nodes - 1, &costs);
            let most = map.most_asked();
            assert!(
                most <= nodes + 1,
                "the edges of one of {nodes} nodes were asked for {most} times"
            );
        }
    }

    #[test]
    fn both_agree_with_a_slow_and_simple_model() {
        let mut roll = dice(7);
        for round in 0..60 {
            let nodes = 2 + roll(8) as usize;
            let mut edges = Vec::new();
            for _ in 0..roll(3 * nodes as u32) {
                let (from, to) = (roll(nodes as u32) as usize, roll(nodes as u32) as usize);
                edges.push((from, to, roll(10) as i32));
            }
            let costs = all_costs(nodes, &edges);
            let unsigned: Vec<_> = edges.iter().map(|&(a, b, w)| (a, b, w as u32)).collect();
            for (from, costs) in costs.iter().enumerate() {
                let costs: Vec<_> = costs.iter().map(|cost| cost.map(|c| c as u64)).collect();
                dijkstra_finds(&Map::new(nodes, &unsigned), from, &costs);
            }

            // Every node has a height. Steps down are cheaper now, and no cycle has changed.
            let heights: Vec<i32> = (0..nodes).map(|_| roll(20) as i32).collect();
            for (from, to, weight) in &mut edges {
                *weight += heights[*to] - heights[*from];
            }
            for (from, costs) in all_costs(nodes, &edges).iter().enumerate() {
                bellman_ford_finds(&Map::new(nodes, &edges), from, costs);
            }

            // And now one cycle is negative, for all who can reach it.
            let (a, b) = (0, nodes - 1);
            edges.extend([(a, b, 3 + round), (b, a, -4 - round)]);
            let costs = all_costs(nodes, &edges);
            for (from, costs) in costs.iter().enumerate() {
                let answer = bellman_ford(&Map::new(nodes, &edges), from);
                let reached = costs[a].is_some();
                assert_eq!(
                    answer.is_err(),
                    reached,
                    "from {from}, with the edges {edges:?}"
                );
            }
        }
    }

    #[test]
    fn the_edges_of_a_node_are_asked_for_once() {
        // Each node is found dear, and then found cheaper by each node before it.
        let nodes = 60;
        let mut edges = Vec::new();
        for from in 0..nodes {
            for to in from + 1..nodes {
                edges.push((from, to, ((to - from) * (to - from)) as u32));
            }
        }
        let map = Map::new(nodes, &edges);
        let costs = dijkstra(&map, 0).costs;
        assert_eq!(costs[nodes - 1], Some(nodes as u64 - 1));
        assert_eq!(
            map.most_asked(),
            1,
            "how often one node's edges were asked for"
        );
    }

    #[test]
    fn a_round_without_a_change_is_the_last_one() {
        let edges: Vec<_> = (1..200).map(|node| (0, node, 200 - node as i32)).collect();
        let map = Map::new(200, &edges);
        assert!(bellman_ford(&map, 0).is_ok());
        let most = map.most_asked();
        assert!(
            most <= 5,
            "the edges of one node were asked for {most} times"
        );
    }

    #[test]
    fn forty_thousand_nodes_are_no_trouble() {
        // One long road, and beside it dear shortcuts that never pay off.
        let nodes = 40_000;
        let mut edges = Vec::new();
        for node in 1..nodes {
            edges.push((node - 1, node, 1));
            edges.push((0, node, 100_000));
        }
        let map = Map::new(nodes, &edges);
        let paths = dijkstra(&map, 0);
        assert_eq!(paths.costs[nodes - 1], Some(39_999));
        let path = paths
            .path_to(nodes - 1)
            .expect("the last node can be reached");
        assert_eq!(path.len(), nodes);
        assert!(path.is_sorted(), "the path goes along the road");
    }
}
