package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "modernc.org/sqlite"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/sqlite"
)

// raw opens a file with the driver alone.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func execute(t testing.TB, path string, statements ...string) {
	t.Helper()
	db := raw(t, path)
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// filled is a database with something in it, closed.
func filled(t testing.TB, path string) {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(ctx, graphtest.Rich(1).Batch()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Fold(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, test := range []struct {
		name  string
		file  string // "" is graph.db
		make  func(t *testing.T, path string)
		is    error
		words string
	}{
		{name: "newer", is: graph.ErrNewer, words: "install that version", make: func(t *testing.T, path string) {
			filled(t, path)
			execute(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`)
		}},
		{name: "no database", is: graph.ErrCorrupt, words: "is not a database: choose another file", make: func(t *testing.T, path string) {
			write(t, path, []byte("the quick brown fox jumps over the lazy dog"))
		}},
		{name: "a few bytes", is: graph.ErrCorrupt, words: "is not a database", make: func(t *testing.T, path string) {
			write(t, path, []byte("abc"))
		}},
		{name: "only the head of one", is: graph.ErrCorrupt, words: "graph.db", make: func(t *testing.T, path string) {
			write(t, path, append([]byte("SQLite format 3\x00"), strings.Repeat("garbage!", 1000)...))
		}},
		{name: "damaged", is: graph.ErrCorrupt, words: "restore it from a copy", make: func(t *testing.T, path string) {
			filled(t, path)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for i := 100; i < len(b); i++ { // all but the header of the file
				b[i] = 0xA5
			}
			write(t, path, b)
		}},
		{name: "of another program", is: graph.ErrBadInput, words: "the database of another program: choose another file", make: func(t *testing.T, path string) {
			execute(t, path, `CREATE TABLE bookmarks (url TEXT)`)
		}},
		{name: "no folder", file: "missing/graph.db", words: "does not exist: make it", make: func(*testing.T, string) {}},
		{name: "a folder", words: "is a folder: name a file in it", make: func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o755); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "a file for a folder", file: "file/graph.db", words: "is not a folder", make: func(t *testing.T, path string) {
			write(t, filepath.Dir(path), []byte("x"))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := test.file
			if file == "" {
				file = "graph.db"
			}
			path := filepath.Join(t.TempDir(), file)
			test.make(t, path)
			s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
			if err == nil {
				s.Close()
				t.Fatal("it was opened")
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("error %q is not %q", err, test.is)
			}
			if !strings.Contains(err.Error(), test.words) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "SQL") {
				t.Errorf("error %q: want one sentence with %q, and nothing of the driver's", err, test.words)
			}
		})
	}
	t.Run("no name", func(t *testing.T) {
		if _, err := sqlite.Open(context.Background(), "", sqlite.Options{}); err == nil || !strings.Contains(err.Error(), "no database file is named") {
			t.Errorf("error %v", err)
		}
	})
}

func write(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestOpenEmptyFile: an empty file, as mktemp makes it, is a new database.
func TestOpenEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a name with ?, # and %.db")
	write(t, path, nil)
	filled(t, path)
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		t.Errorf("the file %q was not written: %v, %v", path, info, err)
	}
}

// TestOpenAtOnce: a new file that somebody else is just making is waited for.
func TestOpenAtOnce(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "graph.db")
	other, err := raw(t, path).Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	// A file whose journal cannot be chosen: the driver does not wait for that.
	if _, err := other.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	opened := make(chan error, 1)
	go func() {
		s, err := sqlite.Open(ctx, path, sqlite.Options{})
		if err == nil {
			err = s.Close()
		}
		opened <- err
	}()
	select {
	case err := <-opened:
		t.Fatalf("Open while another makes the file: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	if _, err := other.ExecContext(ctx, `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Fatal(err)
	}
}

// TestOpenAgain: a database that is opened again has what it had, and the same
// revision.
func TestOpenAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	filled(t, path)
	var logs [2][]graph.Record
	for i := range logs {
		s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		logs[i] = records(t, s)
		if rev, err := s.Fold(context.Background()); err != nil || rev != 1 {
			t.Errorf("revision %d, error %v; want 1", rev, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(logs[0]) == 0 || len(logs[0]) != len(logs[1]) {
		t.Errorf("logs of %d and %d records", len(logs[0]), len(logs[1]))
	}
}

func records(t testing.TB, s graph.Store) []graph.Record {
	t.Helper()
	var out []graph.Record
	for r, err := range s.Log(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// TestRegistry: the registry is put when its version is another one; what an
// earlier version had and this one has not goes.
func TestRegistry(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "graph.db")
	batch := func(year graph.Date, ids ...graph.EntityID) *graph.Batch {
		b := &graph.Batch{}
		for _, id := range ids {
			b.Entities = append(b.Entities, &graph.Entity{ID: id, Kind: id.Kind(), Name: id.Code(), Registry: true})
		}
		r := graphtest.Said("registry", "", "leader:vladimir-putin LEADS RUS office:HEAD_OF_STATE from:"+string(year))
		r.Extractor = graph.RegistryExtractor
		for _, c := range r.Claims {
			c.Extractor = r.Extractor
			c.Seal()
		}
		b.Readings = append(b.Readings, r)
		return b
	}
	made := 0
	ask := func(version string, b *graph.Batch) (entities, claims []string, rev graph.Revision) {
		s, err := sqlite.Open(ctx, path, sqlite.Options{Registry: func() *graph.Batch { made++; return b }, RegistryVersion: version})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		res, err := s.Query(ctx, &graph.Query{Fields: []*graph.Field{
			{Name: "e", Rows: graph.Entities, Page: graph.Page{First: 10}}, {Name: "c", Rows: graph.Claims, Page: graph.Page{First: 10}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range res.Fields["e"].Page("").Rows {
			entities = append(entities, r.Key())
		}
		for _, r := range res.Fields["c"].Page("").Rows {
			claims = append(claims, string(r.Claim.ValidFrom))
		}
		if log := records(t, s); len(log) != 0 {
			t.Errorf("the registry is in the log: %v", log)
		}
		return entities, claims, res.Revision
	}
	same := func(what string, got, want any) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", what, d)
		}
	}
	entities, claims, rev := ask("1", batch("2000", "state:RUS", "state:USR"))
	same("entities", entities, []string{"state:RUS", "state:USR"})
	same("claims", claims, []string{"2000"})
	same("revision", rev, graph.Revision(1))
	entities, _, rev = ask("1", batch("2001", "state:RUS")) // not looked at
	same("entities of the same version", entities, []string{"state:RUS", "state:USR"})
	same("revision", rev, graph.Revision(1))
	entities, _, rev = ask("1+a", batch("2000", "actor:OWN", "state:RUS", "state:USR"))
	same("entities with a user's own", entities, []string{"actor:OWN", "state:RUS", "state:USR"})
	same("revision", rev, graph.Revision(2))
	entities, _, rev = ask("1", batch("2000", "state:RUS", "state:USR"))
	same("entities when the user's file is not named", entities, []string{"actor:OWN", "state:RUS", "state:USR"})
	same("revision", rev, graph.Revision(2))
	entities, claims, rev = ask("2", batch("2001", "state:IRN", "state:RUS"))
	same("entities of the next version", entities, []string{"state:IRN", "state:RUS"})
	same("claims of the next version", claims, []string{"2001"})
	same("revision", rev, graph.Revision(3))
	// It takes as long as the rest of opening, so it is made only to be put.
	same("how often the batch was made, of five times", made, 3)
}
