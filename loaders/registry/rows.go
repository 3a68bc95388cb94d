package registry

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// rows is what the files say, before anything is looked up.
type rows struct {
	entities   []*graph.Entity // sorted by id once indexed
	genders    map[graph.EntityID]string
	successors map[graph.EntityID][]graph.EntityID
	cow        []cowCode
	capitals   []Capital
	terms      []Term
	members    []Membership
	governs    []Governing
	aliases    []alias

	// where tells in which file and line a row was read: of entities by id, of
	// the others by Key.
	where map[string]position
}

type cowCode struct {
	code int
	id   graph.EntityID
}

// alias is a name given in a file of names, apart from its entity.
type alias struct {
	id   graph.EntityID
	name graph.Name
	pos  position
}

type position struct {
	file string
	line int
}

func (p position) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

func newRows() rows {
	return rows{
		genders:    map[graph.EntityID]string{},
		successors: map[graph.EntityID][]graph.EntityID{},
		where:      make(map[string]position, 8192),
	}
}

// clone returns rows that can be added to without changing r. Entities are
// copied, since names are added to them.
func (r *rows) clone() rows {
	c := newRows()
	c.entities = make([]*graph.Entity, len(r.entities))
	for i, e := range r.entities {
		copied := *e
		copied.Names = slices.Clip(copied.Names)
		c.entities[i] = &copied
	}
	for id, g := range r.genders {
		c.genders[id] = g
	}
	for id, s := range r.successors {
		c.successors[id] = s
	}
	for key, pos := range r.where {
		c.where[key] = pos
	}
	c.cow = slices.Clone(r.cow)
	c.capitals = slices.Clone(r.capitals)
	c.terms = slices.Clone(r.terms)
	c.members = slices.Clone(r.members)
	c.governs = slices.Clone(r.governs)
	c.aliases = slices.Clone(r.aliases)
	return c
}

// index is what lookups need, built of the rows.
type index struct {
	byID     map[graph.EntityID]*graph.Entity
	byLeader map[graph.EntityID][]Term
	byHeld   map[graph.EntityID][]Term
	byCOW    map[int][]*graph.Entity
	byMember map[graph.EntityID][]Membership
	byOrg    map[graph.EntityID][]Membership
	byActor  map[graph.EntityID][]Governing
	byState  map[graph.EntityID][]Capital
}

// newIndex sorts the rows, gives the entities the names that files of names
// have for them, and builds their index.
func newIndex(r *rows) index {
	slices.SortFunc(r.entities, func(a, b *graph.Entity) int { return cmp.Compare(a.ID, b.ID) })
	x := index{
		byID:  make(map[graph.EntityID]*graph.Entity, len(r.entities)),
		byCOW: map[int][]*graph.Entity{},
	}
	for _, e := range r.entities {
		x.byID[e.ID] = e
	}
	for _, a := range r.aliases {
		if e := x.byID[a.id]; e != nil && !slices.Contains(e.Names, a.name) {
			e.Names = append(e.Names, a.name)
		}
	}
	for _, c := range r.cow {
		x.byCOW[c.code] = append(x.byCOW[c.code], x.byID[c.id])
	}
	for _, states := range x.byCOW {
		slices.SortStableFunc(states, func(a, b *graph.Entity) int { return cmp.Compare(a.From.First(), b.From.First()) })
	}
	// Dates sort as text: 2000 before 2000-01-01, and unknown first.
	slices.SortFunc(r.terms, func(a, b Term) int {
		return cmp.Or(strings.Compare(string(a.From), string(b.From)), strings.Compare(a.Key, b.Key))
	})
	slices.SortStableFunc(r.capitals, func(a, b Capital) int { return cmp.Compare(a.State, b.State) })
	x.byLeader = group(r.terms, func(t Term) graph.EntityID { return t.Leader })
	x.byHeld = group(r.terms, func(t Term) graph.EntityID { return t.Of })
	x.byMember = group(r.members, func(m Membership) graph.EntityID { return m.Member })
	x.byOrg = group(r.members, func(m Membership) graph.EntityID { return m.Org })
	x.byActor = group(r.governs, func(g Governing) graph.EntityID { return g.Actor })
	x.byState = group(r.capitals, func(c Capital) graph.EntityID { return c.State })
	return x
}

func group[V any](rows []V, key func(V) graph.EntityID) map[graph.EntityID][]V {
	m := make(map[graph.EntityID][]V)
	for _, row := range rows {
		k := key(row)
		m[k] = append(m[k], row)
	}
	return m
}

func sortedSet(ids []graph.EntityID) []graph.EntityID {
	slices.Sort(ids)
	return slices.Compact(ids)
}
