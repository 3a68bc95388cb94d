package sqlite

import (
	"strings"

	"github.com/entente-graph/entente/graph"
)

var claimTable = &table{
	name: "claim", row: "rid",
	keys: map[graph.OrderField]string{
		graph.BySince: "since", graph.ByConfidence: "confidence", graph.ByPublished: "pub",
	},
	columns:    func(*printer) string { return "r.body" },
	arms:       claimArms,
	conditions: claimConditions,
	group:      claimGroup,
}

func (b *backend) scanClaim(v *graph.Values) (graph.Row, error) {
	c, err := b.claims.Get(v.Text(), decodeClaim)
	return graph.Row{Claim: c}, err
}

func claimArms(p *printer) []*arm {
	f, w := p.field, &p.field.Where
	if ids := p.ids(); ids != nil {
		return []*arm{byIDs(p, "claim w", ids)}
	}
	switch f.Via {
	case graph.ViaEntity:
		return p.endArms(p.parents(), "p.value", "p.value", false, sideOf(w.Direction), false)
	case graph.ViaAgent:
		return []*arm{p.roleArm(p.parents(), "p.value", "p.value", graph.PartAgent)}
	case graph.ViaRelation:
		return []*arm{p.behindArm("relation")}
	case graph.ViaTreaty:
		return []*arm{p.behindArm("treaty")}
	case graph.ViaDocument:
		return []*arm{{drivers: []string{p.parents()}, parent: "p.value", from: "claim w", where: []string{"w.article = p.value"}}}
	}
	each := func(values []graph.EntityID) string { return "json_each(" + list(p, values) + ") e" }
	switch {
	case w.Text != "":
		return []*arm{{parent: "''", from: "claim w", where: []string{p.text()}}}
	case len(w.Pair) == 2:
		a, b := p.arg(string(w.Pair[0])), p.arg(string(w.Pair[1]))
		return []*arm{
			{parent: "''", from: "claim w", where: []string{"w.subject = " + a, "w.object = " + b}},
			{parent: "''", from: "claim w", where: []string{"w.subject = " + b, "w.object = " + a}},
		}
	case len(w.Subject) > 0:
		return p.endArms(each(w.Subject), "''", "e.value", len(w.Subject) == 1, asSubject, false)
	case len(w.Object) > 0:
		return p.endArms(each(w.Object), "''", "e.value", len(w.Object) == 1, asObject, false)
	case len(w.Either) > 0:
		return p.endArms(each(w.Either), "''", "e.value", len(w.Either) == 1, eitherEnd, false)
	case len(w.Against) > 0:
		return []*arm{p.roleArm(each(w.Against), "''", "e.value", graph.PartAgainst)}
	case len(w.Agent) > 0:
		return []*arm{p.roleArm(each(w.Agent), "''", "e.value", graph.PartAgent)}
	case len(w.Speaker) > 0:
		return []*arm{p.roleArm(each(w.Speaker), "''", "e.value", graph.PartSpeaker)}
	case len(w.Touching) > 0:
		e := each(w.Touching)
		arms := p.endArms(e, "''", "e.value", false, eitherEnd, false)
		for _, r := range []graph.Part{graph.PartAgainst, graph.PartBetween, graph.PartAgent} {
			arms = append(arms, p.roleArm(e, "''", "e.value", r))
		}
		return arms
	case p.paged && len(w.Kinds) > 0 && len(w.Kinds) <= kindsMax:
		p.byKind = true
		return []*arm{{drivers: []string{"json_each(" + list(p, w.Kinds) + ") k"}, parent: "''", from: "claim w", where: []string{"w.kind = k.value"}, apart: true}}
	}
	return []*arm{{parent: "''", from: "claim w"}}
}

// roleArm is the arm to the claims in which an entity has a part.
func (p *printer) roleArm(driver, parent, value string, as graph.Part) *arm {
	return &arm{
		drivers: []string{driver}, parent: parent, from: "claim_role c CROSS JOIN claim w ON w.rid = c.claim",
		where: []string{"c.entity = " + value, "c.role = '" + string(as) + "'"},
		keys:  map[graph.OrderField]string{graph.ByPublished: "c.pub", graph.ByID: "c.id"},
	}
}

// behindArm is the arm to the claims behind a relation or treaty as known on
// the day.
func (p *printer) behindArm(of string) *arm {
	return &arm{
		drivers: []string{p.parents()}, parent: "p.value", from: of + "_claim c CROSS JOIN claim w ON w.id = c.claim",
		where: append([]string{"c." + of + " = p.value"}, p.knownBy("c")...),
		keys:  map[graph.OrderField]string{graph.ByPublished: "c.pub", graph.ByID: "c.claim"},
	}
}

// text is the condition of MatchText. The words hold letters and digits alone,
// so that in quotes they are nothing but words to FTS5.
func (p *printer) text() string {
	words := graph.Tokens(p.field.Where.Text)
	if len(words) == 0 {
		return "0"
	}
	return "w.rid IN (SELECT rowid FROM claim_text WHERE claim_text MATCH " + p.arg("\""+strings.Join(words, "\" AND \"")+"\" *") + ")"
}

func claimConditions(p *printer) []string {
	w := &p.field.Where
	conds := append([]string{"w.revision <= " + p.arg(int64(p.revision))}, p.knownBy("w")...)
	if p.field.Time.KnownBy != nil { // no gap reaches into the present
		day := p.day(p.known)
		conds = append(conds, "(w.gaps = '' OR NOT EXISTS (SELECT 1 FROM json_each(w.gaps) g WHERE g.value ->> 0 <= "+day+" AND "+day+" < g.value ->> 1))")
	}
	if len(w.IDs) > 0 {
		conds = append(conds, oneOf(p, "w.id", w.IDs))
	}
	conds = append(conds, p.holds()...)
	conds = append(conds, p.ends()...)
	role := func(entities []graph.EntityID, roles string) string {
		return "EXISTS (SELECT 1 FROM json_each(" + list(p, entities) + ") x CROSS JOIN claim_role y ON y.entity = x.value AND y.role IN (" + roles + ") AND y.pub = w.pub AND y.id = w.id)"
	}
	if len(w.Touching) > 0 {
		among := " IN (SELECT value FROM json_each(" + list(p, w.Touching) + "))"
		conds = append(conds, "(w.subject"+among+" OR w.object"+among+" OR "+role(w.Touching, "'against', 'between', 'agent'")+")")
	}
	if len(w.Against) > 0 {
		conds = append(conds, role(w.Against, "'against'"))
	}
	if len(w.Agent) > 0 {
		conds = append(conds, role(w.Agent, "'agent'"))
	}
	if len(w.Speaker) > 0 {
		conds = append(conds, role(w.Speaker, "'speaker'"))
	}
	if len(w.Items) > 0 {
		conds = append(conds, meet(p, "w.body", "$.items", w.Items))
	}
	if len(w.Domains) > 0 {
		conds = append(conds, meet(p, "w.body", "$.domains", w.Domains))
	}
	if len(w.Voices) > 0 {
		conds = append(conds, oneOf(p, "w.voice", w.Voices))
	}
	if w.Over != nil { // a body leaves out what is false
		conds = append(conds, "w.body ->> '$.e' IS "+map[bool]string{true: "NOT NULL", false: "NULL"}[*w.Over])
	}
	if len(w.Places) > 0 {
		conds = append(conds, oneOf(p, "w.place", w.Places))
	}
	if len(w.Forms) > 0 {
		conds = append(conds, oneOf(p, "w.form", w.Forms))
	}
	conds = append(conds, p.in("w.pub", w.Published, graph.MinDay)...)
	// A claim whose article is not there has neither outlet nor language.
	article := func(column string, values []string) string {
		return oneOf(p, "coalesce((SELECT a."+column+" FROM article a WHERE a.id = w.article), '')", values)
	}
	if len(w.Outlets) > 0 {
		conds = append(conds, article("source", w.Outlets))
	}
	if len(w.Languages) > 0 {
		conds = append(conds, article("lang", w.Languages))
	}
	if w.Text != "" && (p.field.Via != graph.Root || p.ids() != nil) { // else the arm has it
		conds = append(conds, p.text())
	}
	return conds
}

func claimGroup(_ *printer, by graph.GroupBy) string {
	switch by {
	case graph.GroupVoice:
		return "r.voice"
	case graph.GroupOutlet:
		return "coalesce((SELECT a.source FROM article a WHERE a.id = r.article), '')"
	case graph.GroupLanguage:
		return "coalesce((SELECT a.lang FROM article a WHERE a.id = r.article), '')"
	}
	return groupOfEnds(by, "r.pub")
}
