package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
)

// TestVersions opens a database of every version of the schema, with rows in it
// that the program of that time had written (testdata/versions; -update writes that
// of the newest version, where it is missing). It is brought forward, and answers
// what one answers that is told anew what it holds.
func TestVersions(t *testing.T) {
	ctx := context.Background()
	newest, err := newestMigration()
	if err != nil {
		t.Fatal(err)
	}
	for version := int64(1); version <= newest; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			file := filepath.Join("testdata", "versions", fmt.Sprintf("%05d.sql", version))
			rows, err := os.ReadFile(file)
			if errors.Is(err, fs.ErrNotExist) && *update && version == newest {
				rows = []byte(dump(t))
				if err = os.MkdirAll(filepath.Dir(file), 0o755); err == nil {
					err = os.WriteFile(file, rows, 0o644)
				}
			}
			if err != nil {
				t.Fatalf("there must be rows of every version: %v", err)
			}
			path := filepath.Join(t.TempDir(), "graph.db")
			atVersion(t, path, version, string(rows))
			old, err := Open(ctx, path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer old.Close()
			var now int64
			if err := old.read.QueryRow(`SELECT max(version_id) FROM goose_db_version`).Scan(&now); err != nil || now != newest {
				t.Errorf("it is of version %d, %v; want %d", now, err, newest)
			}
			for _, how := range []string{"as it is", "folded anew"} {
				fresh, err := Open(ctx, filepath.Join(t.TempDir(), "graph.db"), Options{})
				if err != nil {
					t.Fatal(err)
				}
				t.Run(how, func(t *testing.T) { graphtest.Retold(t, old, fresh) })
				if err := errors.Join(fresh.Close(), old.Rebuild(ctx)); err != nil {
					t.Fatal(err)
				}
				if _, err := old.Fold(ctx); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	t.Run("newer", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "graph.db")
		atVersion(t, path, newest, fmt.Sprintf(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (%d, 1);`, newest+1))
		_, err := Open(ctx, path, Options{})
		if !errors.Is(err, graph.ErrNewer) || strings.Contains(err.Error(), "\n") {
			t.Errorf("a newer database: %v", err)
		}
	})
}

// atVersion makes a database of a version of the schema with rows in it.
func atVersion(t *testing.T, path string, version int64, rows string) {
	t.Helper()
	db, err := connect(path, true, &lentCopies{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(context.Background(), version); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(rows); err != nil {
		t.Fatal(err)
	}
}

// dump is a database with something of everything in it, as statements.
func dump(t *testing.T) string {
	t.Helper()
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "graph.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	story := graphtest.Kept()
	half := len(story.Readings) / 2
	for _, b := range []*graph.Batch{
		{Entities: story.Entities, Readings: story.Readings[:half]},
		{Readings: story.Readings[half:], Judgements: story.Judgements},
	} {
		if err := s.Put(ctx, b); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Fold(ctx); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	out.WriteString("DELETE FROM meta;\n")
	for _, table := range columnOf(t, s.read, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'claim_text%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%' ORDER BY name`) {
		columns := columnOf(t, s.read, `SELECT name FROM pragma_table_info('`+table+`') ORDER BY cid`)
		for _, row := range columnOf(t, s.read, `SELECT concat_ws(', ', quote(`+strings.Join(columns, `), quote(`)+`)) FROM `+table+` ORDER BY 1`) {
			fmt.Fprintf(&out, "INSERT INTO %s (%s) VALUES (%s);\n", table, strings.Join(columns, ", "), row)
		}
	}
	for _, body := range columnOf(t, s.read, `SELECT rid || ' ' || body FROM claim ORDER BY rid`) {
		rid, text, _ := strings.Cut(body, " ")
		c, err := decodeClaim([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "INSERT INTO claim_text (rowid, words) VALUES (%s, '%s');\n", rid, strings.Join(graph.Tokens(c.Evidence.Quote), " "))
	}
	return out.String()
}

func columnOf(t *testing.T, db *sql.DB, text string) []string {
	t.Helper()
	rows, err := db.Query(text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
