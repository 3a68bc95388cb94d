// Package analysis measures networks: centrality, communities, balance,
// similarity. The same graph gives the same figures, to the last digit, however
// its edges are ordered: nodes are sorted, sums run in their order, no random
// numbers take part, and what is shown is rounded to six digits. What takes long
// ends with its context's error when that is done.
package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"
)

// Edge joins two nodes.
type Edge struct {
	Source, Target string
	Weight         float64
	// Directed edges lead from Source to Target; the others lead both ways.
	Directed bool
	// Value is above 0 for a friendly edge and below 0 for a hostile one.
	Value float64
}

// Network is a graph of sorted nodes. Between two nodes its measures see one
// line, whose weight is the sum of those of its edges.
type Network struct {
	ids   []string
	place map[string]int

	near   [][]int     // neighbours, sorted
	weight [][]float64 // of the lines to them
	value  [][]float64
	out    [][]int // along directed edges, sorted
	in     [][]int
}

// New builds the network of the edges and of further nodes, which they may not
// touch. Edges from a node to itself are left out.
func New(edges []Edge, further ...string) *Network {
	n := &Network{place: map[string]int{}}
	n.ids = append(n.ids, further...)
	for _, e := range edges {
		n.ids = append(n.ids, e.Source, e.Target)
	}
	slices.Sort(n.ids)
	n.ids = slices.Compact(n.ids)
	for i, id := range n.ids {
		n.place[id] = i
	}
	type line struct{ weight, value float64 }
	lines := make([]map[int]*line, len(n.ids))
	n.out, n.in = make([][]int, len(n.ids)), make([][]int, len(n.ids))
	for i := range lines {
		lines[i] = map[int]*line{}
	}
	// Sums of fractions depend on their order: sort the edges first.
	sorted := slices.Clone(edges)
	slices.SortFunc(sorted, func(a, b Edge) int {
		switch {
		case a.Source != b.Source:
			return cmp.Compare(a.Source, b.Source)
		case a.Target != b.Target:
			return cmp.Compare(a.Target, b.Target)
		case a.Weight != b.Weight:
			return cmp.Compare(a.Weight, b.Weight)
		}
		return cmp.Compare(a.Value, b.Value)
	})
	for _, e := range sorted {
		s, t := n.place[e.Source], n.place[e.Target]
		if s == t {
			continue
		}
		l := lines[min(s, t)][max(s, t)]
		if l == nil {
			l = &line{}
			lines[s][t], lines[t][s] = l, l
		}
		l.weight += e.Weight
		l.value += e.Value
		n.out[s], n.in[t] = append(n.out[s], t), append(n.in[t], s)
		if !e.Directed {
			n.out[t], n.in[s] = append(n.out[t], s), append(n.in[s], t)
		}
	}
	n.near, n.weight, n.value = make([][]int, len(n.ids)), make([][]float64, len(n.ids)), make([][]float64, len(n.ids))
	for i, ls := range lines {
		for j := range ls {
			n.near[i] = append(n.near[i], j)
		}
		sort.Ints(n.near[i])
		for _, j := range n.near[i] {
			n.weight[i] = append(n.weight[i], ls[j].weight)
			n.value[i] = append(n.value[i], ls[j].value)
		}
		for _, far := range []*[]int{&n.out[i], &n.in[i]} {
			sort.Ints(*far)
			*far = slices.Compact(*far)
		}
	}
	return n
}

// Len is the number of nodes. Measures are slices in the order of IDs.
func (n *Network) Len() int { return len(n.ids) }

// IDs lists the nodes, sorted. It must not be changed.
func (n *Network) IDs() []string { return n.ids }

// Place is the place of a node in IDs, -1 for one that is not there.
func (n *Network) Place(id string) int {
	if i, ok := n.place[id]; ok {
		return i
	}
	return -1
}

// Round rounds to six digits after the point.
func Round(f float64) float64 {
	f = math.Round(f*1e6) / 1e6
	if f == 0 {
		return 0 // no negative zero
	}
	return f
}

func rounded(fs []float64) []float64 {
	for i := range fs {
		fs[i] = Round(fs[i])
	}
	return fs
}

func lengths(lists [][]int) []int {
	out := make([]int, len(lists))
	for i, l := range lists {
		out[i] = len(l)
	}
	return out
}

// Degree is the number of others to which each node is joined.
func (n *Network) Degree() []int { return lengths(n.near) }

// OutDegree is the number of others to which edges lead from each node.
func (n *Network) OutDegree() []int { return lengths(n.out) }

// InDegree is the number of others from which edges lead to each node.
func (n *Network) InDegree() []int { return lengths(n.in) }

// Strength is the sum of the weights of each node's lines.
func (n *Network) Strength() []float64 {
	out := make([]float64, n.Len())
	for i, ws := range n.weight {
		for _, w := range ws {
			out[i] += w
		}
	}
	return rounded(out)
}

// Density is the number of lines as a share of all pairs.
func (n *Network) Density() float64 {
	if n.Len() < 2 {
		return 0
	}
	lines := 0
	for _, near := range n.near {
		lines += len(near)
	}
	return Round(float64(lines) / float64(n.Len()*(n.Len()-1)))
}

// Transitivity is three times the number of triangles over that of the pairs
// of neighbours.
func (n *Network) Transitivity(ctx context.Context) (float64, error) {
	closed, pairs := 0, 0
	for _, near := range n.near {
		pairs += len(near) * (len(near) - 1) / 2
	}
	if err := n.triangles(ctx, func(_, _, _ int) { closed += 3 }); err != nil || pairs == 0 {
		return 0, err
	}
	return Round(float64(closed) / float64(pairs)), nil
}

// triangles visits each triangle once, as places i < j < k.
func (n *Network) triangles(ctx context.Context, visit func(i, j, k int)) error {
	for i, near := range n.near {
		if err := ctx.Err(); err != nil {
			return err
		}
		for a, j := range near {
			if j <= i {
				continue
			}
			for _, k := range near[a+1:] {
				if _, ok := slices.BinarySearch(n.near[j], k); ok {
					visit(i, j, k)
				}
			}
		}
	}
	return nil
}

// Triads counts triangles by the signs of their lines.
type Triads struct {
	PPP, PPM, PMM, MMM int // three, two, one, no friendly line
}

// Total is the number of triangles.
func (t Triads) Total() int { return t.PPP + t.PPM + t.PMM + t.MMM }

// Balanced is the number of triangles with an even number of hostile lines
// (Cartwright and Harary 1956).
func (t Triads) Balanced() int { return t.PPP + t.PMM }

// Triads counts the triangles among lines that have a sign: a value above or
// below 0.
func (n *Network) Triads(ctx context.Context) (Triads, error) {
	var t Triads
	err := n.triangles(ctx, func(i, j, k int) {
		hostile := 0
		for _, v := range []float64{n.valueOf(i, j), n.valueOf(i, k), n.valueOf(j, k)} {
			if v == 0 {
				return
			}
			if v < 0 {
				hostile++
			}
		}
		switch hostile {
		case 0:
			t.PPP++
		case 1:
			t.PPM++
		case 2:
			t.PMM++
		default:
			t.MMM++
		}
	})
	return t, err
}

func (n *Network) valueOf(i, j int) float64 {
	at, ok := slices.BinarySearch(n.near[i], j)
	if !ok {
		return 0
	}
	return n.value[i][at]
}

// Components numbers the connected components by their least member.
func (n *Network) Components() []int {
	out := make([]int, n.Len())
	for i := range out {
		out[i] = -1
	}
	next := 0
	for i := range out {
		if out[i] >= 0 {
			continue
		}
		queue := []int{i}
		out[i] = next
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			for _, j := range n.near[at] {
				if out[j] < 0 {
					out[j] = next
					queue = append(queue, j)
				}
			}
		}
		next++
	}
	return out
}
