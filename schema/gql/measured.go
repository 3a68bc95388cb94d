package gql

import (
	"context"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/analysis"
)

// measured is a network with those of its measures that were asked for. It is
// shared by the answers to one question on one revision of the graph.
type measured struct {
	// turn is held by whoever builds or measures; what is there is never changed.
	turn chan struct{}

	net                                                     *analysis.Network
	degree, inDegree, outDegree, core, community            []int
	strength, betweenness, closeness, eigenvector, pageRank []float64
	modularity                                              float64
	transitivity                                            *float64
	triads                                                  *analysis.Triads
}

func (m *measured) ids() []string { return m.net.IDs() }

// measure makes the network if it is not there, and those of the measures, by
// the names of their fields, that are not. It ends when the context does, be it
// while another request measures.
func (m *measured) measure(ctx context.Context, build func() *analysis.Network, names map[string]bool) error {
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if m.net == nil {
		m.net = build()
	}
	for _, one := range measures {
		if !names[one.name] {
			continue
		}
		if err := one.make(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// measures are the fields for which something is computed, in the order in which
// it is.
var measures = []struct {
	name string
	make func(context.Context, *measured) error
}{
	{"degree", whole(func(m *measured) *[]int { return &m.degree }, (*analysis.Network).Degree)},
	{"inDegree", whole(func(m *measured) *[]int { return &m.inDegree }, (*analysis.Network).InDegree)},
	{"outDegree", whole(func(m *measured) *[]int { return &m.outDegree }, (*analysis.Network).OutDegree)},
	{"strength", whole(func(m *measured) *[]float64 { return &m.strength }, (*analysis.Network).Strength)},
	{"core", whole(func(m *measured) *[]int { return &m.core }, (*analysis.Network).Core)},
	{"pageRank", whole(func(m *measured) *[]float64 { return &m.pageRank }, (*analysis.Network).PageRank)},
	{"betweenness", long(func(m *measured) *[]float64 { return &m.betweenness }, (*analysis.Network).Betweenness)},
	{"closeness", long(func(m *measured) *[]float64 { return &m.closeness }, (*analysis.Network).Closeness)},
	{"eigenvector", long(func(m *measured) *[]float64 { return &m.eigenvector }, (*analysis.Network).Eigenvector)},
	{"community", grouped},
	{"communities", grouped},
	{"modularity", grouped},
	{"transitivity", func(ctx context.Context, m *measured) error {
		if m.transitivity != nil {
			return nil
		}
		t, err := m.net.Transitivity(ctx)
		if err == nil {
			m.transitivity = &t
		}
		return err
	}},
	{"triads", func(ctx context.Context, m *measured) error {
		if m.triads != nil {
			return nil
		}
		t, err := m.net.Triads(ctx)
		if err == nil {
			m.triads = &t
		}
		return err
	}},
}

// whole is a measure that takes little time.
func whole[T any](kept func(*measured) *[]T, measure func(*analysis.Network) []T) func(context.Context, *measured) error {
	return long(kept, func(n *analysis.Network, ctx context.Context) ([]T, error) { return measure(n), ctx.Err() })
}

// long is a measure that can be cut off.
func long[T any](kept func(*measured) *[]T, measure func(*analysis.Network, context.Context) ([]T, error)) func(context.Context, *measured) error {
	return func(ctx context.Context, m *measured) error {
		into := kept(m)
		if *into != nil {
			return nil
		}
		values, err := measure(m.net, ctx)
		if err == nil {
			*into = values
		}
		return err
	}
}

func grouped(ctx context.Context, m *measured) error {
	if m.community != nil {
		return nil
	}
	communities, modularity, err := m.net.Communities(ctx)
	if err == nil {
		m.community, m.modularity = communities, modularity
	}
	return err
}

// maxNetworks is how many measured networks a server keeps.
const maxNetworks = 16

// networks keeps the networks that were measured last. What a newer revision of
// the graph makes of the same question takes the place of the older.
type networks struct {
	mu   sync.Mutex
	kept map[string]*keptNetwork
	now  int // counts the uses
}

type keptNetwork struct {
	rev graph.Revision
	m   *measured
	use int
}

// get finds the network of a question on a revision, or makes an empty one.
func (n *networks) get(key string, rev graph.Revision) *measured {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.now++
	if k := n.kept[key]; k != nil && k.rev == rev {
		k.use = n.now
		return k.m
	}
	m := &measured{turn: make(chan struct{}, 1)}
	if n.kept == nil {
		n.kept = map[string]*keptNetwork{}
	}
	if n.kept[key] == nil && len(n.kept) >= maxNetworks {
		oldest := ""
		for key, k := range n.kept {
			if oldest == "" || k.use < n.kept[oldest].use {
				oldest = key
			}
		}
		delete(n.kept, oldest)
	}
	n.kept[key] = &keptNetwork{rev, m, n.now}
	return m
}
