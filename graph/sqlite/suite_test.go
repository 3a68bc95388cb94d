package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memory"
	"github.com/entente-graph/entente/graph/sqlite"
)

// open opens a new store in a folder of the test.
func open(t testing.TB) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "graph.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSuite(t *testing.T) {
	graphtest.Run(t, func(t *testing.T) graph.Store { return open(t) })
}

func TestCompare(t *testing.T) {
	graphtest.Compare(t, func(t *testing.T) graph.Store {
		s, err := memory.Open()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}, func(t *testing.T) graph.Store { return open(t) })
}

func TestSplits(t *testing.T) {
	graphtest.Splits(t, func(t *testing.T) graph.Store { return open(t) })
}
