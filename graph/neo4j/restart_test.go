package neo4j_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memory"
)

// records is what a store's log holds, in its order, without the revisions: they
// tell how often was folded.
func records(t *testing.T, s graph.Store) []graph.Record {
	t.Helper()
	var out []graph.Record
	for r, err := range s.Log(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		r.Revision = 0
		out = append(out, r)
	}
	return out
}

// TestRestart stops the server in the middle of a load and starts it again while
// the load goes on. What failed is loaded again; then the log is that of a store
// to which nothing has happened. In between a question is told that the server is
// gone, and the same store answers once it is back.
func TestRestart(t *testing.T) {
	ctx := context.Background()
	address, stop, again := start(t, t.TempDir(), "")
	s := reopen(t, address)
	defer s.Close()
	want, err := memory.Open()
	if err != nil {
		t.Fatal(err)
	}
	var batches []*graph.Batch
	for b := range graphtest.Generate(200, 3000, 3) {
		entities := b.Entities
		for i := 0; i < len(b.Readings); i += 100 {
			batches = append(batches, &graph.Batch{Entities: entities, Readings: b.Readings[i:min(i+100, len(b.Readings))]})
			entities = nil
		}
	}
	half := make(chan bool, 2)
	load := func(s graph.Store) error {
		for i, b := range batches {
			if err := s.Put(ctx, b); err != nil {
				return err
			}
			if i == len(batches)/2 {
				select {
				case half <- true:
				default:
				}
			}
		}
		_, err := s.Fold(ctx)
		return err
	}
	if err := load(want); err != nil {
		t.Fatal(err)
	}
	<-half
	loaded := make(chan error, 1)
	go func() { loaded <- load(s) }()
	select {
	case <-half:
	case err := <-loaded:
		t.Fatalf("the load ended before the server did: %v", err)
	}
	stop()
	question := &graph.Query{Fields: []*graph.Field{{Name: "r", Rows: graph.Relations}}}
	_, err = s.Query(ctx, question)
	sentence(t, err, graph.ErrUnavailable, "no Neo4j server answers")
	again()
	if err := <-loaded; err != nil {
		t.Logf("the load ended, and is run again: %v", err)
		if err := load(s); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Query(ctx, question); err != nil {
		t.Errorf("after the server is back: %v", err)
	}
	if diff := cmp.Diff(records(t, want), records(t, s)); diff != "" {
		t.Errorf("log (-undisturbed +restarted)\n%s", diff)
	}
}
