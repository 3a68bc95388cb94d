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
	treaties   []*Treaty
	aliases    []alias

	// own: the rows that are read now are of the closed registry.
	own bool
	// where tells in which file and line a row was read: of entities by id, of
	// the others by Key; nil when it is not remembered.
	where map[string]position

	slab []graph.Entity
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

func newRows(remember bool) rows {
	r := rows{
		genders:    make(map[graph.EntityID]string, 2048),
		successors: map[graph.EntityID][]graph.EntityID{},
		entities:   make([]*graph.Entity, 0, 2560),
		terms:      make([]Term, 0, 2048),
		members:    make([]Membership, 0, 1280),
	}
	if remember {
		r.where = make(map[string]position, 8192)
	}
	return r
}

// newEntity returns an empty entity. Entities are made many at a time.
func (r *rows) newEntity() *graph.Entity {
	if len(r.slab) == 0 {
		r.slab = make([]graph.Entity, 256)
	}
	e := &r.slab[0]
	r.slab = r.slab[1:]
	return e
}

// index is what lookups need, built of the rows.
type index struct {
	byID     map[graph.EntityID]*graph.Entity
	byLeader map[graph.EntityID][]Term
	byHeld   map[graph.EntityID][]Term
	onlyOf   map[string]graph.EntityID
	byCOW    map[int][]*graph.Entity
	byMember map[graph.EntityID][]Membership
	byOrg    map[graph.EntityID][]Membership
	byActor  map[graph.EntityID][]Governing
	byState  map[graph.EntityID][]Capital
	byTreaty map[graph.EntityID]*Treaty
	byOwner  map[graph.EntityID]*Treaty // by organisation
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
	slices.SortStableFunc(r.capitals, func(a, b Capital) int { return cmp.Compare(a.State, b.State) })
	x.byLeader = group(r.terms, func(t Term) graph.EntityID { return t.Leader })
	x.byHeld = group(r.terms, func(t Term) graph.EntityID { return t.Of })
	x.onlyOf = map[string]graph.EntityID{}
	for i := range r.terms {
		t := &r.terms[i]
		if t.Office != "HEAD_OF_STATE" {
			continue
		}
		if of, ok := x.onlyOf[t.Title]; ok && of != t.Of {
			x.onlyOf[t.Title] = ""
		} else if !ok {
			x.onlyOf[t.Title] = t.Of
		}
	}
	for _, groups := range []map[graph.EntityID][]Term{x.byLeader, x.byHeld} {
		for _, terms := range groups {
			// Dates sort as text: 2000 before 2000-01-01, and unknown first. Terms of
			// one day stay in the order of their rows.
			slices.SortStableFunc(terms, func(a, b Term) int { return strings.Compare(string(a.From), string(b.From)) })
		}
	}
	x.byMember = group(r.members, func(m Membership) graph.EntityID { return m.Member })
	x.byOrg = group(r.members, func(m Membership) graph.EntityID { return m.Org })
	x.byActor = group(r.governs, func(g Governing) graph.EntityID { return g.Actor })
	x.byTreaty, x.byOwner = make(map[graph.EntityID]*Treaty, len(r.treaties)), map[graph.EntityID]*Treaty{}
	for _, t := range r.treaties {
		x.byTreaty[t.ID] = t
		if t.Of != "" && x.byOwner[t.Of] == nil {
			x.byOwner[t.Of] = t
		}
	}
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
