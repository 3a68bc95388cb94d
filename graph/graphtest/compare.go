package graphtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Compare tells random stories to two stores and asks both random questions.
// The reference is told each story at once, the other one in batches of random
// order, with some of it twice, some readings first with fewer claims, and folds
// between; then both must hold and answer the same.
func Compare(t *testing.T, reference, store func(t *testing.T) graph.Store) {
	ctx := context.Background()
	rapid.Check(t, func(rt *rapid.T) {
		want, got := reference(t), store(t)
		defer func() {
			for _, s := range []graph.Store{want, got} {
				if err := s.Close(); err != nil {
					rt.Errorf("Close: %v", err)
				}
			}
		}()
		must := func(err error) {
			rt.Helper()
			if err != nil {
				rt.Fatal(err)
			}
		}
		fold := func(s graph.Store) {
			_, err := s.Fold(ctx)
			must(err)
		}
		s := Stories(14).Draw(rt, "story")
		must(want.Put(ctx, s.Batch()))
		fold(want)
		for _, b := range shuffled(rt, s) {
			must(got.Put(ctx, b))
			if rapid.Bool().Draw(rt, "fold between") {
				fold(got)
			}
		}
		fold(got)
		// What is removed for good leaves both alike.
		if rapid.IntRange(0, 2).Draw(rt, "purge") == 0 {
			b := purged(one(rt, "purged", s.Readings).Article.ID, one(rt, "purged too", s.Readings).Article.ID)
			for _, store := range []graph.Store{want, got} {
				must(store.Put(ctx, b))
				fold(store)
			}
		}

		compareLogs(rt, want, got)
		ask := func(q *graph.Query) *graph.Result {
			a, err := want.Query(ctx, q)
			must(err)
			b, err := got.Query(ctx, q)
			must(err)
			if diff := cmp.Diff(answers(a), answers(b), equal...); diff != "" {
				rt.Fatalf("%s(-reference +store)\n%s", q, diff)
			}
			return a
		}
		ask(everything(nil))
		for range 4 {
			f := Fields(s).Draw(rt, "question")
			res := ask(&graph.Query{Fields: []*graph.Field{f}})
			if rows := res.Fields[f.Name].Page("").Rows; len(rows) > 0 && !f.Page.All {
				at := graph.CursorOf(f, one(rt, "at", rows))
				f.Page.After, f.Page.Before = &at, nil
				if rapid.Bool().Draw(rt, "before") {
					f.Page.After, f.Page.Before = nil, &at
				}
				ask(&graph.Query{Fields: []*graph.Field{f}})
			}
		}
		known := one(rt, "as known on", publications[1:]).First()
		ask(everything(&known))
	})
}

// shuffled is the story in batches of random order.
func shuffled(t *rapid.T, s *Story) []*graph.Batch {
	readings := rapid.Permutation(s.Readings).Draw(t, "order")
	for _, r := range readings {
		switch rapid.IntRange(0, 5).Draw(t, "twice") {
		case 0:
			readings = append(readings, r)
		case 1: // first with fewer claims
			fewer := r
			fewer.Claims = r.Claims[:len(r.Claims)/2]
			readings = append([]graph.Reading{fewer}, readings...)
		}
	}
	var batches []*graph.Batch
	for len(readings) > 0 {
		n := rapid.IntRange(1, len(readings)).Draw(t, "batch")
		batches = append(batches, &graph.Batch{Readings: readings[:n]})
		readings = readings[n:]
	}
	if len(batches) == 0 {
		batches = append(batches, &graph.Batch{})
	}
	// The judgements stay together: what one of them allows to merge, another may
	// have split before.
	i, j := rapid.IntRange(0, len(batches)-1).Draw(t, "entities with"), rapid.IntRange(0, len(batches)-1).Draw(t, "judgements with")
	batches[i].Entities = s.Entities
	batches[j].Judgements = rapid.Permutation(s.Judgements).Draw(t, "judgements")
	return batches
}

// logOf is what a store holds, whatever revision brought it.
func logOf(s graph.Store) ([]graph.Record, error) {
	var list []graph.Record
	for r, err := range s.Log(context.Background(), 0) {
		if err != nil {
			return nil, err
		}
		r.Revision = 0
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b graph.Record) int { return strings.Compare(place(a), place(b)) })
	return list, nil
}

// compareLogs compares what two stores hold.
func compareLogs(t *rapid.T, want, got graph.Store) {
	t.Helper()
	a, err := logOf(want)
	if err != nil {
		t.Fatal(err)
	}
	b, err := logOf(got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b, equal...); diff != "" {
		t.Fatalf("logs (-reference +store)\n%s", diff)
	}
}

// Retold tells an empty store what another one holds, and compares what both
// answer, now and as known on days.
func Retold(t *testing.T, from, empty graph.Store) {
	t.Helper()
	ctx := context.Background()
	log, err := logOf(from)
	if err != nil {
		t.Fatal(err)
	}
	b := &graph.Batch{}
	articles := map[graph.ArticleID]*graph.Article{}
	read := map[string]*graph.Reading{}
	for _, r := range log {
		switch {
		case r.Entity != nil:
			b.Entities = append(b.Entities, r.Entity)
		case r.Article != nil:
			articles[r.Article.ID] = r.Article
		case r.Claim != nil:
			key := string(r.Claim.Evidence.Article) + r.Claim.Extractor
			if read[key] == nil {
				read[key] = &graph.Reading{Article: articles[r.Claim.Evidence.Article], Extractor: r.Claim.Extractor}
			}
			read[key].Claims = append(read[key].Claims, r.Claim)
		case r.Judgement != nil:
			b.Judgements = append(b.Judgements, r.Judgement)
		}
	}
	for _, r := range read {
		b.Readings = append(b.Readings, *r)
	}
	in := &T{T: t, Store: empty}
	in.put(b)
	if again, err := logOf(empty); err != nil || len(again) != len(log) || len(read) == 0 {
		t.Fatalf("%d records told, %d held, %v", len(log), len(again), err)
	}
	for _, known := range append([]graph.Date{""}, publications[1:]...) {
		q := everything(knownBy(known).KnownBy)
		want, err := empty.Query(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := from.Query(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(answers(want), answers(got), equal...); diff != "" {
			t.Errorf("as known on %q (-told anew +the store)\n%s", known, diff)
		}
	}
}

// everything asks for all rows of all kinds, with what hangs on them.
func everything(known *graph.Day) *graph.Query {
	q := &graph.Query{}
	for _, rows := range []graph.Rows{graph.Entities, graph.Relations, graph.Claims, graph.Articles, graph.Treaties, graph.Judgements} {
		f := &graph.Field{Name: string(rows), Rows: rows, Page: all, Count: true, Time: graph.Time{KnownBy: known}}
		for i, w := range ways[rows] {
			f.Fields = append(f.Fields, &graph.Field{Name: fmt.Sprint("way", i), Rows: w.rows, Via: w.via, Page: all, Time: graph.Time{KnownBy: known}})
		}
		q.Fields = append(q.Fields, f)
	}
	return q
}

// answer is a field's answer as it is compared: what a store owes.
type answer struct {
	Pages  map[string]page
	Fields map[string]answer
}

type page struct {
	Rows             []graph.Row
	HasNext, HasPrev bool
	Total            int
	Groups           []graph.GroupRow
}

func answers(r *graph.Result) map[string]answer {
	return answersOf(r.Fields)
}

func answersOf(fields map[string]*graph.Answer) map[string]answer {
	out := map[string]answer{}
	for name, a := range fields {
		pages := map[string]page{}
		for parent, p := range a.Pages {
			rows := slices.Clone(p.Rows)
			if a.Field.Via.ByID() { // which come in any order
				slices.SortFunc(rows, func(x, y graph.Row) int { return strings.Compare(x.Key(), y.Key()) })
			}
			if len(rows) > 0 || p.Total > 0 || len(p.Groups) > 0 {
				pages[parent] = page{rows, p.HasNext, p.HasPrev, p.Total, p.Groups}
			}
		}
		out[name] = answer{pages, answersOf(a.Fields)}
	}
	return out
}

// way is a step from a row to others.
type way struct {
	via  graph.Via
	rows graph.Rows
}

var ways = map[graph.Rows][]way{
	graph.Entities: {
		{graph.ViaEntity, graph.Relations},
		{graph.ViaEntity, graph.Claims},
		{graph.ViaEntity, graph.Treaties},
		{graph.ViaAgent, graph.Claims},
		{graph.ViaBasedIn, graph.Entities},
		{graph.ViaClaimedBy, graph.Entities},
	},
	graph.Relations: {
		{graph.ViaSubject, graph.Entities},
		{graph.ViaObject, graph.Entities},
		{graph.ViaEnds, graph.Entities},
		{graph.ViaAgainst, graph.Entities},
		{graph.ViaObject, graph.Treaties},
		{graph.ViaRelation, graph.Claims},
		{graph.ViaRelation, graph.Treaties},
	},
	graph.Claims: {
		{graph.ViaSubject, graph.Entities},
		{graph.ViaObject, graph.Entities},
		{graph.ViaEnds, graph.Entities},
		{graph.ViaAgainst, graph.Entities},
		{graph.ViaBetween, graph.Entities},
		{graph.ViaAgents, graph.Entities},
		{graph.ViaArticle, graph.Articles},
		{graph.ViaClaim, graph.Relations},
		{graph.ViaClaim, graph.Treaties},
	},
	graph.Treaties: {
		{graph.ViaParties, graph.Entities},
		{graph.ViaSignatories, graph.Entities},
		{graph.ViaHistory, graph.Claims},
		{graph.ViaTreaty, graph.Claims},
	},
	graph.Articles:   {{graph.ViaDocument, graph.Claims}, {graph.ViaDocument, graph.Judgements}},
	graph.Judgements: {{graph.ViaArticle, graph.Articles}},
}

// Fields generates questions about a story: a field at the root, with up to two
// levels of fields below it.
func Fields(s *Story) *rapid.Generator[*graph.Field] {
	return rapid.Custom(func(t *rapid.T) *graph.Field {
		rows := one(t, "rows", []graph.Rows{graph.Relations, graph.Relations, graph.Claims, graph.Entities, graph.Articles, graph.Treaties, graph.Judgements})
		return field(t, s, "root", rows, graph.Root, 2)
	})
}

func field(t *rapid.T, s *Story, name string, rows graph.Rows, via graph.Via, depth int) *graph.Field {
	f := &graph.Field{Name: name, Rows: rows, Via: via, Time: someTime(t)}
	if !via.ByID() {
		f.Where = where(t, s, rows)
		if via == graph.ViaEntity && rows != graph.Treaties {
			f.Where.Direction = one(t, "direction", []graph.Direction{"", graph.Both, graph.In, graph.Out})
		}
		f.Order = order(t, f)
		n := rapid.IntRange(1, 5).Draw(t, "size")
		switch one(t, "page", []string{"first", "first", "last", "all", "none"}) {
		case "first":
			f.Page.First = n
		case "last":
			f.Page.Last = n
		case "all":
			f.Page.All, f.Page.Limit = true, 10_000
		}
		f.Count = rapid.Bool().Draw(t, "count")
		if by := groups[rows]; by != nil && rapid.IntRange(0, 3).Draw(t, "grouped") == 0 {
			f.Group = &graph.Group{By: rapid.SliceOfNDistinct(rapid.SampledFrom(by), 0, 2, rapid.ID).Draw(t, "by"), Limit: rapid.IntRange(0, 4).Draw(t, "groups")}
			f.Group.Behind = rows == graph.Claims && rapid.Bool().Draw(t, "behind")
			f.Only = rapid.Bool().Draw(t, "only")
		}
	}
	if depth > 0 && !f.Only {
		for i := range rapid.IntRange(0, 2).Draw(t, "fields") {
			from := ways[rows]
			if rows == graph.Relations && via == graph.ViaEntity {
				from = append(slices.Clone(from), way{graph.ViaOther, graph.Entities}, way{graph.ViaOther, graph.Entities})
			}
			w := one(t, "way", from)
			f.Fields = append(f.Fields, field(t, s, fmt.Sprintf("%s%d", name, i), w.rows, w.via, depth-1))
		}
	}
	return f
}

var groups = map[graph.Rows][]graph.GroupBy{
	graph.Relations: {graph.GroupKind, graph.GroupSubject, graph.GroupPair, graph.GroupModality, graph.GroupStatus, graph.GroupMonth, graph.GroupYear},
	graph.Claims:    {graph.GroupKind, graph.GroupObject, graph.GroupVoice, graph.GroupOutlet, graph.GroupLanguage, graph.GroupDay},
	graph.Articles:  {graph.GroupOutlet, graph.GroupLanguage, graph.GroupMonth},
}

var orderings = map[graph.Rows][]graph.OrderField{
	graph.Relations:  {graph.BySince, graph.ByConfidence, graph.ByClaims, graph.BySources, graph.ByReported, graph.ByAttested, graph.ByID},
	graph.Claims:     {graph.BySince, graph.ByConfidence, graph.ByPublished, graph.ByID},
	graph.Articles:   {graph.ByPublished, graph.ByID},
	graph.Treaties:   {graph.BySince, graph.ByID},
	graph.Entities:   {graph.ByName, graph.ByID},
	graph.Judgements: {graph.ByOn, graph.ByID},
}

func order(t *rapid.T, f *graph.Field) []graph.Order {
	var list []graph.Order
	for range rapid.IntRange(0, 2).Draw(t, "keys") {
		list = append(list, graph.Order{Field: one(t, "by", orderings[f.Rows]), Desc: rapid.Bool().Draw(t, "desc")})
	}
	return list
}

func someTime(t *rapid.T) graph.Time {
	var time graph.Time
	days := slices.Concat(publications, dates)
	draw := func(label string) *graph.Day {
		d := one(t, label, days)
		if !d.Known() {
			return nil
		}
		last := d.Last()
		return &last
	}
	switch one(t, "time", []string{"", "", "at", "from", "to"}) {
	case "at":
		time.At = draw("at")
	case "from":
		time.From = draw("from")
	case "to":
		time.To = draw("to")
	}
	if rapid.IntRange(0, 2).Draw(t, "known?") == 0 {
		time.KnownBy = draw("known by")
	}
	return time
}

// where draws up to two conditions, of which most find something.
func where(t *rapid.T, s *Story, rows graph.Rows) graph.Where {
	var w graph.Where
	some := func(label string, from []graph.EntityID) []graph.EntityID {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, 3, rapid.ID).Draw(t, label)
	}
	span := func(label string) graph.Range {
		d := one(t, label, dates[3:])
		first, last := d.First(), d.Last()
		switch one(t, label+" side", []string{"from", "to", "both"}) {
		case "from":
			return graph.Range{From: &first}
		case "to":
			return graph.Range{To: &last}
		}
		return graph.Range{From: &first, To: &last}
	}
	parties := slices.Concat(actors, leaders)
	ends := []func(){
		func() { w.Kinds = schema.Default().Expand([]schema.Kind{one(t, "kind", one(t, "family", families))}) },
		func() { w.Subject = some("subject", parties) },
		func() { w.Object = some("object", parties) },
		func() { w.Either = some("either", parties) },
		func() { w.Pair = rapid.SliceOfN(rapid.SampledFrom(actors), 2, 2).Draw(t, "pair") },
		func() { w.Touching = some("touching", parties) },
		func() { w.Against = some("against", actors) },
		func() { w.Within = states },
		func() {
			w.Modalities = rapid.SliceOfNDistinct(rapid.SampledFrom(graph.Modalities()), 1, 3, rapid.ID).Draw(t, "modalities")
		},
		func() { w.Items = []string{one(t, "item", []string{"drone", "tank"})} },
		func() { w.Domains = []string{one(t, "domain", []string{"TRADE", "ENERGY"})} },
		func() {
			c := graph.Thousandths(rapid.IntRange(300, 1000).Draw(t, "at least"))
			w.Confidence = &c
		},
	}
	var more []func()
	switch rows {
	case graph.Relations:
		n := rapid.IntRange(1, 3).Draw(t, "n")
		more = append(ends,
			func() {
				w.Statuses = rapid.SliceOfNDistinct(rapid.SampledFrom(graph.Statuses()), 1, 3, rapid.ID).Draw(t, "statuses")
			},
			func() { w.Sources = &n }, func() { w.ClaimsMin = &n },
			func() { w.Began = span("began") }, func() { w.Appeared = span("appeared") },
			func() { w.Ended = span("ended") }, func() { w.Reported = span("reported") },
			func() { w.Office = []string{"HEAD_OF_STATE"} },
			func() { w.Told = true },
			func() { said := where(t, s, graph.Claims); w.Said = &said },
		)
	case graph.Claims:
		more = append(ends,
			func() { w.Agent = some("agent", leaders) },
			func() { w.Speaker = []graph.EntityID{"state:RUS"} },
			func() {
				w.Voices = rapid.SliceOfNDistinct(rapid.SampledFrom(graph.Voices()), 1, 2, rapid.ID).Draw(t, "voices")
			},
			func() {
				over := rapid.Bool().Draw(t, "over")
				w.Over = &over
			},
			func() { w.Places = []string{"Kyiv"} },
			func() { w.Forms = []graph.Form{graph.FormRecord} },
			func() { w.Published = span("published") },
			func() {
				w.Text = one(t, "text", []string{"drone", "dron", "furnizat Rusiei", "tarile un", "Минск", "official s"})
			},
			func() { w.Outlets = []string{one(t, "outlet", outlets)} },
			func() { w.Languages = []string{one(t, "language", []string{"ro", ""})} },
		)
	case graph.Articles:
		more = []func(){
			func() { w.Published = span("published") },
			func() { w.Outlets = []string{one(t, "outlet", outlets)} },
			func() { w.Languages = []string{one(t, "language", []string{"ro", ""})} },
			func() { w.URLs = []string{one(t, "url", s.Readings).Article.URL} },
			func() { w.News = true },
			func() { w.IDs = []string{string(one(t, "id", s.Readings).Article.ID)} },
		}
	case graph.Treaties:
		more = []func(){
			func() { w.Parties = some("parties", states) },
			func() {
				mutual := rapid.Bool().Draw(t, "mutual")
				w.MutualDefence = &mutual
			},
			func() { w.Search = one(t, "search", []string{"pact", "trat", "strategic rus", "2025"}) },
			func() { w.TreatyKinds = []graph.TreatyKind{one(t, "treaty kind", graph.TreatyKinds()[:3])} },
			func() {
				w.TreatyStatuses = rapid.SliceOfNDistinct(rapid.SampledFrom(graph.TreatyStatuses()), 1, 3, rapid.ID).Draw(t, "stages")
			},
		}
	case graph.Entities:
		more = []func(){
			func() { w.EntityKinds = []graph.EntityKind{one(t, "entities", graph.EntityKinds())} },
			func() { w.Search = one(t, "search", []string{"iran", "Путин", "lukash", "a", "north atl", "ru"}) },
			func() { w.IDs = texts(some("ids", parties)) },
		}
	case graph.Judgements:
		more = []func(){func() { w.Verbs = []graph.JudgementVerb{one(t, "verb", verbs)} }}
	}
	for range rapid.IntRange(0, 2).Draw(t, "conditions") {
		one(t, "condition", more)()
	}
	return w
}
