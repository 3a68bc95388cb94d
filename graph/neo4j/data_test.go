package neo4j_test

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph/neo4j"
)

// server is the address of the server that tests may use, and empty. Without
// one a test is skipped, loudly, and under CI it fails.
func server(t testing.TB) string {
	t.Helper()
	address := os.Getenv("ENTENTE_TEST_NEO4J")
	if address == "" {
		const how = "no Neo4j to test with: set ENTENTE_TEST_NEO4J to the address of a server whose database may be emptied, as in ENTENTE_TEST_NEO4J=$(.ci/neo4j/start.sh /tmp/neo4j)"
		if os.Getenv("CI") == "true" {
			t.Fatal(how)
		}
		t.Skip("SKIPPED: " + how)
	}
	return address
}

// lock keeps others off the one database that a Community server has.
func lock(t testing.TB) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(os.TempDir(), "entente-neo4j-tests.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
}

// raw is a driver for what people do by hand.
func raw(t testing.TB) driver.DriverWithContext {
	t.Helper()
	d, err := driver.NewDriverWithContext(server(t), driver.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close(context.Background()) })
	return d
}

// run runs a statement by hand and gives its records.
func run(t testing.TB, d driver.DriverWithContext, text string, params map[string]any) []*driver.Record {
	t.Helper()
	s := d.NewSession(context.Background(), driver.SessionConfig{})
	defer s.Close(context.Background())
	res, err := s.Run(context.Background(), text, params)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	records, err := res.Collect(context.Background())
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return records
}

func empty(t testing.TB, d driver.DriverWithContext) {
	t.Helper()
	run(t, d, `MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`, nil)
}

// open locks and empties the database and opens a store in it.
func open(t testing.TB) *neo4j.Store {
	t.Helper()
	address := server(t)
	lock(t)
	empty(t, raw(t))
	return reopen(t, address)
}

func reopen(t testing.TB, address string) *neo4j.Store {
	t.Helper()
	s, err := neo4j.Open(context.Background(), address, "", neo4j.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
