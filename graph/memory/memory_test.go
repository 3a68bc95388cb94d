package memory_test

import (
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memory"
)

func open(t *testing.T) graph.Store {
	t.Helper()
	s, err := memory.Open()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) { graphtest.Run(t, open) }

// TestCompare holds the store against itself: whatever the order in which it is
// told a story, it holds and answers the same.
func TestCompare(t *testing.T) { graphtest.Compare(t, open, open) }

func TestSplits(t *testing.T) { graphtest.Splits(t, open) }
