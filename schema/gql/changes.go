package gql

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// changes plans the lists of what changed in a window; they share their
// conditions.
func (c *compiler) changes(g group, o owner, a args) *plan {
	w := &graph.Field{Rows: graph.Relations, Time: o.time}
	a.relations(&w.Where)
	a.told(&w.Where)
	c.windows = append(c.windows, w)
	p := &plan{of: map[string]kids{"Changes": c.object("Changes", g.sets(), o.in(g.alias))}}
	c.windows = c.windows[:len(c.windows)-1]
	return p
}

// change plans one of the lists of `changes`.
func (c *compiler) change(g group, o owner) *plan {
	f := *c.windows[len(c.windows)-1]
	window := graph.Range{From: f.Time.From, To: f.Time.To}
	f.Where.Kinds = temporal(f.Where.Kinds, g.name() == "events")
	if g.name() == "ended" {
		f.Where.Ended = window
		if slices.Equal(f.Where.Statuses, []graph.Status{graph.StatusFact}) {
			// one of which nothing is known but that it ended
			f.Where.Statuses = append(slices.Clone(f.Where.Statuses), graph.StatusEnded)
		}
	} else {
		f.Where.Appeared = window
	}
	c.args(g).page(&f)
	if len(f.Where.Kinds) == 0 { // the kinds asked for are all of the other sort
		return &plan{field: &f}
	}
	return c.connection(g, o, &f)
}

// disputed plans what is disputed as known on two days: before the window and
// at its end.
func (c *compiler) disputed(g group, o owner) *plan {
	w := c.windows[len(c.windows)-1]
	on := func(name string, known graph.Day) *plan {
		f := &graph.Field{Rows: graph.Relations, Where: w.Where, Time: graph.Time{KnownBy: &known}, Page: graph.Page{All: true, Limit: c.limits.Edges}}
		f.Where.Statuses = []graph.Status{graph.StatusDisputed}
		c.ask(o, g.alias+"/"+name, f, graph.MaxPage)
		return &plan{field: f}
	}
	from, to := *w.Time.From-1, *w.Time.To
	if w.Time.KnownBy != nil {
		from, to = min(from, *w.Time.KnownBy), min(to, *w.Time.KnownBy)
	}
	d := &disputedWork{before: on("before", from), after: on("after", to), first: c.args(g).most("first", graph.DefaultPage, graph.MaxPage)}
	d.p = c.relationsByID(g, o, d.after.field.Time, d.first)
	d.p.root, d.p.value = false, d
	d.p.below = []*plan{{root: true, below: []*plan{d.before, d.after}}}
	c.jobs = append(c.jobs, d.differ)
	return d.p
}

type disputedWork struct {
	p, before, after *plan
	first            int
	found            []*graph.Relation
}

func (d *disputedWork) differ(context.Context, *run) error {
	had := map[graph.RelationKey]bool{}
	for _, r := range d.before.ans.Page("").Rows {
		had[relationKey(r.Relation)] = true
	}
	for _, r := range d.after.ans.Page("").Rows {
		if !had[relationKey(r.Relation)] {
			d.found = append(d.found, r.Relation)
		}
	}
	slices.SortFunc(d.found, compareKeys)
	d.found = d.found[:min(d.first, len(d.found))]
	for _, r := range d.found {
		d.p.field.Where.IDs = append(d.p.field.Where.IDs, string(r.ID))
	}
	return nil
}

// Disputed lists what came to be disputed.
func (c *Changes) Disputed(ctx context.Context) []*Relation {
	k := c.kid(ctx)
	d := k.value.(*disputedWork)
	return k.found(d.found, d.after.ref)
}

// temporal keeps the kinds that are events, or those that are states of
// affairs; no kinds are all.
func temporal(kinds []schema.Kind, points bool) []schema.Kind {
	if len(kinds) == 0 {
		for _, s := range schema.Default().Kinds() {
			kinds = append(kinds, s.Name)
		}
	}
	out := []schema.Kind{}
	for _, k := range kinds {
		if schema.Default().Spec(k).Point == points {
			out = append(out, k)
		}
	}
	return out
}

// Changes is what changed in a window.
type Changes struct{ scope }

// Events is a page of the events.
func (c *Changes) Events(ctx context.Context) *ChangeConnection { return c.list(ctx) }

// Appeared is a page of the states of affairs that began.
func (c *Changes) Appeared(ctx context.Context) *ChangeConnection { return c.list(ctx) }

// Ended is a page of the states of affairs that ended.
func (c *Changes) Ended(ctx context.Context) *ChangeConnection { return c.list(ctx) }

func (c *Changes) list(ctx context.Context) *ChangeConnection {
	return &ChangeConnection{c.kid(ctx).page("")}
}

// ChangeConnection is a page of changes.
type ChangeConnection struct{ connection }

// Edges is the page with its cursors and causes.
func (c *ChangeConnection) Edges(ctx context.Context) []*ChangeEdge {
	return edges(ctx, &c.connection, func(e edge) *ChangeEdge { return &ChangeEdge{e} })
}

// Nodes is the page without cursors.
func (c *ChangeConnection) Nodes(ctx context.Context) []*Relation {
	return nodes(ctx, &c.connection, func(p *plan, r graph.Row) *Relation { return p.relation(r.Relation, "") })
}

// ChangeEdge is a change.
type ChangeEdge struct{ edge }

// Node is the relation that is new or ended.
func (e *ChangeEdge) Node(ctx context.Context) *Relation {
	return e.at(ctx).relation(e.row.Relation, "")
}

// Cause is why it counts as a change.
func (e *ChangeEdge) Cause() string {
	r := e.row.Relation
	switch {
	case r.StatusAt(e.c.p.ref) == graph.StatusDisputed:
		return "DISPUTED"
	case !r.FirstReported.Bounded():
		return "REGISTRY"
	case !r.ValidFrom.Known() && !r.ValidTo.Known():
		return "FIRST_REPORTED"
	}
	return "NEW"
}
