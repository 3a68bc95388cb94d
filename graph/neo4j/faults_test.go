package neo4j_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/neo4j"
)

const scripts = "../../.ci/neo4j/"

// start starts a server of the test's own, which it may stop.
func start(t *testing.T, dir, password string) (address string, stop, again func()) {
	t.Helper()
	server(t) // whoever has one can start another
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
	l.Close()
	stop = func() {
		if out, err := exec.Command(scripts+"stop.sh", dir).CombinedOutput(); err != nil {
			t.Errorf("stop: %v\n%s", err, out)
		}
	}
	again = func() {
		if out, err := exec.Command(scripts+"start.sh", dir, port, password).CombinedOutput(); err != nil {
			t.Fatalf("start: %v\n%s", err, out)
		}
	}
	again()
	t.Cleanup(stop)
	return "bolt://127.0.0.1:" + port, stop, again
}

// sentence checks that an error is one sentence that says what to do, and no
// secret.
func sentence(t *testing.T, err, want error, words ...string) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
	for _, w := range words {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
	if err != nil && (strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "Neo4jError")) {
		t.Errorf("not for people: %q", err)
	}
}

func TestAddresses(t *testing.T) {
	for _, test := range []struct {
		address, says string
	}{
		{"bolt://user:s3cret@127.0.0.1:7687", "ENTENTE_DB_PASSWORD"},
		{"neo4j://", "no address of a Neo4j database"},
		{"http://127.0.0.1:7474", "no address of a Neo4j database"},
		{"bolt://user:s3cret@[::1", "cannot be read"},
	} {
		_, err := neo4j.Open(context.Background(), test.address, "s3cret", neo4j.Options{})
		if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", test.address, err)
		}
	}
}

func TestNobodyAnswers(t *testing.T) {
	for _, address := range []string{"bolt://127.0.0.1:1", "neo4j://127.0.0.1:1", "bolt://no-such-host.invalid:7687"} {
		began := time.Now()
		_, err := neo4j.Open(context.Background(), address, "s3cret", neo4j.Options{})
		sentence(t, err, graph.ErrUnavailable, address, "check the address")
		if d := time.Since(began); d > 15*time.Second {
			t.Errorf("%s: it took %s to say so", address, d)
		}
	}
}

func TestVersions(t *testing.T) {
	for version, ok := range map[string]bool{"5.26.20": true, "5.26.0": true, "2025.06.1": true, "5.19.0": false, "4.4.30": false, "": false} {
		err := neo4j.CheckVersion("bolt://x:1", version)
		if ok != (err == nil) {
			t.Errorf("%q: %v", version, err)
		}
		if !ok {
			sentence(t, err, graph.ErrUnavailable, "install Neo4j 5.26")
		}
	}
}

func TestNewer(t *testing.T) {
	s := open(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	run(t, raw(t), `MATCH (m:Meta {id: 'meta'}) SET m.layout = m.layout + 1`, nil)
	_, err := neo4j.Open(context.Background(), server(t), "", neo4j.Options{})
	sentence(t, err, graph.ErrNewer, "newer version of entente")
}

// TestOlder: a layout of earlier versions lacks what answers are read from, and is
// refused with what to do.
func TestOlder(t *testing.T) {
	s := open(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	run(t, raw(t), `MATCH (m:Meta {id: 'meta'}) SET m.layout = m.layout - 1`, nil)
	_, err := neo4j.Open(context.Background(), server(t), "", neo4j.Options{})
	sentence(t, err, graph.ErrOlder, "older version of entente", "export --format jsonl", "empty database")
}

// TestPassword opens a server that asks for a password: with it, with another
// one, and without a user.
func TestPassword(t *testing.T) {
	address, _, _ := start(t, t.TempDir(), "s3cret-word")
	with := strings.Replace(address, "//", "//neo4j@", 1)
	_, err := neo4j.Open(context.Background(), with, "s3cret-wrong", neo4j.Options{})
	sentence(t, err, graph.ErrUnavailable, "refuses this user and password", "ENTENTE_DB_PASSWORD")
	_, err = neo4j.Open(context.Background(), address, "s3cret-word", neo4j.Options{})
	sentence(t, err, graph.ErrUnavailable, "refuses this user and password", "name the user")
	s, err := neo4j.Open(context.Background(), with, "s3cret-word", neo4j.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
