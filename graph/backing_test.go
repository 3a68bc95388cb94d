package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

func TestBackings(t *testing.T) {
	published := func(id graph.ClaimID, on graph.Date) *graph.Piece {
		return &graph.Piece{Claim: &graph.Claim{ID: id, Evidence: graph.Evidence{Published: on}}}
	}
	pieces := []*graph.Piece{published("a", "1970-01-02"), published("b", "1970-01-03"), published("c", "")}
	type version struct {
		of       string
		from, to graph.Day
		claims   []graph.ClaimID
	}
	at := func(of string, pub graph.Day, claim graph.ClaimID, from graph.Day) graph.Backing {
		return graph.Backing{Of: of, Pub: pub, Claim: claim, From: from}
	}
	for _, test := range []struct {
		name     string
		versions []version
		want     map[graph.Backing]graph.Day
	}{
		{"nothing", nil, map[graph.Backing]graph.Day{}},
		{"one that grows", []version{
			{"r", 1, 2, []graph.ClaimID{"a"}},
			{"r", 2, graph.Never, []graph.ClaimID{"a", "b"}},
		}, map[graph.Backing]graph.Day{at("r", 1, "a", 1): graph.Never, at("r", 2, "b", 2): graph.Never}},
		{"a claim leaves, and comes again", []version{
			{"r", 1, 2, []graph.ClaimID{"a", "b"}},
			{"r", 2, 5, []graph.ClaimID{"b"}},
			{"r", 5, graph.Never, []graph.ClaimID{"b", "a"}},
		}, map[graph.Backing]graph.Day{
			at("r", 1, "a", 1): 2, at("r", 1, "a", 5): graph.Never, at("r", 2, "b", 1): graph.Never,
		}},
		{"between two versions there is none", []version{
			{"r", 1, 2, []graph.ClaimID{"a"}},
			{"r", 4, 6, []graph.ClaimID{"a"}},
		}, map[graph.Backing]graph.Day{at("r", 1, "a", 1): 2, at("r", 1, "a", 4): 6}},
		{"two relations, and a claim without a day", []version{
			{"r", 1, 3, []graph.ClaimID{"c"}},
			{"s", 1, graph.Never, []graph.ClaimID{"a", "c"}},
		}, map[graph.Backing]graph.Day{
			at("r", graph.MinDay, "c", 1): 3, at("s", 1, "a", 1): graph.Never, at("s", graph.MinDay, "c", 1): graph.Never,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := graph.NewBackings(pieces)
			for _, v := range test.versions {
				b.Add(v.of, v.from, v.to, v.claims)
			}
			if diff := cmp.Diff(test.want, b.All()); diff != "" {
				t.Errorf("backings (-want +got)\n%s", diff)
			}
		})
	}
}
