package sqlite

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

var relationTable = &table{
	name: "relation", row: "rid",
	keys: map[graph.OrderField]string{
		graph.BySince: "since", graph.ByConfidence: "confidence", graph.ByClaims: "claim_count",
		graph.BySources: "source_count", graph.ByReported: "reported", graph.ByAttested: "last_attested",
	},
	// One column holds them all: for each that is read the driver locks and
	// unlocks the connection several times, which took longer than to find the row.
	columns: func(p *printer) string {
		if p.field.Short() {
			return briefRow
		}
		return relationRow
	},
	arms:       relationArms,
	conditions: relationConditions,
	group:      relationGroup,
}

// relationColumns are what is read of a relation. The last is JSON, in which no
// character stands that parts the columns; nor does it in ids, which Batch.Check
// sees to, and the others are words and numbers.
var relationColumns = []string{
	"known_from", "known_to", "confidence", "claim_count", "source_count", "first_reported", "last_attested",
	"id", "kind", "subject", "object", "modality", "treaty", "status", "office", "valid_from", "valid_to", "more",
}

// relationRow is all of a relation as one text. (None of its columns is ever
// null; concat_ws would leave it out.)
var relationRow = "concat_ws(char(31), r." + strings.Join(relationColumns, ", r.") + ")"

// briefRow is what a brief one has.
const briefRow = "concat_ws(char(31), r.confidence, r.claim_count, r.id, r.kind, r.subject, r.object, r.modality, r.status, r.valid_from, r.valid_to, '')"

func (b *backend) scanBriefRelation(v *graph.Values) (graph.Row, error) {
	c := columns{rest: v.Text()}
	r := &graph.Relation{
		Confidence: graph.Thousandths(c.number()), ClaimCount: c.number(), ID: graph.RelationID(c.text()), Kind: schema.Kind(c.text()),
		Subject: graph.EntityID(c.text()), Object: graph.EntityID(c.text()), Modality: graph.Modality(c.text()), Status: graph.Status(c.text()),
		ValidFrom: graph.Date(c.text()), ValidTo: graph.Date(c.text()),
	}
	return graph.ReadRelation(b.ontology, r, cmp.Or(v.Err(), c.err))
}

// scanRelation reads the columns of a relation.
func (b *backend) scanRelation(v *graph.Values) (graph.Row, error) {
	c := columns{rest: v.Text()}
	r := &graph.Relation{
		KnownFrom: c.day(), KnownTo: c.day(), Confidence: graph.Thousandths(c.number()), ClaimCount: int(c.number()), SourceCount: int(c.number()),
		FirstReported: c.day(), LastAttested: c.day(),
		ID: graph.RelationID(c.text()), Kind: schema.Kind(c.text()), Subject: graph.EntityID(c.text()), Object: graph.EntityID(c.text()),
		Modality: graph.Modality(c.text()), Treaty: graph.EntityID(c.text()), Status: graph.Status(c.text()), Office: c.text(),
		ValidFrom: graph.Date(c.text()), ValidTo: graph.Date(c.text()),
	}
	err := cmp.Or(v.Err(), c.err)
	if lists := c.rest; err == nil && lists != noLists {
		m := more{}
		err = json.Unmarshal([]byte(lists), &m)
		r.Against, r.Items, r.Domains = m.Against, m.Items, m.Domains
	}
	return graph.ReadRelation(b.ontology, r, err)
}

func relationArms(p *printer) []*arm {
	f, w := p.field, &p.field.Where
	if ids := p.ids(); ids != nil {
		return []*arm{byIDs(p, "relation w", ids)}
	}
	switch {
	case f.Via == graph.ViaEntity:
		return p.present(p.endArms(p.parents(), "p.value", "p.value", false, sideOf(w.Direction), true))
	case f.Via == graph.ViaClaim:
		return []*arm{{
			drivers: []string{p.parents()}, parent: "p.value", from: "relation w",
			where: []string{"w.id IN (SELECT c.relation FROM relation_claim c WHERE " + strings.Join(append([]string{"c.claim = p.value"}, p.knownBy("c")...), " AND ") + ")"},
		}}
	case len(w.Pair) == 2:
		a, b := p.arg(string(w.Pair[0])), p.arg(string(w.Pair[1]))
		return p.present([]*arm{
			{parent: "''", from: "relation w", where: []string{"w.subject = " + a, "w.object = " + b}},
			{parent: "''", from: "relation w", where: []string{"w.subject = " + b, "w.object = " + a}},
		})
	case len(w.Subject) > 0:
		return p.present(p.endArms("json_each("+list(p, w.Subject)+") e", "''", "e.value", len(w.Subject) == 1, asSubject, true))
	case len(w.Object) > 0:
		return p.present(p.endArms("json_each("+list(p, w.Object)+") e", "''", "e.value", len(w.Object) == 1, asObject, true))
	case len(w.Either) > 0:
		return p.present(p.endArms("json_each("+list(p, w.Either)+") e", "''", "e.value", len(w.Either) == 1, eitherEnd, true))
	case len(w.Within) > 0:
		return p.present([]*arm{{
			drivers: []string{"json_each(" + list(p, w.Within) + ") e"}, parent: "''", from: "relation w", where: []string{"w.subject = e.value"},
		}})
	case len(w.Against) > 0:
		return p.present([]*arm{p.againstArm(list(p, w.Against))})
	case len(w.Touching) > 0:
		arms := append(p.endArms("json_each("+list(p, w.Touching)+") e", "''", "e.value", len(w.Touching) == 1, eitherEnd, true), p.againstArm(list(p, w.Touching)))
		p.byKind = false // the last does not
		return p.present(arms)
	case p.paged && len(w.Kinds) > 0 && len(w.Kinds) <= kindsMax:
		p.byKind = true
		return p.present([]*arm{{
			drivers: []string{"json_each(" + list(p, w.Kinds) + ") k"}, parent: "''", from: "relation w", where: []string{"w.kind = k.value"}, apart: true,
		}})
	}
	return p.present([]*arm{{parent: "''", from: "relation w"}})
}

func (p *printer) againstArm(entities string) *arm {
	return &arm{
		parent: "''", from: "relation w",
		where: []string{"w.rid IN (SELECT c.relation FROM relation_against c WHERE c.entity IN (SELECT value FROM json_each(" + entities + ")))"},
	}
}

// present lets arms walk the current versions alone, or, as known on a day, the
// current and the past ones each.
func (p *printer) present(arms []*arm) []*arm {
	for _, a := range arms {
		switch {
		case p.field.Time.KnownBy == nil:
			a.where = append(a.where, "w.past = 0")
		case p.paged:
			a.drivers = append(a.drivers, "json_each('[0,1]') h")
			a.where = append(a.where, "w.past = h.value")
		}
	}
	return arms
}

// statusAt is Relation.StatusAt.
func (p *printer) statusAt(alias string) string {
	ref := p.step.Ref
	return "CASE WHEN " + alias + ".status IN ('FACT', 'ALLEGED') AND " + alias + ".ends_on <= " + p.day(ref.Ended) + " THEN 'ENDED' WHEN " +
		alias + ".status = 'PROSPECT' AND " + alias + ".lapses_on < " + p.day(ref.Lapsed) + " THEN 'LAPSED' ELSE " + alias + ".status END"
}

// statuses is the condition that Relation.StatusAt is one of the statuses, said
// so that it reads no column in vain: the usual question, for facts, is answered
// from the indexes alone.
func (p *printer) statuses(wanted []graph.Status) string {
	ended := func(op string) string { return "w.ends_on " + op + p.day(p.step.Ref.Ended) }
	lapsed := func(op string) string { return "w.lapses_on " + op + p.day(p.step.Ref.Lapsed) }
	var either []string
	for _, s := range graph.Statuses() {
		if !slices.Contains(wanted, s) {
			continue
		}
		is := "w.status = '" + string(s) + "'"
		switch s {
		case graph.StatusFact, graph.StatusAlleged:
			is += " AND " + ended("> ")
		case graph.StatusProspect:
			is += " AND " + lapsed(">= ")
		case graph.StatusEnded:
			is += " OR w.status IN ('FACT', 'ALLEGED') AND " + ended("<= ")
		case graph.StatusLapsed:
			is += " OR w.status = 'PROSPECT' AND " + lapsed("< ")
		}
		either = append(either, is)
	}
	if len(either) == 0 {
		return "0"
	}
	return "(" + strings.Join(either, " OR ") + ")"
}

// begun is a condition that follows from that of To and lets a walk begin where
// the answer can: all but prospects may overlap a time only from their beginning
// on (see graph.SpanOf).
func (p *printer) begun() []string {
	t, statuses := p.field.Time, p.field.Where.Statuses
	prospects := slices.ContainsFunc(statuses, func(s graph.Status) bool {
		return !slices.Contains([]graph.Status{graph.StatusFact, graph.StatusAlleged, graph.StatusDisputed, graph.StatusEnded}, s)
	})
	if t.To == nil || len(statuses) == 0 || prospects {
		return nil
	}
	return []string{"w.since <= " + p.day(*t.To)}
}

func relationConditions(p *printer) []string {
	w := &p.field.Where
	var conds []string
	switch {
	case p.field.Time.KnownBy != nil:
		conds = append(conds, p.knownBy("w")...)
	case p.ids() != nil || p.field.Via == graph.ViaClaim: // else the arms have it
		conds = append(conds, "w.past = 0")
	}
	if len(w.IDs) > 0 {
		conds = append(conds, oneOf(p, "w.id", w.IDs))
	}
	conds = append(conds, p.holds()...)
	conds = append(conds, p.begun()...)
	conds = append(conds, p.ends()...)
	if len(w.Statuses) > 0 {
		conds = append(conds, p.statuses(w.Statuses))
	}
	against := func(values []graph.EntityID) string {
		return "EXISTS (SELECT 1 FROM relation_against x WHERE x.relation = w.rid AND x.entity IN (SELECT value FROM json_each(" + list(p, values) + ")))"
	}
	if len(w.Touching) > 0 {
		among := " IN (SELECT value FROM json_each(" + list(p, w.Touching) + "))"
		conds = append(conds, "(w.subject"+among+" OR w.object"+among+" OR "+against(w.Touching)+")")
	}
	if len(w.Against) > 0 {
		conds = append(conds, against(w.Against))
	}
	if len(w.Items) > 0 {
		conds = append(conds, meet(p, "w.more", "$.items", w.Items))
	}
	if len(w.Domains) > 0 {
		conds = append(conds, meet(p, "w.more", "$.domains", w.Domains))
	}
	if w.Sources != nil {
		conds = append(conds, "w.source_count >= "+p.arg(int64(*w.Sources)))
	}
	if w.ClaimsMin != nil {
		conds = append(conds, "w.claim_count >= "+p.arg(int64(*w.ClaimsMin)))
	}
	conds = append(conds, p.in("w.since", w.Began, graph.MinDay)...)
	if !w.Appeared.Open() {
		conds = append(conds, p.in("CASE WHEN w.since <> "+p.day(graph.MinDay)+" THEN w.since ELSE w.first_reported END", w.Appeared, graph.MaxDay)...)
	}
	conds = append(conds, p.in("w.ends_on", w.Ended, graph.Never)...)
	conds = append(conds, p.in("w.first_reported", w.Reported, graph.MaxDay)...)
	if len(w.Office) > 0 {
		conds = append(conds, oneOf(p, "w.office", w.Office))
	}
	if w.Said != nil {
		conds = append(conds, p.said())
	}
	if w.Told {
		conds = append(conds, "(w.first_reported <> "+p.day(graph.MaxDay)+" OR NOT "+oneOf(p, "w.kind", graph.RecordKinds(p.ontology))+")")
	}
	return conds
}

// said is the condition that one of the claims behind the relation meets
// Where.Said. Within it w is the claim.
func (p *printer) said() string {
	c := *p
	c.field = &graph.Field{Rows: graph.Claims, Via: graph.ViaRelation, Where: *p.field.Where.Said, Time: graph.Time{KnownBy: p.field.Time.KnownBy}}
	c.table, c.byKind = claimTable, false
	claim := "SELECT 1 FROM claim w" + where([]string{"w.id = b.claim"}, claimConditions(&c))
	p.args = c.args
	return "EXISTS (SELECT 1 FROM relation_claim b" + where([]string{"b.relation = w.id"}, p.knownBy("b"), []string{"EXISTS (" + claim + ")"}) + ")"
}

func relationGroup(p *printer, by graph.GroupBy) string {
	if by == graph.GroupStatus {
		return p.statusAt("r")
	}
	return groupOfEnds(by, "r.since")
}

// groupOfEnds are the keys that relations and claims share.
func groupOfEnds(by graph.GroupBy, day string) string {
	switch by {
	case graph.GroupKind:
		return "r.kind"
	case graph.GroupSubject:
		return "r.subject"
	case graph.GroupObject:
		return "r.object"
	case graph.GroupPair:
		return "min(r.subject, r.object) || ' ' || max(r.subject, r.object)"
	case graph.GroupModality:
		return "r.modality"
	}
	return groupOfTime(by, day)
}

// groupOfTime is the key of a day at a precision; the empty text where the day
// is unknown, and for what the rows do not know.
func groupOfTime(by graph.GroupBy, day string) string {
	form := ""
	switch by {
	case graph.GroupDay:
		form = "%Y-%m-%d"
	case graph.GroupMonth:
		form = "%Y-%m"
	case graph.GroupYear:
		form = "%Y"
	default:
		return "''"
	}
	// Beyond the calendar's years strftime gives NULL.
	return "coalesce(strftime('" + form + "', CASE WHEN abs(" + day + ") < 2147483646 THEN " + day + " * 86400 END, 'unixepoch'), '')"
}
