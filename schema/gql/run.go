package gql

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
)

// run is one operation that is being answered.
type run struct {
	store      graph.Store
	networks   *networks
	root       kids // what was planned for the fields of the root
	statements int
	revision   graph.Revision
	base       graph.Revision // of the operation's own query
	latest     graph.Day
	undated    int
	dated      bool // some field asked "as known on" a day, so undated counts
	asked      bool // the store was asked at all
}

// runKey is the context key of the run.
type runKey struct{}

func runOf(ctx context.Context) *run { r, _ := ctx.Value(runKey{}).(*run); return r }

// kid is what was planned for the root field that is being resolved.
func (r *run) kid(ctx context.Context) *plan {
	return r.root[graphql.GetFieldContext(ctx).Field.Alias]
}

// query asks the store and counts what it took.
func (r *run) query(ctx context.Context, q *graph.Query) (*graph.Result, error) {
	res, err := r.store.Query(ctx, q)
	if err != nil {
		return nil, err
	}
	r.asked = true
	r.statements += res.Statements
	r.revision, r.latest = res.Revision, res.Latest
	r.undated = max(r.undated, res.Undated)
	return res, nil
}

// compile plans an operation of the type Query.
func compile(schema *ast.Schema, op *ast.OperationDefinition, vars map[string]any, limits Limits) (*compiler, kids, error) {
	if err := limits.measure(op); err != nil {
		return nil, nil, err
	}
	c := &compiler{schema: schema, vars: vars, query: &graph.Query{}, late: &graph.Query{}, limits: limits}
	root := c.object("Query", []ast.SelectionSet{op.SelectionSet}, owner{query: c.query})
	if c.err == nil {
		c.err = c.query.Check()
	}
	return c, root, c.err
}

// answer asks the store what was planned and attaches the answers.
func (r *run) answer(ctx context.Context, c *compiler) error {
	if len(c.query.Fields)+len(c.jobs) == 0 {
		return nil
	}
	for _, q := range []*graph.Query{c.query, c.late} {
		for _, f := range q.Fields {
			r.dated = r.dated || f.Time.KnownBy != nil
		}
	}
	above := map[string]*graph.Answer{}
	if len(c.query.Fields) > 0 {
		res, err := r.query(ctx, c.query)
		if err != nil {
			return err
		}
		above, r.base = res.Fields, res.Revision
	}
	b := binder{latest: r.latest, root: above}
	bind := func() {
		for _, p := range r.root {
			b.bind(p, above, graph.Reference{})
		}
	}
	bind()
	if len(c.jobs) == 0 {
		return nil
	}
	for _, j := range c.jobs {
		if err := j(ctx, r); err != nil {
			return err
		}
	}
	if late := withIDs(c.late); len(late.Fields) > 0 {
		res, err := r.query(ctx, late)
		if err != nil {
			return err
		}
		b.late = res.Fields
	}
	b.latest = r.latest
	bind()
	return nil
}

// extensions are what an answer tells about itself.
func (r *run) extensions() map[string]any {
	if !r.asked {
		return nil
	}
	out := map[string]any{"revision": r.revision, "statements": r.statements}
	if r.dated {
		out["undated"] = r.undated
	}
	return out
}

// binder attaches the store's answers to plans.
type binder struct {
	latest     graph.Day
	root, late map[string]*graph.Answer
}

// bind attaches answers to a plan and those below it; above holds those of the
// fields among which its own is.
func (b binder) bind(p *plan, above map[string]*graph.Answer, ref graph.Reference) {
	switch {
	case p.late:
		above = b.late
	case p.root:
		above = b.root
	}
	below := above
	p.ref = ref
	if p.field != nil {
		p.ref = p.field.Time.Reference(b.latest)
		below = nil
		if p.ans = above[p.field.Name]; p.ans != nil {
			below = p.ans.Fields
		}
	}
	for _, q := range p.below {
		b.bind(q, above, ref)
	}
	treaty := below
	if p.twin != nil {
		b.bind(p.twin, above, ref)
		if p.twin.ans != nil {
			treaty = p.twin.ans.Fields
		}
	}
	for typ, ks := range p.of {
		at := below
		if typ == "Treaty" && p.twin != nil {
			at = treaty
		}
		for _, k := range ks {
			if k.sibling {
				b.bind(k, above, ref)
			} else {
				b.bind(k, at, p.ref)
			}
		}
	}
}
