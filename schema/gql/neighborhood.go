package gql

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

const (
	maxNeighbors = 300
	// maxGroups is the most combinations of ends and kinds that are counted for
	// one entity.
	maxGroups = 50_000
)

// Neighborhood is an entity and those next to it.
type Neighborhood struct {
	scope
	id    graph.EntityID
	first int
	p     *plan

	relations int
	neighbors []*Neighbor
	all       int     // neighbours
	wanted    []*plan // of the neighbours' entities
}

// neighborhood plans the counts of an entity's relations by their ends and
// kinds; nothing is expanded for them.
func (c *compiler) neighborhood(g group, o owner, a args) *plan {
	f := &graph.Field{Rows: graph.Relations, Time: o.time, Only: true, Group: &graph.Group{
		By: []graph.GroupBy{graph.GroupSubject, graph.GroupObject, graph.GroupKind}, Limit: maxGroups,
	}}
	a.relations(&f.Where)
	n := &Neighborhood{id: graph.EntityID(a.str("of")), first: a.most("first", 50, maxNeighbors)}
	f.Where.Either = []graph.EntityID{n.id}
	n.p = &plan{field: f, of: map[string]kids{}, value: n}
	in := c.ask(o, g.alias, f, maxNeighbors)
	c.hoods = append(c.hoods, n)
	n.p.of["Neighborhood"] = c.object("Neighborhood", g.sets(), in)
	c.hoods = c.hoods[:len(c.hoods)-1]
	c.jobs = append(c.jobs, n.count)
	return n.p
}

// count adds the groups up by neighbour.
func (n *Neighborhood) count(context.Context, *run) error {
	of := map[graph.EntityID]*Neighbor{}
	groups := n.p.ans.Page("").Groups
	if len(groups) >= maxGroups {
		return &graph.TooManyError{What: "pairs and kinds", Have: len(groups), Limit: maxGroups}
	}
	for _, g := range groups {
		subject, object, kind := graph.EntityID(g.Keys[0]), graph.EntityID(g.Keys[1]), schema.Kind(g.Keys[2])
		other, direction := object, graph.Out
		if subject != n.id {
			other, direction = subject, graph.In
		}
		if s := schema.Default().Spec(kind); s != nil && s.Symmetric {
			direction = graph.Both
		}
		b := of[other]
		if b == nil {
			b = &Neighbor{id: other}
			of[other] = b
			n.neighbors = append(n.neighbors, b)
		}
		b.relations += g.Count
		n.relations += g.Count
		b.kinds = append(b.kinds, &NeighborKind{kind, direction, g.Count})
	}
	slices.SortFunc(n.neighbors, func(a, b *Neighbor) int {
		return cmp.Or(cmp.Compare(b.relations, a.relations), cmp.Compare(a.id, b.id))
	})
	n.all = len(n.neighbors)
	n.neighbors = n.neighbors[:min(n.all, n.first)]
	var ids []string
	for _, b := range n.neighbors {
		ids = append(ids, string(b.id))
		slices.SortFunc(b.kinds, func(x, y *NeighborKind) int {
			return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Direction, y.Direction))
		})
	}
	for _, p := range n.wanted {
		p.want(ids)
	}
	return nil
}

// Center is the entity in the middle.
func (n *Neighborhood) Center(ctx context.Context) Entity { return given[Entity](ctx, n.scope) }

// RelationCount is the number of relations that lead to neighbours.
func (n *Neighborhood) RelationCount() int { return n.relations }

// NeighborCount is the number of neighbours.
func (n *Neighborhood) NeighborCount() int { return n.all }

// Neighbors lists the neighbours.
func (n *Neighborhood) Neighbors(ctx context.Context) []*Neighbor {
	s := n.below(ctx, "Neighbor")
	out := make([]*Neighbor, len(n.neighbors))
	for i, b := range n.neighbors {
		at := *b
		at.scope = s
		out[i] = &at
	}
	return out
}

// Neighbor is an entity next to another.
type Neighbor struct {
	scope
	id        graph.EntityID
	relations int
	kinds     []*NeighborKind
}

// ID is the entity's id.
func (b *Neighbor) ID() string { return string(b.id) }

// Entity is the entity.
func (b *Neighbor) Entity(ctx context.Context) Entity { return b.kid(ctx).entityAt(b.id, "") }

// RelationCount is the number of relations that lead to it.
func (b *Neighbor) RelationCount() int { return b.relations }

// Kinds lists the relations by kind and direction.
func (b *Neighbor) Kinds() []*NeighborKind { return b.kinds }

// NeighborKind counts relations of a kind.
type NeighborKind struct {
	Kind      schema.Kind
	Direction graph.Direction
	Count     int
}
