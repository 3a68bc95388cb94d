package sqlite

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

var entityTable = &table{
	name: "entity", row: "id",
	keys: map[graph.OrderField]string{graph.ByName: "name"},
	columns: func(p *printer) string {
		if p.field.Short() {
			return "r.id, r.kind, r.name"
		}
		rank := "0"
		if p.field.Where.Search != "" {
			rank = entityRank(p, "r")
		}
		return "r.body, r.registry, coalesce((SELECT m.target FROM entity_merge m WHERE m.entity = r.id AND " + strings.Join(p.knownBy("m"), " AND ") + "), ''), " + rank
	},
	arms: func(p *printer) []*arm {
		if ids := p.ids(); ids != nil {
			return []*arm{byIDs(p, "entity w", ids)}
		}
		return []*arm{{parent: "''", from: "entity w"}}
	},
	conditions: entityConditions,
	rank:       entityRank,
	group: func(_ *printer, by graph.GroupBy) string {
		if by == graph.GroupKind {
			return "r.kind"
		}
		return groupOfEmptyEnds(by)
	},
}

// entityRank is how well an entity's names match what is searched for.
func entityRank(p *printer, alias string) string {
	return "name_rank(" + p.arg(graph.NameKey(p.field.Where.Search)) + ", " + alias + ".names)"
}

// groupOfEmptyEnds are the keys of what has no ends: a pair of none is a space.
func groupOfEmptyEnds(by graph.GroupBy) string {
	if by == graph.GroupPair {
		return "' '"
	}
	return "''"
}

func (b *backend) scanEntity(v *graph.Values) (graph.Row, error) {
	shared, err := b.entities.Get(v.Text(), graph.DecodeJSON[graph.Entity])
	if err != nil {
		return graph.Row{}, err
	}
	entity := *shared
	e := &entity
	e.Registry, e.MergedInto = v.Number() == 1, graph.EntityID(v.Text())
	return graph.Row{Entity: e, Rank: int(v.Number())}, nil
}

func entityConditions(p *printer) []string {
	w := &p.field.Where
	conds := []string{"w.revision <= " + p.arg(int64(p.revision))}
	if len(w.IDs) > 0 {
		conds = append(conds, oneOf(p, "w.id", w.IDs))
	}
	if len(w.EntityKinds) > 0 {
		conds = append(conds, oneOf(p, "w.kind", w.EntityKinds))
	}
	if w.Search == "" {
		return conds
	}
	words := graph.NameWords(w.Search)
	if len(words) == 0 {
		return append(conds, "0")
	}
	// Candidates have one of the words: the first, or of a single one its
	// beginning. Words are of Latin letters and digits, so "{" comes after all
	// that can follow.
	if len(words) > 1 {
		conds = append(conds, "w.id IN (SELECT entity FROM entity_word WHERE word = "+p.arg(words[0])+")")
	} else {
		conds = append(conds, "w.id IN (SELECT entity FROM entity_word WHERE word >= "+p.arg(words[0])+" AND word < "+p.arg(words[0]+"{")+")")
	}
	return append(conds, entityRank(p, "w")+" IS NOT NULL")
}

// briefArticle is what a brief one has: the others are long.
const briefArticle = "r.id, r.title, r.url, r.source, r.published, r.lang"

var articleTable = &table{
	name: "article", row: "rid",
	keys: map[graph.OrderField]string{graph.ByPublished: "pub"},
	columns: func(p *printer) string {
		if p.field.Short() {
			return briefArticle
		}
		return briefArticle + ", r.print, r.text"
	},
	arms: func(p *printer) []*arm {
		w := &p.field.Where
		if ids := p.ids(); ids != nil {
			return []*arm{byIDs(p, "article w", ids)}
		}
		if len(w.Outlets) == 1 && p.paged { // of several, each would need a walk
			return []*arm{{parent: "''", from: "article w", where: []string{"w.source = " + p.arg(w.Outlets[0])}}}
		}
		return []*arm{{parent: "''", from: "article w"}}
	},
	conditions: func(p *printer) []string {
		w := &p.field.Where
		conds := []string{"w.revision <= " + p.arg(int64(p.revision)), "w.known <= " + p.day(p.known)}
		if len(w.IDs) > 0 {
			conds = append(conds, oneOf(p, "w.id", w.IDs))
		}
		conds = append(conds, p.in("w.pub", w.Published, graph.MinDay)...)
		if len(w.Outlets) > 0 {
			conds = append(conds, oneOf(p, "w.source", w.Outlets))
		}
		if len(w.Languages) > 0 {
			conds = append(conds, oneOf(p, "w.lang", w.Languages))
		}
		if len(w.URLs) > 0 {
			conds = append(conds, oneOf(p, "w.url", w.URLs))
		}
		if w.News {
			conds = append(conds, "EXISTS (SELECT 1 FROM article a WHERE a.rid = w.rid AND "+readByOthers+")")
		}
		return conds
	},
	group: func(_ *printer, by graph.GroupBy) string {
		switch by {
		case graph.GroupOutlet:
			return "r.source"
		case graph.GroupLanguage:
			return "r.lang"
		case graph.GroupPair:
			return groupOfEmptyEnds(by)
		}
		return groupOfTime(by, "r.pub")
	},
}

var treatyTable = &table{
	name: "treaty", row: "rid",
	keys: map[graph.OrderField]string{graph.BySince: "since"},
	columns: func(p *printer) string {
		rank := "0"
		if p.field.Where.Search != "" {
			rank = treatyRank(p, "r")
		}
		return "r.known_from, r.known_to, r.body, " + rank
	},
	arms:       treatyArms,
	conditions: treatyConditions,
	rank:       treatyRank,
	group: func(_ *printer, by graph.GroupBy) string {
		switch by {
		case graph.GroupKind:
			return "r.kind"
		case graph.GroupStatus:
			return "r.status"
		case graph.GroupPair:
			return groupOfEmptyEnds(by)
		}
		return groupOfTime(by, "r.since")
	},
}

// treatyRank is how well a treaty's names match what is searched for. Their keys
// are kept, since there is no index of their words: treaties are few.
func treatyRank(p *printer, alias string) string {
	return "key_rank(" + p.arg(graph.NameKey(p.field.Where.Search)) + ", " + alias + ".keys)"
}

func treatyArms(p *printer) []*arm {
	f := p.field
	if ids := p.ids(); ids != nil {
		return []*arm{byIDs(p, "treaty w", ids)}
	}
	under := func(cond string) []*arm {
		return []*arm{{drivers: []string{p.parents()}, parent: "p.value", from: "treaty w", where: []string{cond}}}
	}
	switch f.Via {
	case graph.ViaEntity:
		return under("w.rid IN (SELECT c.treaty FROM treaty_party c WHERE c.entity = p.value)")
	case graph.ViaClaim:
		return under("w.id IN (SELECT c.treaty FROM treaty_claim c WHERE c.claim = p.value AND " + strings.Join(p.knownBy("c"), " AND ") + ")")
	case graph.ViaRelation:
		return under("w.id IN (SELECT c.treaty FROM relation_claim x CROSS JOIN treaty_claim c ON c.claim = x.claim WHERE x.relation = p.value AND " +
			strings.Join(append(p.knownBy("x"), p.knownBy("c")...), " AND ") + ")")
	}
	if parties := f.Where.Parties; len(parties) > 0 {
		return []*arm{{parent: "''", from: "treaty w", where: []string{"w.rid IN (SELECT c.treaty FROM treaty_party c WHERE c.entity = " + p.arg(string(parties[0])) + ")"}}}
	}
	return []*arm{{parent: "''", from: "treaty w"}}
}

func treatyConditions(p *printer) []string {
	w := &p.field.Where
	conds := p.knownBy("w")
	if p.field.Time.KnownBy == nil {
		conds = []string{"w.past = 0"}
	}
	if len(w.IDs) > 0 {
		conds = append(conds, oneOf(p, "w.id", w.IDs))
	}
	conds = append(conds, p.holds()...)
	if len(w.TreatyKinds) > 0 {
		conds = append(conds, oneOf(p, "w.kind", w.TreatyKinds))
	}
	if len(w.TreatyStatuses) > 0 {
		conds = append(conds, oneOf(p, "w.status", w.TreatyStatuses))
	}
	if w.MutualDefence != nil {
		conds = append(conds, "json_extract(w.body, '$.MutualDefence') = "+p.arg(*w.MutualDefence))
	}
	if words := graph.NameWords(w.Search); len(words) > 0 {
		// Whatever matches has each word somewhere, and the longest is in the fewest.
		longest := slices.MaxFunc(words, func(a, b string) int { return len(a) - len(b) })
		conds = append(conds, "instr(w.keys, "+p.arg(longest)+") > 0", treatyRank(p, "w")+" IS NOT NULL")
	} else if w.Search != "" {
		conds = append(conds, "0")
	}
	for _, party := range w.Parties {
		conds = append(conds, "EXISTS (SELECT 1 FROM treaty_party x WHERE x.entity = "+p.arg(string(party))+" AND x.treaty = w.rid)")
	}
	return conds
}

var judgementTable = &table{
	name: "judgement", row: "id",
	keys:    map[graph.OrderField]string{graph.ByOn: "day"},
	columns: func(*printer) string { return "r.day, r.body" },
	arms: func(p *printer) []*arm {
		if ids := p.ids(); ids != nil {
			return []*arm{byIDs(p, "judgement w", ids)}
		}
		if p.field.Via == graph.ViaDocument {
			return []*arm{{drivers: []string{p.parents()}, parent: "p.value", from: "judgement w", where: []string{"w.article = p.value"}}}
		}
		return []*arm{{parent: "''", from: "judgement w"}}
	},
	conditions: func(p *printer) []string {
		w := &p.field.Where
		conds := []string{"w.revision <= " + p.arg(int64(p.revision)), "w.day <= " + p.day(p.known)}
		if len(w.IDs) > 0 {
			conds = append(conds, oneOf(p, "w.id", w.IDs))
		}
		if len(w.Verbs) > 0 {
			conds = append(conds, oneOf(p, "w.verb", w.Verbs))
		}
		return conds
	},
	group: func(_ *printer, by graph.GroupBy) string {
		switch by {
		case graph.GroupKind:
			return "r.verb"
		case graph.GroupPair:
			return groupOfEmptyEnds(by)
		}
		return groupOfTime(by, "r.day")
	},
}
