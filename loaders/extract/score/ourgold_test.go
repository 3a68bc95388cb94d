package score

import (
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/schema"
)

var ourGold = filepath.FromSlash("../../../testdata/gold/gold.jsonl")

// What the gold set promises: enough sentences, both languages, enough of them
// that give nothing, every kind known.
func TestOurGold(t *testing.T) {
	g, err := Load(ourGold)
	if err != nil {
		t.Fatal(err)
	}
	langs, silent := map[string]int{}, 0
	onto := schema.Default()
	for i := range g.Items {
		item := &g.Items[i]
		langs[item.Lang]++
		required := 0
		for _, list := range [][]Relation{item.Relations, item.Kinds} {
			for _, r := range list {
				if !r.Optional {
					required++
				}
				for _, k := range r.Kinds {
					if onto.Spec(k) == nil {
						t.Errorf("%s: unknown kind %s", item.ID, k)
					}
				}
				if len(r.Kinds) == 0 {
					t.Errorf("%s: %s %s %s names no kind", item.ID, r.Subject, r.Relation, r.Object)
				}
			}
		}
		if required == 0 {
			silent++
		}
	}
	if len(g.Items) < 300 || langs["ro"] < 150 || langs["en"] < 150 {
		t.Errorf("%d items, %v; at least 300, 150 of each language", len(g.Items), langs)
	}
	if silent*4 < len(g.Items) {
		t.Errorf("%d of %d items give nothing; at least a quarter should", silent, len(g.Items))
	}
}
