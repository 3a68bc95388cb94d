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
	address := server(t)
	lock(t)
	d := raw(t)
	// Each story takes seconds: the server plans many questions anew.
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		if err := f.Value.Set("12"); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Value.Set(f.DefValue) }() // its own default is no error
	}
	graphtest.Compare(t, func(t *testing.T) graph.Store {
		s, err := memory.Open()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}, func(t *testing.T) graph.Store {
		empty(t, d)
		s, err := neo4j.Open(context.Background(), address, "", neo4j.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}
