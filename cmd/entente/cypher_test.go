package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

var update = flag.Bool("update", false, "write the tables of docs/cypher.md anew")

// emptyNeo4j locks and empties the database that ENTENTE_TEST_NEO4J names, and
// gives its address. Without the variable the test is skipped, loudly, and under
// CI it fails.
func emptyNeo4j(t *testing.T) (string, neo4j.DriverWithContext) {
	t.Helper()
	address := os.Getenv("ENTENTE_TEST_NEO4J")
	if address == "" {
		const how = "no Neo4j to test with: set ENTENTE_TEST_NEO4J to the address of a server whose database may be emptied, as in ENTENTE_TEST_NEO4J=$(.ci/neo4j/start.sh DIR)"
		if os.Getenv("CI") == "true" {
			t.Fatal(how)
		}
		t.Skip("SKIPPED: " + how)
	}
	// The tests of graph/neo4j take the same lock.
	f, err := os.OpenFile(filepath.Join(os.TempDir(), "entente-neo4j-tests.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	d, err := neo4j.NewDriverWithContext(address, neo4j.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close(context.Background()) })
	cypher(t, d, `MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`)
	return address, d
}

// cypher runs a statement as a person does, and writes its answer as a table.
func cypher(t *testing.T, d neo4j.DriverWithContext, text string) string {
	t.Helper()
	ctx := context.Background()
	s := d.NewSession(ctx, neo4j.SessionConfig{})
	defer s.Close(ctx)
	res, err := s.Run(ctx, text, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var b strings.Builder
	keys, err := res.Keys()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	fmt.Fprintln(&b, strings.Join(keys, " | "))
	for res.Next(ctx) {
		var cells []string
		for _, v := range res.Record().Values {
			cells = append(cells, cell(v))
		}
		fmt.Fprintln(&b, strings.Join(cells, " | "))
	}
	if err := res.Err(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return b.String()
}

// cell is a value as the page shows it.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return "-"
	case neo4j.Relationship:
		return fmt.Sprintf("[:%s, known from %v, %v sources]", v.Type, v.Props["firstReported"], v.Props["sources"])
	case []any:
		var parts []string
		for _, x := range v {
			parts = append(parts, cell(x))
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}

// TestCypher runs the queries of docs/cypher.md on the graph of the sample
// articles: each gives the whole table that stands below it.
func TestCypher(t *testing.T) {
	address, d := emptyNeo4j(t)
	var out, errs strings.Builder
	if code := run(context.Background(), []string{"load", "--db", address, "../../testdata/articles"}, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("load: exit %d\n%s", code, errs.String())
	}
	const page = "../../docs/cypher.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```cypher\n(.*?)```\n+```text\n(.*?)```\n")
	ran := 0
	updated := block.ReplaceAllStringFunc(string(text), func(whole string) string {
		m := block.FindStringSubmatch(whole)
		got := cypher(t, d, m[1])
		ran++
		if strings.Count(got, "\n") < 2 {
			t.Errorf("no row answers\n%s", m[1])
		}
		if diff := cmp.Diff(m[2], got); diff != "" && !*update {
			t.Errorf("%s\ngives another answer (-page +database)\n%s", m[1], diff)
		}
		return "```cypher\n" + m[1] + "```\n\n```text\n" + got + "```\n"
	})
	if n := strings.Count(string(text), "```cypher\n"); ran != n || ran < 12 {
		t.Errorf("%d of %d queries ran; each needs a table, and there should be a dozen", ran, n)
	}
	if *update {
		if err := os.WriteFile(page, []byte(updated), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
