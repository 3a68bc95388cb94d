package sqlite_test

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memory"
	"github.com/entente-graph/entente/graph/sqlite"
	"github.com/entente-graph/entente/schema"
)

// TestVersus tells random stories to this store and to the memory store, in
// pieces, and asks both the same random questions.
func TestVersus(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		story := graphtest.Stories(8).Draw(t, "story")
		want, err := memory.Open()
		if err != nil {
			t.Fatal(err)
		}
		got, err := sqlite.Open(ctx, filepath.Join(folder, strconv.Itoa(n)+".db"), sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer got.Close()
		steps := tell(t, story)
		for i, b := range steps {
			for _, s := range []graph.Store{want, got} {
				if err := s.Put(ctx, b); err != nil {
					t.Fatalf("put %d: %v", i, err)
				}
			}
			if rapid.Bool().Draw(t, "ask before the fold") {
				compare(t, ctx, want, got, question(t, story))
			}
			if i < len(steps)-1 && rapid.Bool().Draw(t, "go on") {
				continue
			}
			r1, err1 := want.Fold(ctx)
			r2, err2 := got.Fold(ctx)
			if err1 != nil || err2 != nil || r1 != r2 {
				t.Fatalf("fold %d: revisions %d and %d, errors %v and %v", i, r1, r2, err1, err2)
			}
			for range 6 {
				compare(t, ctx, want, got, question(t, story))
			}
			after := graph.Revision(rapid.IntRange(0, 3).Draw(t, "after"))
			if d := cmp.Diff(logOf(t, want, after), logOf(t, got, after), cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("logs after %d (-memory +sqlite):\n%s", after, d)
			}
		}
	})
}

// tell cuts a story into batches, of which some are told twice, readings come
// again with other claims, and articles are purged.
func tell(t *rapid.T, s *graphtest.Story) []*graph.Batch {
	var out []*graph.Batch
	b := &graph.Batch{Entities: s.Entities}
	cut := func() {
		if rapid.IntRange(0, 2).Draw(t, "cut") == 0 {
			out = append(out, b)
			b = &graph.Batch{}
		}
	}
	for _, r := range s.Readings {
		b.Readings = append(b.Readings, r)
		cut()
	}
	for _, j := range s.Judgements {
		b.Judgements = append(b.Judgements, j)
		cut()
	}
	for range rapid.IntRange(0, 3).Draw(t, "again") {
		r := s.Readings[rapid.IntRange(0, len(s.Readings)-1).Draw(t, "which")]
		switch rapid.IntRange(0, 5).Draw(t, "how") {
		case 0:
			r.Claims = nil
		case 1:
			b.Judgements = append(b.Judgements, graphtest.Purged(r.Article.ID))
		case 2:
			a := *r.Article
			a.Source = "Another"
			r.Article = &a
		case 3:
			r.Claims = slices.Clone(r.Claims)
			for i, c := range r.Claims {
				better := *c
				better.Confidence, better.Items = 990, []string{"tank"}
				r.Claims[i] = &better
			}
		case 4:
			e := *s.Entities[rapid.IntRange(0, len(s.Entities)-1).Draw(t, "entity")]
			e.Name += " the Great"
			b.Entities = append(b.Entities, &e)
		}
		b.Readings = append(b.Readings, r)
		cut()
	}
	return append(out, b)
}

func logOf(t *rapid.T, s graph.Store, after graph.Revision) []graph.Record {
	var out []graph.Record
	for r, err := range s.Log(context.Background(), after) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func compare(t *rapid.T, ctx context.Context, want, got graph.Store, q *graph.Query) {
	t.Helper()
	w, err1 := want.Query(ctx, q)
	g, err2 := got.Query(ctx, q)
	if (err1 == nil) != (err2 == nil) || err1 != nil && err1.Error() != err2.Error() {
		t.Fatalf("%s\nmemory: %v\nsqlite: %v", q, err1, err2)
	}
	if d := cmp.Diff(w, g, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(graph.Answer{}),
		cmpopts.IgnoreMapEntries(func(_ string, p *graph.RowPage) bool { return cmp.Equal(p, &graph.RowPage{}, cmpopts.EquateEmpty()) }),
		cmpopts.IgnoreFields(graph.Relation{}, "Claims"), cmpopts.IgnoreFields(graph.TreatyNode{}, "Claims")); d != "" {
		t.Fatalf("%s\n(-memory +sqlite):\n%s", q, d)
	}
}

func sample[T any](t *rapid.T, label string, odds int, list []T) []T {
	if rapid.IntRange(1, odds).Draw(t, label+"?") != 1 || len(list) == 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(list), 1, 3).Draw(t, label)
}

var (
	ids = []graph.EntityID{"state:BLR", "state:IRN", "state:RUS", "state:UKR", "org:NATO", "actor:HAMAS", "leader:vladimir-putin"}
	day = rapid.Map(rapid.SampledFrom([]graph.Date{"2024-12-30", "2025-01-03", "2025-01-18", "2025-02-03", "2025-06-01", "2026-02-01"}), func(d graph.Date) *graph.Day {
		v := d.First()
		return &v
	})
	orders = map[graph.Rows][]graph.OrderField{
		graph.Relations: {graph.BySince, graph.ByConfidence, graph.ByClaims, graph.BySources, graph.ByReported, graph.ByAttested, graph.ByID},
		graph.Claims:    {graph.BySince, graph.ByConfidence, graph.ByPublished},
		graph.Articles:  {graph.ByPublished, graph.ByID}, graph.Treaties: {graph.BySince},
		graph.Entities: {graph.ByName, graph.ByID}, graph.Judgements: {graph.ByOn},
	}
	groups = []graph.GroupBy{
		graph.GroupKind, graph.GroupSubject, graph.GroupObject, graph.GroupPair, graph.GroupModality, graph.GroupStatus,
		graph.GroupVoice, graph.GroupOutlet, graph.GroupLanguage, graph.GroupDay, graph.GroupMonth, graph.GroupYear,
	}
	// below are the ways from rows to rows.
	below = map[graph.Rows][]struct {
		via  graph.Via
		rows graph.Rows
	}{
		graph.Entities:  {{graph.ViaEntity, graph.Relations}, {graph.ViaEntity, graph.Claims}, {graph.ViaEntity, graph.Treaties}},
		graph.Relations: {{graph.ViaSubject, graph.Entities}, {graph.ViaOther, graph.Entities}, {graph.ViaAgainst, graph.Entities}, {graph.ViaRelation, graph.Claims}, {graph.ViaRelation, graph.Treaties}},
		graph.Claims:    {{graph.ViaObject, graph.Entities}, {graph.ViaAgents, graph.Entities}, {graph.ViaArticle, graph.Articles}, {graph.ViaClaim, graph.Relations}, {graph.ViaClaim, graph.Treaties}},
		graph.Treaties:  {{graph.ViaParties, graph.Entities}, {graph.ViaTreaty, graph.Claims}, {graph.ViaHistory, graph.Claims}},
		graph.Articles:  {{graph.ViaDocument, graph.Claims}, {graph.ViaDocument, graph.Judgements}},
	}
)

func question(t *rapid.T, s *graphtest.Story) *graph.Query {
	rows := rapid.SampledFrom([]graph.Rows{graph.Entities, graph.Relations, graph.Relations, graph.Claims, graph.Claims, graph.Articles, graph.Treaties, graph.Judgements}).Draw(t, "rows")
	return &graph.Query{Fields: []*graph.Field{field(t, s, "root", rows, graph.Root, 2)}}
}

func field(t *rapid.T, s *graphtest.Story, name string, rows graph.Rows, via graph.Via, depth int) *graph.Field {
	f := &graph.Field{Name: name, Rows: rows, Via: via, Where: conditions(t, s, rows, via), Time: when(t)}
	if rapid.Bool().Draw(t, "ordered") {
		for _, by := range rapid.SliceOfNDistinct(rapid.SampledFrom(orders[rows]), 1, 2, rapid.ID).Draw(t, "order") {
			f.Order = append(f.Order, graph.Order{Field: by, Desc: rapid.Bool().Draw(t, "desc")})
		}
	}
	if !via.ByID() {
		f.Page = page(t)
		if via == graph.Root && rapid.IntRange(0, 4).Draw(t, "cursor?") == 0 {
			c := graph.Cursor{Known: f.Time.Known(), ID: "relation:8000000000000000"}
			for _, o := range f.Ordering() {
				switch o.Field {
				case graph.ByID:
				case graph.ByName:
					c.Keys = append(c.Keys, "Iran")
				default:
					c.Keys = append(c.Keys, rapid.SampledFrom([]string{"1", "20090", "20107", "-2147483648", "700"}).Draw(t, "key"))
				}
			}
			if rapid.Bool().Draw(t, "after") {
				f.Page.After = &c
			} else {
				f.Page.Before = &c
			}
		}
		f.Only = rapid.IntRange(0, 5).Draw(t, "only") == 0
		if rapid.IntRange(0, 3).Draw(t, "grouped") == 0 {
			f.Group = &graph.Group{By: rapid.SliceOfN(rapid.SampledFrom(groups), 1, 3).Draw(t, "by"), Limit: rapid.IntRange(0, 4).Draw(t, "limit")}
		}
	}
	f.Count = rapid.Bool().Draw(t, "count")
	for i, way := range below[rows] {
		if depth == 0 || f.Only || rapid.Bool().Draw(t, "skip") {
			continue
		}
		f.Fields = append(f.Fields, field(t, s, string(rune('a'+i)), way.rows, way.via, depth-1))
	}
	return f
}

func page(t *rapid.T) graph.Page {
	switch rapid.IntRange(0, 4).Draw(t, "page") {
	case 0:
		return graph.Page{First: rapid.IntRange(1, 4).Draw(t, "first")}
	case 1:
		return graph.Page{Last: rapid.IntRange(1, 4).Draw(t, "last")}
	case 2:
		return graph.Page{All: true, Limit: rapid.SampledFrom([]int{0, 100, 1000}).Draw(t, "all")}
	case 3:
		return graph.Page{}
	}
	return graph.Page{First: 200}
}

func when(t *rapid.T) (w graph.Time) {
	switch rapid.IntRange(0, 4).Draw(t, "time") {
	case 0:
		w.At = day.Draw(t, "at")
	case 1:
		w.From = day.Draw(t, "from")
	case 2:
		w.To = day.Draw(t, "to")
	}
	if rapid.IntRange(0, 2).Draw(t, "as known") == 0 {
		w.KnownBy = day.Draw(t, "known")
	}
	return w
}

func span(t *rapid.T, label string, odds int) (r graph.Range) {
	if rapid.IntRange(1, odds).Draw(t, label+"?") == 1 {
		r.From = day.Draw(t, label)
	}
	if rapid.IntRange(1, odds).Draw(t, label+" to?") == 1 {
		r.To = day.Draw(t, label+" to")
	}
	return r
}

func conditions(t *rapid.T, s *graphtest.Story, rows graph.Rows, via graph.Via) (w graph.Where) {
	var kinds []schema.Kind
	for _, c := range s.Claims() {
		kinds = append(kinds, c.Relation)
	}
	if via == graph.ViaEntity && rows != graph.Treaties {
		w.Direction = rapid.SampledFrom([]graph.Direction{"", graph.Both, graph.In, graph.Out}).Draw(t, "direction")
	}
	number := func(label string, of int) *int {
		if rapid.IntRange(0, 9).Draw(t, label+"?") > 0 {
			return nil
		}
		n := rapid.IntRange(0, of).Draw(t, label)
		return &n
	}
	switch rows {
	case graph.Relations, graph.Claims:
		w.Kinds = sample(t, "kinds", 4, kinds)
		w.Subject = sample(t, "subject", 12, ids)
		w.Object = sample(t, "object", 12, ids)
		w.Either = sample(t, "either", 12, ids)
		w.Touching = sample(t, "touching", 12, ids)
		w.Against = sample(t, "against", 12, ids)
		w.Within = sample(t, "within", 15, ids)
		if p := sample(t, "pair", 12, ids); len(p) > 1 {
			w.Pair = p[:2]
		}
		w.Modalities = sample(t, "modalities", 12, graph.Modalities())
		w.Items = sample(t, "items", 15, []string{"drone", "missile"})
		w.Domains = sample(t, "domains", 15, []string{"TRADE", "ENERGY"})
		if n := number("confidence", 1000); n != nil {
			c := graph.Thousandths(*n)
			w.Confidence = &c
		}
	}
	switch rows {
	case graph.Relations:
		w.Statuses = sample(t, "statuses", 4, graph.Statuses())
		w.Sources, w.ClaimsMin = number("sources", 3), number("claims", 3)
		w.Began, w.Ended = span(t, "began", 20), span(t, "ended", 20)
		w.Appeared, w.Reported = span(t, "appeared", 20), span(t, "reported", 20)
		w.Office = sample(t, "office", 15, []string{"", "HEAD_OF_STATE"})
	case graph.Claims:
		w.Agent = sample(t, "agent", 12, ids)
		w.Speaker = sample(t, "speaker", 12, ids)
		w.Voices = sample(t, "voices", 10, graph.Voices())
		if rapid.IntRange(0, 10).Draw(t, "over?") == 0 {
			over := rapid.Bool().Draw(t, "over")
			w.Over = &over
		}
		w.Places = sample(t, "places", 12, []string{"Kyiv"})
		w.Forms = sample(t, "forms", 10, []graph.Form{graph.FormText})
		w.Published = span(t, "published", 12)
		w.Outlets = sample(t, "outlets", 12, []string{"Herald", "IRNA", ""})
		w.Languages = sample(t, "languages", 12, []string{"ro", ""})
		if rapid.IntRange(0, 8).Draw(t, "text?") == 0 {
			w.Text = rapid.SampledFrom([]string{"dron", "iran drones", "тратат", "țările semnat", "Путин встр", "minsk denies it", "--", "it\" OR \"x", "den"}).Draw(t, "text")
		}
	case graph.Articles:
		w.Published = span(t, "published", 6)
		w.Outlets = sample(t, "outlets", 6, []string{"Herald", "IRNA", ""})
		w.Languages = sample(t, "languages", 6, []string{"ro", ""})
		w.URLs = sample(t, "urls", 10, []string{"https://www.news0.example/0", "https://www.news1.example/1"})
		w.News = rapid.IntRange(0, 3).Draw(t, "news") == 0
	case graph.Entities:
		w.EntityKinds = sample(t, "entity kinds", 6, graph.EntityKinds())
		if rapid.Bool().Draw(t, "search?") {
			w.Search = rapid.SampledFrom([]string{"Iran", "iran rep", "republica isl", "Лукашенко", "Lukaşenko", "put", "ru", "vladimir", "OTAN", "!", "north treaty", "b"}).Draw(t, "search")
		}
	case graph.Treaties:
		w.Parties = sample(t, "parties", 6, ids)
		w.TreatyKinds = sample(t, "treaty kinds", 6, []graph.TreatyKind{graph.StrategicPartnership, graph.PeaceTreaty})
		w.TreatyStatuses = sample(t, "treaty statuses", 6, graph.TreatyStatuses())
	case graph.Judgements:
		w.Verbs = sample(t, "verbs", 4, []graph.JudgementVerb{graph.Retract, graph.Merge})
	}
	return w
}
