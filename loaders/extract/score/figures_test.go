package score

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

var update = flag.Bool("update", false, "write the figures of the gold set anew")

// slack is how far a figure may fall, in thousandths, before the test fails:
// less than one sentence of either language.
const slack = 1

// The figures of our own gold sets may only rise. After a change that raises
// them, `go test ./loaders/extract/score -update` commits the new ones.
func TestFiguresOnlyRise(t *testing.T) {
	dir := filepath.Dir(ourGold)
	for gold, figs := range map[string]string{
		ourGold:                            filepath.Join(dir, "figures.json"),
		filepath.Join(dir, "agency.jsonl"): filepath.Join(dir, "figures-agency.json"),
	} {
		t.Run(filepath.Base(gold), func(t *testing.T) { onlyRise(t, gold, figs) })
	}
}

func onlyRise(t *testing.T, gold, path string) {
	t.Helper()
	g, err := Load(gold)
	if err != nil {
		t.Fatal(err)
	}
	got := figures(Run(g, read(t, g)))
	if *update {
		data, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(data, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]int
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		switch {
		case got[name] < want[name]-slack:
			t.Errorf("%s fell to %d from %d thousandths", name, got[name], want[name])
		case got[name] > want[name]+slack:
			t.Logf("%s rose to %d from %d: commit it with -update", name, got[name], want[name])
		}
	}
}

// read extracts the claims of all items.
func read(t *testing.T, g *Gold) map[string][]graph.Claim {
	t.Helper()
	x := extract.New(registry.Default(), extract.Options{})
	out := map[string][]graph.Claim{}
	for i := range g.Items {
		item := &g.Items[i]
		claims, _, err := x.Article(&graph.Article{URL: item.URL(), Text: item.Text, Lang: item.Lang, Published: item.Published})
		if err != nil {
			t.Fatalf("%s: %v", item.ID, err)
		}
		for _, c := range claims {
			out[item.URL()] = append(out[item.URL()], *c)
		}
	}
	return out
}

// figures are F1 in thousandths, by language and level, and the precision of
// labels: finding more must not be paid for with claims that nobody made.
func figures(r *Result) map[string]int {
	out := map[string]int{}
	for lang, levels := range r.Languages {
		for level, c := range levels {
			out[fmt.Sprintf("%s %s F1", lang, level)] = int(c.F1()*1000 + 0.5)
			if level == Label {
				out[lang+" label precision"] = int(c.Precision()*1000 + 0.5)
			}
		}
	}
	for level, c := range r.Kinds {
		out[fmt.Sprintf("kinds %s F1", level)] = int(c.F1()*1000 + 0.5)
	}
	return out
}
