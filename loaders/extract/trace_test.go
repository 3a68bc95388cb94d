package extract_test

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// Every sentence says what came of it: what fired and for whom it speaks, what
// was dropped and what it lacked, or why there is nothing.
func TestExplain(t *testing.T) {
	x := extract.New(registry.Default(), extract.Options{Packs: []string{"en"}})
	for _, c := range []struct{ text, want string }{
		{"Iran supplied drones to Russia.", "fired    supply/furnish: IRN SUPPLIED_DRONES_TO RUS ASSERTED\n"},
		{"Kyiv said on Tuesday that Iran had supplied drones to Russia.", "fired    supply/furnish: IRN SUPPLIED_DRONES_TO RUS ASSERTED, says Ukraine"},
		{"Iran supplied drones to Russia on 4 July 2023.", "RUS ASSERTED, 2023-07-04\n"},
		{"It rained all day.", "nothing  it names no party\n"},
		{"Iran built a dam.", "nothing  no two parties: it names state:IRN alone\n"},
		{"Iran adjoins Russia.", "nothing  no verb or noun in it triggers a frame\n"},
		{"Iran and Russia supplied nobody with anything.", "dropped  supply/furnish: nothing fits as its items\n"},
		{"Iran and Russia supplied nobody with anything.", "nothing  each frame that was tried was dropped\n"},
	} {
		a := &graph.Article{Text: c.text, Lang: "en", Published: "2025-08-20"}
		_, rep, err := x.Explain(a)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, tr := range rep.Trace {
			if err := tr.WriteText(&b); err != nil {
				t.Fatal(err)
			}
		}
		if !strings.Contains(b.String(), c.want) {
			t.Errorf("%q is explained as\n%swithout %q", c.text, b.String(), c.want)
		}
	}
}
