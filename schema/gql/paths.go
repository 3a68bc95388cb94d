package gql

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

const (
	maxHops  = 6
	maxPaths = 50
	// maxFrontier is the most entities from which a search takes its next step.
	maxFrontier = 5000
)

// aside are the kinds that make everyone a neighbour of everyone: paths take
// them only when asked.
var aside = []schema.Kind{"MEMBER_OF", "LEADS", "MET_WITH", "VISITED"}

// pathWork is what is planned for paths, and what is found.
type pathWork struct {
	source, target graph.EntityID
	hops, first    int
	field          *graph.Field // a step of the search: but for its ends
	limit          int

	p     *plan
	found [][]hop
}

// hop is a relation as it is walked along.
type hop struct {
	r       *graph.Relation
	to      graph.EntityID
	forward bool
}

// paths plans a search that asks the store once for each hop, and then for the
// relations of the paths that it found.
func (c *compiler) paths(g group, o owner, a args) *plan {
	f := &graph.Field{Name: "hop", Rows: graph.Relations, Time: o.time, Page: graph.Page{All: true, Limit: c.limits.Edges}}
	a.relations(&f.Where)
	if f.Where.Kinds == nil {
		out := schema.Default().Expand(aside)
		for _, s := range schema.Default().Kinds() {
			if !slices.Contains(out, s.Name) {
				f.Where.Kinds = append(f.Where.Kinds, s.Name)
			}
		}
	}
	f.Where.Direction = graph.Direction(a.str("direction"))
	w := &pathWork{
		source: graph.EntityID(a.str("source")), target: graph.EntityID(a.str("target")),
		hops: a.count("maxHops", 1, maxHops), first: a.most("first", 5, maxPaths), field: f, limit: c.limits.Edges,
	}
	if w.hops < 1 { // given as null
		w.hops = 4
	}
	rows := &graph.Field{Rows: graph.Relations, Time: o.time, Page: graph.Page{All: true, Limit: maxHops * maxPaths}}
	w.p = &plan{late: true, field: rows, of: map[string]kids{}, value: w}
	late := o
	late.query = c.late
	in := c.ask(late, g.alias, rows, w.hops*w.first)
	w.p.of["Path"] = c.object("Path", g.sets(), in)
	c.cost += w.hops * graph.MaxPage
	c.jobs = append(c.jobs, w.search)
	return w.p
}

// search walks breadth-first from the source. The last hop asks only for what
// reaches the target.
func (w *pathWork) search(ctx context.Context, r *run) error {
	if w.source == w.target || w.first == 0 {
		return nil
	}
	near := map[graph.EntityID][]hop{}
	seen := map[graph.EntityID]bool{w.source: true}
	have := map[graph.RelationID]bool{}
	frontier := []graph.EntityID{w.source}
	edges := 0
	for n := 1; n <= w.hops && len(frontier) > 0; n++ {
		f := *w.field
		last := n == w.hops
		f.Where.Direction = ""
		switch w.field.Where.Direction {
		case graph.Out:
			f.Where.Subject = frontier
			if last {
				f.Where.Object = []graph.EntityID{w.target}
			}
		case graph.In:
			f.Where.Object = frontier
			if last {
				f.Where.Subject = []graph.EntityID{w.target}
			}
		default:
			f.Where.Either = frontier
			if last {
				f.Where.Within = append(slices.Clone(frontier), w.target)
				f.Where.Either = []graph.EntityID{w.target}
			}
		}
		res, err := r.query(ctx, &graph.Query{Fields: []*graph.Field{&f}})
		if err != nil {
			return err
		}
		rows := res.Fields[f.Name].Page("").Rows
		if edges += len(rows); w.limit > 0 && edges > w.limit {
			return &graph.TooManyError{What: "relations", Have: edges, Limit: w.limit}
		}
		var next []graph.EntityID
		for _, row := range rows {
			rel := row.Relation
			if have[rel.ID] || rel.Subject == rel.Object {
				continue
			}
			have[rel.ID] = true
			w.walk(near, rel)
			for _, end := range []graph.EntityID{rel.Subject, rel.Object} {
				if !seen[end] {
					seen[end] = true
					if end != w.target { // paths do not go on from their end
						next = append(next, end)
					}
				}
			}
		}
		slices.Sort(next)
		if len(next) > maxFrontier && !last {
			return &graph.TooManyError{What: fmt.Sprintf("entities %d hops away", n), Have: len(next), Limit: maxFrontier}
		}
		frontier = next
	}
	w.choose(ctx, near)
	if err := ctx.Err(); err != nil {
		return err
	}
	ids := map[string]bool{}
	for _, path := range w.found {
		for _, h := range path {
			if id := string(h.r.ID); !ids[id] {
				ids[id] = true
				w.p.field.Where.IDs = append(w.p.field.Where.IDs, id)
			}
		}
	}
	return nil
}

// walk notes the ways in which a relation can be walked along.
func (w *pathWork) walk(near map[graph.EntityID][]hop, r *graph.Relation) {
	d := w.field.Where.Direction
	both := d == graph.Both || d == "" || schema.Default().Spec(r.Kind).Symmetric
	if both || d == graph.Out {
		near[r.Subject] = append(near[r.Subject], hop{r, r.Object, true})
	}
	if both || d == graph.In {
		near[r.Object] = append(near[r.Object], hop{r, r.Subject, false})
	}
}

// choose takes the first paths: fewest hops, then the least ids of the entities
// on them, then those of the relations.
func (w *pathWork) choose(ctx context.Context, near map[graph.EntityID][]hop) {
	for _, hops := range near {
		slices.SortFunc(hops, func(a, b hop) int {
			if a.to != b.to {
				return cmp.Compare(a.to, b.to)
			}
			return cmp.Compare(a.r.ID, b.r.ID)
		})
	}
	left := distances(near, w.target)
	onPath := map[graph.EntityID]bool{w.source: true}
	var path []graph.EntityID
	var extend func(at graph.EntityID, hops int) bool // false: enough
	extend = func(at graph.EntityID, hops int) bool {
		if ctx.Err() != nil {
			return false
		}
		if hops == 0 {
			return at != w.target || w.relationsOf(near, append([]graph.EntityID{w.source}, path...), nil)
		}
		if at == w.target {
			return true
		}
		for i, h := range near[at] {
			if i > 0 && near[at][i-1].to == h.to || onPath[h.to] {
				continue
			}
			if d, ok := left[h.to]; !ok || d > hops-1 {
				continue
			}
			onPath[h.to] = true
			path = append(path, h.to)
			more := extend(h.to, hops-1)
			path = path[:len(path)-1]
			delete(onPath, h.to)
			if !more {
				return false
			}
		}
		return true
	}
	for n := 1; n <= w.hops; n++ {
		if !extend(w.source, n) {
			return
		}
	}
}

// relationsOf adds the paths that go along the given entities, one for each
// choice of relations between them, and is false when there are enough.
func (w *pathWork) relationsOf(near map[graph.EntityID][]hop, along []graph.EntityID, chosen []hop) bool {
	if len(along) == 1 {
		w.found = append(w.found, slices.Clone(chosen))
		return len(w.found) < w.first
	}
	for _, h := range near[along[0]] {
		if h.to == along[1] && !w.relationsOf(near, along[1:], append(chosen, h)) {
			return false
		}
	}
	return true
}

// distances counts the hops from each entity to the target.
func distances(near map[graph.EntityID][]hop, target graph.EntityID) map[graph.EntityID]int {
	back := map[graph.EntityID][]graph.EntityID{}
	for from, hops := range near {
		for _, h := range hops {
			back[h.to] = append(back[h.to], from)
		}
	}
	out := map[graph.EntityID]int{target: 0}
	queue := []graph.EntityID{target}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, from := range back[at] {
			if _, ok := out[from]; !ok {
				out[from] = out[at] + 1
				queue = append(queue, from)
			}
		}
	}
	return out
}

// Path is a path from one entity to another.
type Path struct {
	scope
	p    *plan
	hops []hop
}

// Length is the number of hops.
func (p *Path) Length() int { return len(p.hops) }

// Hops lists the hops.
func (p *Path) Hops(ctx context.Context) []*Hop {
	s := p.below(ctx, "Hop")
	out := make([]*Hop, len(p.hops))
	for i, h := range p.hops {
		out[i] = &Hop{s, p.p, h}
	}
	return out
}

// Hop is a step of a path.
type Hop struct {
	scope
	p *plan
	h hop
}

// Relation is the relation walked along.
func (h *Hop) Relation(ctx context.Context) *Relation { return h.kid(ctx).relation(h.h.r, "") }

// Forward is whether it is walked from subject to object.
func (h *Hop) Forward() bool { return h.h.forward }
