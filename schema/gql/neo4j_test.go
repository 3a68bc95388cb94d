package gql

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/neo4j"
)

// TestStoriesOnNeo4j asks every story's question of a real Neo4j server: the
// answer is that of the other stores, byte for byte. One database serves all
// tests, so this one locks and empties it.
func TestStoriesOnNeo4j(t *testing.T) {
	address := os.Getenv("ENTENTE_TEST_NEO4J")
	if address == "" {
		const how = "no Neo4j to test with: set ENTENTE_TEST_NEO4J to the address of a server whose database may be emptied, as in ENTENTE_TEST_NEO4J=$(.ci/neo4j/start.sh DIR)"
		if os.Getenv("CI") == "true" {
			t.Fatal(how)
		}
		t.Skip("SKIPPED: " + how)
	}
	ctx := context.Background()
	// The tests of graph/neo4j take the same lock.
	f, err := os.OpenFile(filepath.Join(os.TempDir(), "entente-neo4j-tests.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	d, err := driver.NewDriverWithContext(address, driver.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close(ctx)
	session := d.NewSession(ctx, driver.SessionConfig{})
	defer session.Close(ctx)
	res, err := session.Run(ctx, `MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := res.Consume(ctx); err != nil {
		t.Fatal(err)
	}
	s := world(t, func(t *testing.T) graph.Store {
		s, err := neo4j.Open(ctx, address, "", neo4j.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
	for _, file := range stories(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			question, answer := storyFile(a, "question.graphql"), storyFile(a, "answer.json")
			if answer == nil {
				t.Fatal("the story has no answer")
			}
			if got := pretty(t, Do(ctx, s, Options{}, string(question.Data), storyVariables(t, a), "")); !bytes.Equal(answer.Data, got) {
				t.Errorf("the answer differs:\n%s", got)
			}
		})
	}
	t.Run("injection", func(t *testing.T) { injected(t, s, evil[8:9]) })
}
