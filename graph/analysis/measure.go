package analysis

import (
	"context"
	"math"
)

// Closeness is the number of others that each node reaches, over the sum of
// the distances to them, times their share of all others (Wasserman and Faust
// 1994), unweighted.
func (n *Network) Closeness(ctx context.Context) ([]float64, error) {
	out := make([]float64, n.Len())
	err := share(ctx, func() func(int) {
		distance := make([]int, n.Len())
		queue := make([]int, 0, n.Len())
		return func(part int) {
			for i := part; i < n.Len() && ctx.Err() == nil; i += parts {
				for j := range distance {
					distance[j] = -1
				}
				distance[i] = 0
				queue = append(queue[:0], i)
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
				if reached := float64(len(queue) - 1); reached > 0 {
					out[i] = reached / float64(sum) * reached / float64(n.Len()-1)
				}
			}
		}
	})
	return rounded(out), err
}

// Eigenvector is each node's value in the leading eigenvector of its
// component's adjacency (Bonacich 1987), unweighted, of length 1 in each
// component and 0 for a node that nothing joins.
func (n *Network) Eigenvector(ctx context.Context) ([]float64, error) {
	out := make([]float64, n.Len())
	members := map[int][]int{}
	count := 0
	for i, c := range n.Components() {
		members[c] = append(members[c], i)
		count = max(count, c+1)
	}
	for c := range count {
		if err := n.leading(ctx, members[c], out); err != nil {
			return nil, err
		}
	}
	return rounded(out), nil
}

// leading iterates x ← (A + I) x, whose leading eigenvector is that of A and
// which converges where A alone would swing between two halves.
func (n *Network) leading(ctx context.Context, members []int, out []float64) error {
	if len(members) < 2 {
		return nil
	}
	x := make([]float64, n.Len())
	next := make([]float64, n.Len())
	for _, i := range members {
		x[i] = 1 / math.Sqrt(float64(len(members)))
	}
	for range 10_000 {
		if err := ctx.Err(); err != nil {
			return err
		}
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
	return nil
}
