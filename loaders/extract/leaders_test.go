package extract

import (
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
)

// Every leader of the registry is met under all names that the registry has,
// in whatever script, by the pack of every language: Лукашенко, Lukașenko,
// Lukashenko and Łukaszenka are one.
func TestLeadersUnderAllTheirNames(t *testing.T) {
	reg := registry.Default()
	x := New(reg, Options{})
	leaders := map[graph.EntityID]bool{}
	for _, term := range reg.Terms() {
		leaders[term.Leader] = true
	}
	if len(leaders) < 300 {
		t.Fatalf("only %d leaders", len(leaders))
	}
	for _, code := range x.codes {
		p, err := x.packs[code]()
		if err != nil {
			t.Fatal(err)
		}
		finds := func(name string, id graph.EntityID) bool {
			toks := p.Tokenize(name, nil)
			n, hits := p.Longest(toks, 0, lang.Spelling{}, nil)
			return n == len(toks) && slices.ContainsFunc(hits, func(e *lang.Entry) bool { return e.Name != nil && e.Name.Entity == id })
		}
		for id := range leaders {
			for _, name := range reg.Entity(id).Names {
				if !finds(name.Text, id) {
					t.Errorf("%s does not know %s as %q", code, id, name.Text)
				}
			}
		}
		for _, surname := range []string{"Лукашенко", "Lukașenko", "Lukashenko", "Łukaszenka", "Lukaschenko", "Loukachenko"} {
			if !finds(surname, "leader:alexander-lukashenko") {
				t.Errorf("%s does not know %q", code, surname)
			}
		}
	}
}
