package gql

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
)

// plan is what was planned for one field of an operation: the rows that the
// store is asked for, and the plans of the fields below it. After the store has
// answered, resolvers find their rows in it.
type plan struct {
	// field asks for the rows; nil where the object is part of the row above.
	field *graph.Field
	// twin asks for the treaties among ends or in a list that may be entities or
	// treaties, and for the time series beside the groups of statistics.
	twin *plan
	// of holds what is below, by the concrete type and the response key.
	of map[string]kids

	sibling bool // its rows hang where those of the plan above do: statistics
	late    bool // its rows are asked for by the second query
	root    bool // its rows hang on none, wherever the field stands

	langs []string // of names
	first int      // of the claims of a treaty's stage
	blank bool     // the page asked for has no rows
	below []*plan  // plans whose rows hang where this one's do, beside it
	value any      // of an analysis: what is made of the answers

	// After the store's answer:
	ans *graph.Answer
	ref graph.Reference
}

// kids are the plans of an object's fields by response key.
type kids map[string]*plan

// owner is the row to which the fields being compiled belong.
type owner struct {
	field  *graph.Field // nil at the root
	query  *graph.Query // to which its fields belong
	prefix string       // of the names of its fields: the response keys passed on the way from it
	time   graph.Time
	cost   int // rows of it that there may be
	typ    string
}

func (o owner) in(alias string) owner {
	o.prefix += alias + "/"
	return o
}

// siblings are the fields of the owner.
func (o owner) siblings() *[]*graph.Field {
	if o.field != nil {
		return &o.field.Fields
	}
	return &o.query.Fields
}

// compiler compiles one operation.
type compiler struct {
	schema *ast.Schema
	vars   map[string]any
	limits Limits
	cost   int
	steps  int
	err    error

	given map[string]string // ids of the nodes that a payload or an event names, by the field's name

	// query is what the whole operation asks for. Analyses find some ids only
	// in its answer, or in queries of their own: jobs run between it and the
	// second query, late, and fill in the ids that late asks for.
	query *graph.Query
	jobs  []job
	late  *graph.Query
	// These belong to the analyses that are being compiled, innermost last.
	nets        []*networkWork
	windows     []*graph.Field
	hoods       []*Neighborhood
	comparisons []*Comparison
	promises    []*pledgeWork
}

// job is what an analysis does with the answer to the operation's query.
type job func(ctx context.Context, r *run) error

// group is the fields of a selection that share a response key.
type group struct {
	alias  string
	fields []*ast.Field
}

func (g group) name() string                      { return g.fields[0].Name }
func (g group) def() *ast.FieldDefinition         { return g.fields[0].Definition }
func (g group) typ(s *ast.Schema) *ast.Definition { return s.Types[g.def().Type.Name()] }

func (g group) sets() []ast.SelectionSet {
	out := make([]ast.SelectionSet, len(g.fields))
	for i, f := range g.fields {
		out[i] = f.SelectionSet
	}
	return out
}

// is identifies the fields, so that what several types select by the same
// words is planned once.
func (g group) is() string {
	var b strings.Builder
	for _, f := range g.fields {
		fmt.Fprintf(&b, "%p ", f)
	}
	return b.String()
}

// fail keeps the first error.
func (c *compiler) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// collect gathers what selections ask of a concrete type, by response key, in
// the order of their appearance.
func (c *compiler) collect(sets []ast.SelectionSet, typ string) []group {
	var out []group
	at := map[string]int{}
	var walk func(ast.SelectionSet, int)
	walk = func(set ast.SelectionSet, depth int) {
		c.steps++
		if depth > c.limits.Depth || c.steps > maxSteps {
			return // refused by the limits on the document
		}
		for _, sel := range set {
			switch sel := sel.(type) {
			case *ast.Field:
				if !c.included(sel.Directives) {
					continue
				}
				i, ok := at[sel.Alias]
				if !ok {
					i = len(out)
					at[sel.Alias] = i
					out = append(out, group{alias: sel.Alias})
				}
				out[i].fields = append(out[i].fields, sel)
			case *ast.InlineFragment:
				if c.included(sel.Directives) && c.applies(sel.TypeCondition, typ) {
					walk(sel.SelectionSet, depth+1)
				}
			case *ast.FragmentSpread:
				if c.included(sel.Directives) && c.applies(sel.Definition.TypeCondition, typ) {
					walk(sel.Definition.SelectionSet, depth+1)
				}
			}
		}
	}
	for _, s := range sets {
		walk(s, 0)
	}
	if c.steps > maxSteps {
		c.fail(&refusal{Code: QueryTooComplex, Message: "the operation selects too much through its fragments", Limit: maxSteps, Cost: c.steps})
	}
	return out
}

// maxSteps bounds the selections that may be visited while an operation is
// compiled: fragments on several types can make a short text select much.
const maxSteps = 20_000

func (c *compiler) applies(cond, typ string) bool {
	if cond == "" || cond == typ {
		return true
	}
	return slices.ContainsFunc(c.schema.PossibleTypes[cond], func(d *ast.Definition) bool { return d.Name == typ })
}

func (c *compiler) included(dirs ast.DirectiveList) bool {
	is := func(name string) (bool, bool) {
		d := dirs.ForName(name)
		if d == nil {
			return false, false
		}
		v, _ := d.ArgumentMap(c.vars)["if"].(bool)
		return v, true
	}
	if skip, ok := is("skip"); ok && skip {
		return false
	}
	if include, ok := is("include"); ok && !include {
		return false
	}
	return true
}

// ask adds a field to the query, with a name of its own among its siblings.
// rows is how many rows it may have for each of the owner's.
func (c *compiler) ask(o owner, name string, f *graph.Field, rows int) owner {
	f.Name = o.prefix + name
	siblings := o.siblings()
	taken := func(n string) bool {
		return slices.ContainsFunc(*siblings, func(s *graph.Field) bool { return s.Name == n })
	}
	if taken(f.Name) {
		f.Name += "@" + o.typ
	}
	for base, i := f.Name, 2; taken(f.Name); i++ {
		f.Name = fmt.Sprintf("%s%d", base, i)
	}
	*siblings = append(*siblings, f)
	cost := max(1, o.cost) * max(1, rows)
	c.cost += cost
	if c.limits.Cost > 0 && c.cost > c.limits.Cost {
		c.fail(&refusal{
			Code: QueryTooComplex, Limit: c.limits.Cost, Cost: c.cost,
			Message: fmt.Sprintf("the operation may give more than %d rows (the product of its page sizes); ask for smaller pages", c.limits.Cost),
		})
	}
	return owner{field: f, query: o.query, time: f.Time, cost: cost}
}

// object plans the fields of an object of a concrete type.
func (c *compiler) object(typ string, sets []ast.SelectionSet, o owner) kids {
	out := kids{}
	if c.err != nil {
		return out
	}
	o.typ = typ
	for _, g := range c.collect(sets, typ) {
		if g.name() == "__typename" || g.def() == nil {
			continue
		}
		if p := c.plan(typ, g, o); p != nil {
			out[g.alias] = p
		}
	}
	return out
}

// plan plans one field of a concrete type: by its type's own planner, else as
// an object that is part of its parent's row. Scalars need no plan.
func (c *compiler) plan(typ string, g group, o owner) *plan {
	if p, ok := c.special(typ, g, o); ok {
		return p
	}
	def := g.typ(c.schema)
	if def.Kind != ast.Object {
		return nil
	}
	return &plan{of: map[string]kids{def.Name: c.object(def.Name, g.sets(), o.in(g.alias))}}
}

// entityTypes are the types of entity that have rows of their own.
var entityTypes = []string{"State", "Organisation", "NonStateActor", "Leader"}

var kindOfType = map[string]graph.EntityKind{
	"State": graph.State, "Organisation": graph.Organisation, "NonStateActor": graph.NonStateActor,
	"Leader": graph.Leader, "Treaty": graph.Treaty,
}

// possible lists the concrete types of a type, among those that have entity
// rows, and whether it may be a treaty too.
func (c *compiler) possible(def *ast.Definition) (types []string, treaty bool) {
	if def.Kind == ast.Object {
		if def.Name == "Treaty" {
			return nil, true
		}
		return []string{def.Name}, false
	}
	return entityTypes, true
}

// uniform reports whether selections have no fragments, so that they select the
// same of every type.
func uniform(sets []ast.SelectionSet) bool {
	for _, set := range sets {
		for _, s := range set {
			if _, ok := s.(*ast.Field); !ok {
				return false
			}
		}
	}
	return true
}

// entityRows plans what is asked of entity rows that may be of several types.
// What several select by the same words is planned once.
func (c *compiler) entityRows(p *plan, types []string, sets []ast.SelectionSet, o owner) {
	if uniform(sets) {
		same := c.object(types[0], sets, o)
		for _, typ := range types {
			p.of[typ] = same
		}
		return
	}
	type done struct {
		p      *plan
		fields []*graph.Field
	}
	shared := map[string]*done{}
	for _, typ := range types {
		out := kids{}
		o.typ = typ
		for _, g := range c.collect(sets, typ) {
			if g.name() == "__typename" || g.def() == nil || c.err != nil {
				continue
			}
			key := g.is()
			d := shared[key]
			if d == nil {
				n := len(o.field.Fields)
				d = &done{p: c.plan(typ, g, o)}
				d.fields = slices.Clone(o.field.Fields[n:])
				shared[key] = d
			}
			if d.p != nil {
				out[g.alias] = d.p
			}
			for _, f := range d.fields {
				f.Of = append(f.Of, kindOfType[typ])
			}
		}
		p.of[typ] = out
	}
	for _, d := range shared {
		for _, f := range d.fields {
			if len(f.Of) == len(types) {
				f.Of = nil
			}
		}
	}
}

// link plans the entities at the end of a way that follows ids; treaty says
// whether treaties may be among them.
func (c *compiler) link(g group, o owner, via graph.Via, treaty bool) *plan {
	p := &plan{of: map[string]kids{}}
	types, may := c.possible(g.typ(c.schema))
	treaty = treaty && may
	t := graph.Time{KnownBy: o.time.KnownBy}
	if len(types) > 0 && !c.only(g.sets(), ofID, types...) {
		p.field = &graph.Field{Rows: graph.Entities, Via: via, Time: t, Brief: c.only(g.sets(), briefEntity, types...)}
		in := c.ask(o, g.alias, p.field, 1)
		in.time = o.time
		c.entityRows(p, types, g.sets(), in)
		p.field = c.share(o, p.field)
	}
	if treaty && !c.only(g.sets(), ofID, "Treaty") {
		p.twin = &plan{field: &graph.Field{Rows: graph.Treaties, Via: via, Time: t}}
		in := c.ask(o, g.alias+"/treaty", p.twin.field, 1)
		in.time = o.time
		p.of["Treaty"] = c.object("Treaty", g.sets(), in)
		p.twin.field = c.share(o, p.twin.field)
	}
	return p
}

// share lets the ends of the same rows be asked for once, where nothing hangs
// on them: most questions want the names of both. It returns the field to ask.
func (c *compiler) share(o owner, f *graph.Field) *graph.Field {
	ends := func(via graph.Via) bool {
		return via == graph.ViaSubject || via == graph.ViaObject || via == graph.ViaOther || via == graph.ViaEnds
	}
	if len(f.Fields) > 0 || !ends(f.Via) {
		return f
	}
	siblings := o.siblings()
	for _, s := range *siblings {
		if s == f || s.Rows != f.Rows || len(s.Fields) > 0 || !ends(s.Via) || s.Time.Known() != f.Time.Known() {
			continue
		}
		if s.Via != f.Via {
			s.Via = graph.ViaEnds
		}
		s.Brief = s.Brief && f.Brief
		*siblings = slices.DeleteFunc(*siblings, func(s *graph.Field) bool { return s == f })
		return s
	}
	return f
}

// rows plans what is asked of the rows of a field.
func (c *compiler) rows(p *plan, def *ast.Definition, sets []ast.SelectionSet, o owner) {
	if p.of == nil {
		p.of = map[string]kids{}
	}
	switch {
	case def.Name == "Entity" && o.field.Rows == graph.Treaties:
		p.of["Treaty"] = c.object("Treaty", sets, o)
	case def.Name == "Entity":
		c.entityRows(p, entityTypes, sets, o)
	default:
		p.of[def.Name] = c.object(def.Name, sets, o)
	}
}

// connection plans a field whose type is a connection over the rows of f.
func (c *compiler) connection(g group, o owner, f *graph.Field) *plan {
	a := c.args(g)
	p := &plan{field: f, of: map[string]kids{}, blank: a.count("first", 0, graph.MaxPage) == 0 || a.count("last", 0, graph.MaxPage) == 0}
	size := f.Page.First + f.Page.Last
	in := c.ask(o, g.alias, f, size)
	p.of[connectionType] = c.connected(g, o, in, f)
	f.Brief = !f.Only && c.briefConnection(g, f.Rows)
	if f.Only && !f.Count { // all that was asked for are statistics, which have fields of their own
		siblings := o.siblings()
		*siblings = slices.DeleteFunc(*siblings, func(s *graph.Field) bool { return s == f })
	}
	return p
}

// connected plans what is below a connection; o is the owner of its field and
// in that of its rows.
func (c *compiler) connected(g group, o, in owner, f *graph.Field) kids {
	out := kids{}
	rows := false
	for _, g := range c.collect(g.sets(), g.typ(c.schema).Name) {
		switch g.name() {
		case "totalCount":
			f.Count = true
		case "pageInfo":
			rows = true
		case "nodes":
			rows = true
			k := &plan{}
			c.rows(k, g.typ(c.schema), g.sets(), in.in(g.alias))
			out[g.alias] = k
		case "edges":
			rows = true
			edge := kids{}
			edgeIn := in.in(g.alias)
			for _, e := range c.collect(g.sets(), g.typ(c.schema).Name) {
				switch e.name() {
				case "node":
					k := &plan{}
					c.rows(k, e.typ(c.schema), e.sets(), edgeIn.in(e.alias))
					edge[e.alias] = k
				case "other":
					edge[e.alias] = c.other(e, edgeIn)
				}
			}
			out[g.alias] = &plan{of: map[string]kids{edgeType: edge}}
		case "stats":
			out[g.alias] = c.stats(g, o, f)
		}
	}
	f.Only = !rows
	return out
}

// other plans the end at which the parent entity does not stand. Where there
// is no parent entity it is null, and nothing is asked.
func (c *compiler) other(g group, in owner) *plan {
	if in.field.Via != graph.ViaEntity {
		return &plan{of: map[string]kids{}}
	}
	return c.link(g, in, graph.ViaOther, mayBeTreaty(in.field))
}

// stats plans counts over the rows of f: a field without rows for the groups,
// and one for the time series.
func (c *compiler) stats(g group, o owner, f *graph.Field) *plan {
	a := c.args(g)
	limit := a.count("limit", 1, 1000)
	count := *f
	count.Only, count.Count, count.Fields, count.Page, count.Order = true, true, nil, graph.Page{}, nil
	series := count
	p := &plan{field: &count, sibling: true}
	if by := enums[graph.GroupBy](a, "groupBy"); len(by) > 0 {
		count.Group = &graph.Group{By: by, Limit: limit}
	}
	if count.Group != nil { // to count all anew takes as long as to group them
		count.Count = slices.ContainsFunc(c.collect(g.sets(), g.typ(c.schema).Name), func(s group) bool { return s.name() == "count" })
	}
	name := strings.TrimPrefix(f.Name, o.prefix) + "/" + g.alias
	c.ask(o, name, &count, limit)
	if unit := a.str("timeSeries"); unit != "" {
		series.Count = false
		series.Group = &graph.Group{By: []graph.GroupBy{graph.GroupBy(unit)}, Limit: limit}
		p.twin = &plan{field: &series}
		c.ask(o, name+"/series", &series, limit)
	}
	return p
}
