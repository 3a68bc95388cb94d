package gql

import (
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/analysis"
)

// measured is a network with those of its measures that were asked for. It is
// shared by the answers to one question on one revision of the graph.
type measured struct {
	net *analysis.Network

	mu                                                      sync.Mutex // of what follows
	degree, inDegree, outDegree, core, community            []int
	strength, betweenness, closeness, eigenvector, pageRank []float64
	modularity                                              float64
}

func (m *measured) ids() []string { return m.net.IDs() }

// once computes a measure of all nodes when it is first asked for.
func once[T any](m *measured, kept *[]T, measure func() []T) []T {
	m.mu.Lock()
	defer m.mu.Unlock()
	if *kept == nil {
		*kept = measure()
	}
	return *kept
}

func (m *measured) communities() []int {
	return once(m, &m.community, func() (c []int) {
		c, m.modularity = m.net.Communities()
		return c
	})
}

// maxNetworks is how many measured networks a server keeps.
const maxNetworks = 32

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

// get finds the network of a question on a revision, or builds it.
func (n *networks) get(key string, rev graph.Revision, build func() *analysis.Network) *measured {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.now++
	if k := n.kept[key]; k != nil && k.rev == rev {
		k.use = n.now
		return k.m
	}
	m := &measured{net: build()}
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
