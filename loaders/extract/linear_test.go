package extract_test

import (
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// nasty are texts of one piece over and over, that would be slow to a reader
// that looks back or ahead too far.
var nasty = map[string]string{
	"brackets":       "(",
	"quotes":         "\"",
	"opening quotes": "„",
	"commas":         ",",
	"dashes":         "– ",
	"full stops":     ".",
	"capitals":       "A.",
	"one word":       "Iran ",
	"one long word":  "iran",
	"a list":         "Iran, ",
	"a list and":     "Iran and ",
	"hyphens":        "Iran-",
	"unknown words":  "Qwx ",
	"verbs":          "said ",
	"that":           "that ",
	"says that":      "Iran says that ",
	"who":            "Iran, which ",
	"prepositions":   "of ",
	"of of":          "President of ",
	"between":        "between Iran and ",
	"numbers":        "1 ",
	"one number":     "1",
	"dates":          "4 July ",
	"apostrophes":    "'",
	"his":            "his ",
	"blank lines":    "\n\n",
	"spaces":         " ",
	"they":           "The two countries met. ",
	"sentences":      "Iran supplied drones to Russia. ",
	"signed":         "Iran and Russia signed a treaty, ",
	"combining":      "\u0301",
}

// The time that a text takes grows with its length, whatever it is: of eight
// times the text a reader that looks at all pairs of words would make sixty-four
// times the work. A busy machine only slows, so one good try in some is enough.
func TestTimeIsLinear(t *testing.T) {
	x := extract.New(registry.Default(), extract.Options{Packs: []string{"en"}})
	read := func(text string) time.Duration {
		a := &graph.Article{Text: text, Lang: "en", Published: "2025-08-20"}
		start := time.Now()
		if _, _, err := x.Article(a); err != nil && strings.TrimSpace(text) != "" {
			t.Fatal(err)
		}
		return time.Since(start)
	}
	read("Iran supplied drones to Russia.")
	const size = 1 << 18
	for name, piece := range nasty {
		t.Run(name, func(t *testing.T) {
			var short, long time.Duration
			for range 6 {
				short = read(strings.Repeat(piece, size/8/len(piece)))
				long = read(strings.Repeat(piece, size/len(piece)))
				if long <= 16*short+time.Second {
					return
				}
			}
			t.Errorf("%d KB take %v, an eighth of them %v", size>>10, long, short)
		})
	}
}
