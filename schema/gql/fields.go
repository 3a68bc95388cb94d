package gql

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// maxTerms is the most terms of office that are listed for one entity.
const maxTerms = graph.MaxPage

// special plans the fields that ask for rows, or whose arguments the resolver
// needs. It is not ok for any other.
func (c *compiler) special(typ string, g group, o owner) (*plan, bool) {
	if id := c.given[g.name()]; id != "" && payloads[typ] {
		return c.node(g, o, id), true
	}
	switch typ {
	case "Query":
		return c.root(g, o), true
	case "State", "Organisation", "NonStateActor", "Leader", "Treaty":
		return c.ofEntity(typ, g, o)
	case "Relation":
		return c.ofRelation(g, o)
	case "Claim":
		return c.ofClaim(g, o)
	}
	if p, ok := c.ofAnalysis(typ, g, o); ok {
		return p, true
	}
	switch typ + "." + g.name() {
	case "Agent.entity":
		return c.link(g, o, graph.ViaAgents, false), true
	case "TreatyMention.treaty":
		return c.treatyOf(g, o, graph.ViaClaim), true
	case "TreatyEvent.claims":
		return c.stageClaims(g, o), true
	case "Evidence.article":
		p := &plan{field: &graph.Field{Rows: graph.Articles, Via: graph.ViaArticle, Time: known(o.time), Brief: c.only(g.sets(), briefArticle, "Article")}}
		c.rows(p, g.typ(c.schema), g.sets(), c.ask(o, g.alias, p.field, 1))
		return p, true
	case "Article.claims":
		return c.claims(g, o, graph.ViaDocument, known(o.time)), true
	case "Article.judgements":
		f := &graph.Field{Rows: graph.Judgements, Via: graph.ViaDocument, Page: graph.Page{First: graph.MaxPage}}
		c.ask(o, g.alias, f, graph.DefaultPage)
		return &plan{field: f}, true
	case "TreatyStanding.party":
		return c.link(g, o, graph.ViaParties, false), true
	case "Term.leader":
		return c.link(g, o, graph.ViaSubject, false), true
	case "Term.state", "Term.of":
		return c.link(g, o, graph.ViaObject, false), true
	}
	return nil, false
}

// payloads are the types whose nodes are given by the compiler's ids.
var payloads = map[string]bool{
	"LoadArticlePayload": true, "RetractArticlePayload": true, "ReviewClaimPayload": true, "MergeEntitiesPayload": true,
	"SplitEntityPayload": true, "ClaimAdded": true, "RelationChanged": true,
}

// known is a time without its at, from and to.
func known(t graph.Time) graph.Time { return graph.Time{KnownBy: t.KnownBy} }

func (c *compiler) ofEntity(typ string, g group, o owner) (*plan, bool) {
	a := c.args(g)
	switch g.name() {
	case "name":
		lang := a.language("lang")
		if typ == "Treaty" || lang == "" {
			return nil, true
		}
		return &plan{langs: []string{lang}}, true
	case "names":
		if langs := a.languages("langs"); a.m["langs"] != nil {
			return &plan{langs: append([]string{}, langs...)}, true
		}
		return nil, true
	case "relations":
		f := &graph.Field{Rows: graph.Relations, Via: graph.ViaEntity, Time: a.time(o.time), Order: a.order("DESC")}
		a.relations(&f.Where)
		f.Where.Direction = graph.Direction(a.str("direction"))
		if f.Where.Direction == graph.Both {
			f.Where.Direction = ""
		}
		a.page(f)
		return c.connection(g, o, f), true
	case "claims":
		if typ == "Treaty" {
			return c.claims(g, o, graph.ViaTreaty, a.time(o.time)), true
		}
		p := c.claims(g, o, graph.ViaEntity, a.time(o.time))
		if d := graph.Direction(a.str("direction")); d != graph.Both {
			p.field.Where.Direction = d
		}
		return p, true
	case "treaties":
		return c.treaties(g, o, graph.ViaEntity), true
	case "leaders":
		return c.terms(g, o, graph.In, graph.StatusFact), true
	case "terms":
		return c.terms(g, o, graph.Out, graph.StatusFact, graph.StatusEnded), true
	case "members":
		f := &graph.Field{Rows: graph.Relations, Via: graph.ViaEntity, Time: a.time(o.time)}
		f.Where = graph.Where{Kinds: schema.Default().Expand([]schema.Kind{"MEMBER_OF"}), Direction: graph.In, Statuses: []graph.Status{graph.StatusFact}}
		a.page(f)
		return c.connection(g, o, f), true
	case "acts":
		return c.claims(g, o, graph.ViaAgent, a.time(o.time)), true
	case "parties":
		return c.link(g, o, graph.ViaParties, false), true
	case "signatories":
		return c.link(g, o, graph.ViaSignatories, false), true
	case "standings":
		return c.standings(g, o), true
	case "basedIn":
		return c.link(g, o, graph.ViaBasedIn, false), true
	case "claimedBy":
		return c.link(g, o, graph.ViaClaimedBy, false), true
	}
	return nil, false
}

// terms plans terms of office: LEADS relations with the entity at one end.
func (c *compiler) terms(g group, o owner, d graph.Direction, statuses ...graph.Status) *plan {
	a := c.args(g)
	f := &graph.Field{Rows: graph.Relations, Via: graph.ViaEntity, Time: a.time(o.time), Page: graph.Page{First: maxTerms}}
	f.Where = graph.Where{Kinds: schema.Default().Expand([]schema.Kind{"LEADS"}), Direction: d, Statuses: statuses, Office: wanted[string](a, "offices")}
	p := &plan{field: f, of: map[string]kids{}}
	in := c.ask(o, g.alias, f, graph.DefaultPage)
	p.of["Term"] = c.object("Term", g.sets(), in)
	return p
}

func (c *compiler) ofRelation(g group, o owner) (*plan, bool) {
	switch g.name() {
	case "subject":
		return c.link(g, o, graph.ViaSubject, false), true
	case "object":
		return c.link(g, o, graph.ViaObject, mayBeTreaty(o.field)), true
	case "other":
		return c.other(g, o), true
	case "against":
		return c.link(g, o, graph.ViaAgainst, false), true
	case "treaty":
		return c.treatyOf(g, o, graph.ViaRelation), true
	case "claims":
		return c.claims(g, o, graph.ViaRelation, known(c.args(g).time(o.time))), true
	}
	return nil, false
}

func (c *compiler) ofClaim(g group, o owner) (*plan, bool) {
	switch g.name() {
	case "subject":
		return c.link(g, o, graph.ViaSubject, false), true
	case "object":
		return c.link(g, o, graph.ViaObject, mayBeTreaty(o.field)), true
	case "against":
		return c.link(g, o, graph.ViaAgainst, false), true
	case "between":
		return c.link(g, o, graph.ViaBetween, false), true
	case "relations":
		a := c.args(g)
		f := &graph.Field{Rows: graph.Relations, Via: graph.ViaClaim, Time: known(a.time(o.time))}
		f.Where.Statuses = wanted[graph.Status](a, "status")
		a.page(f)
		return c.connection(g, o, f), true
	}
	return nil, false
}

// mayBeTreaty reports whether an end of the field's relations or claims may be
// a treaty, by the kinds that it asks for.
func mayBeTreaty(f *graph.Field) bool {
	if len(f.Where.Kinds) == 0 {
		return true
	}
	return slices.ContainsFunc(f.Where.Kinds, func(k schema.Kind) bool {
		s := schema.Default().Spec(k)
		return strings.Contains(s.Subject+s.Object, "T")
	})
}

// treatyOf plans the treaty that the mentions of a row add up to.
func (c *compiler) treatyOf(g group, o owner, via graph.Via) *plan {
	p := &plan{of: map[string]kids{}, field: &graph.Field{Rows: graph.Treaties, Via: via, Time: known(o.time), Page: graph.Page{First: 1}}}
	p.of["Treaty"] = c.object("Treaty", g.sets(), c.ask(o, g.alias, p.field, 1))
	return p
}

// partyKinds are the kinds whose claims say how far a party has gone.
var partyKinds = []schema.Kind{schema.SignedTreatyWith, schema.RatifiedTreatyWith, schema.PartyTo, schema.WithdrewFromTreatyWith, schema.WithdrewFromTreaty}

// standings plans the claims that say how far each party has gone, and the
// parties themselves.
func (c *compiler) standings(g group, o owner) *plan {
	f := &graph.Field{Rows: graph.Claims, Via: graph.ViaTreaty, Time: known(o.time), Page: graph.Page{First: graph.MaxPage}}
	f.Where.Kinds = schema.Default().Expand(partyKinds)
	f.Where.Modalities = []graph.Modality{graph.Asserted}
	c.ask(o, g.alias, f, graph.DefaultPage)
	// The parties hang on the treaty, not on the claims.
	return &plan{field: f, of: map[string]kids{}, below: []*plan{{of: map[string]kids{"TreatyStanding": c.object("TreatyStanding", g.sets(), o.in(g.alias))}}}}
}

// stageClaims plans the claims that report the stages of a treaty: all of them
// by their ids, of which each stage shows its first.
func (c *compiler) stageClaims(g group, o owner) *plan {
	a := c.args(g)
	p := &plan{of: map[string]kids{}, field: &graph.Field{Rows: graph.Claims, Via: graph.ViaHistory, Time: known(o.time)}}
	p.first = a.most("first", graph.DefaultPage, graph.MaxPage)
	for _, sub := range c.collect(g.sets(), "ClaimConnection") {
		if sub.name() == "stats" {
			a.bad("stats", "the claims of one stage are few and not counted by keys; ask for claims of the treaty")
		}
	}
	in := c.ask(o, g.alias, p.field, p.first)
	p.of[connectionType] = c.connected(g, o, in, p.field)
	p.field.Count, p.field.Only = false, false // the stage itself knows how many
	return p
}

func (c *compiler) claims(g group, o owner, via graph.Via, t graph.Time) *plan {
	a := c.args(g)
	f := &graph.Field{Rows: graph.Claims, Via: via, Time: t, Order: a.order("DESC")}
	a.claims(&f.Where)
	a.page(f)
	return c.connection(g, o, f)
}

func (c *compiler) treaties(g group, o owner, via graph.Via) *plan {
	a := c.args(g)
	f := &graph.Field{Rows: graph.Treaties, Via: via, Time: a.time(o.time), Order: a.order("DESC")}
	f.Where.Parties = a.ids("party")
	f.Where.Search = a.text("text")
	f.Where.MutualDefence = a.yes("mutualDefence")
	f.Where.TreatyKinds = wanted[graph.TreatyKind](a, "kinds")
	f.Where.TreatyStatuses = wanted[graph.TreatyStatus](a, "status")
	a.page(f)
	return c.connection(g, o, f)
}
