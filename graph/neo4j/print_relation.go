package neo4j

import (
	"regexp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

var relationColumns = []string{
	"id", "knownFrom", "knownTo", "kind", "subject", "object", "modality", "treaty", "status", "office", "confidence", "claimCount", "sourceCount",
	"validFrom", "validTo", "firstReported", "lastAttested", "against", "items", "domains",
}

var relationTable = &table{
	label: "Relation",
	keys: map[graph.OrderField]string{
		graph.BySince: "since", graph.ByConfidence: "confidence", graph.ByClaims: "claimCount",
		graph.BySources: "sourceCount", graph.ByReported: "reported", graph.ByAttested: "lastAttested",
	},
	columns:    relationColumns,
	arms:       relationArms,
	conditions: relationConditions,
	kinds:      true,
	group: func(p *printer, by graph.GroupBy) string {
		if by == graph.GroupStatus {
			return p.statusAt()
		}
		return groupOfEnds(by, "w.since")
	},
}

func (b *backend) scanRelation(v *graph.Values) (graph.Row, error) {
	return scanRelationOf(b.ontology, v)
}

func (b *backend) scanBriefRelation(v *graph.Values) (graph.Row, error) {
	r := &graph.Relation{
		ID: graph.RelationID(v.Text()), Kind: schema.Kind(v.Text()), Subject: graph.EntityID(v.Text()), Object: graph.EntityID(v.Text()),
		Modality: graph.Modality(v.Text()), Status: graph.Status(v.Text()), Confidence: graph.Thousandths(v.Number()), ClaimCount: int(v.Number()),
		ValidFrom: v.Date(), ValidTo: v.Date(),
	}
	return graph.ReadRelation(b.ontology, r, v.Err())
}

// scanRelationOf reads the columns of a relation.
func scanRelationOf(o *schema.Ontology, v *graph.Values) (graph.Row, error) {
	r := &graph.Relation{
		ID: graph.RelationID(v.Text()), KnownFrom: v.Day(), KnownTo: v.Day(), Kind: schema.Kind(v.Text()),
		Subject: graph.EntityID(v.Text()), Object: graph.EntityID(v.Text()), Modality: graph.Modality(v.Text()),
		Treaty: graph.EntityID(v.Text()), Status: graph.Status(v.Text()), Office: v.Text(), Confidence: graph.Thousandths(v.Number()),
		ClaimCount: int(v.Number()), SourceCount: int(v.Number()), ValidFrom: v.Date(), ValidTo: v.Date(),
		FirstReported: v.Day(), LastAttested: v.Day(), Against: ids[graph.EntityID](v), Items: ids[string](v), Domains: ids[string](v),
	}
	return graph.ReadRelation(o, r, v.Err())
}

// pasts gives the walks the current versions alone, or, as known on a day, the
// current and the past ones each.
func (p *printer) pasts() (drivers []driver, past string) {
	if p.field.Time.KnownBy == nil {
		return nil, "0"
	}
	return []driver{{"h", "[0, 1]"}}, "h"
}

// walk is the arm that walks an index of relations in which properties have the
// values of variables.
func (p *printer) walk(drivers []driver, equal ...[2]string) *arm {
	pasts, past := p.pasts()
	a := &arm{drivers: slices.Concat(drivers, pasts), match: "MATCH (w:Relation)", once: true}
	var properties []string
	for _, e := range append(equal, [2]string{"past", past}) {
		properties = append(properties, e[0])
		a.where = append(a.where, "w."+e[0]+" = "+e[1])
		a.index = append(a.index, "w."+e[0])
		a.kinds = a.kinds || e[0] == "kind"
	}
	a.where = append(a.where, "w.since <= "+p.begun(), "w.id IS NOT NULL")
	a.match += hint("Relation", append(properties, "since", "id")...)
	return a
}

// begun is the day from which on no answer begins. It follows from that of To
// and lets a walk begin where the answer can: all but prospects may overlap a
// time only from their beginning on (see graph.SpanOf).
func (p *printer) begun() string {
	t, statuses := p.field.Time, p.field.Where.Statuses
	prospects := slices.ContainsFunc(statuses, func(s graph.Status) bool {
		return !slices.Contains([]graph.Status{graph.StatusFact, graph.StatusAlleged, graph.StatusDisputed, graph.StatusEnded}, s)
	})
	if t.To == nil || len(statuses) == 0 || prospects {
		return p.day("begun", graph.Never)
	}
	return p.day("begun", *t.To)
}

// endWalks are the arms from an entity to what it stands at an end of: a walk
// as the subject and one as the object; where kinds are given, one for each.
func (p *printer) endWalks(drivers []driver, value string, s side) []*arm {
	kinds := p.field.Where.Kinds
	var arms []*arm
	add := func(column string, whole bool) {
		end := [2]string{column, value}
		switch {
		case whole && (len(kinds) == 0 || len(kinds) > kindsMax):
			arms = append(arms, p.walk(drivers, end))
		case whole:
			arms = append(arms, p.walk(append(slices.Clone(drivers), driver{"k", list(p, "walked", kinds)}), end, [2]string{"kind", "k"}))
		default:
			if of := p.symmetricKinds(); len(of) > 0 {
				arms = append(arms, p.walk(append(slices.Clone(drivers), driver{"k", list(p, "symmetric", of)}), end, [2]string{"kind", "k"}))
			}
		}
	}
	add("subject", s != asObject)
	add("object", s != asSubject)
	return arms
}

func relationArms(p *printer) []*arm {
	f, w := p.field, &p.field.Where
	each := func(values []graph.EntityID) []driver { return []driver{{"e", list(p, "ends", values)}} }
	switch {
	case p.ids() != nil:
		a := p.byIDs()
		a.match, a.where = "MATCH (w:Relation)"+hint("Relation", "id", "past"), []string{"w.id = i", "w.past >= 0"}
		if f.Time.KnownBy == nil {
			a.where[1] = "w.past = 0"
		}
		return []*arm{a}
	case f.Via == graph.ViaEntity:
		return p.endWalks(nil, "p", sideOf(w.Direction))
	case f.Via == graph.ViaClaim:
		pasts, past := p.pasts()
		a := &arm{drivers: pasts, match: "MATCH (c:Claim)" + hintOf("c", "Claim", "id") + " WHERE c.id = p MATCH (c)<-[s:RESTS_ON]-() MATCH (w:Relation)" + hint("Relation", "id", "past"), again: true}
		a.where = append([]string{"w.id = s.of", "w.past = " + past}, p.knownBy("s")...)
		return []*arm{a}
	case len(w.Pair) == 2:
		a, b := p.arg("pairA", string(w.Pair[0])), p.arg("pairB", string(w.Pair[1]))
		return []*arm{
			p.walk(nil, [2]string{"subject", a}, [2]string{"object", b}),
			p.walk(nil, [2]string{"subject", b}, [2]string{"object", a}),
		}
	case len(w.Subject) > 0:
		return p.endWalks(each(w.Subject), "e", asSubject)
	case len(w.Object) > 0:
		return p.endWalks(each(w.Object), "e", asObject)
	case len(w.Either) > 0:
		return p.endWalks(each(w.Either), "e", eitherEnd)
	case len(w.Within) > 0:
		return []*arm{p.walk(each(w.Within), [2]string{"subject", "e"})}
	case len(w.Against) > 0:
		return []*arm{p.targets(each(w.Against))}
	case len(w.Touching) > 0:
		return append(p.endWalks(each(w.Touching), "e", eitherEnd), p.targets(each(w.Touching)))
	case len(w.Kinds) > 0 && len(w.Kinds) <= kindsMax:
		return []*arm{p.walk([]driver{{"k", list(p, "walked", w.Kinds)}}, [2]string{"kind", "k"})}
	}
	return []*arm{p.walk(nil)}
}

// targets is the arm to the relations that are against an entity.
func (p *printer) targets(drivers []driver) *arm {
	pasts, past := p.pasts()
	a := byRole("e", roleTarget)
	a.drivers, a.where = slices.Concat(drivers, pasts), []string{"w.past = " + past}
	return a
}

// statusAt is Relation.StatusAt.
func (p *printer) statusAt() string {
	ref := p.step.Ref
	return "CASE WHEN w.status IN ['FACT', 'ALLEGED'] AND w.endsOn <= " + p.day("ended", ref.Ended) + " THEN 'ENDED' WHEN w.status = 'PROSPECT' AND w.lapsesOn < " +
		p.day("lapsed", ref.Lapsed) + " THEN 'LAPSED' ELSE w.status END"
}

// statuses is the condition that Relation.StatusAt is one of the statuses; of
// facts, as most ask, it is two comparisons.
func (p *printer) statuses(wanted []graph.Status) []string {
	if slices.Equal(wanted, []graph.Status{graph.StatusFact}) {
		return []string{"w.status = 'FACT'", "w.endsOn > " + p.day("ended", p.step.Ref.Ended)}
	}
	if len(wanted) == 0 {
		return nil
	}
	return oneOf(p, p.statusAt(), "statuses", wanted)
}

// theRow and aParameter are the names that said gives the claim's part of a
// statement anew. Texts hold no values, so names are all that they find.
var (
	theRow     = regexp.MustCompile(`\bw\b`)
	aParameter = regexp.MustCompile(`\$(\w+)`)
)

// said is the condition that one of the claims behind the relation meets
// Where.Said. It is printed as that of claims, whose node is w too, and named anew.
func (p *printer) said() string {
	c := *p
	c.field = &graph.Field{Rows: graph.Claims, Via: graph.ViaRelation, Where: *p.field.Where.Said, Time: graph.Time{KnownBy: p.field.Time.KnownBy}}
	c.table, c.params = claimTable, params{}
	conds := append(p.knownBy("s"), "s.of = w.id", "s.pub IS NOT NULL", "s.claim IS NOT NULL")
	for _, cond := range append(claimConditions(&c), oneOf(&c, "w.kind", "kinds", c.field.Where.Kinds)...) {
		conds = append(conds, aParameter.ReplaceAllString(theRow.ReplaceAllString(cond, "c"), "$$said_$1"))
	}
	for name, v := range c.params {
		p.params["said_"+name] = v
	}
	return "EXISTS { MATCH ()-[s:RESTS_ON]->(c:Claim) WHERE " + strings.Join(conds, " AND ") + " }"
}

func relationConditions(p *printer) []string {
	w := &p.field.Where
	var conds []string
	if p.field.Time.KnownBy != nil { // else what is not past is known
		conds = p.knownBy("w")
	}
	conds = append(conds, p.holds()...)
	conds = append(conds, p.ends()...)
	conds = append(conds, p.statuses(w.Statuses)...)
	conds = append(conds, p.whereIDs()...)
	if len(w.Touching) > 0 {
		touching := list(p, "touching", w.Touching)
		conds = append(conds, whole("w.subject IN "+touching+" OR w.object IN "+touching+" OR any(x IN w.against WHERE x IN "+touching+")"))
	}
	conds = append(conds, meet(p, "w.against", "against", w.Against)...)
	conds = append(conds, meet(p, "w.items", "items", w.Items)...)
	conds = append(conds, meet(p, "w.domains", "domains", w.Domains)...)
	if w.Sources != nil {
		conds = append(conds, "w.sourceCount >= "+p.arg("sources", int64(*w.Sources)))
	}
	if w.ClaimsMin != nil {
		conds = append(conds, "w.claimCount >= "+p.arg("claims", int64(*w.ClaimsMin)))
	}
	conds = append(conds, p.within("w.since", "began", w.Began, graph.MinDay)...)
	conds = append(conds, p.within("CASE WHEN w.since <> "+p.day("undated", graph.MinDay)+" THEN w.since ELSE w.firstReported END", "appeared", w.Appeared, graph.MaxDay)...)
	conds = append(conds, p.within("w.endsOn", "endedOn", w.Ended, graph.Never)...)
	conds = append(conds, p.within("w.firstReported", "reported", w.Reported, graph.MaxDay)...)
	if len(w.Office) > 0 {
		conds = append(conds, "w.office IN "+list(p, "office", w.Office))
	}
	if w.Said != nil {
		conds = append(conds, p.said())
	}
	if w.Told {
		conds = append(conds, "(w.firstReported <> "+p.day("unreported", graph.MaxDay)+" OR NOT w.kind IN "+list(p, "records", graph.RecordKinds(p.ontology))+")")
	}
	return conds
}
