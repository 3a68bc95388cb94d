package graphtest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// known is a store with a story, and what is needed to work out answers to
// questions about it from all its rows.
type known struct {
	*T
	o           *schema.Ontology
	story       *Story
	corrections *graph.Corrections
	articles    map[graph.ArticleID]*graph.Article
	latest      graph.Day
}

func (t *T) know(story *Story) *known {
	t.Helper()
	t.put(story.Batch())
	k := &known{T: t, o: schema.Default(), story: story, corrections: graph.NewCorrections(story.Judgements), articles: map[graph.ArticleID]*graph.Article{}}
	for _, r := range story.Readings {
		k.articles[r.Article.ID] = r.Article
	}
	k.latest = t.ask().Latest
	return k
}

func (k *known) standing(r graph.Row) graph.Standing {
	var s graph.Standing
	if r.Claim != nil {
		a := k.articles[r.Claim.Evidence.Article]
		s.Source, s.Lang, s.Outlet = a.Source, a.Lang, graph.Outlet(a, r.Claim)
		s.Life = k.corrections.Life(r.Claim)
	}
	return s
}

// expect are the rows among those given that the field asks for, in its order.
func (k *known) expect(f *graph.Field, among []graph.Row) []graph.Row {
	var want []graph.Row
	for _, r := range among {
		switch {
		case f.Where.Search == "":
		case r.Entity != nil:
			r.Rank, _ = graph.MatchName(f.Where.Search, r.Entity.AllNames())
		case r.Treaty != nil:
			r.Rank, _ = graph.MatchName(f.Where.Search, r.Treaty.AllNames())
		}
		if graph.Match(k.o, f, r, k.standing(r), f.Time.Reference(k.latest)) {
			want = append(want, r)
		}
	}
	slices.SortFunc(want, func(a, b graph.Row) int { return graph.CompareRows(f.Ordering(), a, b) })
	return want
}

// testSaid compares the relations behind which something is said with those
// whose claims say it.
func testSaid(t *T) {
	t.know(Rich(11))
	early, late := day("2025-01-02"), day("2025-01-20")
	over, lasting := true, false
	for _, w := range []graph.Where{
		{},
		{Agent: leaders[:1]},
		{Agent: leaders},
		{Speaker: []graph.EntityID{"state:RUS"}},
		{Voices: []graph.Voice{graph.VoiceThird, graph.VoiceSubject}},
		{Over: &over},
		{Over: &lasting, Modalities: []graph.Modality{graph.Denied}},
		{Places: []string{"Kyiv"}},
		{Outlets: outlets[:1]},
		{Languages: []string{"ro"}},
		{Languages: []string{""}},
		{Text: "drone"},
		{Text: "RUSIEI furniz"},
		{Published: graph.Range{From: early}},
		{Published: graph.Range{To: late}},
		{Modalities: []graph.Modality{graph.Denied}},
		{Forms: []graph.Form{graph.FormRecord}},
		{Touching: actors[:1]},
		{Against: actors},
		{Text: "nobody says so"},
		{Outlets: outlets[:1], Voices: []graph.Voice{graph.VoiceOutlet}},
	} {
		for _, known := range []*graph.Day{nil, early, late} {
			for _, either := range [][]graph.EntityID{nil, actors[:2]} {
				time := graph.Time{KnownBy: known}
				res := t.ask(
					&graph.Field{Name: "all", Rows: graph.Relations, Time: time, Where: graph.Where{Either: either}, Page: all, Fields: []*graph.Field{
						{Name: "claims", Rows: graph.Claims, Via: graph.ViaRelation, Where: w, Time: time, Only: true, Count: true},
					}},
					&graph.Field{Name: "said", Rows: graph.Relations, Time: time, Where: graph.Where{Either: either, Said: &w}, Page: all, Count: true},
				)
				var want []string
				for _, r := range res.Fields["all"].Page("").Rows {
					if res.Fields["all"].Fields["claims"].Page(r.Key()).Total > 0 {
						want = append(want, r.Key())
					}
				}
				page := res.Fields["said"].Page("")
				if got := keys(page.Rows); !slices.Equal(got, want) || page.Total != len(want) {
					t.Errorf("%s known by %v of %v: %d relations %q, want %q", w.String(), known, either, page.Total, got, want)
				}
			}
		}
	}
}

// testWhere asks by every condition, on every kind of rows that knows it, with
// every value that the story has, and compares with graph.Match over all rows.
func testWhere(t *T) {
	k := t.know(Rich(3))
	confidence, two := graph.Thousandths(750), 2
	over, lasting := true, false
	from, to := day("2025-01-02"), day("2025-01-20")
	ends := []graph.Where{}
	for _, e := range append(slices.Clone(actors), leaders...) {
		one := []graph.EntityID{e}
		ends = append(ends, graph.Where{Subject: one}, graph.Where{Object: one}, graph.Where{Either: one}, graph.Where{Touching: one}, graph.Where{Against: one},
			graph.Where{Subject: one, Object: states}, graph.Where{Subject: states, Object: one})
		for _, f := range actors {
			ends = append(ends, graph.Where{Pair: []graph.EntityID{e, f}}, graph.Where{Subject: one, Object: []graph.EntityID{f}})
		}
	}
	ends = append(ends, graph.Where{Within: states}, graph.Where{Within: actors[2:]}, graph.Where{Confidence: &confidence},
		graph.Where{Items: []string{"drone"}}, graph.Where{Items: []string{"tank", "missile"}}, graph.Where{Domains: []string{"ENERGY"}})
	for _, s := range k.o.Kinds() {
		ends = append(ends, graph.Where{Kinds: []schema.Kind{s.Name}})
	}
	ends = append(ends, graph.Where{Kinds: k.o.Expand([]schema.Kind{schema.MetWith, schema.SuppliedArmsTo, schema.AlliedWith})})
	for _, m := range graph.Modalities() {
		ends = append(ends, graph.Where{Modalities: []graph.Modality{m}})
	}
	relations := []graph.Where{
		{Sources: &two},
		{ClaimsMin: &two},
		{Began: graph.Range{From: from}},
		{Began: graph.Range{To: to}},
		{Began: graph.Range{From: from, To: to}},
		{Appeared: graph.Range{From: from}},
		{Appeared: graph.Range{To: to}},
		{Appeared: graph.Range{From: from, To: to}},
		{Told: true},
		{Ended: graph.Range{From: from}},
		{Ended: graph.Range{To: to}},
		{Reported: graph.Range{From: from}},
		{Reported: graph.Range{To: to}},
		{Office: []string{"HEAD_OF_STATE"}},
		{Office: []string{"HEAD_OF_STATE", "HEAD_OF_GOVERNMENT"}},
		{Subject: states, Statuses: []graph.Status{graph.StatusFact}, Kinds: k.o.Expand([]schema.Kind{schema.Sanctioned, schema.MetWith})},
	}
	for _, s := range graph.Statuses() {
		relations = append(relations, graph.Where{Statuses: []graph.Status{s}})
	}
	relations = append(relations, graph.Where{Statuses: []graph.Status{graph.StatusEnded, graph.StatusFact, graph.StatusLapsed}})
	claims := []graph.Where{
		{Agent: leaders[:1]},
		{Agent: leaders},
		{Speaker: []graph.EntityID{"state:RUS"}},
		{Over: &over},
		{Over: &lasting},
		{Over: &lasting, Modalities: []graph.Modality{graph.Denied}},
		{Places: []string{"Kyiv"}},
		{Forms: []graph.Form{graph.FormRecord}},
		{Forms: []graph.Form{graph.FormText}},
		{Published: graph.Range{From: from}},
		{Published: graph.Range{To: to}},
		{Published: graph.Range{From: from, To: to}},
		{Text: "drone"},
		{Text: "dron"},
		{Text: "RUSIEI furniz"},
		{Text: "tarile"},
		{Text: "Лукаш"},
		{Text: "drones Minsk"},
		{Text: "..."},
		{Text: "drone", Voices: []graph.Voice{graph.VoiceOutlet}},
	}
	articles := []graph.Where{{Published: graph.Range{From: from}}, {Published: graph.Range{To: to}}, {URLs: []string{"https://www.part1-1.example/4"}}}
	for _, o := range outlets {
		claims = append(claims, graph.Where{Outlets: []string{o}})
		articles = append(articles, graph.Where{Outlets: []string{o}})
	}
	for _, l := range []string{"ro", "en", "", "de"} {
		claims = append(claims, graph.Where{Languages: []string{l}})
		articles = append(articles, graph.Where{Languages: []string{l, "xx"}})
	}
	for _, v := range graph.Voices() {
		claims = append(claims, graph.Where{Voices: []graph.Voice{v}})
	}
	entities := []graph.Where{}
	for _, e := range graph.EntityKinds() {
		entities = append(entities, graph.Where{EntityKinds: []graph.EntityKind{e}})
	}
	treaties := []graph.Where{{TreatyKinds: []graph.TreatyKind{graph.PeaceTreaty}}, {Parties: states[:1]}, {Parties: states[1:3]}}
	for _, s := range graph.TreatyStatuses() {
		treaties = append(treaties, graph.Where{TreatyStatuses: []graph.TreatyStatus{s}})
	}
	judgements := []graph.Where{}
	for _, v := range verbs {
		judgements = append(judgements, graph.Where{Verbs: []graph.JudgementVerb{v}})
	}
	found := 0
	for _, part := range []struct {
		rows  graph.Rows
		where []graph.Where
		times []graph.Time
	}{
		{graph.Relations, slices.Concat(ends, relations), []graph.Time{{}, {At: day("2025-01-18")}, {From: day("2025-01-01"), To: day("2025-01-31")}, knownBy("2025-01-21"), {KnownBy: day("2025-03-01"), At: day("2025-01-03")}}},
		{graph.Claims, slices.Concat(ends, claims), []graph.Time{{}, {At: day("2025-01-18")}, {From: day("2025-01-10")}, {To: day("2025-01-10")}, knownBy("2025-01-21")}},
		{graph.Articles, articles, []graph.Time{{}, knownBy("2025-01-21")}},
		{graph.Entities, entities, []graph.Time{{}, knownBy("2025-01-21")}},
		{graph.Treaties, treaties, []graph.Time{{}, {At: day("2025-01-18")}, knownBy("2025-02-04")}},
		{graph.Judgements, judgements, []graph.Time{{}, knownBy("2025-01-21")}},
	} {
		for _, time := range part.times {
			// Of versions, only those known on the day are had by asking for them.
			among := t.rows(graph.Field{Rows: part.rows, Time: graph.Time{KnownBy: time.KnownBy}})
			ids := graph.Where{}
			for i, r := range among {
				if i%3 == 0 {
					ids.IDs = append(ids.IDs, r.Key())
				}
			}
			for _, w := range append(part.where, graph.Where{}, ids) {
				f := graph.Field{Name: "rows", Rows: part.rows, Where: w, Time: time, Page: all, Count: true}
				res, err := t.Store.Query(context.Background(), &graph.Query{Fields: []*graph.Field{&f}})
				if err != nil {
					t.Fatalf("%s %q: %v", part.rows, f.Where.String(), err)
				}
				page := res.Fields["rows"].Page("")
				want := k.expect(&f, among)
				t.same(fmt.Sprintf("%s where %s %s", part.rows, f.Where.String(), time), keys(want), keys(page.Rows))
				if page.Total != len(want) {
					t.Errorf("%s where %s: total %d of %d", part.rows, f.Where.String(), page.Total, len(want))
				}
				if len(want) > 0 && len(want) < len(among) {
					found++
				}
				if t.Failed() {
					return
				}
			}
		}
	}
	if found < 200 {
		t.Errorf("only %d of the questions part the rows: the story is too poor", found)
	}
}

// testOrders asks in every order, forwards and backwards.
func testOrders(t *T) {
	k := t.know(Rich(5))
	for rows, fields := range map[graph.Rows][]graph.OrderField{
		graph.Relations:  {graph.BySince, graph.ByConfidence, graph.ByClaims, graph.BySources, graph.ByReported, graph.ByAttested, graph.ByID},
		graph.Claims:     {graph.BySince, graph.ByConfidence, graph.ByPublished, graph.ByID},
		graph.Articles:   {graph.ByPublished, graph.ByID},
		graph.Treaties:   {graph.BySince, graph.ByID},
		graph.Entities:   {graph.ByName, graph.ByID},
		graph.Judgements: {graph.ByOn, graph.ByID},
	} {
		among := t.rows(graph.Field{Rows: rows})
		if len(among) < 3 {
			t.Fatalf("only %d %s", len(among), rows)
		}
		orders := [][]graph.Order{nil}
		for _, a := range fields {
			for _, b := range fields {
				for _, desc := range []bool{false, true} {
					orders = append(orders, []graph.Order{{Field: a, Desc: desc}, {Field: b}}, []graph.Order{{Field: a, Desc: desc}, {Field: b, Desc: true}})
				}
			}
		}
		for _, order := range orders {
			f := graph.Field{Name: "rows", Rows: rows, Order: order, Page: all}
			t.same(fmt.Sprintf("%s by %v", rows, order), keys(k.expect(&f, among)), keys(t.rows(f)))
		}
		t.pages(graph.Field{Rows: rows}, 3)
		t.pages(graph.Field{Rows: rows, Order: []graph.Order{{Field: fields[0]}}}, 2)
	}
}

// sources are the outlets behind the articles with claims: of a near-copy that of
// the first text that it copies.
func (k *known) sources() map[graph.ArticleID]string {
	var texts []graph.Text
	for _, r := range k.story.Readings {
		if len(r.Claims) > 0 {
			a := r.Article.Kept()
			texts = append(texts, graph.Text{Article: a.ID, Known: a.Known(), Outlet: graph.Outlet(a, r.Claims[0]), Print: a.Print})
		}
	}
	out := graph.Copies(texts)
	if len(out) == 0 {
		k.Error("the story has no copies")
	}
	for _, t := range texts {
		out[t.Article] = cmp.Or(out[t.Article], t.Outlet)
	}
	return out
}

func testGroups(t *T) {
	k := t.know(Rich(13))
	sources := k.sources()
	all := graph.Page{All: true}
	for rows, keys := range map[graph.Rows][]graph.GroupBy{
		graph.Relations: {graph.GroupKind, graph.GroupSubject, graph.GroupObject, graph.GroupPair, graph.GroupModality, graph.GroupStatus, graph.GroupDay, graph.GroupMonth, graph.GroupYear},
		graph.Claims:    {graph.GroupKind, graph.GroupSubject, graph.GroupObject, graph.GroupPair, graph.GroupModality, graph.GroupVoice, graph.GroupOutlet, graph.GroupLanguage, graph.GroupDay, graph.GroupMonth, graph.GroupYear},
		graph.Articles:  {graph.GroupOutlet, graph.GroupLanguage, graph.GroupDay, graph.GroupMonth, graph.GroupYear},
	} {
		for _, a := range keys {
			for _, b := range append(keys, "") {
				for _, w := range []graph.Where{{}, {Either: states[:2]}} {
					if rows == graph.Articles {
						w = graph.Where{Languages: []string{"ro", "en"}}
					}
					behind := rows == graph.Claims && len(w.Either) == 0
					f := &graph.Field{Name: "g", Rows: rows, Where: w, Only: true, Count: true, Group: &graph.Group{By: []graph.GroupBy{a}, Limit: 7, Behind: behind}}
					if b != "" && b != a {
						f.Group.By = append(f.Group.By, b)
					}
					counts := map[string]*graph.GroupRow{}
					articles, origins := map[[2]string]bool{}, map[[2]string]bool{}
					plain := &graph.Field{Rows: rows, Where: w, Page: all}
					matching := k.expect(plain, t.rows(graph.Field{Rows: rows}))
					for _, r := range matching {
						key := graph.GroupKeys(f.Group.By, r, k.standing(r), f.Time.Reference(k.latest))
						text := strings.Join(key, "\n")
						if counts[text] == nil {
							counts[text] = &graph.GroupRow{Keys: key}
						}
						counts[text].Count++
						if behind {
							articles[[2]string{text, string(r.Claim.Evidence.Article)}] = true
							for _, o := range graph.Origins(r.Claim, sources[r.Claim.Evidence.Article]) {
								origins[[2]string{text, o}] = true
							}
						}
					}
					for a := range articles {
						counts[a[0]].Articles++
					}
					for o := range origins {
						counts[o[0]].Origins++
					}
					var want []graph.GroupRow
					for _, c := range counts {
						want = append(want, *c)
					}
					page := t.ask(f).Fields["g"].Page("")
					t.same(fmt.Sprintf("%s by %v where %s", rows, f.Group.By, w.String()), f.Group.SortGroups(want), page.Groups)
					if page.Total != len(matching) || len(page.Rows) > 0 {
						t.Errorf("%s by %v: total %d of %d, %d rows", rows, f.Group.By, page.Total, len(matching), len(page.Rows))
					}
					if t.Failed() {
						return
					}
				}
			}
		}
	}
	// Of each parent by itself.
	res := t.ask(&graph.Field{Name: "e", Rows: graph.Entities, Page: all, Fields: []*graph.Field{
		{Name: "g", Rows: graph.Relations, Via: graph.ViaEntity, Only: true, Count: true, Group: &graph.Group{By: []graph.GroupBy{graph.GroupKind}, Limit: 100}},
		{Name: "r", Rows: graph.Relations, Via: graph.ViaEntity, Page: all},
	}})
	e := res.Fields["e"]
	for _, row := range e.Page("").Rows {
		groups, rows := e.Fields["g"].Page(row.Key()), e.Fields["r"].Page(row.Key())
		sum := 0
		for _, g := range groups.Groups {
			sum += g.Count
		}
		if sum != len(rows.Rows) || groups.Total != sum {
			t.Errorf("%s has %d relations, %d in groups, %d in total", row.Key(), len(rows.Rows), sum, groups.Total)
		}
	}
}

func testSearch(t *T) {
	story := told(
		Said("talks", "2024-10-01", "IRN NEGOTIATES_TREATY_WITH RUS stage:NEGOTIATING title:un_tratat_de_cooperare"),
		Said("signature", "2025-01-18", "IRN SIGNED_STRATEGIC_TREATY_WITH RUS on:2025-01-17 signed:2025-01-17 title:Tratatul_de_parteneriat_strategic"),
		Said("again", "2025-02-01", "RUS SIGNED_STRATEGIC_TREATY_WITH IRN on:2025-01-17 signed:2025-01-17 title:Iran_pact"),
		Said("another", "2025-03-01", "BLR SIGNED_STRATEGIC_TREATY_WITH RUS on:2025-02 signed:2025-02"),
	)
	story.Entities = append(Entities(),
		&graph.Entity{ID: "state:NER", Kind: graph.State, Name: "Niger", ISO3: "NER", ISO2: "NE"},
		&graph.Entity{ID: "state:NGA", Kind: graph.State, Name: "Nigeria"},
		&graph.Entity{ID: "state:AAA", Kind: graph.State, Name: "New Niger"})
	k := t.know(&Story{Entities: story.Entities, Readings: story.Readings})
	for _, rows := range []graph.Rows{graph.Entities, graph.Treaties} {
		among := t.rows(graph.Field{Rows: rows})
		for _, text := range []string{
			"niger", "NIGERIA", "iran", "Islamica", "republica isl", "Лукашенко", "Lukașenko", "Lukasenko", "lukashenko alek", "NATO", "north treaty",
			"путин", "Ukr", "україна", "a", "nobody", "-", "IRN", "parteneriat strategic", "TRATATUL", "tratat", "iran pact", "strategic-partnership:IRN-RUS:2025", "2025", "partnership rus",
		} {
			f := graph.Field{Name: "rows", Rows: rows, Where: graph.Where{Search: text}, Page: all, Count: true}
			want := k.expect(&f, among)
			page := t.ask(&f).Fields["rows"].Page("")
			t.same("search "+text, keys(want), keys(page.Rows))
			for i, r := range page.Rows {
				if i < len(want) && r.Rank != want[i].Rank {
					t.Errorf("%s finds %s with rank %d, want %d", text, r.Key(), r.Rank, want[i].Rank)
				}
			}
			if page.Total != len(want) {
				t.Errorf("%s: total %d of %d", text, page.Total, len(want))
			}
		}
	}
	found := func(rows graph.Rows, where graph.Where, known graph.Date) []string {
		return keys(t.rows(graph.Field{Rows: rows, Where: where, Time: knownBy(known)}))
	}
	t.same("exact, prefix, word", []string{"state:NER", "state:NGA", "state:AAA"}, found(graph.Entities, graph.Where{Search: "niger"}, ""))
	t.same("of one kind", []string{"state:NER"}, found(graph.Entities, graph.Where{Search: "ner", EntityKinds: []graph.EntityKind{graph.State}}, ""))
	const pact = "treaty:strategic-partnership:IRN-RUS:2025"
	t.same("a treaty by another title than it shows", []string{pact}, found(graph.Treaties, graph.Where{Search: "Iran pact"}, ""))
	t.same("a title that is not yet known", []string{}, found(graph.Treaties, graph.Where{Search: "Iran pact"}, "2025-01-20"))
	t.same("a title as known", []string{pact}, found(graph.Treaties, graph.Where{Search: "strategic trat"}, "2025-01-20"))
	t.same("with a party", []string{pact}, found(graph.Treaties, graph.Where{Search: "strategic", Parties: []graph.EntityID{"state:IRN"}, TreatyStatuses: []graph.TreatyStatus{graph.TreatySigned}}, ""))
	iran := t.ask(&graph.Field{Name: "iran", Rows: graph.Entities, Where: graph.Where{IDs: []string{"state:IRN"}}, Fields: []*graph.Field{
		{Name: "treaties", Rows: graph.Treaties, Via: graph.ViaEntity, Where: graph.Where{Search: "2025"}, Count: true},
	}}).Fields["iran"].Fields["treaties"].Page("state:IRN")
	t.same("of an entity", []string{pact}, keys(iran.Rows))
	t.pages(graph.Field{Rows: graph.Entities, Where: graph.Where{Search: "n"}}, 1)
	t.pages(graph.Field{Rows: graph.Treaties, Where: graph.Where{Search: "strategic"}}, 1)
}
