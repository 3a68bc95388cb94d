package extract_test

import (
	"os"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// testdata/dates.txt holds sentences with the dates that their first claim must
// carry.
func TestDates(t *testing.T) {
	x := extract.New(registry.Default(), extract.Options{})
	data, err := os.ReadFile("testdata/dates.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			t.Fatalf("%d fields in %q", len(f), line)
		}
		a := &graph.Article{Text: f[2], Lang: f[0], Published: graph.Date(strings.TrimPrefix(f[1], "-"))}
		a.ID = graph.NewArticleID(a.URL, a.Text)
		claims, _, err := x.Article(a)
		if err != nil {
			t.Fatal(err)
		}
		got := "no claim"
		for _, c := range claims {
			if c.Relation != "LEADS" {
				got = dates(c)
				break
			}
		}
		if got != f[3] {
			t.Errorf("%s, %s: %q\n got %s\nwant %s", f[0], f[1], f[2], got, f[3])
		}
	}
}

// dates are a claim's dates as dates.txt has them.
func dates(c *graph.Claim) string {
	switch from, to := string(c.ValidFrom), string(c.ValidTo); {
	case c.DateText != "":
		return string(c.DateText)
	case from == "" && to == "":
		return "-"
	case to == "":
		return from + " .."
	case from == "":
		return ".. " + to
	default:
		return from + " " + to
	}
}
