package analysis

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// large is as large a network as the API takes, with the degrees of real
// events: few nodes have most edges.
func large(nodes, edges int) []Edge {
	r := rand.New(rand.NewPCG(3, 5))
	pick := func() string {
		f := r.Float64()
		return fmt.Sprintf("state:%04d", int(f*f*f*float64(nodes)))
	}
	out := make([]Edge, edges)
	for i := range out {
		out[i] = Edge{Source: pick(), Target: pick(), Weight: 1, Directed: i%2 == 0, Value: float64(i%7 - 3)}
	}
	return out
}

func BenchmarkMeasures(b *testing.B) {
	edges := large(2000, 50_000)
	net := New(edges)
	for name, measure := range map[string]func(){
		"new": func() { New(edges) }, "betweenness": func() { must(net.Betweenness(b.Context())) }, "closeness": func() { must(net.Closeness(b.Context())) },
		"eigenvector": func() { must(net.Eigenvector(b.Context())) }, "pagerank": func() { net.PageRank() }, "core": func() { net.Core() },
		"communities": func() { must2(net.Communities(b.Context())) }, "triads": func() { must(net.Triads(b.Context())) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				measure()
			}
		})
	}
}
