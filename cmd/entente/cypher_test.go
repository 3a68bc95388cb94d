package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// TestCypher runs every query of docs/cypher.md on a graph of the sample
// articles: each finds something.
func TestCypher(t *testing.T) {
	address := os.Getenv("ENTENTE_TEST_NEO4J")
	if address == "" {
		const how = "no Neo4j to test with: set ENTENTE_TEST_NEO4J to the address of a server whose database may be emptied"
		if os.Getenv("CI") == "true" {
			t.Fatal(how)
		}
		t.Skip("SKIPPED: " + how)
	}
	f, err := os.OpenFile(filepath.Join(os.TempDir(), "entente-neo4j-tests.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	d, err := neo4j.NewDriverWithContext(address, neo4j.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close(ctx)
	query := func(text string) []*neo4j.Record {
		t.Helper()
		s := d.NewSession(ctx, neo4j.SessionConfig{})
		defer s.Close(ctx)
		res, err := s.Run(ctx, text, nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		records, err := res.Collect(ctx)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		return records
	}
	query(`MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`)
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"load", "--db", address, "../../testdata/articles"}, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("exit %d\n%s", code, errs.String())
	}
	page, err := os.ReadFile("../../docs/cypher.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(string(page), "\n## ")[1:]
	if len(sections) < 12 {
		t.Errorf("the page has %d queries", len(sections))
	}
	for _, s := range sections {
		title, rest, _ := strings.Cut(s, "\n")
		_, rest, ok := strings.Cut(rest, "```cypher\n")
		text, _, closed := strings.Cut(rest, "\n```")
		if !ok || !closed {
			t.Errorf("%s: no query", title)
			continue
		}
		if len(query(text)) == 0 {
			t.Errorf("%s: nothing found\n%s", title, text)
		}
	}
}
