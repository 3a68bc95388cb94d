package extract_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// Reading is pure: what was read before, in what order and by how many at once
// changes nothing.
func TestReadingIsPure(t *testing.T) {
	data, err := os.ReadFile("testdata/ro.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for line := range strings.SplitSeq(string(data), "\n") {
		if text, _, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			texts = append(texts, text)
		}
	}
	x := extract.New(registry.Default(), extract.Options{})
	one := func(text string) string {
		a := &graph.Article{Text: text, Lang: "ro", Published: "2025-08-20"}
		a.ID = graph.NewArticleID("", text)
		claims, _, err := x.Article(a)
		if err != nil {
			return err.Error()
		}
		b, err := json.Marshal(claims)
		if err != nil {
			return err.Error()
		}
		return string(b)
	}
	want := make([]string, len(texts))
	for i, s := range texts {
		want[i] = one(s)
	}
	slices.Reverse(texts)
	slices.Reverse(want)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range texts {
				k := (i + w*17) % len(texts)
				if got := one(texts[k]); got != want[k] {
					t.Errorf("%q read again gives\n%s\nand gave\n%s", texts[k], got, want[k])
				}
			}
		})
	}
	wg.Wait()
}
