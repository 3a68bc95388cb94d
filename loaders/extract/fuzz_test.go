package extract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
)

// No text makes the reader of any language panic, every quote is what stands
// at its place, and explaining changes nothing.
func FuzzArticle(f *testing.F) {
	files, err := filepath.Glob("testdata/*.tsv")
	if err != nil || len(files) == 0 {
		f.Fatal("no cases", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			text, _, _ := strings.Cut(line, "\t")
			f.Add(text)
		}
	}
	f.Add("„a – (b, c: „d” – e) că să care „")
	f.Add("Der russische Präsident hat, dass es «um ... zu» liefert die USA an.")
	f.Add("L’Iran n’a plus « livré » à l’Ukraine, qu’il a démenti avoir d’")
	x := extract.New(registry.Default(), extract.Options{})
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "")
		for _, code := range lang.Codes() {
			a := &graph.Article{Text: s, Lang: code, Published: "2025-08-20"}
			claims, _, err := x.Article(a)
			if err != nil {
				continue
			}
			runes := []rune(s)
			for _, c := range claims {
				if got := string(runes[c.Evidence.Start:c.Evidence.End]); got != c.Evidence.Quote {
					t.Fatalf("%s: quote %q is not %q in %q", code, c.Evidence.Quote, got, s)
				}
			}
			if again, _, err := x.Explain(a); err != nil || len(again) != len(claims) {
				t.Fatalf("%s: explained, %q gives %d claims and not %d (%v)", code, s, len(again), len(claims), err)
			}
		}
	})
}
