package extract_test

import (
	"fmt"
	"slices"
	"strconv"
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

// gives looks for a claim written as "IRN VISITED BLR", with a modality,
// "ENDED" and details ("voice=SUBJECT", "from=2025-08-19") behind it where they matter.
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
		modality, ended, all := "ASSERTED", false, true
		for _, m := range w[3:] {
			switch key, value, detail := strings.Cut(m, "="); {
			case detail:
				all = all && slices.Contains(details(c, key), value)
			case m == "ENDED":
				ended = true
			default:
				modality = m
			}
		}
		if string(c.Modality) == modality && c.Ended == ended && all {
			return true
		}
	}
	return false
}

// details are the values of a claim under a key, with "_" for a space.
func details(c *graph.Claim, key string) []string {
	var out []string
	switch key {
	case "voice":
		out = append(out, string(c.Voice))
	case "from":
		out = append(out, string(c.ValidFrom))
	case "to":
		out = append(out, string(c.ValidTo))
	case "by": // who says so, innermost last
		for _, s := range c.Attribution {
			out = append(out, s.Name, s.ID.Code())
		}
	case "stance":
		for _, s := range c.Attribution {
			out = append(out, string(s.Stance))
		}
	case "against":
		for _, e := range c.Against {
			out = append(out, e.ID.Code())
		}
	case "agent":
		for _, a := range c.Agents {
			out = append(out, a.Name)
		}
	case "amount":
		if c.Amount != nil {
			out = append(out, strconv.FormatFloat(c.Amount.Value, 'f', -1, 64)+c.Amount.Unit)
		}
	case "item":
		out = append(out, c.Items...)
	case "treaty":
		if c.Treaty != nil {
			out = append(out, fmt.Sprintf("%s/%s", c.Treaty.Kind, c.Treaty.Status))
		}
	case "clause":
		if c.Treaty != nil && c.Treaty.MutualDefence != nil {
			out = append(out, strconv.FormatBool(*c.Treaty.MutualDefence))
		}
	}
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], " ", "_")
	}
	return out
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
