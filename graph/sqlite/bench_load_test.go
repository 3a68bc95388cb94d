package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/sqlite"
)

// loadEvents is the number of articles, each with a claim, of BenchmarkLoad.
const loadEvents = 20_000

// BenchmarkLoad puts articles a thousand at a time, without and with the fold at
// the end, and writes the very same rows with a bare loop of prepared inserts
// into tables with the same indexes.
func BenchmarkLoad(b *testing.B) {
	ctx := context.Background()
	readings := events(loadEvents)
	folder, err := scratch()
	if err != nil {
		b.Fatal(err)
	}
	full := filepath.Join(folder, "loaded.db")
	run := func(name string, load func(b *testing.B, path string)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				path := filepath.Join(b.TempDir(), "graph.db")
				s, err := sqlite.Open(ctx, path, sqlite.Options{})
				if err != nil {
					b.Fatal(err)
				}
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				load(b, path)
			}
			b.ReportMetric(float64(len(readings)*b.N)/b.Elapsed().Seconds(), "claims/s")
		})
	}
	store := func(b *testing.B, path string, fold bool) {
		s, err := sqlite.Open(ctx, path, sqlite.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := put(ctx, s, readings); err != nil {
			b.Fatal(err)
		}
		if fold {
			if _, err := s.Fold(ctx); err != nil {
				b.Fatal(err)
			}
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	run("put", func(b *testing.B, path string) { store(b, path, false) })
	run("put and fold", func(b *testing.B, path string) { store(b, path, true) })

	if err := fill(full, readings); err != nil {
		b.Fatal(err)
	}
	kept := readTables(b, full, "entity", "entity_word", "article", "claim", "claim_role", "claim_text", "grp", "grp_claim")
	folded := readTables(b, full, "relation", "relation_claim")
	run("put by hand", func(b *testing.B, path string) { writeTables(b, path, 20, kept) })
	run("put and fold by hand", func(b *testing.B, path string) {
		writeTables(b, path, 20, kept)
		writeTables(b, path, 1, folded)
	})
}

// rowsOf are the rows of a table, ready to be inserted.
type rowsOf struct {
	insert string
	rows   [][]any
}

func readTables(b *testing.B, path string, tables ...string) []rowsOf {
	b.Helper()
	db := raw(b, path)
	var out []rowsOf
	for _, table := range tables {
		text := "SELECT * FROM " + table
		if table == "claim_text" { // which keeps no words
			text = "SELECT rid, body FROM claim"
		}
		rows, err := db.Query(text)
		if err != nil {
			b.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			b.Fatal(err)
		}
		t := rowsOf{insert: "INSERT INTO " + table + " VALUES (?" + strings.Repeat(", ?", len(columns)-1) + ")"}
		if table == "claim_text" {
			t.insert = "INSERT INTO claim_text (rowid, words) VALUES (?, ?)"
		}
		for rows.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				b.Fatal(err)
			}
			if table == "claim_text" {
				_, quote, _ := strings.Cut(row[1].(string), `"Q":"`)
				quote, _, _ = strings.Cut(quote, `"`)
				row[1] = strings.Join(graph.Tokens(quote), " ")
			}
			t.rows = append(t.rows, row)
		}
		if err := rows.Err(); err != nil {
			b.Fatal(err)
		}
		if len(t.rows) == 0 && table != "claim_role" {
			b.Fatalf("%s has no rows", table)
		}
		out = append(out, t)
	}
	return out
}

// writeTables inserts the rows in so many transactions.
func writeTables(b *testing.B, path string, transactions int, tables []rowsOf) {
	b.Helper()
	db := raw(b, path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=cache_size(-65536)&_pragma=temp_store(MEMORY)")
	db.SetMaxOpenConns(1)
	var inserts []*sql.Stmt
	for _, t := range tables {
		st, err := db.Prepare(t.insert)
		if err != nil {
			b.Fatal(err)
		}
		inserts = append(inserts, st)
	}
	for n := range transactions {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for i, t := range tables {
			st := tx.Stmt(inserts[i])
			for _, row := range t.rows[n*len(t.rows)/transactions : (n+1)*len(t.rows)/transactions] {
				if _, err := st.Exec(row...); err != nil {
					b.Fatalf("%s: %v", t.insert, err)
				}
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
}
