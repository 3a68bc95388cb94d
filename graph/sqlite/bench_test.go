package sqlite_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/sqlite"
)

// scratch is the folder of what is made once for all benchmarks; TestMain
// removes it.
var scratch = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "entente-sqlite") })

// benchFile is the database of the benchmarks.
var benchFile = sync.OnceValues(func() (string, error) {
	folder, err := scratch()
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "graph.db")
	return path, fill(path, events(benchEvents))
})

// fill loads readings as the loaders do, a thousand at a time, and folds at the
// end.
func fill(path string, readings []graph.Reading) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	if err := put(ctx, s, readings); err != nil {
		return err
	}
	if _, err := s.Fold(ctx); err != nil {
		return err
	}
	return s.Close()
}

func put(ctx context.Context, s graph.Store, readings []graph.Reading) error {
	if err := s.Put(ctx, &graph.Batch{Entities: benchEntities()}); err != nil {
		return err
	}
	for i := 0; i < len(readings); i += 1000 {
		if err := s.Put(ctx, &graph.Batch{Readings: readings[i:min(i+1000, len(readings))]}); err != nil {
			return err
		}
	}
	return nil
}

func benchOpen(b *testing.B) (*sqlite.Store, string) {
	b.Helper()
	path, err := benchFile()
	if err != nil {
		b.Fatal(err)
	}
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s, path
}

// profile asks for an entity, a page of its relations, their other ends, and so
// on for so many levels.
func profile(id graph.EntityID, levels int) *graph.Query {
	top := &graph.Field{Name: "state", Rows: graph.Entities, Where: graph.Where{IDs: []string{string(id)}}, Page: graph.Page{First: 1}}
	at := top
	for range levels {
		other := &graph.Field{Name: "other", Rows: graph.Entities, Via: graph.ViaOther}
		at.Fields = []*graph.Field{{
			Name: "relations", Rows: graph.Relations, Via: graph.ViaEntity, Where: graph.Where{Statuses: []graph.Status{graph.StatusFact}},
			Page: graph.Page{First: 20}, Fields: []*graph.Field{other},
		}}
		at = other
	}
	return &graph.Query{Fields: []*graph.Field{top}}
}

func benchQuery(b *testing.B, s *sqlite.Store, q *graph.Query, rows int) {
	// A server's questions can be cancelled.
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b.ReportAllocs()
	for b.Loop() {
		res, err := s.Query(ctx, q)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for a := res.Fields["state"]; a != nil; a = a.Fields["other"] {
			if a = a.Fields["relations"]; a == nil {
				break
			}
			for _, p := range a.Pages {
				n += len(p.Rows)
			}
		}
		if n < rows {
			b.Fatalf("%d relations, want at least %d", n, rows)
		}
	}
}

// BenchmarkPoint is a look-up of a state with 20 of its relations and their
// other ends, of a state of many relations (hub) and of one of few (leaf), and
// the same by hand: one statement a step, read into plain variables.
func BenchmarkPoint(b *testing.B) {
	s, path := benchOpen(b)
	h := byHand(b, path)
	b.Run("hub", func(b *testing.B) { benchQuery(b, s, profile(hub, 1), 20) })
	b.Run("leaf", func(b *testing.B) { benchQuery(b, s, profile(leaf, 1), 20) })
	b.Run("hub by hand", func(b *testing.B) { h.bench(b, hub, 1) })
	b.Run("leaf by hand", func(b *testing.B) { h.bench(b, leaf, 1) })
}

// BenchmarkLevels is the same over two and three levels.
func BenchmarkLevels(b *testing.B) {
	s, path := benchOpen(b)
	h := byHand(b, path)
	b.Run("two", func(b *testing.B) { benchQuery(b, s, profile(hub, 2), 100) })
	b.Run("two by hand", func(b *testing.B) { h.bench(b, hub, 2) })
	b.Run("three", func(b *testing.B) { benchQuery(b, s, profile(hub, 3), 1000) })
	b.Run("three by hand", func(b *testing.B) { h.bench(b, hub, 3) })
}

// hand answers the question of profile with statements written for it alone.
type hand struct{ entities, relations *sql.Stmt }

func byHand(b *testing.B, path string) *hand {
	db := raw(b, path)
	db.SetMaxOpenConns(1)
	prepare := func(text string) *sql.Stmt {
		st, err := db.Prepare(text)
		if err != nil {
			b.Fatal(err)
		}
		return st
	}
	const columns = `r.id, r.kind, r.subject, r.object, r.modality, r.status, r.confidence, r.claim_count, r.source_count, r.valid_from, r.valid_to, r.first_reported, r.last_attested, r.more`
	const fact = ` AND w.status = 'FACT' AND w.ends_on > 30000`
	return &hand{
		entities: prepare(`SELECT id, name, kind, body FROM entity WHERE id IN (SELECT value FROM json_each(?))`),
		relations: prepare(`WITH pick AS (
			SELECT p.value AS parent, r.rid, r.since, r.id FROM json_each(?1) p CROSS JOIN relation r ON r.rid IN (SELECT w.rid FROM relation w
				WHERE w.subject = p.value AND w.past = 0` + fact + ` ORDER BY w.since DESC, w.id DESC LIMIT 21)
			UNION ALL
			SELECT p.value AS parent, r.rid, r.since, r.id FROM json_each(?1) p CROSS JOIN relation r ON r.rid IN (SELECT w.rid FROM relation w
				WHERE w.object = p.value AND w.past = 0` + fact + ` ORDER BY w.since DESC, w.id DESC LIMIT 21)),
			top AS MATERIALIZED (SELECT parent, rid, row_number() OVER (PARTITION BY parent ORDER BY since DESC, id DESC) AS n FROM pick)
			SELECT t.parent, ` + columns + ` FROM top t CROSS JOIN relation r ON r.rid = t.rid WHERE t.n <= 21`),
	}
}

func (h *hand) bench(b *testing.B, id graph.EntityID, levels int) {
	b.ReportAllocs()
	for b.Loop() {
		ids := map[string]bool{string(id): true}
		for range levels {
			if err := h.lookUp(ids); err != nil {
				b.Fatal(err)
			}
			next, err := h.edges(ids)
			if err != nil {
				b.Fatal(err)
			}
			ids = next
		}
		if err := h.lookUp(ids); err != nil {
			b.Fatal(err)
		}
	}
}

func array(ids map[string]bool) (string, error) {
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	b, err := json.Marshal(list)
	return string(b), err
}

func (h *hand) lookUp(ids map[string]bool) error {
	list, err := array(ids)
	if err != nil {
		return err
	}
	rows, err := h.entities.Query(list)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, name, kind string
		var body []byte
		if err := rows.Scan(&id, &name, &kind, &body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &graph.Entity{}); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (h *hand) edges(ids map[string]bool) (map[string]bool, error) {
	list, err := array(ids)
	if err != nil {
		return nil, err
	}
	rows, err := h.relations.Query(list)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	next := map[string]bool{}
	for rows.Next() {
		var parent, id, kind, subject, object, modality, status, from, to, more string
		var confidence, claims, sources, first, last int
		if err := rows.Scan(&parent, &id, &kind, &subject, &object, &modality, &status, &confidence, &claims, &sources, &from, &to, &first, &last, &more); err != nil {
			return nil, err
		}
		if object == parent {
			object = subject
		}
		next[object] = true
	}
	return next, rows.Err()
}
