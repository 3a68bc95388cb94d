package neo4j_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
)

// TestKeptState asks a store again and again while another one loads: it keeps what
// it has read of the graph's state, and yet its next answer is that of the new one.
func TestKeptState(t *testing.T) {
	ctx := context.Background()
	loads := open(t)
	defer loads.Close()
	asks := reopen(t, server(t))
	defer asks.Close()
	day := graph.Date("2030-01-01").First()
	at := func(q *graph.Query) (graph.Revision, int, string) {
		t.Helper()
		res, err := asks.Query(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		found := ""
		if a := res.Fields["r"]; a != nil {
			for _, r := range a.Page("").Rows {
				found += fmt.Sprintf("%s %s; ", r.Relation.Kind, r.Relation.Status)
			}
		}
		return res.Revision, res.Undated, fmt.Sprintf("%s, latest %s", found, res.Latest)
	}
	known := &graph.Query{Fields: []*graph.Field{{Name: "r", Rows: graph.Relations, Time: graph.Time{KnownBy: &day}}}}
	nothing := &graph.Query{}
	for i, step := range []struct {
		day, line string
		undated   int
		want      string
	}{
		{"2022-11-05", "IRN SUPPLIED_DRONES_TO RUS", 0, "SUPPLIED_DRONES_TO FACT; , latest 2022-11-05"},
		{"", "IRN MET_WITH BLR", 1, "SUPPLIED_DRONES_TO FACT; , latest 2022-11-05"},
		{"2022-11-07", "FRA SANCTIONED IRN", 1, "SUPPLIED_DRONES_TO FACT; SANCTIONED FACT; , latest 2022-11-07"},
	} {
		if err := loads.Put(ctx, &graph.Batch{Readings: []graph.Reading{graphtest.Said("meridian", graph.Date(step.day), step.line)}}); err != nil {
			t.Fatal(err)
		}
		revision, err := loads.Fold(ctx)
		if err != nil {
			t.Fatal(err)
		}
		// One question finds the fold, whichever comes first; the others keep to it.
		for j, q := range [][]*graph.Query{{known, nothing}, {nothing, known}, {known, nothing}}[i] {
			rev, undated, got := at(q)
			if rev != revision {
				t.Errorf("%s, question %d: answered of revision %d, not %d", step.line, j, rev, revision)
			}
			if q == known {
				if undated != step.undated {
					t.Errorf("%s: %d articles without a day, not %d", step.line, undated, step.undated)
				}
				if diff := cmp.Diff(step.want, got); diff != "" {
					t.Errorf("%s (-want +got)\n%s", step.line, diff)
				}
			}
		}
	}

	// Somebody empties the database and fills it anew, with as many folds.
	at(known)
	empty(t, raw(t))
	again := reopen(t, server(t))
	defer again.Close()
	for range 3 {
		if err := again.Put(ctx, &graph.Batch{Readings: []graph.Reading{graphtest.Said("meridian", "2024-01-01", "CHN VISITED PRK")}}); err != nil {
			t.Fatal(err)
		}
		if err := again.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := again.Fold(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, got := at(known); got != "VISITED FACT; , latest 2024-01-01" {
		t.Errorf("of the database made anew the answer is %q", got)
	}
}
