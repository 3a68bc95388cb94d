package neo4j_test

import (
	"context"
	"flag"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memory"
	"github.com/entente-graph/entente/graph/neo4j"
)

func TestSuite(t *testing.T) {
	server(t)
	graphtest.Run(t, func(t *testing.T) graph.Store { return open(t) })
}

func TestCompare(t *testing.T) {
	graphtest.Compare(t, func(t *testing.T) graph.Store {
		s, err := memory.Open()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}, many(t))
}

func TestSplits(t *testing.T) { graphtest.Splits(t, many(t)) }

// many opens one empty store after the other, for fewer random stories than other
// stores are told: each takes seconds, since the server plans many questions anew.
func many(t *testing.T) func(t *testing.T) graph.Store {
	t.Helper()
	address := server(t)
	lock(t)
	d := raw(t)
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		if err := f.Value.Set("12"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Value.Set(f.DefValue) }) // its own default is no error
	}
	return func(t *testing.T) graph.Store {
		empty(t, d)
		s, err := neo4j.Open(context.Background(), address, "", neo4j.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}
