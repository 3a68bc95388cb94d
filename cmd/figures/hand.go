package main

import (
	"context"
	"maps"
	"slices"
	"time"

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
	// behind gives three claims behind each of the relations with their articles, the
	// latest first.
	behind(ctx context.Context, relations []string) (map[string][]claim, error)
	// about gives 50 claims of which an entity is the object, the latest first.
	about(ctx context.Context, id string) ([]claim, error)
	// used is the processor time of the database's server; none where it is part of
	// this process.
	used(ctx context.Context) (time.Duration, error)
	close() error
}

type edge struct {
	id, kind, subject, object, from string
	claims                          int
}

// claim is one with the article that says so.
type claim struct {
	id, kind, subject, object, modality, voice, quote, title, url string

	pub int64
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

// What the answers are made of: plain structs, since maps take longer to write
// than the whole question to answer.
type (
	named struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	actor struct {
		named
		Relations *page `json:"relations,omitempty"`
	}
	page struct {
		Edges []pageEdge `json:"edges"`
	}
	pageEdge struct {
		Other *actor `json:"other"`
		Node  node   `json:"node"`
	}
	node struct {
		ID         string         `json:"id"`
		Kind       string         `json:"kind"`
		ValidFrom  graph.Date     `json:"validFrom"`
		ClaimCount int            `json:"claimCount"`
		Subject    *named         `json:"subject,omitempty"`
		Object     *named         `json:"object,omitempty"`
		Claims     *nodes[saidSo] `json:"claims,omitempty"`
	}
	nodes[T any] struct {
		Nodes []T `json:"nodes"`
	}
	saidSo struct {
		Modality string   `json:"modality"`
		Voice    string   `json:"voice"`
		Evidence evidence `json:"evidence"`
	}
	evidence struct {
		Quote   string   `json:"quote"`
		Article *article `json:"article,omitempty"`
	}
	article struct {
		Title string `json:"title"`
		URL   string `json:"url"`
	}
	about struct {
		ID       string   `json:"id"`
		Kind     string   `json:"kind"`
		Subject  named    `json:"subject"`
		Object   named    `json:"object"`
		Evidence evidence `json:"evidence"`
	}
	grouped struct {
		Keys  [1]string `json:"keys"`
		Count int       `json:"count"`
	}
	vertex struct {
		named
		Degree int `json:"degree"`
	}
	line struct {
		ID         string `json:"id"`
		Source     string `json:"source"`
		Target     string `json:"target"`
		Kind       string `json:"kind"`
		ClaimCount int    `json:"claimCount"`
	}
	network struct {
		Nodes []vertex `json:"nodes"`
		Edges []line   `json:"edges"`
	}
)

func (e *edge) node() node {
	return node{ID: e.id, Kind: e.kind, ValidFrom: graph.Date(e.from), ClaimCount: e.claims}
}

// hops answers breadth-first, two statements a level.
func (h hand) hops(ctx context.Context, id string, levels int) (any, error) {
	at := []string{id}
	names, err := h.names(ctx, at)
	if err != nil {
		return nil, err
	}
	root := &actor{named: named{id, names[id]}}
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
					other := &actor{named: named{e.object, names[e.object]}}
					below[e.object] = append(below[e.object], other)
					edges = append(edges, pageEdge{other, e.node()})
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
	list := make([]node, 0, len(found))
	for _, e := range found {
		n := e.node()
		n.Subject, n.Object = &named{e.subject, names[e.subject]}, &named{e.object, names[e.object]}
		list = append(list, n)
	}
	return obj{"relations": nodes[node]{list}}, err
}

func (h hand) byKind(ctx context.Context) (any, error) {
	counts, err := h.counts(ctx)
	groups := make([]grouped, 0, len(counts))
	for _, c := range counts {
		groups = append(groups, grouped{[1]string{c.what}, c.n})
	}
	return obj{"relations": obj{"stats": obj{"groups": groups}}}, err
}

func (h hand) network(ctx context.Context, month graph.Date) (any, error) {
	found, err := h.within(ctx, month.First(), month.Last())
	if err != nil {
		return nil, err
	}
	near := map[string]map[string]bool{}
	join := func(a, b string) {
		if near[a] == nil {
			near[a] = map[string]bool{}
		}
		near[a][b] = true
	}
	out := network{Nodes: []vertex{}, Edges: make([]line, 0, len(found))}
	for _, e := range found {
		join(e.subject, e.object)
		join(e.object, e.subject)
		out.Edges = append(out.Edges, line{e.id, e.subject, e.object, e.kind, e.claims})
	}
	ids := slices.Sorted(maps.Keys(near))
	names, err := h.names(ctx, ids)
	for _, id := range ids {
		out.Nodes = append(out.Nodes, vertex{named{id, names[id]}, len(near[id])})
	}
	return obj{"network": out}, err
}

// profile is a page of relations with what is said of each, and where.
func (h hand) profile(ctx context.Context, id string) (any, error) {
	var edges []edge
	ends, relations := []string{id}, []string(nil)
	err := h.page(ctx, []string{id}, func(_ string, e edge) {
		if e.object == id { // now the other end
			e.object = e.subject
		}
		edges, ends, relations = append(edges, e), append(ends, e.object), append(relations, e.id)
	})
	if err != nil {
		return nil, err
	}
	names, err := h.names(ctx, ends)
	if err != nil {
		return nil, err
	}
	claims, err := h.behind(ctx, relations)
	root := &actor{named{id, names[id]}, &page{}}
	for _, e := range edges {
		n := e.node()
		n.Claims = &nodes[saidSo]{[]saidSo{}}
		for _, c := range claims[e.id] {
			n.Claims.Nodes = append(n.Claims.Nodes, saidSo{c.modality, c.voice, evidence{c.quote, &article{c.title, c.url}}})
		}
		root.Relations.Edges = append(root.Relations.Edges, pageEdge{&actor{named: named{e.object, names[e.object]}}, n})
	}
	return map[string]*actor{"state": root}, err
}

// said is what is said about an entity.
func (h hand) said(ctx context.Context, id string) (any, error) {
	claims, err := h.about(ctx, id)
	if err != nil {
		return nil, err
	}
	ends := map[string]bool{}
	for _, c := range claims {
		ends[c.subject], ends[c.object] = true, true
	}
	names, err := h.names(ctx, slices.Collect(maps.Keys(ends)))
	list := make([]about, 0, len(claims))
	for _, c := range claims {
		list = append(list, about{c.id, c.kind, named{c.subject, names[c.subject]}, named{c.object, names[c.object]}, evidence{Quote: c.quote}})
	}
	return obj{"claims": nodes[about]{list}}, err
}
