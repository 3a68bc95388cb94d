package analysis

import (
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// undirected shows a network to gonum as an undirected weighted graph. Unlike
// gonum's own graphs it yields nodes in order, so that sums of fractions and
// ties come out the same every time.
type undirected struct{ n *Network }

// directed shows a network's directed edges.
type directed struct{ n *Network }

func ordered(places []int) graph.Nodes {
	nodes := make([]graph.Node, len(places))
	for i, p := range places {
		nodes[i] = simple.Node(p)
	}
	return iterator.NewOrderedNodes(nodes)
}

func (n *Network) all() graph.Nodes {
	places := make([]int, n.Len())
	for i := range places {
		places[i] = i
	}
	return ordered(places)
}

func (n *Network) node(id int64) graph.Node {
	if id < 0 || id >= int64(n.Len()) {
		return nil
	}
	return simple.Node(id)
}

func holds(list []int, v int64) bool {
	_, ok := slices.BinarySearch(list, int(v))
	return ok
}

func (g undirected) Node(id int64) graph.Node          { return g.n.node(id) }
func (g undirected) Nodes() graph.Nodes                { return g.n.all() }
func (g undirected) From(id int64) graph.Nodes         { return ordered(g.n.near[id]) }
func (g undirected) HasEdgeBetween(x, y int64) bool    { return holds(g.n.near[x], y) }
func (g undirected) Edge(u, v int64) graph.Edge        { return g.WeightedEdge(u, v) }
func (g undirected) EdgeBetween(x, y int64) graph.Edge { return g.WeightedEdge(x, y) }
func (g undirected) WeightedEdgeBetween(x, y int64) graph.WeightedEdge {
	return g.WeightedEdge(x, y)
}

func (g undirected) WeightedEdge(u, v int64) graph.WeightedEdge {
	at, ok := slices.BinarySearch(g.n.near[u], int(v))
	if !ok {
		return nil
	}
	return simple.WeightedEdge{F: simple.Node(u), T: simple.Node(v), W: g.n.weight[u][at]}
}

func (g undirected) Weight(x, y int64) (float64, bool) {
	if x == y {
		return 0, true
	}
	at, ok := slices.BinarySearch(g.n.near[x], int(y))
	if !ok {
		return 0, false
	}
	return g.n.weight[x][at], true
}

func (g directed) Node(id int64) graph.Node      { return g.n.node(id) }
func (g directed) Nodes() graph.Nodes            { return g.n.all() }
func (g directed) From(id int64) graph.Nodes     { return ordered(g.n.out[id]) }
func (g directed) To(id int64) graph.Nodes       { return ordered(g.n.in[id]) }
func (g directed) HasEdgeFromTo(u, v int64) bool { return holds(g.n.out[u], v) }
func (g directed) HasEdgeBetween(x, y int64) bool {
	return holds(g.n.out[x], y) || holds(g.n.out[y], x)
}

func (g directed) Edge(u, v int64) graph.Edge {
	if !holds(g.n.out[u], v) {
		return nil
	}
	return simple.Edge{F: simple.Node(u), T: simple.Node(v)}
}

// damping is PageRank's probability of following an edge.
const damping = 0.85

// PageRank is each node's PageRank over the directed edges.
func (n *Network) PageRank() []float64 {
	out := make([]float64, n.Len())
	if n.Len() == 0 {
		return out
	}
	for id, r := range network.PageRankSparse(directed{n}, damping, 1e-12) {
		out[id] = r
	}
	return rounded(out)
}

// Core is the greatest k for which each node lies in the k-core.
func (n *Network) Core() []int {
	out := make([]int, n.Len())
	_, cores := topo.DegeneracyOrdering(undirected{n})
	for k, nodes := range cores {
		for _, node := range nodes {
			out[node.ID()] = k
		}
	}
	return out
}
