package extract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// The files of testdata hold sentences with all the claims that each gives:
// every one of them, and no other.
func TestSentences(t *testing.T) {
	x := extract.New(registry.Default(), extract.Options{})
	files, err := filepath.Glob("testdata/*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sentences: %v", err)
	}
	for _, f := range files {
		code, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(f), ".tsv"), "-") // en-arms.tsv is English too
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			text, list, ok := strings.Cut(line, "\t")
			if !ok {
				t.Fatalf("%s: no tab in %q", f, line)
			}
			claims := read(t, x, code, text)
			var want []string
			for w := range strings.SplitSeq(list, ";") {
				if w = strings.TrimSpace(w); w != "" {
					want = append(want, w)
				}
			}
			for _, w := range want {
				if !strings.HasPrefix(w, "?") && !gives(claims, w) {
					t.Errorf("%q does not give %q; it gives %v", text, w, shorts(claims))
				}
			}
			for _, c := range claims {
				if c.Relation == "LEADS" && len(want) > 0 {
					continue
				}
				listed := false
				for _, w := range want {
					listed = listed || gives(claims[indexOf(claims, c):indexOf(claims, c)+1], strings.TrimPrefix(w, "?"))
				}
				if !listed {
					t.Errorf("%q must not give %s (%s)", text, short(c), c.Rule)
				}
			}
		}
	}
}
