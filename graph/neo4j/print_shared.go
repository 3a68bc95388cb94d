package neo4j

import (
	"strings"

	"github.com/entente-graph/entente/graph"
)

// kindsMax is the number of kinds up to which each is walked by itself.
const kindsMax = 24

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

// byIDs is the arm for rows whose ids are given.
func (p *printer) byIDs() *arm {
	return &arm{drivers: []driver{{"i", list(p, "ids", p.ids())}}, match: "MATCH (w:" + p.table.label + ")" + hint(p.table.label, "id"), where: []string{"w.id = i"}, once: true}
}

// whereIDs is the condition of ids under a parent; at the root the walk has it.
func (p *printer) whereIDs() []string {
	if len(p.field.Where.IDs) == 0 || p.field.Via == graph.Root {
		return nil
	}
	return []string{"w.id IN " + list(p, "only", p.field.Where.IDs)}
}

// oneOf is the condition that an expression is one of the values, where there
// are any.
func oneOf[T ~string](p *printer, expression, name string, values []T) []string {
	if len(values) == 0 {
		return nil
	}
	return []string{expression + " IN " + p.arg(name, texts(values))}
}

// knownBy are the conditions that a version, a stretch or the life of a claim is known
// on the day. By the last of all days whatever has not ended by then is.
func (p *printer) knownBy(alias string) []string {
	day := p.day("known", p.field.Time.Known())
	if p.field.Time.KnownBy == nil {
		return []string{day + " < " + alias + ".knownTo"}
	}
	return []string{alias + ".knownFrom <= " + day, day + " < " + alias + ".knownTo"}
}

// holds are the conditions of Time.Holds.
func (p *printer) holds() []string {
	t := p.field.Time
	var conds []string
	if t.At != nil {
		at := p.day("at", *t.At)
		conds = append(conds, "w.holdsFrom <= "+at, "w.holdsTo >= "+at)
	}
	if t.From != nil {
		conds = append(conds, "w.high >= "+p.day("from", *t.From))
	}
	if t.To != nil {
		conds = append(conds, "w.low <= "+p.day("to", *t.To))
	}
	return conds
}

// within are the conditions that a day lies in a range; a row whose day is
// unknown lies in none.
func (p *printer) within(expression, name string, r graph.Range, unknown graph.Day) []string {
	if r.Open() {
		return nil
	}
	conds := []string{expression + " <> " + p.day(name+"Unknown", unknown)}
	if r.From != nil {
		conds = append(conds, expression+" >= "+p.day(name+"From", *r.From))
	}
	if r.To != nil {
		conds = append(conds, expression+" <= "+p.day(name+"To", *r.To))
	}
	return conds
}

// whole is a condition of alternatives that the server checks as one. Left bare it
// makes a walk of each alternative, and their union has lost the order of the index:
// a page then reads all claims of a hub.
func whole(alternatives string) string { return "coalesce(" + alternatives + ", false)" }

// ends are the conditions that relations and claims share, but for the kind.
func (p *printer) ends() []string {
	w := &p.field.Where
	conds := oneOf(p, "w.modality", "modalities", w.Modalities)
	if w.Confidence != nil {
		conds = append(conds, "w.confidence >= "+p.arg("confidence", int64(*w.Confidence)))
	}
	switch {
	case len(w.Subject) > 0 && len(w.Object) > 0:
		subject, object := list(p, "subject", w.Subject), list(p, "object", w.Object)
		conds = append(conds, whole("w.subject IN "+subject+" AND w.object IN "+object+" OR w.symmetric = 1 AND w.subject IN "+object+" AND w.object IN "+subject))
	case len(w.Subject) > 0:
		subject := list(p, "subject", w.Subject)
		conds = append(conds, whole("w.subject IN "+subject+" OR w.symmetric = 1 AND w.object IN "+subject))
	case len(w.Object) > 0:
		object := list(p, "object", w.Object)
		conds = append(conds, whole("w.object IN "+object+" OR w.symmetric = 1 AND w.subject IN "+object))
	}
	if len(w.Either) > 0 {
		either := list(p, "either", w.Either)
		conds = append(conds, whole("w.subject IN "+either+" OR w.object IN "+either))
	}
	if len(w.Pair) == 2 {
		a, b := p.arg("pairA", string(w.Pair[0])), p.arg("pairB", string(w.Pair[1]))
		conds = append(conds, whole("w.subject = "+a+" AND w.object = "+b+" OR w.subject = "+b+" AND w.object = "+a))
	}
	if len(w.Within) > 0 {
		within := list(p, "within", w.Within)
		conds = append(conds, "w.subject IN "+within, "w.object IN "+within)
	}
	return conds
}

// meet is the condition that one of a list's values is wanted; no list is a list
// of none.
func meet[T ~string](p *printer, property, name string, values []T) []string {
	if len(values) == 0 {
		return nil
	}
	return []string{"any(x IN coalesce(" + property + ", []) WHERE x IN " + list(p, name, values) + ")"}
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

// symmetricKinds are those of the kinds, or of all kinds when none are given.
func (p *printer) symmetricKinds() []string {
	out := []string{}
	if kinds := p.field.Where.Kinds; len(kinds) > 0 {
		for _, k := range kinds {
			if spec := p.ontology.Spec(k); spec != nil && spec.Symmetric {
				out = append(out, string(k))
			}
		}
		return out
	}
	for _, spec := range p.ontology.Kinds() {
		if spec.Symmetric {
			out = append(out, string(spec.Name))
		}
	}
	return out
}

// groupOfEnds are the keys that relations and claims share.
func groupOfEnds(by graph.GroupBy, day string) string {
	switch by {
	case graph.GroupKind:
		return "w.kind"
	case graph.GroupSubject:
		return "w.subject"
	case graph.GroupObject:
		return "w.object"
	case graph.GroupPair:
		return "CASE WHEN w.object < w.subject THEN w.object + ' ' + w.subject ELSE w.subject + ' ' + w.object END"
	case graph.GroupModality:
		return "w.modality"
	}
	return groupOfTime(by, day)
}

// groupOfTime is the key of a day at a precision; the empty text where the day
// is unknown, and for what the rows do not know.
func groupOfTime(by graph.GroupBy, day string) string {
	n := "10"
	switch by {
	case graph.GroupDay:
	case graph.GroupMonth:
		n = "7"
	case graph.GroupYear:
		n = "4"
	default:
		return "''"
	}
	return "CASE WHEN abs(" + day + ") < 2147483646 THEN left(toString(date({year: 1970, month: 1, day: 1}) + duration({days: " + day + "})), " + n + ") ELSE '' END"
}

// groupOfEmptyEnds are the keys of what has no ends: a pair of none is a space.
func groupOfEmptyEnds(by graph.GroupBy) string {
	if by == graph.GroupPair {
		return "' '"
	}
	return "''"
}

// ordered reports whether the page is in an order that begins with the field, so
// that an index of it can be walked.
func (p *printer) ordered(f graph.OrderField) bool {
	return p.paged && len(p.order) == 2 && p.order[0].Field == f && p.order[0].Desc == p.order[1].Desc
}

// anyDay and anyText are conditions that hold of every row, and let an index of
// the property be sought and walked from its end: none of these is ever null.
func anyDay(property string) string  { return "w." + property + " <= 2147483647" }
func anyText(property string) string { return "w." + property + " >= ''" }

// byRole is the arm to what an entity has a role in.
func byRole(value, role string) *arm {
	return &arm{match: "MATCH (x:Role)" + hintOf("x", "Role", "entity", "role", "pub", "id") +
		" WHERE x.entity = " + value + " AND x.role = '" + role + "' AND x.pub IS NOT NULL AND x.id IS NOT NULL MATCH (x)<-[:HAS]-(w)"}
}

// hint makes the planner take the index. Left to itself it takes another where
// the statistics of a young database say that all are alike, and keeps that plan.
func hint(label string, properties ...string) string { return hintOf("w", label, properties...) }

func hintOf(variable, label string, properties ...string) string {
	return " USING INDEX SEEK " + variable + ":" + label + "(" + strings.Join(properties, ", ") + ")"
}
