package neo4j

import (
	"cmp"
	"strings"

	"github.com/entente-graph/entente/graph"
)

var entityTable = &table{
	label:   "Entity",
	keys:    map[graph.OrderField]string{graph.ByName: "name"},
	columns: []string{"registry", "body"},
	arms: func(p *printer) []*arm {
		switch words := graph.NameWords(p.field.Where.Search); {
		case p.ids() != nil:
			return []*arm{p.byIDs()}
		case p.field.Where.Search != "" && len(words) == 0:
			return nil
		case len(words) > 1: // candidates have the first word
			return []*arm{{match: "MATCH (x:Word) USING INDEX SEEK x:Word(word) WHERE x.word = " + p.arg("first", words[0]) + " MATCH (w:Entity)" + hint("Entity", "id") + " WHERE w.id = x.entity WITH w"}}
		case len(words) == 1: // or begin with the only one
			return []*arm{{match: "MATCH (x:Word) WHERE x.word STARTS WITH " + p.arg("first", words[0]) + " MATCH (w:Entity)" + hint("Entity", "id") + " WHERE w.id = x.entity WITH DISTINCT w", again: true}}
		case p.ordered(graph.ByName):
			return []*arm{{match: "MATCH (w:Entity)" + hint("Entity", "name", "id"), where: []string{anyText("name"), "w.id IS NOT NULL"}, once: true}}
		}
		return []*arm{{match: "MATCH (w:Entity)" + hint("Entity", "id"), where: []string{anyText("id")}, once: true}}
	},
	conditions: func(p *printer) []string {
		w := &p.field.Where
		// The nodes of treaties have no revision: they are no rows of this kind.
		conds := append([]string{"w.revision <= " + p.arg("revision", int64(p.revision))}, p.whereIDs()...)
		if len(w.EntityKinds) > 0 {
			conds = append(conds, "w.kind IN "+list(p, "entityKinds", w.EntityKinds))
		}
		if w.Search != "" {
			conds = append(conds, p.rank()+" < 3")
		}
		return conds
	},
	group: func(_ *printer, by graph.GroupBy) string {
		if by == graph.GroupKind {
			return "w.kind"
		}
		return groupOfEmptyEnds(by)
	},
}

// rank is what graph.MatchName gives, and 3 where it finds no match. The keys
// of an entity or a treaty are those of its names (see graph.NameKey).
func (p *printer) rank() string {
	words := graph.NameWords(p.field.Where.Search)
	key := p.arg("key", strings.Join(words, " "))
	for i := range words {
		words[i] = " " + words[i]
		if i < len(words)-1 {
			words[i] += " "
		}
	}
	return "CASE WHEN " + key + " IN w.keys THEN 0 WHEN any(x IN w.keys WHERE x STARTS WITH " + key + ") THEN 1 WHEN any(x IN w.keys WHERE all(y IN " +
		p.arg("keyWords", texts(words)) + " WHERE ' ' + x + ' ' CONTAINS y)) THEN 2 ELSE 3 END"
}

func readEntity(v *graph.Values) (graph.Row, error) {
	registry := graph.Next[bool](v)
	e := &graph.Entity{}
	err := v.JSON(e)
	e.Registry = registry
	row := graph.Row{Entity: e, Rank: int(v.Number())}
	return row, err
}

// keptEntity is readEntity of what is asked for again and again.
func (b *backend) keptEntity(v *graph.Values) (graph.Row, error) {
	registry := graph.Next[bool](v)
	shared, err := b.entities.Get(v.Text(), graph.DecodeJSON[graph.Entity])
	if err := cmp.Or(v.Err(), err); err != nil {
		return graph.Row{}, err
	}
	e := *shared
	e.Registry = registry
	return graph.Row{Entity: &e, Rank: int(v.Number())}, nil
}

var articleColumns = []string{"id", "title", "url", "source", "published", "lang", "print", "text"}

var articleTable = &table{
	label:   "Article",
	keys:    map[graph.OrderField]string{graph.ByPublished: "pub"},
	columns: articleColumns,
	arms: func(p *printer) []*arm {
		w := &p.field.Where
		switch {
		case p.ids() != nil:
			return []*arm{p.byIDs()}
		case len(w.URLs) > 0:
			var links []string
			for _, u := range w.URLs {
				links = append(links, linkOf(u))
			}
			return []*arm{{drivers: []driver{{"l", list(p, "links", links)}}, match: "MATCH (w:Article)" + hint("Article", "link"), where: []string{"w.link = l"}}}
		}
		return []*arm{{match: "MATCH (w:Article)" + hint("Article", "pub", "id"), where: []string{anyDay("pub"), "w.id IS NOT NULL"}, once: true}}
	},
	conditions: func(p *printer) []string {
		w := &p.field.Where
		conds := append([]string{"w.revision <= " + p.arg("revision", int64(p.revision)), "w.known <= " + p.day("known", p.field.Time.Known())}, p.whereIDs()...)
		conds = append(conds, p.within("w.pub", "published", w.Published, graph.MinDay)...)
		if len(w.Outlets) > 0 {
			conds = append(conds, "w.source IN "+list(p, "outlets", w.Outlets))
		}
		if len(w.Languages) > 0 {
			conds = append(conds, "w.lang IN "+list(p, "languages", w.Languages))
		}
		if len(w.URLs) > 0 {
			conds = append(conds, "w.url IN "+list(p, "urls", w.URLs))
		}
		if w.News {
			conds = append(conds, readByOthers)
		}
		return conds
	},
	group: func(_ *printer, by graph.GroupBy) string {
		switch by {
		case graph.GroupOutlet:
			return "w.source"
		case graph.GroupLanguage:
			return "w.lang"
		case graph.GroupPair:
			return groupOfEmptyEnds(by)
		}
		return groupOfTime(by, "w.pub")
	},
}

var treatyTable = &table{
	label:   "TreatyVersion",
	keys:    map[graph.OrderField]string{graph.BySince: "since"},
	columns: []string{"knownFrom", "knownTo", "body"},
	arms:    treatyArms,
	conditions: func(p *printer) []string {
		w := &p.field.Where
		conds := append(p.knownBy("w"), p.whereIDs()...)
		conds = append(conds, p.holds()...)
		if len(w.TreatyKinds) > 0 {
			conds = append(conds, "w.kind IN "+list(p, "treatyKinds", w.TreatyKinds))
		}
		if len(w.TreatyStatuses) > 0 {
			conds = append(conds, "w.status IN "+list(p, "stages", w.TreatyStatuses))
		}
		if len(w.Parties) > 0 {
			conds = append(conds, "all(x IN "+list(p, "parties", w.Parties)+" WHERE x IN w.parties)")
		}
		if w.MutualDefence != nil {
			conds = append(conds, "w.mutualDefence = "+p.arg("mutual", *w.MutualDefence))
		}
		if w.Search != "" {
			conds = append(conds, p.rank()+" < 3")
		}
		return conds
	},
	group: func(_ *printer, by graph.GroupBy) string {
		switch by {
		case graph.GroupKind:
			return "w.kind"
		case graph.GroupStatus:
			return "w.status"
		case graph.GroupPair:
			return groupOfEmptyEnds(by)
		}
		return groupOfTime(by, "w.since")
	},
}

func treatyArms(p *printer) []*arm {
	switch {
	case p.ids() != nil:
		return []*arm{p.byIDs()}
	case p.field.Where.Search != "" && graph.NameKey(p.field.Where.Search) == "":
		return nil
	}
	known := func(alias string) string { return strings.Join(p.knownBy(alias), " AND ") }
	switch p.field.Via {
	case graph.ViaEntity:
		return []*arm{byRole("p", roleParty)}
	case graph.ViaClaim:
		return []*arm{{
			match: "MATCH (c:Claim)" + hintOf("c", "Claim", "id") + " WHERE c.id = p MATCH (c)<-[s:RESTS_ON]-() WHERE " + known("s") + " MATCH (w:TreatyVersion)" + hint("TreatyVersion", "id"), where: []string{"w.id = s.of"}, again: true,
		}}
	case graph.ViaRelation:
		return []*arm{{
			match: "MATCH ()-[x:RESTS_ON]->(c)" + hintOf("x", "RESTS_ON", "of", "pub", "claim") + " WHERE x.of = p AND x.pub IS NOT NULL AND x.claim IS NOT NULL AND " + known("x") + " MATCH (c)<-[s:RESTS_ON]-() WHERE " + known("s") +
				" WITH DISTINCT s.of AS of MATCH (w:TreatyVersion)" + hint("TreatyVersion", "id"),
			where: []string{"w.id = of"}, again: true,
		}}
	}
	if parties := p.field.Where.Parties; len(parties) > 0 {
		return []*arm{byRole(p.arg("party", string(parties[0])), roleParty)}
	}
	pasts, past := p.pasts()
	a := &arm{drivers: pasts, match: "MATCH (w:TreatyVersion)" + hint("TreatyVersion", "past", "since", "id"), where: []string{"w.past = " + past, anyDay("since"), "w.id IS NOT NULL"}, index: []string{"w.past"}, once: true}
	return []*arm{a}
}

var judgementTable = &table{
	label:   "Judgement",
	keys:    map[graph.OrderField]string{graph.ByOn: "day"},
	columns: []string{"day", "body"},
	arms: func(p *printer) []*arm {
		switch {
		case p.ids() != nil:
			return []*arm{p.byIDs()}
		case p.field.Via == graph.ViaDocument:
			return []*arm{{match: "MATCH (w:Judgement)" + hint("Judgement", "article"), where: []string{"w.article = p"}}}
		}
		return []*arm{{match: "MATCH (w:Judgement)" + hint("Judgement", "day", "id"), where: []string{anyDay("day"), "w.id IS NOT NULL"}, once: true}}
	},
	conditions: func(p *printer) []string {
		w := &p.field.Where
		conds := append([]string{"w.revision <= " + p.arg("revision", int64(p.revision)), "w.day <= " + p.day("known", p.field.Time.Known())}, p.whereIDs()...)
		if len(w.Verbs) > 0 {
			conds = append(conds, "w.verb IN "+list(p, "verbs", w.Verbs))
		}
		return conds
	},
	group: func(_ *printer, by graph.GroupBy) string {
		switch by {
		case graph.GroupKind:
			return "w.verb"
		case graph.GroupPair:
			return groupOfEmptyEnds(by)
		}
		return groupOfTime(by, "w.day")
	},
}
