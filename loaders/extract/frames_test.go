package extract_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
)

// Each frame of each pack fires where its author says, and is silent where
// its author says.
func TestFrames(t *testing.T) {
	x := extract.New(registry.Default(), extract.Options{})
	for _, code := range lang.Codes() {
		t.Run(code, func(t *testing.T) {
			for _, err := range x.CheckPack(code) {
				t.Error(err)
			}
		})
	}
}

func read(t *testing.T, x *extract.Extractor, code, text string) []*graph.Claim {
	t.Helper()
	a := &graph.Article{Text: text, Lang: code, Published: "2025-08-20"}
	a.ID = graph.NewArticleID(a.URL, a.Text)
	claims, _, err := x.Article(a)
	if err != nil {
		t.Fatalf("read %q: %v", text, err)
	}
	return claims
}

// gives looks for a claim written as "IRN VISITED BLR", with a modality and
// "ENDED" behind it where they matter.
func gives(claims []*graph.Claim, want string) bool {
	w := strings.Fields(want)
	for _, c := range claims {
		spec := fmt.Sprint(c.Relation)
		if spec != w[1] {
			continue
		}
		s, o := c.Subject.ID.Code(), c.Object.ID.Code()
		if !(s == w[0] && o == w[2] || symmetric(c) && s == w[2] && o == w[0]) {
			continue
		}
		modality, ended := "ASSERTED", false
		for _, m := range w[3:] {
			if m == "ENDED" {
				ended = true
			} else {
				modality = m
			}
		}
		if string(c.Modality) == modality && c.Ended == ended {
			return true
		}
	}
	return false
}

func short(c *graph.Claim) string {
	s := fmt.Sprintf("%s %s %s", c.Subject.ID.Code(), c.Relation, c.Object.ID.Code())
	if c.Modality != graph.Asserted {
		s += " " + string(c.Modality)
	}
	if c.Ended {
		s += " ENDED"
	}
	return s
}

func shorts(claims []*graph.Claim) []string {
	var out []string
	for _, c := range claims {
		out = append(out, short(c)+" ("+c.Rule+")")
	}
	return out
}
