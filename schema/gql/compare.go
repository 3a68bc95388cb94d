package gql

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/analysis"
	"github.com/entente-graph/entente/schema"
)

// Comparison is what differs between two days.
type Comparison struct {
	scope
	before, after *plan // the relations on each day
	// wanted are the plans of lists, with how many rows each may show.
	wanted []*wantedRelations

	kept         int
	gained, lost []*graph.Relation
}

type wantedRelations struct {
	p      *plan
	gained bool
	first  int
}

// relationKey is what makes relations of two days the same.
func relationKey(r *graph.Relation) graph.RelationKey {
	return graph.RelationKey{Kind: r.Kind, Subject: r.Subject, Object: r.Object, Modality: r.Modality, Treaty: r.Treaty}
}

func compareKeys(a, b *graph.Relation) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Object, b.Object),
		cmp.Compare(a.Modality, b.Modality), cmp.Compare(a.Treaty, b.Treaty), cmp.Compare(a.ID, b.ID))
}

// compare plans all relations on both days.
func (c *compiler) compare(g group, o owner, a args) *plan {
	on := func(name string) *plan {
		f := &graph.Field{Rows: graph.Relations, Page: graph.Page{All: true, Limit: c.limits.Edges}}
		f.Time = graph.Time{At: a.last(name), KnownBy: o.time.KnownBy}
		a.relations(&f.Where)
		a.told(&f.Where)
		c.ask(o, g.alias+"/"+name, f, graph.MaxPage)
		return &plan{field: f}
	}
	w := &Comparison{before: on("before"), after: on("after")}
	p := &plan{of: map[string]kids{}, below: []*plan{w.before, w.after}, value: w}
	c.comparisons = append(c.comparisons, w)
	p.of["Comparison"] = c.object("Comparison", g.sets(), o.in(g.alias))
	c.comparisons = c.comparisons[:len(c.comparisons)-1]
	c.jobs = append(c.jobs, w.differ)
	return p
}

// compared plans one of the lists of a comparison.
func (c *compiler) compared(g group, o owner) *plan {
	w := c.comparisons[len(c.comparisons)-1]
	wr := &wantedRelations{gained: g.name() == "gained", first: c.args(g).most("first", 100, graph.MaxPage)}
	day := w.before
	if wr.gained {
		day = w.after
	}
	wr.p = c.relationsByID(g, o, day.field.Time, wr.first)
	w.wanted = append(w.wanted, wr)
	return wr.p
}

// relationsByID plans relations whose ids a job will find.
func (c *compiler) relationsByID(g group, o owner, t graph.Time, rows int) *plan {
	f := &graph.Field{Rows: graph.Relations, Time: graph.Time{KnownBy: t.KnownBy}, Page: graph.Page{All: true, Limit: c.limits.Edges}}
	p := &plan{late: true, field: f, of: map[string]kids{}}
	in := c.ask(owner{query: c.late, prefix: o.prefix, cost: o.cost}, g.alias, f, rows)
	in.time = t
	p.of["Relation"] = c.object("Relation", g.sets(), in)
	return p
}

func (w *Comparison) differ(context.Context, *run) error {
	on := func(p *plan) map[graph.RelationKey]*graph.Relation {
		out := map[graph.RelationKey]*graph.Relation{}
		for _, r := range p.ans.Page("").Rows {
			out[relationKey(r.Relation)] = r.Relation
		}
		return out
	}
	before, after := on(w.before), on(w.after)
	for k, r := range after {
		if before[k] != nil {
			w.kept++
		} else {
			w.gained = append(w.gained, r)
		}
	}
	for k, r := range before {
		if after[k] == nil {
			w.lost = append(w.lost, r)
		}
	}
	slices.SortFunc(w.gained, compareKeys)
	slices.SortFunc(w.lost, compareKeys)
	for _, wr := range w.wanted {
		list := w.lost
		if wr.gained {
			list = w.gained
		}
		for _, r := range list[:min(wr.first, len(list))] {
			wr.p.field.Where.IDs = append(wr.p.field.Where.IDs, string(r.ID))
		}
	}
	return nil
}

// KeptCount is the number of relations on both days.
func (w *Comparison) KeptCount() int { return w.kept }

// GainedCount is the number of relations on the later day alone.
func (w *Comparison) GainedCount() int { return len(w.gained) }

// LostCount is the number of relations on the earlier day alone.
func (w *Comparison) LostCount() int { return len(w.lost) }

// Gained lists the relations on the later day alone.
func (w *Comparison) Gained(ctx context.Context) []*Relation {
	return w.kid(ctx).found(w.gained, w.after.ref)
}

// Lost lists the relations on the earlier day alone.
func (w *Comparison) Lost(ctx context.Context) []*Relation {
	return w.kid(ctx).found(w.lost, w.before.ref)
}

// found wraps those of the relations whose ids were asked for, in their order.
func (p *plan) found(list []*graph.Relation, ref graph.Reference) []*Relation {
	out := []*Relation{}
	for _, r := range list {
		if p.ans == nil {
			break
		}
		if _, ok := p.ans.Row(string(r.ID)); ok {
			out = append(out, &Relation{scope{p.of["Relation"]}, r, ref, ""})
		}
	}
	return out
}

// Pledge is what was pledged, and what came of it.
type Pledge struct {
	scope
	w *pledgeWork
	r *graph.Relation
	d []*graph.Relation
}

type pledgeWork struct {
	pledged *plan
	done    *graph.Field // asked for when the pledges are known
	ref     graph.Reference
	first   int
	wanted  []*plan
	all     []*Pledge
}

// pledges plans a page of prospects. What was done of their kinds between the
// same ends is asked for when they are known.
func (c *compiler) pledges(g group, o owner, a args) *plan {
	first := a.most("first", graph.DefaultPage, graph.MaxPage)
	f := &graph.Field{Rows: graph.Relations, Time: known(o.time), Page: graph.Page{First: max(1, first)}}
	a.relations(&f.Where)
	if f.Where.Modalities == nil {
		f.Where.Modalities = []graph.Modality{graph.Agreed, graph.Planned, graph.Pledged}
	}
	f.Where.Statuses = []graph.Status{graph.StatusProspect, graph.StatusLapsed}
	done := &graph.Field{Name: "delivered", Rows: graph.Relations, Time: known(o.time), Page: graph.Page{All: true, Limit: c.limits.Edges}}
	a.relations(&done.Where)
	// These tell of the pledge alone.
	done.Where.IDs, done.Where.Began, done.Where.Ended, done.Where.Reported = nil, graph.Range{}, graph.Range{}, graph.Range{}
	done.Where.Modalities = []graph.Modality{graph.Asserted}
	done.Where.Statuses = []graph.Status{graph.StatusFact, graph.StatusEnded}
	w := &pledgeWork{done: done, first: first}
	in := c.ask(o, g.alias, f, f.Page.First)
	c.cost += graph.MaxPage
	p := &plan{field: f, of: map[string]kids{}, value: w}
	w.pledged = p
	c.promises = append(c.promises, w)
	p.of["Pledge"] = c.object("Pledge", g.sets(), in)
	c.promises = c.promises[:len(c.promises)-1]
	c.jobs = append(c.jobs, w.match)
	return p
}

// match puts beside each pledge what was done of its kind, or of one of its
// children, between the same two and not dated before it was made.
func (w *pledgeWork) match(ctx context.Context, run *run) error {
	pledged := w.pledged.ans.Page("").Rows
	pledged = pledged[:min(w.first, len(pledged))]
	done, err := w.ask(ctx, run, pledged)
	if err != nil {
		return err
	}
	var ids []string
	for _, row := range pledged {
		p := &Pledge{w: w, r: row.Relation}
		kinds := schema.Default().Descendants(p.r.Kind)
		for _, d := range done {
			r := d.Relation
			if r.Subject != p.r.Subject || r.Object != p.r.Object || !slices.Contains(kinds, r.Kind) {
				continue
			}
			if last := r.LastAttested; p.r.FirstReported.Bounded() && (r.ValidFrom.Known() && r.ValidFrom.Last() < p.r.FirstReported || !r.ValidFrom.Known() && last < p.r.FirstReported) {
				continue
			}
			p.d = append(p.d, r)
			ids = append(ids, string(r.ID))
		}
		w.all = append(w.all, p)
	}
	slices.Sort(ids)
	for _, p := range w.wanted {
		p.field.Where.IDs = slices.Compact(ids)
	}
	return nil
}

// ask asks for what was done of the pledges' kinds among their ends.
func (w *pledgeWork) ask(ctx context.Context, run *run, pledged []graph.Row) ([]graph.Row, error) {
	if len(pledged) == 0 {
		return nil, nil
	}
	f := *w.done
	var kinds []schema.Kind
	var ends []graph.EntityID
	for _, p := range pledged {
		kinds = append(kinds, p.Relation.Kind)
		ends = append(ends, p.Relation.Subject, p.Relation.Object)
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	f.Where.Kinds = schema.Default().Expand(kinds)
	if f.Where.Within == nil {
		f.Where.Within = ends
	}
	res, err := run.query(ctx, &graph.Query{Fields: []*graph.Field{&f}})
	if err != nil {
		return nil, err
	}
	w.ref = f.Time.Reference(res.Latest)
	return res.Fields[f.Name].Page("").Rows, nil
}

// Pledged is what was pledged.
func (p *Pledge) Pledged(ctx context.Context) *Relation {
	return &Relation{p.below(ctx, "Relation"), p.r, p.w.pledged.ref, ""}
}

// Delivered lists what was done.
func (p *Pledge) Delivered(ctx context.Context) []*Relation {
	return p.kid(ctx).found(p.d, p.w.ref)
}

// Similarity is how alike the ties of two states are.
type Similarity struct {
	A, B                string
	SAbsolute, SSquared float64
	TauB                *float64
}

// ties are the values of kinds in a portfolio; that of any other kind is 1.
var ties = map[schema.Kind]float64{schema.DefencePactWith: 3, schema.NeutralityPactWith: 2, schema.NonaggressionPactWith: 2, schema.EntenteWith: 1}

func tie(k schema.Kind) float64 {
	if v, ok := ties[k]; ok {
		return v
	}
	return 1
}

type similarityWork struct {
	of        []string
	top       float64
	p, states *plan
	all       []*Similarity
}

// similarity plans all ties, and all states, which are the places of a
// portfolio.
func (c *compiler) similarity(g group, o owner, a args) *plan {
	f := &graph.Field{Rows: graph.Relations, Time: o.time, Page: graph.Page{All: true, Limit: c.limits.Edges}}
	a.relations(&f.Where)
	if f.Where.Kinds == nil {
		f.Where.Kinds = schema.Default().Expand([]schema.Kind{schema.AlliedWith})
	}
	f.Where.Statuses = []graph.Status{graph.StatusFact}
	s := &graph.Field{Rows: graph.Entities, Time: known(o.time), Page: graph.Page{All: true, Limit: c.limits.Nodes}}
	s.Where.EntityKinds = []graph.EntityKind{graph.State}
	w := &similarityWork{of: a.strs("of"), states: &plan{field: s}}
	slices.Sort(w.of)
	w.of = slices.Compact(w.of)
	if n := len(w.of); n < 2 || n > 50 {
		a.bad("of", "give 2 to 50 different states")
	}
	for _, k := range f.Where.Kinds {
		w.top = max(w.top, tie(k))
	}
	w.p = &plan{field: f, below: []*plan{w.states}, value: w}
	c.ask(o, g.alias, f, graph.MaxPage)
	c.ask(o, g.alias+"/states", s, graph.MaxPage)
	c.jobs = append(c.jobs, w.measure)
	return w.p
}

func (w *similarityWork) measure(context.Context, *run) error {
	var states []string
	for _, r := range w.states.ans.Page("").Rows {
		if r.Entity.MergedInto == "" && (existed(r.Entity, w.p.field.Time) || slices.Contains(w.of, r.Key())) {
			states = append(states, r.Key())
		}
	}
	for _, id := range w.of {
		if !slices.Contains(states, id) {
			return badInput("of: there is no state %q", id)
		}
	}
	slices.Sort(states)
	value := map[[2]string]float64{}
	for _, row := range w.p.ans.Page("").Rows {
		r := row.Relation
		for _, k := range [][2]string{{string(r.Subject), string(r.Object)}, {string(r.Object), string(r.Subject)}} {
			if k[0] == string(r.Object) && !schema.Default().Spec(r.Kind).Symmetric {
				continue // it says nothing of what the object has towards the subject
			}
			value[k] = max(value[k], tie(r.Kind))
		}
	}
	portfolio := func(of string) analysis.Portfolio {
		p := make(analysis.Portfolio, len(states))
		for i, s := range states {
			p[i] = value[[2]string{of, s}]
			if s == of {
				p[i] = w.top
			}
		}
		return p
	}
	for i, a := range w.of {
		for _, b := range w.of[i+1:] {
			x, y := portfolio(a), portfolio(b)
			s := &Similarity{A: a, B: b, SAbsolute: analysis.SAbsolute(x, y, w.top), SSquared: analysis.SSquared(x, y, w.top)}
			if tau, ok := analysis.TauB(x, y); ok {
				s.TauB = &tau
			}
			w.all = append(w.all, s)
		}
	}
	return nil
}
