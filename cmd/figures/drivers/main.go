// Command drivers measures two drivers of SQLite without cgo beside each other:
// modernc.org/sqlite, which the store uses, and github.com/ncruces/go-sqlite3. It is
// a module of its own, so that the program does not depend on what it does not use.
//
//	cd cmd/figures/drivers && go run .
//
// Both write and read the same rows with the same statements, in turn, in a table
// with the indexes that the store's pages walk.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver"
	_ "modernc.org/sqlite"
)

func main() {
	rows := flag.Int("rows", 100_000, "how many rows the table has")
	budget := flag.Duration("time", time.Second, "for how long each question is asked of each driver")
	flag.Parse()
	if err := run(context.Background(), *rows, *budget, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "drivers:", err)
		os.Exit(1)
	}
}

// names are those under which both register, and how each takes its settings.
var names = []struct{ driver, dsn string }{
	{"sqlite", "file:%s?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=cache_size(-65536)&_pragma=temp_store(MEMORY)"},
	{"sqlite3", "file:%s?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=cache_size(-65536)&_pragma=temp_store(MEMORY)"},
}

const schema = `
CREATE TABLE relation (rid INTEGER PRIMARY KEY, id TEXT, kind TEXT, subject TEXT, object TEXT, since INTEGER, low INTEGER, high INTEGER, body TEXT);
CREATE INDEX relation_subject ON relation (subject, since, id);
CREATE INDEX relation_object ON relation (object, since, id);
CREATE INDEX relation_kind ON relation (kind, since, id);
CREATE INDEX relation_id ON relation (id);`

const insert = `INSERT INTO relation (id, kind, subject, object, since, low, high, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

// questions are those of the store: a page walks an index, for several parents at
// once; a window filters a walk; a count reads an index whole; a network reads many
// rows.
var questions = []struct {
	name, text string
	args       []any
}{
	{"a page of 20", walk, []any{`["state:0"]`}},
	{"pages of 20 for 40 parents", walk, []any{states(40)}},
	{"a kind in a window, 100 rows", `SELECT id, kind, subject, object, body FROM relation WHERE kind = ? AND high >= ? AND low <= ? ORDER BY since DESC, id DESC LIMIT 100`, []any{"KIND_0", 3000, 4000}},
	{"a count by kind", `SELECT kind, count(*) FROM relation GROUP BY kind`, nil},
	{"all of a month", `SELECT id, kind, subject, object, body FROM relation WHERE high >= ? AND low <= ?`, []any{5000, 5030}},
}

const walk = `SELECT p.value, r.id, r.kind, r.subject, r.object, r.body FROM json_each(?1) p CROSS JOIN relation r
	ON r.rid IN (SELECT rid FROM relation WHERE subject = p.value ORDER BY since DESC, id DESC LIMIT 20)`

func states(n int) string {
	list := "["
	for i := range n {
		if i > 0 {
			list += ","
		}
		list += fmt.Sprintf("%q", fmt.Sprint("state:", i))
	}
	return list + "]"
}

func run(ctx context.Context, rows int, budget time.Duration, out io.Writer) error {
	folder, err := os.MkdirTemp("", "entente-drivers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	fmt.Fprintf(out, "| %d rows | modernc | ncruces | ncruces in modernc's time |\n| --- | --- | --- | --- |\n", rows)
	dbs := make([]*sql.DB, len(names))
	took := make([]time.Duration, len(names))
	for i, n := range names {
		db, err := sql.Open(n.driver, fmt.Sprintf(n.dsn, filepath.Join(folder, n.driver+".db")))
		if err != nil {
			return err
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		dbs[i] = db
		if took[i], err = fill(db, rows); err != nil {
			return fmt.Errorf("%s: %w", n.driver, err)
		}
	}
	perSecond := func(d time.Duration) string { return fmt.Sprintf("%.0f rows/s", float64(rows)/d.Seconds()) }
	fmt.Fprintf(out, "| insert | %s | %s | %.2f |\n", perSecond(took[0]), perSecond(took[1]), took[1].Seconds()/took[0].Seconds())
	for _, q := range questions {
		// A server's questions can be cut off, which costs one of the drivers more.
		for _, way := range []string{"", ", can be cancelled"} {
			asking, cancel := ctx, context.CancelFunc(func() {})
			if way != "" {
				asking, cancel = context.WithCancel(ctx)
			}
			p50, err := ask(asking, dbs, q.text, q.args, budget)
			cancel()
			if err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
			fmt.Fprintf(out, "| %s%s | %v | %v | %.2f |\n", q.name, way, p50[0].Round(time.Microsecond), p50[1].Round(time.Microsecond), p50[1].Seconds()/p50[0].Seconds())
		}
	}
	return nil
}

// fill writes the rows, 5,000 a transaction, and tells how long that took.
func fill(db *sql.DB, rows int) (time.Duration, error) {
	if _, err := db.Exec(schema); err != nil {
		return 0, err
	}
	st, err := db.Prepare(insert)
	if err != nil {
		return 0, err
	}
	defer st.Close()
	random := rand.New(rand.NewPCG(1, 1))
	rank := func(n int) int { return min(n-1, int(math.Exp(random.Float64()*math.Log(float64(n+1))))-1) }
	began := time.Now()
	for at := 0; at < rows; at += 5000 {
		tx, err := db.Begin()
		if err != nil {
			return 0, err
		}
		in := tx.Stmt(st)
		for i := at; i < min(rows, at+5000); i++ {
			since := random.IntN(9000)
			_, err := in.Exec(fmt.Sprintf("relation:%016x", random.Uint64()), fmt.Sprint("KIND_", rank(60)), fmt.Sprint("state:", rank(2000)), fmt.Sprint("state:", rank(2000)),
				since, since, since+random.IntN(60), "a quote of the length that a quote has in an article of the news, more or less")
			if err != nil {
				return 0, errors.Join(err, tx.Rollback())
			}
		}
		if err := tx.Commit(); err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

// ask asks the drivers in turn and gives the median of each.
func ask(ctx context.Context, dbs []*sql.DB, text string, args []any, budget time.Duration) ([]time.Duration, error) {
	statements := make([]*sql.Stmt, len(dbs))
	counts := make([]int, len(dbs))
	for i, db := range dbs {
		var err error
		if statements[i], err = db.Prepare(text); err != nil {
			return nil, err
		}
		defer statements[i].Close()
		if counts[i], err = read(ctx, statements[i], args); err != nil { // warm
			return nil, err
		}
	}
	if counts[0] != counts[1] || counts[0] == 0 {
		return nil, fmt.Errorf("one driver reads %d rows and the other %d", counts[0], counts[1])
	}
	took := make([][]time.Duration, len(dbs))
	for began := time.Now(); len(took[0]) < 3 || time.Since(began) < budget*time.Duration(len(dbs)); {
		for i, st := range statements {
			t := time.Now()
			if _, err := read(ctx, st, args); err != nil {
				return nil, err
			}
			took[i] = append(took[i], time.Since(t))
		}
	}
	var p50 []time.Duration
	for _, t := range took {
		slices.Sort(t)
		p50 = append(p50, t[len(t)/2])
	}
	return p50, nil
}

func read(ctx context.Context, st *sql.Stmt, args []any) (n int, err error) {
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	row, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return 0, err
		}
		n++
	}
	return n, rows.Err()
}
