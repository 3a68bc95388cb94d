package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/sqlite"
)

// loading is what a load took, without the time in which the graph was
// generated.
type loading struct {
	put, fold         taken
	putPeak, foldPeak uint64 // bytes of memory
}

// taken is a time by the clock, and that of the processors that the program and the
// database's server used in it: beside other programs it tells more.
type taken struct{ clock, processor time.Duration }

func (t taken) and(u taken) taken { return taken{t.clock + u.clock, t.processor + u.processor} }

// clocked adds what f takes; used tells what has been used of the processors.
func (t *taken) clocked(used func() (time.Duration, error), f func() error) error {
	before, err := used()
	if err != nil {
		return err
	}
	began := time.Now()
	if err := f(); err != nil {
		return err
	}
	t.clock += time.Since(began)
	after, err := used()
	t.processor += after - before
	return err
}

func (l loading) peak() uint64 { return max(l.putPeak, l.foldPeak) }

func load(ctx context.Context, open func() (graph.Store, error), claims int, used func() (time.Duration, error)) (l loading, err error) {
	s, err := open()
	if err != nil {
		return l, err
	}
	defer func() {
		if e := s.Close(); err == nil {
			err = e
		}
	}()
	peak := watch()
	for b := range graphtest.Generate(actors, claims, seed) {
		if err := l.put.clocked(used, func() error { return s.Put(ctx, b) }); err != nil {
			return l, err
		}
	}
	l.putPeak = peak()
	peak = watch()
	err = l.fold.clocked(used, func() error {
		_, err := s.Fold(ctx)
		return err
	})
	l.foldPeak = peak()
	return l, err
}

// watch looks at the memory of the process until its function is called, which
// tells the peak.
func watch() (peak func() uint64) {
	debug.FreeOSMemory()
	stop, told := make(chan struct{}), make(chan uint64)
	go func() {
		highest := uint64(0)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			highest = max(highest, resident())
			select {
			case <-tick.C:
			case <-stop:
				told <- highest
				return
			}
		}
	}()
	return func() uint64 { close(stop); return <-told }
}

// resident is the memory of the process in bytes, with what SQLite takes past Go's
// heap; where the system does not tell, Go's alone.
func resident() uint64 {
	var size, pages uint64
	statm, err := os.ReadFile("/proc/self/statm")
	if err == nil {
		_, err = fmt.Sscan(string(statm), &size, &pages)
	}
	if err == nil {
		return pages * uint64(os.Getpagesize())
	}
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// putTables are the tables that a put fills, foldTables those that a fold does.
var (
	putTables  = []string{"entity", "entity_word", "article", "claim", "claim_role", "claim_text", "grp", "grp_claim"}
	foldTables = []string{"relation", "relation_claim", "relation_against", "treaty", "treaty_party", "treaty_claim"}
)

// loadByHand writes the very rows of a file into another with the same tables
// and indexes by bare prepared inserts, and tells how long that took for what is
// put and for what is folded.
func loadByHand(ctx context.Context, from, to string) (l loading, err error) {
	empty, err := sqlite.Open(ctx, to, sqlite.Options{})
	if err != nil {
		return l, err
	}
	if err := empty.Close(); err != nil {
		return l, err
	}
	in, err := sql.Open("sqlite", "file:"+from+"?mode=ro")
	if err != nil {
		return l, err
	}
	defer in.Close()
	out, err := sql.Open("sqlite", "file:"+to+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=cache_size(-65536)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return l, err
	}
	defer out.Close()
	out.SetMaxOpenConns(1)
	each := func(tables []string, sum *taken) error {
		for _, t := range tables {
			if err := copyTable(in, out, t, sum); err != nil {
				return fmt.Errorf("%s: %w", t, err)
			}
		}
		return nil
	}
	if err := each(putTables, &l.put); err != nil {
		return l, err
	}
	return l, each(foldTables, &l.fold)
}

// copyTable copies a table, so many rows a transaction, and adds what the writing
// took.
func copyTable(in, out *sql.DB, table string, took *taken) error {
	const portion = 5000
	query := "SELECT * FROM " + table
	if table == "claim_text" { // which keeps no words
		query = "SELECT rid, body FROM claim"
	}
	rows, err := in.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	insert := "INSERT INTO " + table + " VALUES (?" + strings.Repeat(", ?", len(columns)-1) + ")"
	if table == "claim_text" {
		insert = "INSERT INTO claim_text (rowid, words) VALUES (?, ?)"
	}
	st, err := out.Prepare(insert)
	if err != nil {
		return err
	}
	defer st.Close()
	for more := true; more; {
		var list [][]any
		for len(list) < portion {
			if more = rows.Next(); !more {
				break
			}
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				return err
			}
			if table == "claim_text" {
				body, _ := row[1].(string)
				_, quote, _ := strings.Cut(body, `"Q":"`)
				quote, _, _ = strings.Cut(quote, `"`)
				row[1] = strings.Join(graph.Tokens(quote), " ")
			}
			list = append(list, row)
		}
		if err := took.clocked(processorTime, func() error { return write(out, st, list) }); err != nil {
			return err
		}
	}
	return rows.Err()
}

func write(db *sql.DB, insert *sql.Stmt, list [][]any) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	st := tx.Stmt(insert)
	for _, row := range list {
		if _, err := st.Exec(row...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
