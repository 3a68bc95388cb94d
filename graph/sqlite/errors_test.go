package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
)

// TestWriteFailures: what goes wrong while a batch is put is told in one
// sentence, nothing of the batch is kept, and the store goes on once the cause
// is gone.
func TestWriteFailures(t *testing.T) {
	ctx := context.Background()
	for _, test := range []struct {
		name        string
		cause, cure string
		words       string
	}{
		{"disk full", `PRAGMA max_page_count = 1`, `PRAGMA max_page_count = 1000000`, "the disk is full: free some space"},
		{"read-only", `PRAGMA query_only = 1`, `PRAGMA query_only = 0`, "cannot be written: change its permissions"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := Open(ctx, filepath.Join(t.TempDir(), "graph.db"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			pragma := func(text string) {
				t.Helper()
				if err := s.writer.each(ctx, text, nil, func(func(...any) error) error { return nil }); err != nil {
					t.Fatal(err)
				}
			}
			pragma(test.cause)
			story := graphtest.Rich(1).Batch()
			err = s.Put(ctx, story)
			if !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), test.words) || strings.Contains(err.Error(), "\n") {
				t.Errorf("Put: %v; want one sentence with %q", err, test.words)
			}
			pragma(test.cure)
			if rev, err := s.Fold(ctx); rev != 0 || err != nil {
				t.Errorf("after a batch that was not kept: revision %d, %v; want 0", rev, err)
			}
			if err := s.Put(ctx, story); err != nil {
				t.Errorf("Put once the cause is gone: %v", err)
			}
			if rev, err := s.Fold(ctx); rev != 1 || err != nil {
				t.Errorf("Fold once the cause is gone: revision %d, %v; want 1", rev, err)
			}
		})
	}
}

// TestLocked: a writer waits for another process, but not for ever, and no
// longer than its context.
func TestLocked(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "graph.db")
	a, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	b, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if _, err := a.writer.exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if err := b.Put(short, graphtest.Rich(1).Batch()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Put with a context that ends: %v", err)
	}
	if err := b.writer.each(ctx, `PRAGMA busy_timeout = 20`, nil, func(func(...any) error) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := b.Put(ctx, graphtest.Rich(1).Batch()); !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "another process") {
		t.Errorf("Put while another process writes: %v", err)
	}
	if _, err := a.writer.exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := b.Put(ctx, graphtest.Rich(1).Batch()); err != nil {
		t.Errorf("Put afterwards: %v", err)
	}
}

// TestClosed: a closed store says so, and does not hang.
func TestClosed(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "graph.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Put(ctx, graphtest.Rich(1).Batch()); !errors.Is(err, errClosed) {
		t.Errorf("Put: %v", err)
	}
	if _, err := s.Fold(ctx); !errors.Is(err, errClosed) {
		t.Errorf("Fold: %v", err)
	}
	if _, err := s.Query(ctx, &graph.Query{}); !errors.Is(err, errClosed) {
		t.Errorf("Query: %v", err)
	}
}
