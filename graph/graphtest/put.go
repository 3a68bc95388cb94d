package graphtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

func testEmpty(t *T) {
	if rev := t.put(); rev != 0 {
		t.Errorf("folding nothing gives revision %d", rev)
	}
	for _, rows := range []graph.Rows{graph.Entities, graph.Relations, graph.Claims, graph.Articles, graph.Treaties, graph.Judgements} {
		res := t.ask(&graph.Field{Name: "rows", Rows: rows, Page: graph.Page{First: 5}, Count: true})
		if p := res.Fields["rows"].Page(""); len(p.Rows) > 0 || p.Total != 0 || p.HasNext || p.HasPrev {
			t.Errorf("%s of an empty store: %+v", rows, p)
		}
		if res.Latest != graph.MinDay || res.Revision != 0 {
			t.Errorf("an empty store is at revision %d of %s", res.Revision, res.Latest)
		}
	}
	for r, err := range t.Store.Log(context.Background(), 0) {
		t.Errorf("an empty store has a log: %v, %v", r, err)
	}
}

var drones = Said("meridian", "2022-11-05", "IRN SUPPLIED_DRONES_TO RUS item:drone against:UKR", "RUS ATTACKED UKR on:2022-10-17")

func testPutAndFold(t *T) {
	if err := t.Store.Put(context.Background(), told(drones)); err != nil {
		t.Fatal(err)
	}
	if rows := t.rows(graph.Field{Rows: graph.Claims}); len(rows) > 0 {
		t.Errorf("%d claims are in answers before the fold", len(rows))
	}
	if rev := t.put(); rev != 1 {
		t.Errorf("the first fold gives revision %d", rev)
	}
	if rev := t.put(); rev != 1 {
		t.Errorf("a fold of nothing new gives revision %d", rev)
	}
	t.same("relations", []string{
		"IRN SUPPLIED_DRONES_TO RUS FACT .. 1/1",
		"RUS ATTACKED UKR FACT 2022-10-17..2022-10-17 1/1",
	}, t.relations(""))
	claims := t.rows(graph.Field{Rows: graph.Claims, Order: []graph.Order{{Field: graph.ByID}}})
	want := slices.Clone(drones.Claims)
	slices.SortFunc(want, func(a, b *graph.Claim) int { return cmpText(a.ID, b.ID) })
	for i, c := range want {
		t.same("claim", c, claims[i].Claim)
	}
	res := t.ask(&graph.Field{Name: "a", Rows: graph.Articles})
	t.same("article", drones.Article.Kept(), res.Fields["a"].Page("").Rows[0].Article)
	if res.Latest != graph.Date("2022-11-05").First() {
		t.Errorf("latest is %s", res.Latest)
	}
	relation := t.rows(graph.Field{Rows: graph.Relations, Where: graph.Where{Kinds: []schema.Kind{schema.SuppliedDronesTo}}})[0].Relation
	pieces := graph.NewCorrections(nil).Pieces(drones.Claims[0], drones.Article)
	t.same("the whole relation", graph.FoldGroup(schema.Default(), pieces)[0], relation)
}

func cmpText[T ~string](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func testAgain(t *T) {
	story := Rich(7)
	rev := t.put(story.Batch())
	before := t.records(0)
	relations := t.relations("")
	if again := t.put(story.Batch(), told(drones)); again != rev+1 {
		t.Errorf("revision %d after %d and one article more", again, rev)
	}
	if again := t.put(told(drones), story.Batch(), told(drones)); again != rev+1 {
		t.Errorf("putting again what is there raises revision %d to %d", rev+1, again)
	}
	after := t.records(0)
	t.same("the log of what was there before", before, after[:len(before)])
	t.put(purged(drones.Article.ID))
	t.same("relations after the rest is gone", relations, t.relations(""))
}

func testReplace(t *T) {
	full := Said("herald", "2025-01-02", "IRN MET_WITH RUS on:2025-01-01", "BLR MET_WITH RUS on:2025-01-01")
	part := full
	part.Claims = full.Claims[:1]
	other := Said("herald", "2025-01-02", "IRN SANCTIONED UKR")
	other.Extractor = "llm"
	for _, c := range other.Claims {
		c.Extractor = "llm"
		c.Seal()
	}
	t.put(told(full, other))
	t.put(told(part))
	t.same("after fewer claims", []string{"IRN MET_WITH RUS FACT 2025-01-01..2025-01-01 1/1", "IRN SANCTIONED UKR FACT .. 1/1"}, t.relations(""))

	better := *full.Claims[1]
	better.Rule, better.Confidence = "better", 950
	t.put(told(graph.Reading{Article: full.Article, Extractor: full.Extractor, Claims: []*graph.Claim{&better}}))
	t.same("after others", []string{"BLR MET_WITH RUS FACT 2025-01-01..2025-01-01 1/1", "IRN SANCTIONED UKR FACT .. 1/1"}, t.relations(""))
	for _, r := range t.rows(graph.Field{Rows: graph.Claims, Where: graph.Where{Kinds: []schema.Kind{schema.MetWith}}}) {
		t.same("claim", &better, r.Claim)
	}

	t.put(told(graph.Reading{Article: full.Article, Extractor: full.Extractor}))
	t.same("after none", []string{"IRN SANCTIONED UKR FACT .. 1/1"}, t.relations(""))
	if n := len(t.rows(graph.Field{Rows: graph.Articles})); n != 1 {
		t.Errorf("%d articles", n)
	}
}

func testRefused(t *T) {
	stranger := Said("herald", "2025-01-02", "IRN MET_WITH RUS")
	stranger.Article = Said("gazette", "2025-01-02").Article
	unknown := Said("herald", "2025-01-02", "IRN KISSED RUS")
	merge := func(a, b graph.EntityID) *graph.Judgement {
		return judged(graph.Merge, "2025-01-01", func(j *graph.Judgement) { j.Entity, j.Into = a, b }).Judgements[0]
	}
	for name, b := range map[string]*graph.Batch{
		"a claim of another article": told(drones, stranger),
		"a kind that is not":         told(drones, unknown),
		"a judgement of nothing":     {Readings: []graph.Reading{drones}, Judgements: []*graph.Judgement{{ID: "judgement:1", Verb: graph.Retract, On: 1}}},
		"a circle of merges":         {Readings: []graph.Reading{drones}, Judgements: []*graph.Judgement{merge("actor:A", "actor:B"), merge("actor:B", "actor:A")}},
		"a control character":        {Readings: []graph.Reading{drones}, Entities: []*graph.Entity{{ID: "actor:A\x1fB", Kind: graph.NonStateActor}}},
		"an entity of another kind":  {Readings: []graph.Reading{drones}, Entities: []*graph.Entity{{ID: "state:IRN", Kind: graph.Leader}}},
	} {
		if err := t.Store.Put(context.Background(), b); !errors.Is(err, graph.ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if rev := t.put(); rev != 0 || len(t.rows(graph.Field{Rows: graph.Articles})) > 0 {
		t.Errorf("something of the refused batches was kept; revision %d", rev)
	}
	for name, f := range map[string]*graph.Field{
		"a condition that does not fit": {Name: "a", Rows: graph.Articles, Where: graph.Where{Voices: graph.Voices()}},
		"at and to":                     {Name: "a", Rows: graph.Relations, Time: graph.Time{At: day("2025-01-01"), To: day("2025-01-01")}},
	} {
		if _, err := t.Store.Query(context.Background(), &graph.Query{Fields: []*graph.Field{f}}); !errors.Is(err, graph.ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func testPurge(t *T) {
	other := Said("herald", "2022-11-06", "IRN SUPPLIED_DRONES_TO RUS")
	t.put(told(drones, other), judged(graph.Retract, "2022-12-01", func(j *graph.Judgement) { j.Article = drones.Article.ID }))
	t.put(purged(drones.Article.ID, "article:0000000000000000"))
	t.same("relations", []string{"IRN SUPPLIED_DRONES_TO RUS FACT .. 1/1"}, t.relations("2022-11-30"))
	for r, err := range t.Store.Log(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Article != nil && r.Article.ID == drones.Article.ID || r.Claim != nil && r.Claim.Evidence.Article == drones.Article.ID {
			t.Errorf("the log still has %v", r)
		}
	}
	if rows := t.rows(graph.Field{Rows: graph.Claims, Where: graph.Where{Text: "attacked"}}); len(rows) > 0 {
		t.Errorf("%d quotes are left", len(rows))
	}
	records := []string{}
	for _, r := range t.rows(graph.Field{Rows: graph.Judgements, Where: graph.Where{Verbs: []graph.JudgementVerb{graph.Purge}}}) {
		records = append(records, fmt.Sprint(r.Judgement.Article, " ", r.Judgement.On, " ", r.Judgement.By, ": ", r.Judgement.Why))
	}
	slices.Sort(records)
	t.same("the records that stay", []string{
		"article:0000000000000000 2025-12-01 tester: for the test", string(drones.Article.ID) + " 2025-12-01 tester: for the test",
	}, records)
	// What comes of a purged article later is not kept, whether it was there or not.
	before := t.records(0)
	late := Said("late", "2022-11-07", "IRN SUPPLIED_DRONES_TO RUS")
	t.put(purged(late.Article.ID), told(drones), told(late))
	if after := t.records(0); len(after) != len(before)+1 || after[len(after)-1].Judgement == nil {
		t.Errorf("the log had %d records and has %d after what was purged came again", len(before), len(after))
	}
}

// records is the log as a list.
func (t *T) records(after graph.Revision) []graph.Record {
	t.Helper()
	var list []graph.Record
	for r, err := range t.Store.Log(context.Background(), after) {
		if err != nil {
			t.Fatalf("Log: %v", err)
		}
		list = append(list, r)
	}
	return list
}

// place is a record's place in the order of the log.
func place(r graph.Record) string {
	switch {
	case r.Entity != nil:
		return fmt.Sprintf("%09d 1 %s", r.Revision, r.Entity.ID)
	case r.Article != nil:
		return fmt.Sprintf("%09d 2 %s", r.Revision, r.Article.ID)
	case r.Claim != nil:
		return fmt.Sprintf("%09d 3 %s", r.Revision, r.Claim.ID)
	case r.Judgement != nil:
		return fmt.Sprintf("%09d 4 %s", r.Revision, r.Judgement.ID)
	}
	return "nothing"
}

func testLog(t *T) {
	story := Rich(11)
	var revs []graph.Revision
	revs = append(revs, t.put(&graph.Batch{Entities: story.Entities}))
	half := len(story.Readings) / 2
	revs = append(revs, t.put(&graph.Batch{Readings: story.Readings[:half]}))
	revs = append(revs, t.put(&graph.Batch{Readings: story.Readings[half:], Judgements: story.Judgements}))
	records := t.records(0)
	want := len(story.Entities) + len(story.Readings) + len(story.Claims()) + len(story.Judgements)
	if len(records) != want {
		t.Errorf("%d records for %d things", len(records), want)
	}
	var places []string
	for _, r := range records {
		places = append(places, place(r))
		if r.Revision < 1 || r.Revision > revs[2] {
			t.Errorf("revision %d", r.Revision)
		}
	}
	if !slices.IsSorted(places) {
		t.Errorf("the log is out of order:\n%q", places)
	}
	for _, rev := range append(revs, 0) {
		var rest []string
		for _, r := range t.records(rev) {
			rest = append(rest, place(r))
		}
		from := slices.IndexFunc(records, func(r graph.Record) bool { return r.Revision > rev })
		if from < 0 {
			from = len(places)
		}
		t.same(fmt.Sprintf("the log after %d", rev), places[from:], rest)
	}
	for _, err := range t.Store.Log(context.Background(), 0) { // which may be left at any time
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	t.put(told(drones)) // and holds nothing up

	before := t.records(0)
	changed := *story.Readings[0].Article
	changed.Title = "Another title"
	rev := t.put(told(graph.Reading{Article: &changed, Extractor: story.Readings[0].Extractor, Claims: story.Readings[0].Claims}))
	last := t.records(rev - 1)
	if len(last) != 1 || last[0].Article == nil || last[0].Article.Title != "Another title" {
		t.Errorf("after a change of a title the log has %v", last)
	}
	if n := len(t.records(0)); n != len(before) {
		t.Errorf("%d records, were %d", n, len(before))
	}
}

func testRegistry(t *T) {
	r := Said("registry", "", "leader:vladimir-putin LEADS RUS from:2012-05-07 office:HEAD_OF_STATE")
	r.Extractor = graph.RegistryExtractor
	for _, c := range r.Claims {
		c.Extractor = graph.RegistryExtractor
		c.Seal()
	}
	entities := Entities()
	for _, e := range entities {
		e.Registry = true
	}
	met := &graph.Entity{ID: "leader:met-in-text", Kind: graph.Leader, Name: "Met in Text"}
	t.put(&graph.Batch{Entities: append(entities, met), Readings: []graph.Reading{r, drones}})
	var got []string
	for _, r := range t.records(0) {
		got = append(got, place(r)[10:])
	}
	want := []string{"1 leader:met-in-text", "2 " + string(drones.Article.ID)}
	for _, c := range drones.Claims {
		want = append(want, "3 "+string(c.ID))
	}
	slices.Sort(want)
	t.same("log", want, got)
	res := t.ask(
		&graph.Field{Name: "r", Rows: graph.Relations, Where: graph.Where{Kinds: []schema.Kind{schema.Leads}}},
		&graph.Field{Name: "known", Rows: graph.Relations, Where: graph.Where{Kinds: []schema.Kind{schema.Leads}}, Time: knownBy("2025-01-01")},
	)
	if n := len(res.Fields["r"].Page("").Rows); n != 1 {
		t.Errorf("%d relations of the registry are in the answer", n)
	}
	if res.Undated != 0 {
		t.Errorf("the registry counts as %d undated articles", res.Undated)
	}
}

// testConcurrent lets readers ask while a writer puts and folds: every batch
// brings three articles and six claims, so no answer may show anything else.
func testConcurrent(t *T) {
	const batches = 12
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			var last graph.Revision
			for {
				select {
				case <-done:
					return
				default:
				}
				res, err := t.Store.Query(context.Background(), &graph.Query{Fields: []*graph.Field{
					{Name: "a", Rows: graph.Articles, Count: true, Only: true},
					{Name: "c", Rows: graph.Claims, Count: true, Only: true},
					{Name: "r", Rows: graph.Relations, Page: all},
				}})
				if err != nil {
					t.Errorf("Query: %v", err)
					return
				}
				articles, claims := res.Fields["a"].Page("").Total, res.Fields["c"].Page("").Total
				supporting := 0
				for _, r := range res.Fields["r"].Page("").Rows {
					supporting += r.Relation.ClaimCount
				}
				if articles%3 != 0 || claims != articles*2 || supporting != claims {
					t.Errorf("a reader sees %d articles, %d claims and relations of %d", articles, claims, supporting)
				}
				if res.Revision < last {
					t.Errorf("revision %d after %d", res.Revision, last)
				}
				last = res.Revision
			}
		})
	}
	for i := range batches {
		var readings []graph.Reading
		for j := range 3 {
			readings = append(readings, Said(fmt.Sprintf("outlet%d-%d", i, j), graph.DateOf(graph.Day(20_000+i)),
				"IRN MET_WITH RUS on:"+string(graph.DateOf(graph.Day(20_000+i*2))), "BLR SANCTIONED UKR"))
		}
		t.put(told(readings...))
	}
	close(done)
	readers.Wait()
	if n := len(t.rows(graph.Field{Rows: graph.Articles})); n != batches*3 {
		t.Errorf("%d articles", n)
	}
}

func testCancelled(t *T) {
	t.put(told(drones))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := t.Store.Query(ctx, &graph.Query{Fields: []*graph.Field{{Name: "r", Rows: graph.Relations}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("Query: %v", err)
	}
	if err := t.Store.Put(ctx, told(Said("herald", "2025-01-01"))); !errors.Is(err, context.Canceled) {
		t.Errorf("Put: %v", err)
	}
	t.put()
	if n := len(t.rows(graph.Field{Rows: graph.Articles})); n != 1 {
		t.Errorf("%d articles", n)
	}
}

func testStatements(t *T) {
	// A question with a field below a field below a field.
	ask := func() (statements, rows int) {
		f := &graph.Field{Name: "e", Rows: graph.Entities, Page: all, Fields: []*graph.Field{{
			Name: "r", Rows: graph.Relations, Via: graph.ViaEntity, Page: graph.Page{First: 20}, Count: true, Fields: []*graph.Field{
				{Name: "other", Rows: graph.Entities, Via: graph.ViaOther},
				{Name: "c", Rows: graph.Claims, Via: graph.ViaRelation, Page: graph.Page{First: 3}, Fields: []*graph.Field{
					{Name: "a", Rows: graph.Articles, Via: graph.ViaArticle},
				}},
			},
		}}}
		res := t.ask(f)
		e := res.Fields["e"]
		for _, p := range e.Fields["r"].Pages {
			rows += len(p.Rows)
		}
		return res.Statements, rows
	}
	t.put(&graph.Batch{Entities: Entities(), Readings: []graph.Reading{drones}})
	few, rows := ask()
	var more []graph.Reading
	for i := range 40 {
		more = append(more, Said(fmt.Sprintf("outlet%d", i), "2025-01-01",
			"IRN MET_WITH RUS on:"+string(graph.DateOf(graph.Day(20_000+i*10))), "BLR ATTACKED UKR on:"+string(graph.DateOf(graph.Day(20_000+i*10)))))
	}
	t.put(told(more...))
	many, grown := ask()
	if few != many || grown <= rows*5 {
		t.Errorf("%d rows took %d statements, %d rows %d", rows, few, grown, many)
	}
	if few > 8 {
		t.Errorf("%d statements for five fields and a count", few)
	}
}
