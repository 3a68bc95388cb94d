package analysis

import "math"

// Closeness is the number of others that each node reaches, over the sum of
// the distances to them, times their share of all others (Wasserman and Faust
// 1994), unweighted.
func (n *Network) Closeness() []float64 {
	out := make([]float64, n.Len())
	distance := make([]int, n.Len())
	for i := range out {
		for j := range distance {
			distance[j] = -1
		}
		distance[i] = 0
		queue := []int{i}
		sum := 0
		for at := 0; at < len(queue); at++ {
			for _, j := range n.near[queue[at]] {
				if distance[j] < 0 {
					distance[j] = distance[queue[at]] + 1
					sum += distance[j]
					queue = append(queue, j)
				}
			}
		}
		if reached := len(queue) - 1; reached > 0 {
			r := float64(reached)
			out[i] = r / float64(sum) * r / float64(n.Len()-1)
		}
	}
	return rounded(out)
}

// Eigenvector is each node's value in the leading eigenvector of its
// component's adjacency (Bonacich 1987), unweighted, of length 1 in each
// component and 0 for a node that nothing joins.
func (n *Network) Eigenvector() []float64 {
	out := make([]float64, n.Len())
	members := map[int][]int{}
	count := 0
	for i, c := range n.Components() {
		members[c] = append(members[c], i)
		count = max(count, c+1)
	}
	for c := range count {
		n.leading(members[c], out)
	}
	return rounded(out)
}

// leading iterates x ← (A + I) x, whose leading eigenvector is that of A and
// which converges where A alone would swing between two halves.
func (n *Network) leading(members []int, out []float64) {
	if len(members) < 2 {
		return
	}
	x := make([]float64, n.Len())
	next := make([]float64, n.Len())
	for _, i := range members {
		x[i] = 1 / math.Sqrt(float64(len(members)))
	}
	for range 10_000 {
		norm := 0.0
		for _, i := range members {
			next[i] = x[i]
			for _, j := range n.near[i] {
				next[i] += x[j]
			}
			norm += next[i] * next[i]
		}
		norm = math.Sqrt(norm)
		moved := 0.0
		for _, i := range members {
			next[i] /= norm
			moved += math.Abs(next[i] - x[i])
		}
		x, next = next, x
		if moved < 1e-10*float64(len(members)) {
			break
		}
	}
	for _, i := range members {
		out[i] = x[i]
	}
}
