package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/sqlite"
)

// killedEnv names the database that a child of the test loads into.
const killedEnv = "ENTENTE_TEST_SQLITE_LOAD"

func TestMain(m *testing.M) {
	if path := os.Getenv(killedEnv); path != "" {
		if err := load(path, func(step string) { fmt.Println(step) }); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if folder, err := scratch(); err == nil {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

// batches is a load of a few hundred articles.
func batches() []*graph.Batch {
	var out []*graph.Batch
	for i := range 80 {
		b := &graph.Batch{}
		for j := range 10 {
			n := i*10 + j
			b.Readings = append(b.Readings, event(n, benchKinds[n%3], stateID(n%5), stateID(5+n%4)))
		}
		out = append(out, b)
	}
	return out
}

// load puts the batches, folds every third time, and tells each step.
func load(path string, step func(string)) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	step("opened")
	for i, b := range batches() {
		if err := s.Put(ctx, b); err != nil {
			return err
		}
		step("put")
		if i%3 == 2 {
			if _, err := s.Fold(ctx); err != nil {
				return err
			}
			step("folded")
		}
	}
	if _, err := s.Fold(ctx); err != nil {
		return err
	}
	step("done")
	return s.Close()
}

// TestKill kills a process in the middle of a load, opens what it left, loads
// again, and finds what an undisturbed load leaves.
func TestKill(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole.db")
	if err := load(whole, func(string) {}); err != nil {
		t.Fatal(err)
	}
	want := told(t, whole)
	for _, after := range []int{1, 2, 5, 17, 30, 48} {
		t.Run(fmt.Sprintf("after step %d", after), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "killed.db")
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), killedEnv+"="+path)
			out, err := child.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(out)
			for range after {
				if !lines.Scan() {
					t.Fatalf("the load ended: %v", lines.Err())
				}
			}
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			if err := child.Wait(); err == nil {
				t.Fatal("the load was not killed")
			}
			// What is there is folded when it is opened: no claim that was kept is
			// missing from the answers.
			if kept, seen := told(t, path), len(want.claims); len(kept.claims) > seen || len(kept.relations) > len(want.relations) || after > 10 && len(kept.relations) == 0 {
				t.Errorf("after the kill: %d claims and %d relations of %d and %d", len(kept.claims), len(kept.relations), seen, len(want.relations))
			} else if n := claimsBehind(kept.relations); n != len(kept.claims) {
				t.Errorf("after the kill: %d claims are kept and %d stand behind relations", len(kept.claims), n)
			}
			if err := load(path, func(string) {}); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, told(t, path), cmp.AllowUnexported(contents{}), cmpopts.EquateEmpty()); d != "" {
				t.Errorf("after loading again (-whole +killed):\n%s", d)
			}
		})
	}
}

// contents is what a store holds and answers, but for revisions.
type contents struct {
	claims    []graph.Record
	relations []graph.Row
}

func told(t *testing.T, path string) contents {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var c contents
	for _, r := range records(t, s) {
		r.Revision = 0
		if r.Claim != nil {
			c.claims = append(c.claims, r)
		}
	}
	slices.SortFunc(c.claims, func(a, b graph.Record) int { return strings.Compare(string(a.Claim.ID), string(b.Claim.ID)) })
	last := graph.MaxDay - 1
	res, err := s.Query(ctx, &graph.Query{Fields: []*graph.Field{
		{Name: "now", Rows: graph.Relations, Page: graph.Page{All: true}},
		{Name: "last", Rows: graph.Relations, Page: graph.Page{All: true}, Time: graph.Time{KnownBy: &last}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	c.relations = res.Fields["now"].Page("").Rows
	if n := len(res.Fields["last"].Page("").Rows); n != len(c.relations) {
		t.Errorf("%d relations now and %d as known on the last day", len(c.relations), n)
	}
	return c
}

func claimsBehind(rows []graph.Row) int {
	n := 0
	for _, r := range rows {
		n += r.Relation.ClaimCount
	}
	return n
}

// TestKilledBeforeFold: what was put and not folded is folded when the store is
// opened again.
func TestKilledBeforeFold(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(ctx, &graph.Batch{Readings: []graph.Reading{graphtest.Said("a", "2025-01-02", "IRN SUPPLIED_DRONES_TO RUS")}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := told(t, path); len(got.claims) != 1 || len(got.relations) != 1 {
		t.Errorf("%d claims, %d relations; want one of each", len(got.claims), len(got.relations))
	}
}
