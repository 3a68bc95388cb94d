package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
)

// versionsOf are the rows of all relation versions: which, and in which row.
func versionsOf(t *testing.T, s *Store) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	err := s.writer.each(context.Background(), `SELECT id || ' ' || known_from || ' ' || known_to || ' ' || status || ' ' || claim_count, rid FROM relation`, nil, func(scan func(...any) error) error {
		var v string
		var rid int64
		err := scan(&v, &rid)
		out[v] = rid
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func putAndFold(t *testing.T, s *Store, b *graph.Batch) graph.Revision {
	t.Helper()
	if err := s.Put(context.Background(), b); err != nil {
		t.Fatal(err)
	}
	rev, err := s.Fold(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return rev
}

// TestFoldWritesWhatChanged: a claim that joins a relation closes its version
// and adds one; no other row of the group, or of others, is written.
func TestFoldWritesWhatChanged(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "graph.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	told := func(name string, published graph.Date, lines ...string) *graph.Batch {
		return &graph.Batch{Readings: []graph.Reading{graphtest.Said(name, published, lines...)}}
	}
	putAndFold(t, s, told("a", "2025-01-02", "IRN MET_WITH RUS on:2024-06-01", "IRN MET_WITH RUS on:2024-09-01", "IRN MET_WITH RUS on:2025-01-01", "BLR ATTACKED UKR on:2025-01-01"))
	before := versionsOf(t, s)
	if len(before) != 4 {
		t.Fatalf("%d versions, want 4: %v", len(before), before)
	}
	if rev := putAndFold(t, s, told("b", "2025-01-05", "IRN MET_WITH RUS on:2025-01-01")); rev != 2 {
		t.Errorf("revision %d, want 2", rev)
	}
	after := versionsOf(t, s)
	same := 0
	for v, rid := range before {
		if after[v] == rid {
			same++
		}
	}
	if len(after) != 5 || same != 3 {
		t.Errorf("%d versions of which %d are rows as they were; want 5 and 3\nbefore %v\nafter  %v", len(after), same, before, after)
	}

	// Folding everything again writes nothing.
	if err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Fold(ctx); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(after, versionsOf(t, s)); d != "" {
		t.Errorf("after a rebuild (-before +after):\n%s", d)
	}
}

// TestOpenAtOnce: several processes may find that there is no database, and make
// it.
func TestOpenAtOnce(t *testing.T) {
	ctx := context.Background()
	for round := range 5 {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", round))
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				s, err := Open(ctx, path, Options{})
				if err != nil {
					t.Errorf("Open: %v", err)
					return
				}
				defer s.Close()
				if err := s.Put(ctx, graphtest.Rich(1).Batch()); err != nil {
					t.Errorf("Put: %v", err)
				}
				if rev, err := s.Fold(ctx); err != nil || rev != 1 {
					t.Errorf("Fold: revision %d, %v; want 1", rev, err)
				}
			})
		}
		all.Wait()
	}
}
