package neo4j_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memory"
)

// log is what a store holds, whatever revision brought it.
func log(t *testing.T, s graph.Store) map[string]string {
	t.Helper()
	out := map[string]string{}
	for r, err := range s.Log(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case r.Entity != nil:
			out[string(r.Entity.ID)] = fmt.Sprintf("%+v", *r.Entity)
		case r.Article != nil:
			out[string(r.Article.ID)] = fmt.Sprintf("%+v", *r.Article)
		case r.Claim != nil:
			out[string(r.Claim.ID)] = string(r.Claim.Relation) + r.Claim.Evidence.Quote
		}
	}
	return out
}

// TestRestart stops the server in the middle of a load and starts it again while
// the load goes on. What fails is loaded again; then the store holds what one
// holds that nothing has happened to. In between, a question is told that the
// server is gone, and the same store answers when it is back.
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
	for b := range graphtest.Generate(200, 1500, 3) {
		for i := 0; i < len(b.Readings); i += 100 {
			part := &graph.Batch{Readings: b.Readings[i:min(i+100, len(b.Readings))]}
			if i == 0 {
				part.Entities = b.Entities
			}
			batches = append(batches, part)
		}
	}
	load := func(s graph.Store) error {
		for i, b := range batches {
			if err := s.Put(ctx, b); err != nil {
				return err
			}
			if i%5 == 4 {
				if _, err := s.Fold(ctx); err != nil {
					return err
				}
			}
		}
		_, err := s.Fold(ctx)
		return err
	}
	if err := load(want); err != nil {
		t.Fatal(err)
	}
	loaded := make(chan error, 1)
	go func() { loaded <- load(s) }()
	time.Sleep(1500 * time.Millisecond)
	stop()
	_, err = s.Query(ctx, question)
	sentence(t, err, graph.ErrUnavailable, "no Neo4j server answers")
	again()
	if err := <-loaded; err != nil {
		t.Logf("the load ended: %v", err)
		if err := load(s); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Query(ctx, question); err != nil {
		t.Errorf("after the server is back: %v", err)
	}
	if diff := cmp.Diff(log(t, want), log(t, s)); diff != "" {
		t.Errorf("log (-undisturbed +restarted)\n%s", diff)
	}
}
