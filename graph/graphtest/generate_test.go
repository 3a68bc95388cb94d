package graphtest

import (
	"reflect"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

func TestGenerate(t *testing.T) {
	const actors, claims = 2_000, 20_000
	generate := func() (batches []*graph.Batch) {
		for b := range Generate(actors, claims, 7) {
			batches = append(batches, b)
		}
		return batches
	}
	batches := generate()
	if !reflect.DeepEqual(batches, generate()) {
		t.Error("the same numbers give other batches")
	}
	got, degree := 0, map[graph.EntityID]int{}
	kinds := map[schema.Kind]int{}
	for i, b := range batches {
		if err := b.Check(schema.Default()); err != nil {
			t.Fatal(err)
		}
		if i == 0 && len(b.Entities) != actors || i > 0 && len(b.Entities) > 0 {
			t.Errorf("batch %d has %d entities", i, len(b.Entities))
		}
		for _, r := range b.Readings {
			for _, c := range r.Claims {
				got++
				degree[c.Subject.ID]++
				degree[c.Object.ID]++
				kinds[c.Relation]++
			}
		}
	}
	if got != claims {
		t.Errorf("%d claims, want %d", got, claims)
	}
	ofStates, most := 0, 0
	for id, n := range degree {
		if id.Kind() == graph.State {
			ofStates += n
		}
		most = max(most, n)
	}
	if ofStates < claims || most < claims/10 || len(kinds) < 60 {
		t.Errorf("states hold %d of %d ends, the busiest actor %d, there are %d kinds: not the shape of news", ofStates, 2*claims, most, len(kinds))
	}
}
