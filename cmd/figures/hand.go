package main

import (
	"context"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// floor asks a database by statements that were written for these questions
// alone.
type floor interface {
	// names are those of the entities of the ids.
	names(ctx context.Context, ids []string) (map[string]string, error)
	// page gives 20 relations of each of the ids, the latest first.
	page(ctx context.Context, ids []string, each func(id string, e edge)) error
	// window gives 100 relations of the kinds that overlap the days, the latest first.
	window(ctx context.Context, kinds []schema.Kind, from, to graph.Day) ([]edge, error)
	// counts gives the number of relations of each kind, the greatest first.
	counts(ctx context.Context) ([]count, error)
	// within gives all relations that overlap the days, by id.
	within(ctx context.Context, from, to graph.Day) ([]edge, error)
	// ends gives the number of relations of each state, the greatest first.
	ends(ctx context.Context) ([]count, error)
	close() error
}

type edge struct {
	id, kind, subject, object, from string
	claims                          int
}

// count is how many there are of what.
type count struct {
	what string
	n    int
}

// hand answers the questions from a floor.
type hand struct{ floor }

type obj = map[string]any

// extremes are the state of most relations, one of few but at least a page, and
// the commonest kind.
func (h hand) extremes(ctx context.Context) (hub, leaf, kind string, err error) {
	states, err := h.ends(ctx)
	if err != nil {
		return "", "", "", err
	}
	kinds, err := h.counts(ctx)
	if err != nil {
		return "", "", "", err
	}
	hub, kind = states[0].what, kinds[0].what
	for _, s := range states {
		if s.n > 20 {
			leaf = s.what
		}
	}
	return hub, leaf, kind, nil
}

// What the answer of hops is made of: plain structs, since maps take longer to
// write than the whole question to answer.
type (
	actor struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		Relations *page  `json:"relations,omitempty"`
	}
	page struct {
		Edges []pageEdge `json:"edges"`
	}
	pageEdge struct {
		Other *actor `json:"other"`
		Node  node   `json:"node"`
	}
	node struct {
		ID         string     `json:"id"`
		Kind       string     `json:"kind"`
		ValidFrom  graph.Date `json:"validFrom"`
		ClaimCount int        `json:"claimCount"`
	}
)

func (e *edge) node() obj {
	return obj{"id": e.id, "kind": e.kind, "validFrom": graph.Date(e.from), "claimCount": e.claims}
}

// hops answers breadth-first, two statements a level.
func (h hand) hops(ctx context.Context, id string, levels int) (any, error) {
	at := []string{id}
	names, err := h.names(ctx, at)
	if err != nil {
		return nil, err
	}
	root := &actor{ID: id, Name: names[id]}
	nodes := map[string][]*actor{id: {root}}
	for range levels {
		pages := map[string][]edge{}
		next := map[string]bool{}
		err := h.page(ctx, at, func(parent string, e edge) {
			if e.object == parent { // now the other end
				e.object = e.subject
			}
			pages[parent], next[e.object] = append(pages[parent], e), true
		})
		if err != nil {
			return nil, err
		}
		at = slices.Collect(maps.Keys(next))
		if names, err = h.names(ctx, at); err != nil {
			return nil, err
		}
		below := map[string][]*actor{}
		for parent, same := range nodes {
			for _, o := range same {
				edges := make([]pageEdge, 0, len(pages[parent]))
				for _, e := range pages[parent] {
					other := &actor{ID: e.object, Name: names[e.object]}
					below[e.object] = append(below[e.object], other)
					edges = append(edges, pageEdge{other, node{e.id, e.kind, graph.Date(e.from), e.claims}})
				}
				o.Relations = &page{edges}
			}
		}
		nodes = below
	}
	return map[string]*actor{"state": root}, nil
}

// endNames are the names of the ends of relations.
func (h hand) endNames(ctx context.Context, edges []edge) (map[string]string, error) {
	ends := map[string]bool{}
	for _, e := range edges {
		ends[e.subject], ends[e.object] = true, true
	}
	return h.names(ctx, slices.Sorted(maps.Keys(ends)))
}

func (h hand) inWindow(ctx context.Context, kinds []schema.Kind, from, to graph.Date) (any, error) {
	found, err := h.window(ctx, kinds, from.First(), to.Last())
	if err != nil {
		return nil, err
	}
	names, err := h.endNames(ctx, found)
	nodes := []obj{}
	for _, e := range found {
		n := e.node()
		n["subject"], n["object"] = obj{"id": e.subject, "name": names[e.subject]}, obj{"id": e.object, "name": names[e.object]}
		nodes = append(nodes, n)
	}
	return obj{"relations": obj{"nodes": nodes}}, err
}

func (h hand) byKind(ctx context.Context) (any, error) {
	counts, err := h.counts(ctx)
	groups := []obj{}
	for _, c := range counts {
		groups = append(groups, obj{"keys": []string{c.what}, "count": c.n})
	}
	return obj{"relations": obj{"stats": obj{"groups": groups}}}, err
}

func (h hand) network(ctx context.Context, month graph.Date) (any, error) {
	found, err := h.within(ctx, month.First(), month.Last())
	if err != nil {
		return nil, err
	}
	names, err := h.endNames(ctx, found)
	nodes, edges := []obj{}, []obj{}
	for _, id := range slices.Sorted(maps.Keys(names)) {
		nodes = append(nodes, obj{"id": id, "name": names[id]})
	}
	for _, e := range found {
		edges = append(edges, obj{"id": e.id, "source": e.subject, "target": e.object, "kind": e.kind, "claimCount": e.claims})
	}
	return obj{"network": obj{"nodes": nodes, "edges": edges}}, err
}
