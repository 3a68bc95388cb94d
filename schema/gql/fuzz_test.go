package gql

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memory"
)

// No text makes the server fail, whatever it refuses.
func FuzzOperation(f *testing.F) {
	for _, name := range []string{"state-profile", "types-of-entity", "where", "rollup", "compare"} {
		a, err := txtar.ParseFile("../../testdata/questions/" + name + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(storyFile(a, "question.graphql").Data))
	}
	f.Add(`subscription { claimAdded { cursor } }`)
	f.Add(`mutation { mergeEntities(entity: "state:IRN", into: "state:RUS", why: "x", dryRun: true) { entity { id ... on State { relations { totalCount } } } } }`)
	s, err := memory.Open(worldEntities()...)
	if err != nil {
		f.Fatal(err)
	}
	if err := s.Put(f.Context(), &graph.Batch{Readings: []graph.Reading{registryReading()}}); err != nil {
		f.Fatal(err)
	}
	if _, err := s.Fold(f.Context()); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "mutation") && !strings.Contains(text, "dryRun: true") {
			t.Skip("it might write")
		}
		r := ask(t, s, Options{Limits: Limits{Tokens: 500, Depth: 12, Fields: 200, Cost: 10_000, Aliases: 20, Nodes: 100, Edges: 1000}}, text, nil)
		if codeOf(r) == string(Internal) {
			t.Errorf("%v", r.Errors)
		}
	})
}

// A token file is read or refused with its line.
func FuzzReadTokens(f *testing.F) {
	f.Add("ann admin " + strings.Repeat("0", 64) + " -\n# a comment\n\nbob reader x 2027-01-01")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := ReadTokens(strings.NewReader(text)); err != nil && !strings.Contains(err.Error(), "line ") && !strings.Contains(err.Error(), "token too long") {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// A cursor of the log is read as it was written, or refused.
func FuzzPosition(f *testing.F) {
	f.Add("12.claim:0123")
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := parsePosition(text); err == nil {
			if q, err := parsePosition(p.String()); err != nil || p != q {
				t.Errorf("%q: %v %v %v", text, p, q, err)
			}
		}
	})
}
