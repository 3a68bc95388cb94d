package neo4j

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// statement is a text with its parameters. Every value of a question is a
// parameter of a fixed name, and a text has the conditions that are set: so texts
// have few shapes, the server has planned those of usual questions before, and a
// row passes no condition in vain.
type statement struct {
	text   string
	params params
}

// table says how the rows of one kind are kept and found. Its functions print
// parts of statements on the node w.
type table struct {
	label string
	// keys are the properties of the order fields that the rows know.
	keys map[graph.OrderField]string
	// columns are what is read of a row.
	columns []string
	arms    func(*printer) []*arm
	// conditions are those of the field but for Where.Kinds, which the rows have
	// where kinds is set, and which a walk may see to.
	conditions func(*printer) []string
	kinds      bool
	group      func(*printer, graph.GroupBy) string
}

// tables has a table for each kind of rows.
var tables = map[graph.Rows]*table{
	graph.Entities: entityTable, graph.Relations: relationTable, graph.Claims: claimTable,
	graph.Articles: articleTable, graph.Treaties: treatyTable, graph.Judgements: judgementTable,
}

// printer prints one statement.
type printer struct {
	ontology *schema.Ontology
	step     *graph.Step
	field    *graph.Field
	table    *table
	revision graph.Revision

	order []graph.Order // as walked: turned around for the last rows of a list
	limit int
	paged bool // the rows are a page: walks are worth while

	params params
	arms   []*arm   // the ways to the rows
	conds  []string // what they must meet
}

func newPrinter(o *schema.Ontology, s *graph.Step, revision graph.Revision) *printer {
	f := s.Field
	order, limit := f.Walk()
	p := &printer{ontology: o, step: s, field: f, table: tables[f.Rows], revision: revision, order: order, limit: limit, params: params{}}
	return p
}

// arg sets a parameter and gives its name in the text.
func (p *printer) arg(name string, v any) string {
	p.params[name] = v
	return "$" + name
}

func (p *printer) day(name string, d graph.Day) string { return p.arg(name, int64(d)) }

// list sets a parameter that is a list of the values, each once.
func list[T ~string](p *printer, name string, values []T) string {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return p.arg(name, texts(slices.Compact(sorted)))
}

// arm is one way to the rows: from the parents and other lists of values by an
// index.
type arm struct {
	drivers []driver
	match   string // "MATCH (w:Relation)", or what leads to it
	where   []string
	// index is that of the walk: its leading properties, of which each has one
	// value on the walk. They stand first in its order, as the index has it.
	index []string
	// keys are what the order is read from, where that is not w.
	keys map[graph.OrderField]string
	// again: it may find a row more than once for one value of each driver; once:
	// it finds none more than once for all of them.
	again, once bool
	// kinds: the walk finds none but the wanted kinds.
	kinds bool
}

// driver gives a variable each value of a list.
type driver struct{ name, values string }

// each prints what gives the drivers their values.
func (a *arm) each() string {
	var b strings.Builder
	for _, d := range a.drivers {
		b.WriteString("UNWIND " + d.values + " AS " + d.name + " ")
	}
	return b.String()
}

func (p *printer) key(a *arm, f graph.OrderField) (expression string, ok bool) {
	if a != nil && a.keys[f] != "" {
		return a.keys[f], true
	}
	switch f {
	case graph.ByID:
		return "w.id", true
	case graph.ByRank:
		if p.field.Where.Search != "" {
			return p.rank(), true
		}
		return "", false
	}
	property, ok := p.table.keys[f]
	return "w." + property, ok
}

// orderBy is the order of the walk over an arm's rows, or with a nil arm over
// what all have found.
func (p *printer) orderBy(a *arm) string {
	var keys []string
	if a != nil {
		for _, k := range a.index {
			if p.order[0].Desc {
				k += " DESC"
			}
			keys = append(keys, k)
		}
	}
	for _, o := range p.order {
		key, ok := p.key(a, o.Field)
		if !ok {
			continue
		}
		if o.Desc {
			key += " DESC"
		}
		keys = append(keys, key)
	}
	return strings.Join(keys, ", ")
}

// cursors are the conditions that a row stands after and before the page's
// cursors.
func (p *printer) cursors(a *arm) []string {
	var conds []string
	if c := p.field.Page.After; c != nil {
		conds = append(conds, p.beyond(a, c, "after", false)...)
	}
	if c := p.field.Page.Before; c != nil {
		conds = append(conds, p.beyond(a, c, "before", true)...)
	}
	return conds
}

// beyond are the conditions that a row comes after a cursor in the field's
// order, or before it. The first of them lets a walk of the index begin there.
func (p *printer) beyond(a *arm, c *graph.Cursor, name string, before bool) []string {
	var either, equal []string
	first := ""
	for i, o := range p.field.Ordering() {
		key, ok := p.key(a, o.Field)
		if !ok {
			continue
		}
		var value any = c.ID
		if o.Field == graph.ByName {
			value = c.Keys[i]
		} else if o.Field != graph.ByID {
			n, _ := strconv.ParseInt(c.Keys[i], 10, 64) // ParseCursor has read it as a number
			value = n
		}
		arg := p.arg(name+strconv.Itoa(i), value)
		op := " > "
		if o.Desc != before {
			op = " < "
		}
		if first == "" {
			first = key + strings.TrimSpace(op) + "= " + arg
		}
		either = append(either, strings.Join(append(slices.Clone(equal), key+op+arg), " AND "))
		equal = append(equal, key+" = "+arg)
	}
	return []string{first, "(" + strings.Join(either, " OR ") + ")"}
}

// begin prepares a statement for a page of rows, or for all of them: the parameter of
// the parents (at the root there is one without a name), and the ways to the rows.
func (p *printer) begin(paged bool) {
	p.paged = paged
	p.arms, p.conds = p.table.arms(p), p.table.conditions(p)
	list := []any{""}
	if p.step.Parents != nil {
		list = texts(p.step.Parents)
	}
	p.params["parents"] = list
}

// body prints what gives the rows w of the parent p, each once; limited and in
// the order of the page when paged is set.
func (p *printer) body(paged bool) string {
	var parts []string
	for _, a := range p.arms {
		walk := p.walked(a, paged)
		if !paged || p.limit == 0 || p.field.Page.All {
			text := a.each() + walk + " RETURN DISTINCT w"
			if paged && p.limit > 0 {
				text += " LIMIT $limit" // whether there are too many shows without an order
			}
			parts = append(parts, text)
			continue
		}
		if a.again {
			walk += " WITH DISTINCT w"
		}
		walk += " RETURN w ORDER BY " + p.orderBy(a) + " LIMIT $limit"
		if len(a.drivers) == 0 {
			parts = append(parts, walk)
			continue
		}
		scope := []string{"p"}
		for _, d := range a.drivers {
			scope = append(scope, d.name)
		}
		distinct := " } RETURN DISTINCT w"
		if a.once && len(p.arms) == 1 {
			distinct = " } RETURN w"
		}
		parts = append(parts, a.each()+"CALL ("+strings.Join(scope, ", ")+") { "+walk+distinct)
	}
	if len(parts) == 0 {
		return "MATCH (w:" + p.table.label + ") WHERE false RETURN w"
	}
	return strings.Join(parts, " UNION ")
}

// Rows prints the statement for a page of rows of each parent.
func (p *printer) Rows() statement {
	p.begin(p.limit > 0)
	p.params["limit"] = int64(p.limit)
	rows := " WITH collect([p, " + p.columns() + "])"
	if plain, ok := p.plain(true); ok {
		if p.paged {
			plain += " WITH p, w LIMIT $limit"
		}
		return p.end(plain + rows)
	}
	first := ""
	switch {
	case !p.paged, len(p.arms) == 1 && len(p.arms[0].drivers) == 0 && !p.field.Page.All:
	case p.field.Page.All:
		first = " LIMIT $limit"
	default:
		first = " ORDER BY " + p.orderBy(nil) + " LIMIT $limit"
	}
	text := "UNWIND $parents AS p CALL (p) { "
	switch body := p.body(true); {
	case first == "":
		text += body + " }"
	case p.step.Parents == nil:
		text += body + " } WITH p, w" + first
	default:
		text += "CALL (p) { " + body + " } RETURN w" + first + " }"
	}
	return p.end(text + rows)
}

// plain is the walk to all rows of all parents, where one walk finds each of them
// once; for a page only when it is of all rows of one parent, up to a limit, or of
// ids that all fit on it.
func (p *printer) plain(paged bool) (text string, ok bool) {
	fit := p.field.Via == graph.Root && len(p.field.Where.IDs) > 0 && len(p.field.Where.IDs) < p.limit
	if paged && p.limit > 0 && !fit && (!p.field.Page.All || p.step.Parents != nil) {
		return "", false
	}
	if len(p.arms) != 1 || !p.arms[0].once {
		return "", false
	}
	return "UNWIND $parents AS p " + p.arms[0].each() + p.walked(p.arms[0], paged), true
}

// walked prints the walk of an arm with its conditions.
func (p *printer) walked(a *arm, paged bool) string {
	where := slices.Concat(a.where, p.conds)
	if p.table.kinds && !a.kinds {
		where = append(where, oneOf(p, "w.kind", "kinds", p.field.Where.Kinds)...)
	}
	if paged {
		where = append(where, p.cursors(a)...)
	}
	if len(where) == 0 {
		return a.match
	}
	return a.match + " WHERE " + strings.Join(where, " AND ")
}

// found is the walk to all rows w of all parents p.
func (p *printer) found() string {
	if text, ok := p.plain(false); ok {
		return text
	}
	return "UNWIND $parents AS p CALL (p) { " + p.body(false) + " }"
}

// columns are what is read of the rows.
func (p *printer) columns() string {
	switch {
	case p.field.Short():
		return columnsOf("w", briefColumns[p.field.Rows])
	case p.field.Rows != graph.Entities && p.field.Rows != graph.Treaties:
		return columnsOf("w", p.table.columns)
	case p.field.Where.Search != "":
		return columnsOf("w", p.table.columns) + ", " + p.rank()
	}
	return columnsOf("w", p.table.columns) + ", 0"
}

// columnsOf are properties of a node.
func columnsOf(alias string, names []string) string {
	return alias + "." + strings.Join(names, ", "+alias+".")
}

// CountRows prints the statement for the total number of rows of each parent.
func (p *printer) CountRows() statement {
	p.begin(false)
	return p.end(p.found() + " WITH p, count(w) AS n WITH collect([p, n])")
}

// CountGroups prints the statement for the counts of a group.
func (p *printer) CountGroups() statement {
	p.begin(false)
	g := p.field.Group
	text := p.found() + " WITH p"
	var names []string
	for i, by := range g.By {
		name := "k" + strconv.Itoa(i)
		names = append(names, name)
		text += ", " + p.table.group(p, by) + " AS " + name
	}
	columns := append(append([]string{"p"}, names...), "n")
	if g.Behind { // a row for each origin of each claim
		copies := params{}
		for article, outlet := range p.step.Copies {
			copies[string(article)] = outlet
		}
		p.params["copies"] = copies
		text += ", w UNWIND " + originsOf + " AS origin WITH " + strings.Join(append([]string{"p"}, names...), ", ") +
			", count(DISTINCT w) AS n, count(DISTINCT w.article) AS articles, count(DISTINCT origin) AS origins"
		columns = append(columns, "articles", "origins")
	} else {
		text += ", count(w) AS n"
	}
	if p.step.Parents == nil {
		order := strings.Join(names, ", ")
		if !g.InTime() {
			order = strings.Join(append([]string{"n DESC"}, names...), ", ")
		}
		limit := g.Limit
		if limit <= 0 {
			limit = graph.DefaultPage
		}
		text += " ORDER BY " + order + " LIMIT " + p.arg("groups", int64(limit))
	}
	return p.end(text + " WITH collect([" + strings.Join(columns, ", ") + "])")
}

// CountEnds prints the statement for the number of relations and of their ends.
func (p *printer) CountEnds() statement {
	p.begin(false)
	return p.end(p.found() + " UNWIND [w.subject, w.object] AS end " +
		"WITH count(DISTINCT w) AS n, count(DISTINCT end) AS ends WITH [['rows', n], ['ends', ends]]")
}

// end ends a statement that has collected what it found: then it reads how many
// folds have been announced, as State did before.
func (p *printer) end(text string) statement {
	return statement{text + " AS found MATCH (d:Meta {id: 'done'}) RETURN found, coalesce(d.begun, d.done)", p.params}
}
