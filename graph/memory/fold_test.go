package memory

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/schema"
)

// TestFoldGroupAgrees compares the fold of this package, straight from the
// rules, with the one that sweeps.
func TestFoldGroupAgrees(t *testing.T) {
	o := schema.Default()
	rapid.Check(t, func(t *rapid.T) {
		s := graphtest.Stories(30).Draw(t, "story")
		for g, pieces := range graphtest.PiecesOf(o, s) {
			if g.IsTreaty() {
				continue
			}
			want, got := foldGroup(o, pieces), graph.FoldGroup(o, pieces)
			slices.SortFunc(want, byKey)
			slices.SortFunc(got, byKey)
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				var said []string
				for _, p := range pieces {
					c := p.Claim
					said = append(said, strings.Join([]string{p.From.String(), p.To.String(), string(p.Subject), string(c.Relation), string(p.Object), string(c.Modality), string(c.Voice), string(c.ValidFrom), string(c.ValidTo), string(c.ID)}, " "))
				}
				t.Fatalf("%s (- as the rules read, + as swept)\n%s\n%s", g, strings.Join(said, "\n"), diff)
			}
		}
	})
}

func byKey(a, b *graph.Relation) int {
	if c := strings.Compare(string(a.ID), string(b.ID)); c != 0 {
		return c
	}
	return int(a.KnownFrom) - int(b.KnownFrom)
}

// TestFoldTreatyAgrees compares the two folds of treaties.
func TestFoldTreatyAgrees(t *testing.T) {
	o := schema.Default()
	rapid.Check(t, func(t *rapid.T) {
		s := graphtest.Stories(25).Draw(t, "story")
		for g, pieces := range graphtest.PiecesOf(o, s) {
			if !g.IsTreaty() {
				continue
			}
			want, wantParties := foldTreaty(o, pieces)
			got, gotParties := graph.FoldTreaty(o, pieces)
			byID := func(a, b *graph.TreatyNode) int {
				return cmpInts(strings.Compare(string(a.ID), string(b.ID)), int(a.KnownFrom)-int(b.KnownFrom))
			}
			slices.SortFunc(want, byID)
			slices.SortFunc(wantParties, byKey)
			slices.SortFunc(gotParties, byKey)
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()) + cmp.Diff(wantParties, gotParties, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s (- as the rules read, + as the stores fold)\n%s", g, diff)
			}
		}
	})
}

func cmpInts(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}
