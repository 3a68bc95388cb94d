package analysis

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/graph/network"
)

// two triangles joined by one line, and a node by itself.
func barbell() []Edge {
	pair := func(a, b string) Edge { return Edge{Source: a, Target: b, Weight: 1, Value: 1} }
	return []Edge{pair("a", "b"), pair("b", "c"), pair("a", "c"), pair("c", "d"), pair("d", "e"), pair("e", "f"), pair("d", "f")}
}

func TestMeasures(t *testing.T) {
	n := New(barbell(), "z")
	check := func(what string, got, want any) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", what, d)
		}
	}
	check("ids", n.IDs(), []string{"a", "b", "c", "d", "e", "f", "z"})
	check("degree", n.Degree(), []int{2, 2, 3, 3, 2, 2, 0})
	check("core", n.Core(), []int{2, 2, 2, 2, 2, 2, 0})
	// c lies on the paths from a and b to d, e and f: 6 of the 15 pairs.
	check("betweenness", n.Betweenness(), []float64{0, 0, 0.4, 0.4, 0, 0, 0})
	// a reaches 5 of 6 others at distances 1, 1, 2, 3, 3.
	check("closeness", n.Closeness()[0], Round(5.0/10*5/6))
	communities, q := n.Communities()
	check("communities", communities, []int{0, 0, 0, 1, 1, 1, 2})
	// 6 of 7 lines lie inside; each triangle has 7 of 14 ends.
	check("modularity", q, Round(6.0/7-0.5))
	check("transitivity", n.Transitivity(), Round(6.0/10))
	check("triads", n.Triads(), Triads{PPP: 2})
	sum := 0.0
	for _, r := range n.PageRank() {
		sum += r
	}
	check("sum of PageRank", Round(sum) > 0.99999 && Round(sum) < 1.00001, true)
}

func TestDirections(t *testing.T) {
	n := New([]Edge{{Source: "a", Target: "b", Weight: 2, Directed: true, Value: -1}, {Source: "b", Target: "a", Weight: 0.5, Directed: true}, {Source: "a", Target: "c", Weight: 1}, {Source: "a", Target: "a", Weight: 9}})
	if d := cmp.Diff([]int{2, 1, 1}, n.OutDegree()); d != "" {
		t.Error("out", d)
	}
	if d := cmp.Diff([]float64{3.5, 2.5, 1}, n.Strength()); d != "" {
		t.Error("strength", d)
	}
}

func TestEmpty(t *testing.T) {
	n := New(nil)
	if n.Len() != 0 || n.Density() != 0 || n.Transitivity() != 0 || len(n.PageRank()) != 0 || len(n.Betweenness()) != 0 {
		t.Error("an empty network has figures")
	}
	if c, q := n.Communities(); len(c) != 0 || q != 0 {
		t.Error("an empty network has communities")
	}
}

// The same graph in any order gives the same figures to the last digit.
func TestSameEveryTime(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	var edges []Edge
	for range 600 {
		edges = append(edges, Edge{
			Source: fmt.Sprintf("n%03d", r.IntN(150)), Target: fmt.Sprintf("n%03d", r.IntN(150)),
			Weight: float64(r.IntN(1000)) / 1000, Directed: r.IntN(2) == 0, Value: float64(r.IntN(21)-10) / 10,
		})
	}
	type figures struct {
		Communities                                             []int
		Q                                                       float64
		Betweenness, Closeness, Eigenvector, PageRank, Strength []float64
		Core                                                    []int
		Triads                                                  Triads
	}
	measure := func() figures {
		n := New(edges)
		c, q := n.Communities()
		return figures{c, q, n.Betweenness(), n.Closeness(), n.Eigenvector(), n.PageRank(), n.Strength(), n.Core(), n.Triads()}
	}
	want := measure()
	for range 5 {
		r.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
		if d := cmp.Diff(want, measure()); d != "" {
			t.Fatalf("figures differ (-first +shuffled):\n%s", d)
		}
	}
}

func TestSimilarity(t *testing.T) {
	a, b := Portfolio{3, 0, 3, 0}, Portfolio{0, 3, 0, 3}
	if s := SAbsolute(a, a, 3); s != 1 {
		t.Errorf("S of equal portfolios is %v", s)
	}
	if s := SAbsolute(a, b, 3); s != -1 {
		t.Errorf("S of opposite portfolios is %v", s)
	}
	if s := SSquared(a, b, 3); s != -1 {
		t.Errorf("squared S of opposite portfolios is %v", s)
	}
	if s := SSquared(Portfolio{3, 2}, Portfolio{3, 0}, 3); s != Round(1-2*4.0/18) {
		t.Errorf("squared S is %v", s)
	}
	if tau, ok := TauB(a, b); !ok || tau != -1 {
		t.Errorf("tau-b of opposite portfolios is %v, %v", tau, ok)
	}
	if _, ok := TauB(a, Portfolio{1, 1, 1, 1}); ok {
		t.Error("tau-b with a portfolio of ties is defined")
	}
}

// gonum's betweenness and ours are the same figures.
func TestBetweennessAgainstGonum(t *testing.T) {
	n := New(large(120, 300), "alone")
	want := make([]float64, n.Len())
	for id, b := range network.Betweenness(undirected{n}) {
		want[id] = Round(b / float64((n.Len()-1)*(n.Len()-2)))
	}
	if d := cmp.Diff(want, n.Betweenness()); d != "" {
		t.Errorf("(-gonum +ours):\n%s", d)
	}
}
