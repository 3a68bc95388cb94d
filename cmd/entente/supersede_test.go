package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memory"
)

// TestSupersede loads the texts of one url, each as a load of its own, and
// compares which of them stands at the end and what was said to follow what.
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
	cases := []struct {
		name  string
		loads [][]string
		want  []string
	}{
		{"in order", [][]string{{"jan"}, {"feb"}, {"mar"}}, []string{"jan>feb", "feb>mar"}},
		{"at once", [][]string{{"mar", "jan", "feb"}}, []string{"jan>feb", "feb>mar"}},
		{"the latest first", [][]string{{"mar"}, {"feb"}, {"jan"}}, []string{"feb>mar", "jan>feb"}},
		{"one between", [][]string{{"jan"}, {"mar"}, {"feb"}}, []string{"jan>mar", "jan>feb", "feb>mar"}},
		{"the same again", [][]string{{"jan"}, {"jan"}}, nil},
		{"the old one again", [][]string{{"jan"}, {"feb"}, {"jan"}}, []string{"jan>feb"}},
		{"the old one of a day again", [][]string{{"mar"}, {"mar again"}, {"mar"}}, []string{"mar>mar again"}},
		{"all again", [][]string{{"mar", "mar again"}, {"mar", "mar again"}}, []string{"mar>mar again"}},
		{"without a day", [][]string{{"mar"}, {"no day"}, {"mar"}}, []string{"mar>no day"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ctx := context.Background()
			store, err := memory.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			var got []string
			for _, load := range c.loads {
				b := &graph.Batch{}
				for _, name := range load {
					b.Readings = append(b.Readings, graph.Reading{Article: texts[name], Extractor: "rules"})
				}
				if _, err := supersede(ctx, store, b); err != nil {
					t.Fatal(err)
				}
				for _, j := range b.Judgements {
					got = append(got, names[j.Article]+">"+names[j.Successor])
				}
				if err := store.Put(ctx, b); err != nil {
					t.Fatal(err)
				}
				if _, err := store.Fold(ctx); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("judgements (-want +got):\n%s", diff)
			}
		})
	}
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
