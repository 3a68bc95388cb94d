package sqlite

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// statement is a text with its parameters. Every value of a question is a
// parameter, and a list is one parameter, a JSON array, so that texts have few
// shapes.
type statement struct {
	text string
	args []any
}

// printer prints one statement.
type printer struct {
	ontology *schema.Ontology
	step     *graph.Step
	field    *graph.Field
	table    *table
	revision graph.Revision
	known    graph.Day
	copies   lent // the number of those of the step

	order []graph.Order // as walked: turned around for the last rows of a list
	limit int
	paged bool // the rows are a page: walks are worth while
	// byKind: all arms walk kind by kind, and find none but the wanted.
	byKind bool

	args  []any
	names map[any]string // of args that can be compared
	lists map[string]string
}

func newPrinter(o *schema.Ontology, s *graph.Step, revision graph.Revision) *printer {
	f := s.Field
	order, limit := f.Walk()
	p := &printer{
		ontology: o, step: s, field: f, table: tables[f.Rows], revision: revision, known: f.Time.Known(),
		order: order, limit: limit, names: map[any]string{}, lists: map[string]string{},
	}
	return p
}

// arg gives the name of a parameter of the value.
func (p *printer) arg(v any) string {
	if name, ok := p.names[v]; ok {
		return name
	}
	p.args = append(p.args, v)
	name := "?" + strconv.Itoa(len(p.args))
	p.names[v] = name
	return name
}

func (p *printer) day(d graph.Day) string { return p.arg(int64(d)) }

// list gives the name of a parameter that is a JSON array of the values, each
// once, since every one may be walked.
func list[T ~string](p *printer, values []T) string {
	sorted := texts(values)
	slices.Sort(sorted)
	b, err := json.Marshal(slices.Compact(sorted))
	if err != nil { // strings always encode
		panic(err)
	}
	return p.arg(string(b))
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// oneOf is the condition that an expression is one of the values.
func oneOf[T ~string](p *printer, expression string, values []T) string {
	if len(values) == 1 {
		return expression + " = " + p.arg(string(values[0]))
	}
	return expression + " IN (SELECT value FROM json_each(" + list(p, values) + "))"
}

// arm is one way to the rows: from the parents and other lists of values (its
// drivers) by an index.
type arm struct {
	drivers []string // "json_each(?1) p"
	parent  string   // the parent's id: "p.value", or "''" at the root
	from    string   // the table w, or what leads to it
	where   []string // what leads from the drivers to the rows
	// keys name the columns from which the walk has the order, where they are
	// not those of w.
	keys map[graph.OrderField]string
	// apart: it finds nothing that the arm before it finds too, and by its own
	// drivers nothing twice.
	apart bool
}

// key is an order field's value of a row: a column of the alias, or an
// expression; ok is false where all rows are equal.
func (p *printer) key(alias string, f graph.OrderField) (expression string, ok bool) {
	switch f {
	case graph.ByID:
		return alias + ".id", true
	case graph.ByRank:
		if p.field.Where.Search != "" && p.table.rank != nil {
			return p.table.rank(p, alias), true
		}
		return "", false
	}
	column, ok := p.table.keys[f]
	return alias + "." + column, ok
}

// orderBy is the order of the walk over an arm's rows, or with a nil arm over
// those of the alias.
func (p *printer) orderBy(alias string, a *arm) string {
	var keys []string
	for _, o := range p.order {
		key, ok := p.key(alias, o.Field)
		if !ok {
			continue
		}
		if a != nil && a.keys[o.Field] != "" {
			key = a.keys[o.Field]
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
		conds = append(conds, p.beyond(a, c, false))
	}
	if c := p.field.Page.Before; c != nil {
		conds = append(conds, p.beyond(a, c, true))
	}
	return conds
}

// beyond is the condition that a row comes after a cursor in the field's order,
// or before it.
func (p *printer) beyond(a *arm, c *graph.Cursor, before bool) string {
	type part struct {
		key, value string
		less       bool
	}
	var parts []part
	uniform := true
	for i, o := range p.field.Ordering() {
		key, ok := p.key("w", o.Field)
		if !ok {
			continue
		}
		if a.keys[o.Field] != "" {
			key = a.keys[o.Field]
		}
		var value any = c.ID
		if o.Field == graph.ByName {
			value = c.Keys[i]
		} else if o.Field != graph.ByID {
			// ParseCursor has read it as a number.
			n, _ := strconv.ParseInt(c.Keys[i], 10, 64)
			value = n
		}
		parts = append(parts, part{key, p.arg(value), o.Desc != before})
		uniform = uniform && parts[0].less == (o.Desc != before)
	}
	op := func(less bool) string {
		if less {
			return " < "
		}
		return " > "
	}
	if uniform {
		var keys, values []string
		for _, q := range parts {
			keys, values = append(keys, q.key), append(values, q.value)
		}
		return "(" + strings.Join(keys, ", ") + ")" + op(parts[0].less) + "(" + strings.Join(values, ", ") + ")"
	}
	var either []string
	for i, q := range parts {
		all := make([]string, 0, i+1)
		for _, equal := range parts[:i] {
			all = append(all, equal.key+" = "+equal.value)
		}
		either = append(either, strings.Join(append(all, q.key+op(q.less)+q.value), " AND "))
	}
	return "((" + strings.Join(either, ") OR (") + "))"
}

// Rows prints the statement for a page of rows of each parent: first the rows
// are picked, then their columns read.
func (p *printer) Rows() statement {
	p.paged = p.limit > 0
	arms := p.table.arms(p)
	conds := p.table.conditions(p)
	t := p.table
	columns := t.columns(p)
	if len(arms) == 0 {
		return p.end("SELECT '' AS parent, " + columns + " FROM " + t.name + " r WHERE 0")
	}
	single := len(arms) == 1 && (len(arms[0].drivers) == 0 || len(arms[0].drivers) == 1 && arms[0].parent == "p.value")
	if a := arms[0]; p.plain(arms) && a.keys == nil && (p.limit == 0 || p.field.Page.All) {
		// The rows are read where they are found. They are put into order when all
		// are read; whether they are too many shows without it.
		text := "SELECT '' AS parent, " + columns + " FROM (SELECT * FROM " + a.from + where(a.where, conds, p.cursors(a)) + ") r"
		if p.limit > 0 {
			text += " LIMIT " + p.arg(p.limit)
		}
		return p.end(text)
	}
	if single && p.limit > 0 {
		a := arms[0]
		walk := "(SELECT w." + t.row + " FROM " + a.from + where(a.where, conds, p.cursors(a)) + " ORDER BY " + p.orderBy("w", a) + " LIMIT " + p.arg(p.limit) + ")"
		if len(a.drivers) == 0 {
			return p.end("SELECT '' AS parent, " + columns + " FROM " + t.name + " r WHERE r." + t.row + " IN " + walk)
		}
		return p.end("SELECT " + a.parent + " AS parent, " + columns + " FROM " + a.drivers[0] + " JOIN " + t.name + " r ON r." + t.row + " IN " + walk)
	}
	if len(arms) == 1 && arms[0].apart && arms[0].parent == "''" && p.limit > 0 { // a walk for each value of the drivers
		a := arms[0]
		walk := "(SELECT w." + t.row + " FROM " + a.from + where(a.where, conds, p.cursors(a)) + " ORDER BY " + p.orderBy("w", a) + " LIMIT " + p.arg(p.limit) + ")"
		return p.end("SELECT '' AS parent, " + columns + " FROM " + strings.Join(append(slices.Clone(a.drivers), t.name+" r"), " CROSS JOIN ") + " WHERE r." + t.row + " IN " + walk +
			" ORDER BY " + p.orderBy("r", nil) + " LIMIT " + p.arg(p.limit))
	}
	if p.limit == 0 {
		return p.end("WITH pick AS MATERIALIZED (" + p.union(arms, conds) + ") SELECT k.parent, " + columns + " FROM pick k CROSS JOIN " + t.name + " r ON r." + t.row + " = k.row")
	}
	// Several walks: what they find is put together, each row once, and cut to
	// the page.
	var keys []string
	for i, o := range p.order {
		if key, ok := p.key("v", o.Field); ok {
			keys = append(keys, key+" AS k"+strconv.Itoa(i))
		}
	}
	var picks []string
	for _, a := range arms {
		walk := "(SELECT w." + t.row + " FROM " + a.from + where(a.where, conds, p.cursors(a)) + " ORDER BY " + p.orderBy("w", a) + " LIMIT " + p.arg(p.limit) + ")"
		picks = append(picks, "SELECT "+a.parent+" AS parent, v."+t.row+" AS row, "+strings.Join(keys, ", ")+" FROM "+
			strings.Join(append(slices.Clone(a.drivers), t.name+" v"), " CROSS JOIN ")+" WHERE v."+t.row+" IN "+walk)
	}
	pick := together(arms, picks)
	var by []string
	for i, o := range p.order {
		if _, ok := p.key("v", o.Field); !ok {
			continue
		}
		key := "k.k" + strconv.Itoa(i)
		if o.Desc {
			key += " DESC"
		}
		by = append(by, key)
	}
	if arms[0].parent == "''" || len(p.step.Parents) == 1 { // all rows are of one page
		return p.end("WITH top AS MATERIALIZED (SELECT k.parent, k.row FROM (" + pick + ") k ORDER BY " + strings.Join(by, ", ") + " LIMIT " + p.arg(p.limit) + ")" +
			" SELECT k.parent, " + columns + " FROM top k CROSS JOIN " + t.name + " r ON r." + t.row + " = k.row")
	}
	return p.end("WITH top AS MATERIALIZED (SELECT k.parent, k.row, row_number() OVER (PARTITION BY k.parent ORDER BY " + strings.Join(by, ", ") + ") AS n FROM (" + pick + ") k)" +
		" SELECT k.parent, " + columns + " FROM top k CROSS JOIN " + t.name + " r ON r." + t.row + " = k.row WHERE k.n <= " + p.arg(p.limit))
}

// together puts what arms find together, each row of a parent once.
func together(arms []*arm, picks []string) string {
	if len(arms) == 1 {
		if arms[0].apart || len(arms[0].drivers) == 0 || len(arms[0].drivers) == 1 && arms[0].parent == "p.value" {
			return picks[0]
		}
		return "SELECT DISTINCT" + strings.TrimPrefix(picks[0], "SELECT")
	}
	if len(arms) == 2 && arms[1].apart {
		return strings.Join(picks, " UNION ALL ")
	}
	return strings.Join(picks, " UNION ")
}

// union is the query for all rows of all arms.
func (p *printer) union(arms []*arm, conds []string) string {
	var picks []string
	for _, a := range arms {
		picks = append(picks, "SELECT "+a.parent+" AS parent, w."+p.table.row+" AS row FROM "+
			strings.Join(append(slices.Clone(a.drivers), a.from), " CROSS JOIN ")+where(a.where, conds, p.cursors(a)))
	}
	return together(arms, picks)
}

// CountRows prints the statement for the total number of rows of each parent.
func (p *printer) CountRows() statement {
	found, rooted := p.found(p.table.arms(p))
	if rooted { // nothing to sort by
		return p.end("SELECT '' AS parent, n FROM (SELECT count(*) AS n FROM (" + found + ")) WHERE n > 0")
	}
	return p.end("SELECT parent, count(*) FROM (" + found + ") GROUP BY parent")
}

// CountGroups prints the statement for the counts of a group.
func (p *printer) CountGroups() statement {
	g := p.field.Group
	arms := p.table.arms(p)
	plain := p.plain(arms) && len(g.By) > 0 && !g.Behind
	found, rooted := "", true
	if !plain {
		found, rooted = p.found(arms)
	}
	var keys, numbers []string
	for i, by := range g.By {
		keys = append(keys, p.table.group(p, by))
		numbers = append(numbers, strconv.Itoa(i+2))
	}
	columns := append([]string{"f.parent"}, keys...)
	from := "(" + found + ") f CROSS JOIN " + p.table.name + " r ON r." + p.table.row + " = f.row"
	count := "count(*)"
	if g.Behind { // a row for each origin of each claim
		count = "count(DISTINCT f.row)"
		columns = append(columns, count, "count(DISTINCT r.article)", "count(DISTINCT o.value)")
		from += " LEFT JOIN article a ON a.id = r.article CROSS JOIN json_each(claim_origins(r.body, a.source, a.url, " + p.arg(int64(p.copies)) + ")) o"
	} else {
		columns = append(columns, count)
	}
	text := "SELECT " + strings.Join(columns, ", ") + " FROM " + from + " GROUP BY " + strings.Join(append([]string{"f.parent"}, numbers...), ", ")
	if plain { // an index may have all that is counted, in the order of the groups
		columns[0] = "'' AS parent"
		rows := "SELECT * FROM " + arms[0].from + where(arms[0].where, p.table.conditions(p))
		text = "SELECT " + strings.Join(columns, ", ") + " FROM (" + rows + ") r GROUP BY " + strings.Join(numbers, ", ")
	}
	if rooted {
		order := strings.Join(numbers, ", ")
		if !g.InTime() {
			order = strings.Join(append([]string{count + " DESC"}, numbers...), ", ")
		}
		limit := g.Limit
		if limit <= 0 {
			limit = graph.DefaultPage
		}
		text += " ORDER BY " + order + " LIMIT " + p.arg(limit)
	}
	return p.end(text)
}

// CountEnds prints the statement for the number of relations and of their ends.
func (p *printer) CountEnds() statement {
	arms := p.table.arms(p)
	rows := ""
	if p.plain(arms) {
		rows = "SELECT w.subject, w.object FROM " + arms[0].from + where(arms[0].where, p.table.conditions(p))
	} else {
		found, _ := p.found(arms)
		rows = "SELECT r.subject, r.object FROM (" + found + ") f CROSS JOIN " + p.table.name + " r ON r." + p.table.row + " = f.row"
	}
	return p.end("WITH f(subject, object) AS MATERIALIZED (" + rows + ") SELECT 'rows', count(*) FROM f UNION ALL " +
		"SELECT 'ends', count(*) FROM (SELECT subject FROM f UNION SELECT object FROM f)")
}

// plain reports whether one walk of the table finds all rows, without parents.
func (p *printer) plain(arms []*arm) bool {
	return len(arms) == 1 && len(arms[0].drivers) == 0 && arms[0].parent == "''" && arms[0].from == p.table.name+" w"
}

// found prints the query for all rows of all parents, each once.
func (p *printer) found(arms []*arm) (text string, rooted bool) {
	if len(arms) == 0 {
		return p.nothing(), true
	}
	rooted = arms[0].parent == "''"
	whole := *p.field // a total does not depend on where the page begins
	whole.Page = graph.Page{}
	page := p.field
	p.field = &whole
	text = p.union(arms, p.table.conditions(p))
	p.field = page
	return text, rooted
}

// nothing is the query for no rows.
func (p *printer) nothing() string {
	return "SELECT '' AS parent, r." + p.table.row + " AS row FROM " + p.table.name + " r WHERE 0"
}

func where(lists ...[]string) string {
	all := slices.Concat(lists...)
	if len(all) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(all, " AND ")
}

func (p *printer) end(text string) statement { return statement{text, p.args} }
