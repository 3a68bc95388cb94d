package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memory"
	"github.com/entente-graph/entente/schema"
)

// TestSupersede loads the texts of one url, each load by itself, and compares what
// was said to take the place of what, and which text stands when.
func TestSupersede(t *testing.T) {
	texts := map[string]*graph.Article{}
	names := map[graph.ArticleID]string{}
	for name, published := range map[string]graph.Date{
		"jan": "2025-01-10", "feb": "2025-02-10", "mar": "2025-03-10", "mar again": "2025-03-10", "no day": "",
	} {
		a := &graph.Article{URL: "https://example.org/a", Text: "The text of " + name + ".", Published: published}
		a.ID = graph.NewArticleID(a.URL, a.Text)
		texts[name], names[a.ID] = a, name
	}
	// The page shows its first text again.
	for name, published := range map[string]graph.Date{"jan in mar": "2025-03-10", "jan in apr": "2025-04-10"} {
		again := *texts["jan"]
		again.Published = published
		texts[name] = &again
	}
	const jan, feb, mar = "2025-02-10 jan>feb", "2025-03-10 feb>mar", "2025-03-10 jan>mar"
	cases := []struct {
		name   string
		loads  [][]string
		want   []string
		stands string // on the last days of january, february, march and april, and now
	}{
		{"in order", [][]string{{"jan"}, {"feb"}, {"mar"}}, []string{jan, feb, mar}, "jan, feb, mar, mar, mar"},
		{"at once", [][]string{{"mar", "jan", "feb"}}, []string{jan, feb, mar}, "jan, feb, mar, mar, mar"},
		{"the latest first", [][]string{{"mar"}, {"feb"}, {"jan"}}, []string{jan, feb, mar}, "jan, feb, mar, mar, mar"},
		{"one between", [][]string{{"jan"}, {"mar"}, {"feb"}}, []string{jan, feb, mar}, "jan, feb, mar, mar, mar"},
		{"the same again", [][]string{{"jan"}, {"jan"}}, nil, "jan, jan, jan, jan, jan"},
		{"the old one again", [][]string{{"jan"}, {"feb"}, {"jan"}}, []string{jan}, "jan, feb, feb, feb, feb"},
		{"the old one of a day again", [][]string{{"mar"}, {"mar again"}, {"mar"}}, []string{"2025-03-10 mar>mar again"}, ", , mar again, mar again, mar again"},
		{"all again", [][]string{{"mar", "mar again"}, {"mar", "mar again"}}, []string{"2025-03-10 mar>mar again"}, ", , mar again, mar again, mar again"},
		{"without a day", [][]string{{"mar"}, {"no day"}, {"mar"}}, []string{"9999-12-31 mar>no day"}, ", , mar, mar, no day"},
		{
			"after one without a day",
			[][]string{{"jan"}, {"no day"}, {"mar"}},
			[]string{mar, "9999-12-31 jan>no day", "9999-12-31 no day>mar"},
			"jan, jan, mar, mar, mar",
		},
		{"the first text comes back", [][]string{{"jan"}, {"feb"}, {"jan in mar"}, {"jan in mar"}}, []string{jan, "2025-03-10 feb>jan"}, "jan, feb, jan, jan, jan"},
		{"it comes back at once", [][]string{{"feb", "jan in mar", "jan"}}, []string{jan, "2025-03-10 feb>jan"}, "jan, feb, jan, jan, jan"},
		{"the day on which it came back first", [][]string{{"jan in mar"}, {"feb"}, {"jan"}}, []string{jan, "2025-03-10 feb>jan"}, "jan, feb, jan, jan, jan"},
		{"the text between first", [][]string{{"feb"}, {"jan in mar"}, {"jan"}}, []string{jan, "2025-03-10 feb>jan"}, "jan, feb, jan, jan, jan"},
		{
			"it comes back after two",
			[][]string{{"jan"}, {"feb"}, {"mar"}, {"jan in apr"}},
			[]string{jan, feb, mar, "2025-04-10 feb>jan", "2025-04-10 mar>jan"},
			"jan, feb, mar, jan, jan",
		},
		{
			"two come after it came back",
			[][]string{{"jan in apr"}, {"mar"}, {"jan"}, {"feb"}},
			[]string{jan, feb, mar, "2025-04-10 feb>jan", "2025-04-10 mar>jan"},
			"jan, feb, mar, jan, jan",
		},
		{"shown once more and nothing between", [][]string{{"jan"}, {"feb"}, {"jan in mar"}, {"jan in apr"}}, []string{jan, "2025-03-10 feb>jan"}, "jan, feb, jan, jan, jan"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ctx := context.Background()
			store, err := memory.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			for _, load := range c.loads {
				b := &graph.Batch{}
				for _, name := range load {
					b.Readings = append(b.Readings, readingOf(texts[name]))
				}
				if _, err := supersede(ctx, store, b); err != nil {
					t.Fatal(err)
				}
				if err := store.Put(ctx, b); err != nil {
					t.Fatal(err)
				}
				if _, err := store.Fold(ctx); err != nil {
					t.Fatal(err)
				}
			}
			rows, err := all(ctx, store, &graph.Field{Name: "j", Rows: graph.Judgements})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rows {
				got = append(got, fmt.Sprint(r.Judgement.On, " ", names[r.Judgement.Article], ">", names[r.Judgement.Successor]))
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("judgements (-want +got):\n%s", diff)
			}
			var stands []string
			for _, day := range []graph.Date{"2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", ""} {
				f := &graph.Field{Name: "c", Rows: graph.Claims}
				if day.Known() {
					known := day.First()
					f.Time.KnownBy = &known
				}
				rows, err := all(ctx, store, f)
				if err != nil {
					t.Fatal(err)
				}
				var on []string
				for _, r := range rows {
					on = append(on, names[r.Claim.Evidence.Article])
				}
				stands = append(stands, strings.Join(on, " and "))
			}
			if got := strings.Join(stands, ", "); got != c.stands {
				t.Errorf("there stand %s; want %s", got, c.stands)
			}
		})
	}
}

// readingOf is a reading of an article with one claim.
func readingOf(a *graph.Article) graph.Reading {
	c := &graph.Claim{
		Subject: graph.EntityRef{ID: "state:IRN", Kind: graph.State}, Relation: schema.MetWith, Object: graph.EntityRef{ID: "state:RUS", Kind: graph.State},
		Modality: graph.Asserted, Voice: graph.VoiceOutlet, Confidence: 900, Extractor: "rules",
		Evidence: graph.Evidence{Form: graph.FormText, Article: a.ID, URL: a.URL, Published: a.Published, End: len(a.Text), Quote: a.Text},
	}
	c.Seal()
	return graph.Reading{Article: a, Extractor: c.Extractor, Claims: []*graph.Claim{c}}
}

// TestSupersedeWithinLoad: two texts of one url meet in one load, however many
// other articles lie between them, and loading again changes nothing.
func TestSupersedeWithinLoad(t *testing.T) {
	var lines strings.Builder
	line := func(url, published, text string) {
		fmt.Fprintf(&lines, `{"url": %q, "published": %q, "lang": "ro", "text": %q}`+"\n", url, published, text)
	}
	line("https://example.org/a", "2025-08-20", "Iranul a furnizat drone Rusiei.")
	for i := range 2 * batchArticles {
		line(fmt.Sprintf("https://example.org/%d", i), "2025-08-21", fmt.Sprintf("Vremea a fost bună în ziua %d.", i))
	}
	line("https://example.org/a", "2025-09-20", "Belarusul a furnizat tancuri Rusiei.")
	db := "sqlite:" + filepath.Join(t.TempDir(), "g.db")
	for i, want := range []string{"1 earlier texts superseded", "with 2 claims into sqlite:"} {
		var out, errs strings.Builder
		if code := run(context.Background(), []string{"--db", db, "load", "-"}, strings.NewReader(lines.String()), &out, &errs); code != exitDone {
			t.Fatalf("load %d: exit %d: %s", i, code, &errs)
		}
		if !strings.Contains(errs.String(), want) || i == 1 && strings.Contains(errs.String(), "superseded") {
			t.Errorf("load %d said %q, want %q", i, &errs, want)
		}
	}
}
