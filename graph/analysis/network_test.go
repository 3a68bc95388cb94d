package analysis

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
)

// must gives a measure that nothing cuts off.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func must2[T, U any](v T, w U, err error) (T, U) {
	if err != nil {
		panic(err)
	}
	return v, w
}

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
	check("betweenness", must(n.Betweenness(t.Context())), []float64{0, 0, 0.4, 0.4, 0, 0, 0})
	// a reaches 5 of 6 others at distances 1, 1, 2, 3, 3.
	check("closeness", must(n.Closeness(t.Context()))[0], Round(5.0/10*5/6))
	communities, q := must2(n.Communities(t.Context()))
	check("communities", communities, []int{0, 0, 0, 1, 1, 1, 2})
	// 6 of 7 lines lie inside; each triangle has 7 of 14 ends.
	check("modularity", q, Round(6.0/7-0.5))
	check("transitivity", must(n.Transitivity(t.Context())), Round(6.0/10))
	check("triads", must(n.Triads(t.Context())), Triads{PPP: 2})
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
	if n.Len() != 0 || n.Density() != 0 || must(n.Transitivity(t.Context())) != 0 || len(n.PageRank()) != 0 || len(must(n.Betweenness(t.Context()))) != 0 {
		t.Error("an empty network has figures")
	}
	if c, q := must2(n.Communities(t.Context())); len(c) != 0 || q != 0 {
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
		c, q := must2(n.Communities(t.Context()))
		return figures{c, q, must(n.Betweenness(t.Context())), must(n.Closeness(t.Context())), must(n.Eigenvector(t.Context())), n.PageRank(), n.Strength(), n.Core(), must(n.Triads(t.Context()))}
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
	if d := cmp.Diff(want, must(n.Betweenness(t.Context()))); d != "" {
		t.Errorf("(-gonum +ours):\n%s", d)
	}
}

// Louvain's method finds communities as good as gonum's on networks of many
// shapes, and their modularity is what gonum makes of them.
func TestCommunitiesAgainstGonum(t *testing.T) {
	for _, c := range []struct{ nodes, edges int }{{20, 40}, {120, 300}, {300, 900}, {60, 1500}} {
		n := New(large(c.nodes, c.edges), "alone")
		of, q := must2(n.Communities(t.Context()))
		sets := make([][]graph.Node, slices.Max(of)+1)
		for i, c := range of {
			sets[c] = append(sets[c], simple.Node(i))
		}
		if want := Round(community.Q(undirected{n}, sets, 1)); q != want {
			t.Errorf("%v: modularity %v, by gonum %v", c, q, want)
		}
		best := community.Modularize(undirected{n}, 1, rand.NewPCG(1, 2))
		if theirs := community.Q(undirected{n}, best.Communities(), 1); q < theirs-0.02 {
			t.Errorf("%v: modularity %v, gonum finds %v", c, q, theirs)
		}
	}
}

// Communities of two dozen cliques, each joined to the next by one line, are the
// cliques or pairs of them, whatever the order of the lines.
func TestCommunitiesOfCliques(t *testing.T) {
	var edges []Edge
	id := func(clique, i int) string { return fmt.Sprintf("c%02d-%d", clique, i) }
	for c := range 24 {
		for i := range 5 {
			for j := range i {
				edges = append(edges, Edge{Source: id(c, i), Target: id(c, j), Weight: 1})
			}
		}
		edges = append(edges, Edge{Source: id(c, 0), Target: id((c+1)%24, 1), Weight: 1})
	}
	n := New(edges)
	of, _ := must2(n.Communities(t.Context()))
	for c := range 24 {
		for i := range 5 {
			if of[n.Place(id(c, i))] != of[n.Place(id(c, 0))] {
				t.Errorf("the clique %d is parted", c)
			}
		}
	}
	if count := slices.Max(of) + 1; count < 12 {
		t.Errorf("%d communities of 24 cliques", count)
	}
}

// What takes long ends with its context.
func TestCutOff(t *testing.T) {
	n := New(large(2000, 50_000))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, measure := range map[string]func() error{
		"betweenness":  func() error { _, err := n.Betweenness(ctx); return err },
		"closeness":    func() error { _, err := n.Closeness(ctx); return err },
		"eigenvector":  func() error { _, err := n.Eigenvector(ctx); return err },
		"communities":  func() error { _, _, err := n.Communities(ctx); return err },
		"transitivity": func() error { _, err := n.Transitivity(ctx); return err },
		"triads":       func() error { _, err := n.Triads(ctx); return err },
	} {
		began := time.Now()
		if err := measure(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > 200*time.Millisecond {
			t.Errorf("%s ended after %v", name, took)
		}
	}
}
