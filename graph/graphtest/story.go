package graphtest

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Story is what a store can be told: entities, articles with their claims, and
// corrections of them.
type Story struct {
	Entities   []*graph.Entity
	Readings   []graph.Reading
	Judgements []*graph.Judgement
}

// Batch puts the whole story at once.
func (s *Story) Batch() *graph.Batch {
	return &graph.Batch{Entities: s.Entities, Readings: s.Readings, Judgements: s.Judgements}
}

// Kept is a small story with something of everything, which stays the same: rows of
// it are kept for every version of a store's schema.
func Kept() *Story {
	first := Said("herald", "2025-01-02", "IRN SUPPLIED_DRONES_TO RUS by:THIRD who:Kyiv item:drone against:UKR", "IRN MET_WITH RUS on:2025-01-01 agent:leader:vladimir-putin")
	treaty := Said("gazette", "2025-01-18", "IRN SIGNED_STRATEGIC_TREATY_WITH RUS on:2025-01-17 signed:2025-01-17", "RUS PARTY_TO treaty:strategic-partnership:IRN-RUS:2025 stage:SIGNED")
	denial := Said("irna", "2025-01-05", "IRN SUPPLIED_DRONES_TO RUS mod:DENIED by:SUBJECT")
	undated := Said("undated", "", "BLR MET_WITH RUS")
	update := Said("herald", "2025-02-04", "IRN SUPPLIED_ARMS_TO RUS by:SUBJECT")
	lead := Said("courier", "2025-01-21", "leader:aleksandr-lukashenko LEADS BLR office:HEAD_OF_STATE from:1994-07")
	s := &Story{Entities: Entities(), Readings: []graph.Reading{first, treaty, denial, undated, update, lead}}
	for _, b := range []*graph.Batch{
		judged(graph.Supersede, "2025-02-04", func(j *graph.Judgement) { j.Article, j.Successor = first.Article.ID, update.Article.ID }),
		judged(graph.Accept, "2025-03-01", func(j *graph.Judgement) { j.Claim = update.Claims[0].ID }),
		judged(graph.Reject, "2025-03-01", func(j *graph.Judgement) { j.Claim = denial.Claims[0].ID }),
		judged(graph.Accept, "2025-04-01", func(j *graph.Judgement) { j.Claim = denial.Claims[0].ID }),
		judged(graph.Merge, "2025-03-01", func(j *graph.Judgement) { j.Entity, j.Into = "state:BLR", "state:UKR" }),
		judged(graph.Split, "2025-06-01", func(j *graph.Judgement) { j.Entity, j.Into = "state:BLR", "state:UKR" }),
	} {
		s.Judgements = append(s.Judgements, b.Judgements...)
	}
	return s
}

// Claims are those of all readings.
func (s *Story) Claims() []*graph.Claim {
	var claims []*graph.Claim
	for _, r := range s.Readings {
		claims = append(claims, r.Claims...)
	}
	return claims
}

// The world of the stories is small, so that claims meet: few actors, kinds
// that bear on each other, and days that lie close together.
var (
	states  = []graph.EntityID{"state:BLR", "state:IRN", "state:RUS", "state:UKR"}
	actors  = append(slices.Clone(states), "org:NATO", "actor:HAMAS")
	leaders = []graph.EntityID{"leader:aleksandr-lukashenko", "leader:masoud-pezeshkian", "leader:vladimir-putin"}

	families = [][]schema.Kind{
		{schema.MetWith, schema.Called},
		{schema.SuppliedArmsTo, schema.SuppliedDronesTo, schema.Attacked},
		{schema.Sanctioned, schema.Embargoed, schema.LiftedSanctionsOn},
		{schema.AlliedWith, schema.DefencePactWith, schema.BrokeRelationsWith, schema.CooperatesWith},
		{schema.HostsForcesOf, schema.Occupies, schema.WithdrewForcesFrom},
		{schema.AtWarWith, schema.SignedTreatyWith, schema.SignedPeaceTreatyWith},
		{schema.SignedStrategicTreatyWith, schema.NegotiatesTreatyWith, schema.RatifiedTreatyWith, schema.WithdrewFromTreatyWith},
		{
			schema.MetWith, schema.SuppliedDronesTo, schema.Sanctioned, schema.AlliedWith, schema.HostsForcesOf,
			schema.AtWarWith, schema.SignedStrategicTreatyWith, schema.Attacked,
		},
	}
	dates = []graph.Date{
		"", "", "", "2024", "2025", "2024-12", "2025-01", "2025-02", "2024-12-28", "2025-01-02", "2025-01-04",
		"2025-01-17", "2025-01-20", "2025-02-03", "2025-04-01", "2026-01-16",
	}
	publications = []graph.Date{
		"", "2024-12-30", "2025-01-02", "2025-01-03", "2025-01-05", "2025-01-18", "2025-01-21", "2025-01", "2025-02-04",
		"2025-03-01", "2025-06-01", "2026-02-01",
	}
	outlets  = []string{"Herald", "Gazette", "gazette ", "", "IRNA"}
	speakers = []graph.Source{
		{Name: "IRNA", Role: graph.RoleAgency, Stance: graph.Says},
		{Name: "Kremlin", ID: "state:RUS", Role: graph.RoleSpeaker, Stance: graph.Says},
		{Name: "Vladimir Putin", ID: "leader:vladimir-putin", Role: graph.RoleSpeaker, Stance: graph.Alleges},
		{Name: "an official", Role: graph.RoleUnnamed, Stance: graph.Says},
		{Name: "White Paper", Role: graph.RoleDocument, Stance: graph.Confirms},
	}
	quotes = []string{
		"Iranul a furnizat drone Rusiei", "Țările au semnat un tratat de parteneriat", "Iran supplied drones to Russia, an official said",
		"Путин встретился с Лукашенко", "Minsk denies it",
	}
)

// Entities are the actors of the stories.
func Entities() []*graph.Entity {
	name := func(lang, text string) graph.Name { return graph.Name{Lang: lang, Text: text} }
	list := []*graph.Entity{
		{ID: "state:BLR", Name: "Belarus", ISO2: "BY", ISO3: "BLR", Names: []graph.Name{name("ro", "Belarus"), name("ru", "Беларусь")}},
		{ID: "state:IRN", Name: "Iran", ISO2: "IR", ISO3: "IRN", COW: 630, Names: []graph.Name{name("ro", "Iran"), name("ro", "Republica Islamică Iran")}},
		{ID: "state:RUS", Name: "Russia", ISO2: "RU", ISO3: "RUS", COW: 365, Names: []graph.Name{name("ro", "Rusia"), name("ru", "Россия")}},
		{ID: "state:UKR", Name: "Ukraine", ISO2: "UA", ISO3: "UKR", Names: []graph.Name{name("uk", "Україна")}},
		{ID: "org:NATO", Name: "North Atlantic Treaty Organization", Names: []graph.Name{name("en", "NATO"), name("fr", "OTAN")}},
		{ID: "actor:HAMAS", Name: "Hamas", BasedIn: []graph.EntityID{"state:PSE", "state:IRN"}, ClaimedBy: []graph.EntityID{"state:UKR"}},
		{ID: "leader:aleksandr-lukashenko", Name: "Aleksandr Lukashenko", Names: []graph.Name{name("ro", "Aleksandr Lukașenko"), name("ru", "Александр Лукашенко")}},
		{ID: "leader:masoud-pezeshkian", Name: "Masoud Pezeshkian"},
		{ID: "leader:vladimir-putin", Name: "Vladimir Putin", Names: []graph.Name{name("ru", "Владимир Путин")}},
	}
	for _, e := range list {
		e.Kind = e.ID.Kind()
	}
	return list
}

func ref(id graph.EntityID) graph.EntityRef {
	return graph.EntityRef{ID: id, Kind: id.Kind(), Name: id.Code()}
}

// maybe draws a value once in so many times, and else none.
func maybe[T any](t *rapid.T, label string, odds int, g *rapid.Generator[T]) (v T) {
	if rapid.IntRange(1, odds).Draw(t, label+"?") == 1 {
		v = g.Draw(t, label)
	}
	return v
}

func one[T any](t *rapid.T, label string, list []T) T { return rapid.SampledFrom(list).Draw(t, label) }

// Stories generates stories of up to the given number of articles.
func Stories(articles int) *rapid.Generator[*Story] {
	return rapid.Custom(func(t *rapid.T) *Story {
		return story(t, "news", rapid.IntRange(1, articles).Draw(t, "articles"), one(t, "family", families))
	})
}

// Rich is a story of every family of kinds, with at least some of everything,
// the same for the same seed.
func Rich(seed int) *Story {
	rich := &Story{Entities: Entities()}
	for i, kinds := range families {
		part := rapid.Custom(func(t *rapid.T) *Story { return story(t, fmt.Sprintf("part%d-", i), 12, kinds) }).Example(seed + i)
		rich.Readings = append(rich.Readings, part.Readings...)
		for _, j := range part.Judgements {
			if graph.CheckMerges(rich.Judgements, []*graph.Judgement{j}) == nil {
				rich.Judgements = append(rich.Judgements, j)
			}
		}
	}
	return rich
}

func story(t *rapid.T, outlet string, articles int, kinds []schema.Kind) *Story {
	s := &Story{Entities: Entities()}
	// Few pairs and kinds a story, so that their claims meet.
	cast := rapid.SliceOfNDistinct(rapid.SampledFrom(actors), 2, 4, rapid.ID).Draw(t, "cast")
	pairs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [2]graph.EntityID {
		a := one(t, "subject", cast)
		b := one(t, "object", slices.DeleteFunc(slices.Clone(cast), func(e graph.EntityID) bool { return e == a }))
		return [2]graph.EntityID{a, b}
	}), 1, 3).Draw(t, "pairs")
	for i := range articles {
		s.Readings = append(s.Readings, reading(t, outlet, i, pairs, kinds))
	}
	s.Judgements = judgements(t, s, cast)
	return s
}

func reading(t *rapid.T, outlet string, i int, pairs [][2]graph.EntityID, kinds []schema.Kind) graph.Reading {
	a := &graph.Article{
		URL: fmt.Sprintf("https://www.%s%d.example/%d", outlet, i%3, i), Source: one(t, "outlet", outlets),
		Published: one(t, "published", publications), Lang: one(t, "lang", []string{"ro", "en", ""}),
		Title: fmt.Sprintf("Report %d", i),
	}
	// Half of the articles print one of two texts, with a word of their own.
	body := strings.Repeat(one(t, "text", []string{"The two presidents met in the capital and spoke about trade. ", "Drones were seen over the port at night by many people. "}), 1)
	words := strings.Fields(body)
	if rapid.Bool().Draw(t, "own text") {
		slices.Reverse(words)
		words = append(words, strings.Fields(fmt.Sprintf("number %d of %d in a row of texts that differ %d", i, i*7, i*13))...)
	}
	a.Text = strings.Join(append(words, one(t, "close", []string{"today", "again", ""})), " ")
	a.ID = graph.NewArticleID(a.URL, a.Text)
	extractor := one(t, "extractor", []string{"rules", "rules", "llm"})
	r := graph.Reading{Article: a, Extractor: extractor}
	seen := map[graph.ClaimID]bool{}
	for range rapid.IntRange(0, 3).Draw(t, "claims") {
		c := claim(t, a, one(t, "pair", pairs), kinds)
		c.Extractor = extractor
		c.Seal()
		if !seen[c.ID] {
			seen[c.ID] = true
			r.Claims = append(r.Claims, c)
		}
	}
	graph.SortClaims(r.Claims)
	return r
}

func claim(t *rapid.T, a *graph.Article, pair [2]graph.EntityID, kinds []schema.Kind) *graph.Claim {
	subject, object := pair[0], pair[1]
	if rapid.Bool().Draw(t, "swap") {
		subject, object = object, subject
	}
	c := &graph.Claim{
		Relation: one(t, "kind", kinds),
		Modality: one(t, "modality", []graph.Modality{graph.Asserted, graph.Asserted, graph.Asserted, graph.Denied, graph.Planned, graph.Agreed, graph.Pledged}),
		Voice:    one(t, "voice", graph.Voices()), Confidence: graph.Thousandths(rapid.IntRange(30, 100).Draw(t, "confidence") * 10),
		ValidFrom: one(t, "from", dates), Rule: "made up",
		Place: graph.Optional(one(t, "place", []string{"", "", "Kyiv"})),
		Evidence: graph.Evidence{
			Form: one(t, "form", []graph.Form{graph.FormText, graph.FormText, graph.FormRecord}), Article: a.ID, URL: a.URL, Published: a.Published,
			Start: rapid.IntRange(0, 3).Draw(t, "start"), End: 30, Quote: one(t, "quote", quotes),
		},
	}
	switch one(t, "to", []string{"", "", "same", "other"}) {
	case "same":
		c.ValidTo = c.ValidFrom
	case "other":
		c.ValidTo = one(t, "until", dates)
	}
	c.Ended = c.Modality == graph.Denied && rapid.Bool().Draw(t, "ended")
	if rapid.IntRange(0, 9).Draw(t, "leads") == 0 {
		subject, object = one(t, "leader", leaders), one(t, "of", states)
		c.Relation, c.Office = schema.Leads, one(t, "office", []string{"", "HEAD_OF_STATE", "HEAD_OF_GOVERNMENT"})
	}
	c.Subject, c.Object = ref(subject), ref(object)
	if c.Voice != graph.VoiceOutlet {
		for range rapid.IntRange(0, 3).Draw(t, "sources") {
			s := one(t, "source", speakers)
			s.Chain = rapid.IntRange(0, 1).Draw(t, "chain")
			c.Attribution = append(c.Attribution, s)
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "against?") == 0 {
		c.Against = append(c.Against, ref(one(t, "against", actors)))
		c.Between = append(c.Between, ref(one(t, "between", actors)))
	}
	if rapid.IntRange(0, 3).Draw(t, "agent?") == 0 {
		id := one(t, "agent", leaders)
		c.Agents = append(c.Agents, graph.Agent{ID: id, Name: id.Code(), Office: "HEAD_OF_STATE", Side: one(t, "side", []graph.Side{graph.SideSubject, graph.SideObject})})
	}
	c.Items = maybe(t, "items", 3, rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"drone", "missile", "tank"}), 1, 2, rapid.ID))
	c.Domains = maybe(t, "domains", 4, rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"TRADE", "ENERGY"}), 1, 2, rapid.ID))
	if treatyKind(c.Relation) && rapid.IntRange(0, 3).Draw(t, "treaty?") > 0 {
		mention(t, c)
	}
	return c
}

func treatyKind(k schema.Kind) bool {
	switch k {
	case schema.SignedTreatyWith, schema.SignedStrategicTreatyWith, schema.SignedPeaceTreatyWith, schema.NegotiatesTreatyWith,
		schema.RatifiedTreatyWith, schema.WithdrewFromTreatyWith, schema.AlliedWith, schema.CooperatesWith:
		return true
	}
	return false
}

func mention(t *rapid.T, c *graph.Claim) {
	m := &graph.TreatyMention{
		Title: one(t, "title", []string{"", "Pact", "Tratat"}),
		As:    one(t, "as", []string{"", "", "Pactul"}),
		Kind:  one(t, "treaty kind", []graph.TreatyKind{graph.StrategicPartnership, graph.StrategicPartnership, graph.PeaceTreaty}),
		// Of the same parties, whichever of them the claim begins with.
		Parties: []graph.EntityID{min(c.Subject.ID, c.Object.ID), max(c.Subject.ID, c.Object.ID)},
		Status:  one(t, "stage", graph.TreatyStatuses()),
		Clauses: maybe(t, "clauses", 3, rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"DEFENCE", "TRADE"}), 1, 2, rapid.ID)),
	}
	if slices.Index(graph.TreatyStatuses(), m.Status) >= slices.Index(graph.TreatyStatuses(), graph.TreatySigned) {
		m.Signed = one(t, "signed", []graph.Date{"", "2024-12", "2025-01-17", "2025"})
	}
	if rapid.Bool().Draw(t, "mutual?") {
		mutual := rapid.Bool().Draw(t, "mutual")
		m.MutualDefence = &mutual
	}
	m.ID = graph.TreatyID(m.Kind, m.Parties, m.Signed)
	c.Treaty = m
	if rapid.IntRange(0, 3).Draw(t, "of the treaty") == 0 {
		c.Relation = one(t, "deed", []schema.Kind{schema.PartyTo, schema.PartyTo, schema.WithdrewFromTreaty, schema.ViolatedTreaty})
		c.Object = ref(m.ID)
		if rapid.Bool().Draw(t, "parties unnamed") {
			m.Parties = nil
		}
	}
}

func judgements(t *rapid.T, s *Story, cast []graph.EntityID) []*graph.Judgement {
	var list []*graph.Judgement
	claims := s.Claims()
	for range rapid.IntRange(0, 6).Draw(t, "judgements") {
		j := &graph.Judgement{
			Verb: one(t, "verb", verbs), By: "tester", Why: "because", On: one(t, "judged", publications[1:]).Last(),
			Nth: rapid.IntRange(0, 1).Draw(t, "nth"),
		}
		switch j.Verb {
		case graph.Retract:
			j.Article = one(t, "retracted", s.Readings).Article.ID
		case graph.Supersede:
			j.Article, j.Successor = one(t, "superseded", s.Readings).Article.ID, one(t, "successor", s.Readings).Article.ID
		case graph.Accept, graph.Reject:
			if len(claims) == 0 {
				continue
			}
			// One of few, so that verdicts meet.
			j.Claim = one(t, "judged claim", claims[:min(len(claims), 3)]).ID
		case graph.Merge, graph.Split:
			j.Entity, j.Into = one(t, "merged", cast), one(t, "into", cast)
		}
		j.ID = graph.NewJudgementID(j)
		// What a store would refuse is no part of a story.
		if graph.CheckMerges(list, []*graph.Judgement{j}) == nil {
			list = append(list, j)
		}
	}
	slices.SortFunc(list, func(a, b *graph.Judgement) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(list, func(a, b *graph.Judgement) bool { return a.ID == b.ID })
}

var verbs = []graph.JudgementVerb{graph.Retract, graph.Supersede, graph.Accept, graph.Reject, graph.Merge, graph.Split, graph.Merge}

// PiecesOf are the story's claims as its judgements leave them, by group.
func PiecesOf(o *schema.Ontology, s *Story) map[graph.GroupKey][]*graph.Piece {
	corrections := graph.NewCorrections(s.Judgements)
	groups := map[graph.GroupKey][]*graph.Piece{}
	for _, r := range s.Readings {
		article := r.Article.Kept()
		for _, c := range r.Claims {
			for _, p := range corrections.Pieces(c, article) {
				for _, g := range p.Groups(o) {
					groups[g] = append(groups[g], p)
				}
			}
		}
	}
	return groups
}
