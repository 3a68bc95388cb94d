package main

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"
)

// TestFigures runs the whole on a small graph: every row is there and filled.
// Whether the floors answer as the program does is tested by the run itself.
func TestFigures(t *testing.T) {
	var out strings.Builder
	if err := run(context.Background(), options{claims: 2000, budget: 10 * time.Millisecond}, &out); err != nil {
		t.Fatal(err)
	}
	filled(t, out.String())
	if !strings.Contains(out.String(), "Neo4j was not measured") {
		t.Error("it does not say that Neo4j was not measured")
	}
}

// TestNeo4j does the same on a server, whose database it empties.
func TestNeo4j(t *testing.T) {
	address := os.Getenv(neo4jVariable)
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("set %s to the address of a server whose database may be emptied", neo4jVariable)
		}
		t.Skipf("SKIPPED: set %s to the address of a server whose database may be emptied", neo4jVariable)
	}
	var out strings.Builder
	if err := onNeo4j(context.Background(), options{claims: 2000, neo4j: address, budget: 10 * time.Millisecond}, t.TempDir(), &out); err != nil {
		t.Fatal(err)
	}
	filled(t, out.String())
}

func filled(t *testing.T, tables string) {
	t.Helper()
	want := []string{"put | 200", "put | 2000", "put and fold | 200", "put and fold | 2000"}
	for _, q := range []string{
		"a hub and 20 of its relations", "a leaf and 20 of its relations", "a kind in a window, 100 rows", "two hops of 20",
		"three hops of 20", "relations counted by kind", "a month's network with degrees",
		"a hub, 20 relations, three claims of each with their articles", "50 claims about a state",
	} {
		for _, way := range []string{"GraphQL over HTTP", "by hand over HTTP", "GraphQL", "store", "by hand"} {
			want = append(want, q+" | "+way)
		}
	}
	for _, row := range want {
		_, line, ok := strings.Cut(tables, "\n| "+row+" | ")
		if !ok {
			t.Errorf("there is no row %q in\n%s", row, tables)
			continue
		}
		line, _, _ = strings.Cut(line, "\n")
		if strings.HasPrefix(line, "0.00 |") || strings.Contains(line, "NaN") {
			t.Errorf("%s was not measured: %s", row, line)
		}
	}
}

func TestSame(t *testing.T) {
	if err := same([]byte(`{"a": 1, "b": null}`), []byte(`{"b": null, "a": 1}`)); err != nil {
		t.Error(err)
	}
	if same([]byte(`{"a": [1, 2]}`), []byte(`{"a": [2, 1]}`)) == nil {
		t.Error("two orders are taken for the same answer")
	}
}
