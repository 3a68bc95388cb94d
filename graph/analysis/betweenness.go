package analysis

import (
	"context"
	"runtime"
	"sync"
)

// parts is into how many parts the sources of a measure are put: a fixed number,
// so that sums over them are the same on any number of processors.
const parts = 64

// share lets all processors take the parts in turn. worker makes what one of
// them needs, and gives what does a part.
func share(ctx context.Context, worker func() func(part int)) error {
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(parts, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			do := worker()
			for part := range next {
				do(part)
			}
		})
	}
	for part := range parts {
		if ctx.Err() != nil {
			break
		}
		next <- part
	}
	close(next)
	workers.Wait()
	return ctx.Err()
}

// Betweenness is the share of the shortest paths between two others that lead
// through each node (Brandes 2001), unweighted. It uses all processors.
func (n *Network) Betweenness(ctx context.Context) ([]float64, error) {
	out := make([]float64, n.Len())
	if n.Len() < 3 {
		return out, nil
	}
	sums := make([][]float64, parts)
	err := share(ctx, func() func(int) {
		w := newBrandes(n)
		return func(part int) {
			sum := make([]float64, n.Len())
			for source := part; source < n.Len() && ctx.Err() == nil; source += parts {
				w.from(source, sum)
			}
			sums[part] = sum
		}
	})
	if err != nil {
		return nil, err
	}
	for _, sum := range sums {
		for i, s := range sum {
			out[i] += s
		}
	}
	pairs := float64((n.Len() - 1) * (n.Len() - 2)) // each pair was counted from both its ends
	for i := range out {
		out[i] /= pairs
	}
	return rounded(out), nil
}

// brandes holds what one worker needs for one source after another.
type brandes struct {
	n            *Network
	distance     []int32
	paths, share []float64
	order        []int32 // nodes in the order of their distance
}

func newBrandes(n *Network) *brandes {
	return &brandes{n, make([]int32, n.Len()), make([]float64, n.Len()), make([]float64, n.Len()), make([]int32, 0, n.Len())}
}

// from adds, for each node, the shares of the shortest paths from the source
// that lead through it.
func (w *brandes) from(source int, sum []float64) {
	for i := range w.distance {
		w.distance[i], w.paths[i], w.share[i] = -1, 0, 0
	}
	w.distance[source], w.paths[source] = 0, 1
	w.order = append(w.order[:0], int32(source))
	for at := 0; at < len(w.order); at++ {
		v := w.order[at]
		for _, u := range w.n.near[v] {
			if w.distance[u] < 0 {
				w.distance[u] = w.distance[v] + 1
				w.order = append(w.order, int32(u))
			}
			if w.distance[u] == w.distance[v]+1 {
				w.paths[u] += w.paths[v]
			}
		}
	}
	for at := len(w.order) - 1; at > 0; at-- {
		v := w.order[at]
		part := (1 + w.share[v]) / w.paths[v]
		for _, u := range w.n.near[v] {
			if w.distance[u] == w.distance[v]-1 {
				w.share[u] += w.paths[u] * part
			}
		}
		sum[v] += w.share[v]
	}
}
