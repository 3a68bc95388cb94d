package sqlite

import (
	"github.com/entente-graph/entente/graph"
)

// table says how the rows of one kind are kept and found. Its functions print
// parts of statements: of the alias w where rows are picked, of r where they are
// read.
type table struct {
	name string
	row  string // the column that tells rows apart
	// keys are the columns of the order fields that the rows know.
	keys map[graph.OrderField]string
	// columns are what scan reads.
	columns    func(*printer) string
	arms       func(*printer) []*arm
	conditions func(*printer) []string
	group      func(*printer, graph.GroupBy) string
	// rank is how well a row of the alias matches Where.Search, and NULL where it
	// does not; nil where rows are not searched for.
	rank func(p *printer, alias string) string
}

// tables has a table for each kind of rows.
var tables = map[graph.Rows]*table{
	graph.Entities:   entityTable,
	graph.Relations:  relationTable,
	graph.Claims:     claimTable,
	graph.Articles:   articleTable,
	graph.Treaties:   treatyTable,
	graph.Judgements: judgementTable,
}

// kindsMax is the number of kinds up to which each is walked by itself.
const kindsMax = 24

// byIDs is the arm for rows whose ids are given.
func byIDs(p *printer, from string, ids []string) *arm {
	return &arm{parent: "''", from: from, where: []string{oneOf(p, "w.id", ids)}}
}

// ids are those that a field follows or asks for; nil when it does neither.
func (p *printer) ids() []string {
	if p.field.Via.ByID() {
		return p.step.IDs
	}
	if p.field.Via == graph.Root && len(p.field.Where.IDs) > 0 {
		return p.field.Where.IDs
	}
	return nil
}

// parents is the driver of the step's parents.
func (p *printer) parents() string { return "json_each(" + list(p, p.step.Parents) + ") p" }

// knownBy is the condition that a side table's row is known on the day.
func (p *printer) knownBy(alias string) []string {
	day := p.day(p.known)
	return []string{alias + ".known_from <= " + day, day + " < " + alias + ".known_to"}
}

// holds are the conditions of Time.Holds.
func (p *printer) holds() []string {
	var conds []string
	t := p.field.Time
	if t.At != nil {
		day := p.day(*t.At)
		conds = append(conds, "w.holds_from <= "+day, "w.holds_to >= "+day)
	}
	if t.From != nil {
		conds = append(conds, "w.high >= "+p.day(*t.From))
	}
	if t.To != nil {
		conds = append(conds, "w.low <= "+p.day(*t.To))
	}
	return conds
}

// in are the conditions that a column lies in a range; a row whose column has
// the value unknown lies in none.
func (p *printer) in(column string, r graph.Range, unknown graph.Day) []string {
	if r.Open() {
		return nil
	}
	conds := []string{column + " <> " + p.day(unknown)}
	if r.From != nil {
		conds = append(conds, column+" >= "+p.day(*r.From))
	}
	if r.To != nil {
		conds = append(conds, column+" <= "+p.day(*r.To))
	}
	return conds
}

// ends are the conditions that relations and claims share.
func (p *printer) ends() []string {
	w := &p.field.Where
	var conds []string
	among := func(column, values string) string {
		return column + " IN (SELECT value FROM json_each(" + values + "))"
	}
	switch {
	case len(w.Subject) > 0 && len(w.Object) > 0:
		subject, object := list(p, w.Subject), list(p, w.Object)
		conds = append(conds, "("+among("w.subject", subject)+" AND "+among("w.object", object)+
			" OR w.symmetric = 1 AND "+among("w.subject", object)+" AND "+among("w.object", subject)+")")
	case len(w.Subject) > 0:
		subject := list(p, w.Subject)
		conds = append(conds, "("+among("w.subject", subject)+" OR w.symmetric = 1 AND "+among("w.object", subject)+")")
	case len(w.Object) > 0:
		object := list(p, w.Object)
		conds = append(conds, "("+among("w.object", object)+" OR w.symmetric = 1 AND "+among("w.subject", object)+")")
	}
	if len(w.Either) > 0 {
		either := list(p, w.Either)
		conds = append(conds, "("+among("w.subject", either)+" OR "+among("w.object", either)+")")
	}
	if len(w.Pair) == 2 {
		a, b := p.arg(string(w.Pair[0])), p.arg(string(w.Pair[1]))
		conds = append(conds, "(w.subject = "+a+" AND w.object = "+b+" OR w.subject = "+b+" AND w.object = "+a+")")
	}
	if len(w.Within) > 0 {
		within := list(p, w.Within)
		conds = append(conds, among("w.subject", within), among("w.object", within))
	}
	if len(w.Kinds) > 0 && !p.byKind {
		conds = append(conds, oneOf(p, "w.kind", w.Kinds))
	}
	if len(w.Modalities) > 0 {
		conds = append(conds, oneOf(p, "w.modality", w.Modalities))
	}
	if w.Confidence != nil {
		conds = append(conds, "w.confidence >= "+p.arg(int64(*w.Confidence)))
	}
	return conds
}

// meet is the condition that one of a JSON list's values is wanted.
func meet[T ~string](p *printer, column, path string, values []T) string {
	return "EXISTS (SELECT 1 FROM json_each(" + column + ", '" + path + "') j WHERE " + oneOf(p, "j.value", values) + ")"
}

// side tells at which ends of a relation or claim an entity may stand.
type side int

const (
	eitherEnd side = iota
	asSubject      // of a symmetric kind, at either
	asObject
)

func sideOf(d graph.Direction) side {
	switch d {
	case graph.Out:
		return asSubject
	case graph.In:
		return asObject
	}
	return eitherEnd
}

// symmetricKinds are those of the kinds.
func (p *printer) symmetricKinds() []string {
	var out []string
	for _, k := range p.field.Where.Kinds {
		if spec := p.ontology.Spec(k); spec != nil && spec.Symmetric {
			out = append(out, string(k))
		}
	}
	return out
}

// endArms are the arms from an entity to what it stands at an end of: a walk
// over its index as the subject and one as the object. Where kinds are given
// and the table has an index of them (byKind), there is a walk for each. one
// tells that the driver has a single value.
func (p *printer) endArms(driver, parent, value string, one bool, s side, byKind bool) []*arm {
	kinds := texts(p.field.Where.Kinds)
	symmetric := p.symmetricKinds()
	byKind = byKind && p.paged && len(kinds) > 0 && len(kinds) <= kindsMax
	p.byKind = byKind
	var arms []*arm
	add := func(column string, all bool) {
		of := kinds
		if !all {
			of = symmetric
		}
		if len(kinds) > 0 && len(of) == 0 {
			return // nothing can be found
		}
		a := &arm{drivers: []string{driver}, parent: parent, from: p.table.name + " w", where: []string{"w." + column + " = " + value}}
		switch {
		case byKind:
			a.drivers = append(a.drivers, "json_each("+list(p, of)+") k")
			a.where = append(a.where, "w.kind = k.value")
		case !all:
			a.where = append(a.where, "w.symmetric = 1")
		}
		arms = append(arms, a)
	}
	add("subject", s != asObject)
	add("object", s != asSubject)
	if len(arms) == 2 && (parent == value || one) {
		arms[1].apart = true
		if p.field.Rows == graph.Claims {
			// What has the entity at both ends is found from the first. No relation
			// has.
			arms[1].where = append(arms[1].where, "w.subject <> w.object")
		}
	}
	return arms
}
