package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/schema/gql"
)

// TestQueries asks every question of docs/queries.md of a graph of the sample
// articles as the program reads them: the words that the page names stand in the
// answer, no answer is empty, and it is the same in every store.
func TestQueries(t *testing.T) {
	page, err := os.ReadFile("../../docs/queries.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(string(page), "\n## ")[1:]
	if len(sections) < 30 {
		t.Errorf("the page has %d questions", len(sections))
	}
	answers := map[string]string{} // of the first store
	for _, kept := range []struct {
		name    string
		address func(t *testing.T) string
	}{
		{"sqlite", func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "g.db") }},
		{"neo4j", func(t *testing.T) string { address, _ := emptyNeo4j(t); return address }},
	} {
		t.Run(kept.name, func(t *testing.T) {
			db := kept.address(t)
			loadWhole(t, db, "../../testdata/articles")
			store, err := openDB(t.Context(), db, "", registry.Default())
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			for _, s := range sections {
				askOfPage(t, store, s, answers)
			}
		})
	}
}

func askOfPage(t *testing.T, store graph.Store, section string, answers map[string]string) {
	t.Helper()
	title, _, _ := strings.Cut(section, "\n")
	_, rest, ok := strings.Cut(section, "```graphql\n")
	text, after, closed := strings.Cut(rest, "```")
	_, words, named := strings.Cut(after, "In the answer: ")
	if !ok || !closed || !named {
		t.Errorf("%s: no question, or no words of its answer", title)
		return
	}
	resp := gql.Do(context.Background(), store, gql.Options{}, text, nil, "")
	if len(resp.Errors) > 0 {
		t.Errorf("%s: %v", title, resp.Errors)
		return
	}
	out, err := json.MarshalIndent(resp, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got := string(out)
	if first, ok := answers[title]; ok && first != got {
		t.Errorf("%s: the stores answer otherwise:\n%s\n%s", title, first, got)
	}
	answers[title] = got
	for i, w := range strings.Split(strings.TrimSpace(words), "`") {
		if i%2 == 1 && !strings.Contains(got, w) {
			t.Errorf("%s: %q is not in the answer:\n%s", title, w, got)
		}
	}
	var data map[string]any
	if err := json.Unmarshal(resp.Data, &data); err != nil {
		t.Fatal(err)
	}
	for field, v := range data {
		if !tells(v) {
			t.Errorf("%s: the answer of %s is empty:\n%s", title, field, got)
		}
	}
}

// tells reports whether an answer says anything: a list of it has something, or
// without lists a value that is not null.
func tells(v any) bool {
	lists, full, values := 0, 0, 0
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, below := range v {
				walk(below)
			}
		case []any:
			lists++
			if len(v) > 0 {
				full++
			}
			for _, below := range v {
				walk(below)
			}
		case nil:
		default:
			values++
		}
	}
	walk(v)
	return values > 0 && (lists == 0 || full > 0)
}
