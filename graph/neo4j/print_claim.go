package neo4j

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/entente-graph/entente/graph"
)

var claimTable = &table{
	label:      "Claim",
	keys:       map[graph.OrderField]string{graph.BySince: "since", graph.ByConfidence: "confidence", graph.ByPublished: "pub"},
	columns:    []string{"body"},
	arms:       claimArms,
	conditions: claimConditions,
	kinds:      true,
	group: func(_ *printer, by graph.GroupBy) string {
		switch by {
		case graph.GroupVoice:
			return "w.voice"
		case graph.GroupOutlet:
			return "coalesce([(w)-[:IN]->(a:Article) | a.source][0], '')"
		case graph.GroupLanguage:
			return "coalesce([(w)-[:IN]->(a:Article) | a.lang][0], '')"
		}
		return groupOfEnds(by, "w.pub")
	},
}

// originsOf are the origins of a claim (see graph.Origins), of which the claim
// keeps those that are not its outlet's, and the empty text where one is: the
// outlet is then that of the text of which the article's is a copy, if it is one.
const originsOf = "[x IN coalesce(w.origins, ['']) | CASE x WHEN '' THEN 'name:' + coalesce($copies[w.article], [(w)-[:IN]->(a:Article) | a.outlet][0], '') ELSE x END]"

func readClaim(v *graph.Values) (graph.Row, error) {
	c := &graph.Claim{}
	err := v.JSON(c)
	return graph.Row{Claim: c}, err
}

// keptClaim is readClaim of what is asked for again and again.
func (b *backend) keptClaim(v *graph.Values) (graph.Row, error) {
	c, err := b.claims.Get(v.Text(), graph.DecodeJSON[graph.Claim])
	return graph.Row{Claim: c}, cmp.Or(v.Err(), err)
}

// claimWalk is the arm that walks an index of claims in which properties have
// the values of variables.
func claimWalk(drivers []driver, equal ...[2]string) *arm {
	a := &arm{drivers: drivers, match: "MATCH (w:Claim)", once: true}
	var properties []string
	for _, e := range equal {
		properties = append(properties, e[0])
		a.where = append(a.where, "w."+e[0]+" = "+e[1])
		a.index = append(a.index, "w."+e[0])
		a.kinds = a.kinds || e[0] == "kind"
	}
	a.where = append(a.where, anyDay("pub"), "w.id IS NOT NULL")
	a.match += hint("Claim", append(properties, "pub", "id")...)
	return a
}

// claimEnds are the arms from an entity to the claims at an end of which it
// stands; of a symmetric kind, at either.
func claimEnds(drivers []driver, value string, s side) []*arm {
	subject, object := claimWalk(drivers, [2]string{"subject", value}), claimWalk(drivers, [2]string{"object", value})
	switch s {
	case asSubject:
		object.where = append(object.where, "w.symmetric = 1")
	case asObject:
		subject.where = append(subject.where, "w.symmetric = 1")
	}
	return []*arm{subject, object}
}

func claimArms(p *printer) []*arm {
	f, w := p.field, &p.field.Where
	if p.ids() != nil {
		return []*arm{p.byIDs()}
	}
	switch f.Via {
	case graph.ViaEntity:
		return claimEnds(nil, "p", sideOf(w.Direction))
	case graph.ViaAgent:
		return []*arm{roleArm(nil, "p", graph.PartAgent)}
	case graph.ViaRelation, graph.ViaTreaty:
		// The claims behind a relation or treaty as known on the day.
		return []*arm{{
			match: "MATCH ()-[s:RESTS_ON]->(w)" + hintOf("s", "RESTS_ON", "of", "pub", "claim"),
			where: append([]string{"s.of = p", "s.pub IS NOT NULL", "s.claim IS NOT NULL"}, p.knownBy("s")...),
			index: []string{"s.of"}, keys: map[graph.OrderField]string{graph.ByPublished: "s.pub", graph.ByID: "s.claim"},
		}}
	case graph.ViaDocument:
		return []*arm{{match: "MATCH (a:Article)" + hintOf("a", "Article", "id") + " WHERE a.id = p MATCH (a)<-[:IN]-(w)"}}
	}
	each := func(values []graph.EntityID) []driver { return []driver{{"e", list(p, "ends", values)}} }
	switch {
	case w.Text != "":
		return []*arm{{match: "MATCH (w:Claim)"}}
	case len(w.Pair) == 2:
		a, b := p.arg("pairA", string(w.Pair[0])), p.arg("pairB", string(w.Pair[1]))
		arms := []*arm{claimWalk(nil, [2]string{"subject", a}), claimWalk(nil, [2]string{"subject", b})}
		arms[0].where = append(arms[0].where, "w.object = "+b)
		arms[1].where = append(arms[1].where, "w.object = "+a)
		return arms
	case len(w.Subject) > 0:
		return claimEnds(each(w.Subject), "e", asSubject)
	case len(w.Object) > 0:
		return claimEnds(each(w.Object), "e", asObject)
	case len(w.Either) > 0:
		return claimEnds(each(w.Either), "e", eitherEnd)
	case len(w.Against) > 0:
		return []*arm{roleArm(each(w.Against), "e", graph.PartAgainst)}
	case len(w.Agent) > 0:
		return []*arm{roleArm(each(w.Agent), "e", graph.PartAgent)}
	case len(w.Speaker) > 0:
		return []*arm{roleArm(each(w.Speaker), "e", graph.PartSpeaker)}
	case len(w.Touching) > 0:
		arms := claimEnds(each(w.Touching), "e", eitherEnd)
		for _, r := range []graph.Part{graph.PartAgainst, graph.PartBetween, graph.PartAgent} {
			arms = append(arms, roleArm(each(w.Touching), "e", r))
		}
		return arms
	case len(w.Kinds) > 0 && len(w.Kinds) <= kindsMax:
		return []*arm{claimWalk([]driver{{"k", list(p, "walked", w.Kinds)}}, [2]string{"kind", "k"})}
	}
	return []*arm{claimWalk(nil)}
}

// roleArm is the arm to the claims in which an entity has a part.
func roleArm(drivers []driver, value string, as graph.Part) *arm {
	a := byRole(value, roles[as])
	a.drivers = drivers
	a.index, a.keys = []string{"x.entity", "x.role"}, map[graph.OrderField]string{graph.ByPublished: "x.pub", graph.ByID: "x.id"}
	return a
}

// text are the conditions of MatchText. The words of a quote stand in one text
// with a space at either side of each; the longest wanted one is looked up in
// the index.
func (p *printer) text() []string {
	words := graph.Tokens(p.field.Where.Text)
	if len(words) == 0 {
		return []string{"false"}
	}
	for i := range words {
		words[i] = " " + words[i]
		if i < len(words)-1 {
			words[i] += " "
		}
	}
	slices.Sort(words)
	words = slices.Compact(words)
	longest := words[0]
	for _, w := range words {
		if len(w) > len(longest) {
			longest = w
		}
	}
	return []string{"w.words CONTAINS " + p.arg("word", longest), "all(x IN " + p.arg("words", texts(words)) + " WHERE w.words CONTAINS x)"}
}

func claimConditions(p *printer) []string {
	w := &p.field.Where
	var conds []string
	if p.field.Via != graph.ViaRelation && p.field.Via != graph.ViaTreaty { // what is behind those is known while it is, and has been folded
		conds = append([]string{"w.revision <= " + p.arg("revision", int64(p.revision))}, p.knownBy("w")...)
		if p.field.Time.KnownBy != nil { // else any gap has ended
			day := p.day("known", p.field.Time.Known())
			conds = append(conds, "(w.gaps IS NULL OR none(i IN range(0, size(w.gaps) - 2, 2) WHERE w.gaps[i] <= "+day+" AND "+day+" < w.gaps[i + 1]))")
		}
	}
	conds = append(conds, p.holds()...)
	conds = append(conds, p.ends()...)
	conds = append(conds, p.whereIDs()...)
	if len(w.Touching) > 0 {
		touching := list(p, "touching", w.Touching)
		conds = append(conds, whole("w.subject IN "+touching+" OR w.object IN "+touching+" OR any(x IN coalesce(w.against, []) + coalesce(w.between, []) + coalesce(w.agents, []) WHERE x IN "+touching+")"))
	}
	conds = append(conds, meet(p, "w.against", "against", w.Against)...)
	conds = append(conds, meet(p, "w.agents", "agents", w.Agent)...)
	conds = append(conds, meet(p, "w.speakers", "speakers", w.Speaker)...)
	conds = append(conds, meet(p, "w.items", "items", w.Items)...)
	conds = append(conds, meet(p, "w.domains", "domains", w.Domains)...)
	if len(w.Voices) > 0 {
		conds = append(conds, "w.voice IN "+list(p, "voices", w.Voices))
	}
	if w.Over != nil { // of which a body alone tells; a quotation mark within a text of it has a backslash before it
		conds = append(conds, "w.body CONTAINS '\"ended\":"+strconv.FormatBool(*w.Over)+"'")
	}
	if len(w.Places) > 0 {
		conds = append(conds, "w.place IN "+list(p, "places", w.Places))
	}
	if len(w.Forms) > 0 {
		conds = append(conds, "w.form IN "+list(p, "forms", w.Forms))
	}
	conds = append(conds, p.within("w.pub", "published", w.Published, graph.MinDay)...)
	if len(w.Outlets) > 0 {
		conds = append(conds, "EXISTS { (w)-[:IN]->(a:Article) WHERE a.source IN "+list(p, "outlets", w.Outlets)+" }")
	}
	if len(w.Languages) > 0 {
		conds = append(conds, "EXISTS { (w)-[:IN]->(a:Article) WHERE a.lang IN "+list(p, "languages", w.Languages)+" }")
	}
	if w.Text != "" {
		conds = append(conds, p.text()...)
	}
	return conds
}
