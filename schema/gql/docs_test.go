package gql

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// Every question of docs/queries.md is answered on every store, with the words
// that the page names, so that the page cannot go stale.
func TestQuestionsOfTheDocs(t *testing.T) {
	page, err := os.ReadFile("../../docs/queries.md")
	if err != nil {
		t.Fatal(err)
	}
	var stores []graph.Store
	for _, o := range opened {
		stores = append(stores, world(t, o.open))
	}
	sections := strings.Split(string(page), "\n## ")[1:]
	if len(sections) < 30 {
		t.Errorf("the page has %d questions", len(sections))
	}
	for _, s := range sections {
		title, _, _ := strings.Cut(s, "\n")
		t.Run(title, func(t *testing.T) {
			_, rest, ok := strings.Cut(s, "```graphql\n")
			text, after, closed := strings.Cut(rest, "```")
			_, words, named := strings.Cut(after, "In the answer: ")
			if !ok || !closed || !named {
				t.Fatal("no question, or no words of its answer")
			}
			var first []byte
			for i, store := range stores {
				r := ask(t, store, Options{}, text, nil)
				if len(r.Errors) > 0 {
					t.Fatal(r.Errors)
				}
				got := pretty(t, r)
				if i == 0 {
					first = got
				} else if !bytes.Equal(first, got) {
					t.Errorf("%s answers otherwise: %s", opened[i].name, got)
				}
			}
			for i, w := range strings.Split(strings.TrimSpace(words), "`") {
				if i%2 == 1 && !bytes.Contains(first, []byte(w)) {
					t.Errorf("%q is not in the answer: %s", w, first)
				}
			}
		})
	}
}
