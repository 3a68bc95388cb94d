package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// applicationID marks a file as ours ("Ente" in ASCII).
const applicationID = 0x456e7465

// Options say what a store is opened with.
type Options struct {
	// Ontology is what the kinds mean; nil is schema.Default.
	Ontology *schema.Ontology
	// Registry gives the entities and claims that every store has; nil gives none.
	// It is called, and what it gives is put, when the store holds another
	// RegistryVersion (see graph.SameRegistry).
	Registry        func() *graph.Batch
	RegistryVersion string
}

// Open opens the database in a file, makes it when there is none, brings an
// older one up to date, and folds what an interrupted process left behind. Its
// errors are one sentence each: a newer database is graph.ErrNewer, one that
// cannot be read graph.ErrCorrupt, one that cannot be written
// graph.ErrUnavailable.
func Open(ctx context.Context, path string, opts Options) (*Store, error) {
	if opts.Ontology == nil {
		opts.Ontology = schema.Default()
	}
	if err := look(path); err != nil {
		return nil, err
	}
	s := &Store{path: path, ontology: opts.Ontology}
	write, err := connect(path, true, &s.copies)
	if err != nil {
		return nil, explain(path, err)
	}
	write.SetMaxOpenConns(1)
	if err := migrate(ctx, path, write); err != nil {
		return nil, errors.Join(explain(path, err), write.Close())
	}
	read, err := connect(path, false, &s.copies)
	if err != nil {
		return nil, errors.Join(explain(path, err), write.Close())
	}
	s.write, s.read, s.readers = write, read, make(chan *session, readersMax())
	read.SetMaxOpenConns(cap(s.readers) + logReaders)
	read.SetMaxIdleConns(cap(s.readers))
	for range cap(s.readers) {
		s.readers <- nil // opened when first needed
	}
	if err := s.begin(ctx, opts); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// begin puts the registry where it is another one, and folds what waits.
func (s *Store) begin(ctx context.Context, opts Options) error {
	var err error
	if s.writer, err = newSession(ctx, s.write); err != nil {
		return explain(s.path, err)
	}
	var have string
	if _, err := s.writer.row(`SELECT value FROM meta WHERE name = 'registry'`, nil, &have); err != nil {
		return explain(s.path, err)
	}
	if opts.Registry != nil && !graph.SameRegistry(have, opts.RegistryVersion) {
		if err := s.putRegistry(ctx, opts.Registry(), opts.RegistryVersion); err != nil {
			return fmt.Errorf("put the registry: %w", err)
		}
	}
	_, err = s.Fold(ctx)
	return err
}

// readersMax: reading scales with the processors; a few more wait for the disk.
func readersMax() int { return runtime.GOMAXPROCS(0)*2 + 2 }

// logReaders are the connections kept for logs, which may be read for long.
const logReaders = 16

// look refuses what can be told from the file's outside, before the driver
// makes or changes anything.
func look(path string) error {
	if path == "" {
		return errors.New("no database file is named: write sqlite:entente.db, for example")
	}
	folder := filepath.Dir(path)
	switch info, err := os.Stat(folder); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: the folder %s does not exist: make it, or choose another", path, folder)
	case err != nil:
		return fmt.Errorf("%s: the folder %s cannot be read: check its permissions: %w", path, folder, graph.ErrUnavailable)
	case !info.IsDir():
		return fmt.Errorf("%s: %s is not a folder: choose another", path, folder)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder: name a file in it, such as %s", path, filepath.Join(path, "entente.db"))
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s: the file cannot be read: check its permissions: %w", path, graph.ErrUnavailable)
	}
	defer f.Close()
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	n, err := io.ReadFull(f, head)
	if n > 0 && (err != nil || string(head) != magic) {
		return fmt.Errorf("%s is not a database: choose another file, or move this one away: %w", path, graph.ErrCorrupt)
	}
	return nil
}

// migrate brings the schema up to the newest version that this program knows.
// Another process may be about the same: the one that comes second fails, waits,
// and finds the work done.
func migrate(ctx context.Context, path string, db *sql.DB) error {
	newest, err := newestMigration()
	if err != nil {
		return err
	}
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	// Each migration is a transaction, so that two programs spoil nothing; what is
	// wrong with one shows by its failing again and again.
	const triesMax = 40
	tries, deadline := 0, time.Now().Add(busyTimeout)
	for {
		done, err := migrated(ctx, path, db, newest)
		if err == nil && !done {
			tries++
			if err = migrateUp(ctx, db, files); err == nil {
				return nil
			}
		} else if failureOf(err) != locked {
			return err // or nil, when nothing is to do
		}
		// A file that two make at once is refused at once to the one that comes
		// second: the wait for a lock does not hold while the journal is chosen.
		if tries == triesMax || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// migrateUp runs the migrations that a database lacks.
func migrateUp(ctx context.Context, db *sql.DB, files fs.FS) error {
	// Set first: a process that is killed in between leaves a file of ours.
	if _, err := db.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// migrated reports whether the database is of the newest version. It refuses
// one that is newer, or of another program.
func migrated(ctx context.Context, path string, db *sql.DB, newest int64) (bool, error) {
	var id int
	var tables, versions bool
	err := db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id), EXISTS (SELECT 1 FROM sqlite_schema),
		EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'goose_db_version')`).Scan(&id, &tables, &versions)
	switch {
	case err != nil:
		return false, err
	case tables && id != applicationID:
		return false, fmt.Errorf("%s is the database of another program: choose another file: %w", path, graph.ErrBadInput)
	case !versions:
		return false, nil
	}
	var version int64
	if err := db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&version); err != nil {
		return false, err
	}
	if version > newest {
		return false, fmt.Errorf("%s: %w", path, graph.ErrNewer)
	}
	return version == newest, nil
}

// newestMigration is the greatest number of the files in migrations.
func newestMigration() (int64, error) {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		return 0, err
	}
	newest := int64(0)
	for _, e := range entries {
		number, _, _ := strings.Cut(e.Name(), "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("migration %s: its name must begin with a number", e.Name())
		}
		newest = max(newest, n)
	}
	return newest, nil
}
