package gql

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

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

// The page on the API names every code and the limits as they are.
func TestPageOnTheAPI(t *testing.T) {
	page, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range enumsOfDomain()["ErrorCode"] {
		if !bytes.Contains(page, []byte("`"+code+"`")) {
			t.Errorf("the page does not name %s", code)
		}
	}
	text := strings.Join(strings.Fields(string(page)), " ")
	l := DefaultLimits()
	for _, says := range []string{
		fmt.Sprintf("%d tokens", l.Tokens), fmt.Sprintf("%d levels", l.Depth), fmt.Sprintf("%d fields", l.Fields), fmt.Sprintf("%d aliases", l.Aliases),
		fmt.Sprintf("%d rows", l.Cost), fmt.Sprintf("%d nodes", l.Nodes), fmt.Sprintf("%d relations", l.Edges), l.Time.String(),
		fmt.Sprintf("%d bytes", l.Body), fmt.Sprintf("%d requests at a time", l.Concurrent), fmt.Sprintf("%d subscriptions", l.Streams),
	} {
		if !strings.Contains(text, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	_, after, _ := strings.Cut(string(page), "```\n#")
	file, _, _ := strings.Cut(after, "```")
	tokens, err := ReadTokens(strings.NewReader("#" + file))
	if err != nil || len(tokens.list) != 1 {
		t.Errorf("the token file of the page: %v", err)
	}
	if c := tokens.find("foo", time.Date(2027, 6, 30, 23, 0, 0, 0, time.UTC)); c.Name != "ann" || c.Role != Editor {
		t.Errorf("its token is %+v", c)
	}
}
