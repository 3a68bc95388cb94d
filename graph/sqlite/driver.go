package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/entente-graph/entente/graph"
)

// All that depends on the driver stands in this file.

// nameSeparator parts the names of an entity in the column that name_rank reads,
// and the keys of a treaty in that which key_rank reads.
const nameSeparator = "\x1f"

// busyTimeout is how long one waits for the lock of another process: a fold after
// a large load may hold it for some of that.
const busyTimeout = time.Minute

// connector opens connections with the functions that the statements call.
type connector struct {
	driver *sqlite.Driver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// connect opens a pool on a file; nothing is read before its first use. A
// writer's transactions take the write lock when they begin.
func connect(path string, write bool, copies *lentCopies) (*sql.DB, error) {
	q := url.Values{}
	for _, p := range []string{
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "journal_mode(WAL)", "synchronous(NORMAL)", "temp_store(MEMORY)",
		"foreign_keys(0)",
	} {
		q.Add("_pragma", p)
	}
	if write {
		q.Set("_txlock", "immediate")
		q.Add("_pragma", "cache_size(-65536)")
		q.Add("_pragma", "wal_autocheckpoint(32000)") // 128 MB: a load writes a page that changes again and again less often
		// What is purged must not stay in free pages.
		q.Add("_pragma", "secure_delete(1)")
	} else {
		q.Set("_query_only", "1")
		q.Add("_pragma", "cache_size(-16384)")
	}
	d := &sqlite.Driver{}
	err := d.RegisterDeterministicScalarFunction("name_rank", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		query, _ := args[0].(string) // its key, made once and not for every row
		names, _ := args[1].(string)
		keys := strings.Split(names, nameSeparator)
		for i, name := range keys {
			keys[i] = graph.NameKey(name)
		}
		rank, ok := graph.MatchKeys(query, keys)
		if !ok {
			return nil, nil
		}
		return int64(rank), nil
	})
	if err != nil {
		return nil, err
	}
	err = d.RegisterDeterministicScalarFunction("key_rank", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		query, _ := args[0].(string)
		keys, _ := args[1].(string)
		rank, ok := graph.MatchKeys(query, strings.Split(keys, nameSeparator))
		if !ok {
			return nil, nil
		}
		return int64(rank), nil
	})
	if err != nil {
		return nil, err
	}
	err = d.RegisterDeterministicScalarFunction("claim_origins", 4, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		body, _ := args[0].(string)
		c, err := decodeClaim([]byte(body))
		if err != nil {
			return nil, err
		}
		source, _ := args[1].(string)
		link, _ := args[2].(string)
		number, _ := args[3].(int64)
		outlet, copied := copies.of(lent(number), c.Evidence.Article)
		if !copied {
			outlet = graph.Outlet(&graph.Article{ID: c.Evidence.Article, Source: source, URL: link}, c)
		}
		list, err := json.Marshal(graph.Origins(c, outlet))
		return string(list), err
	})
	if err != nil {
		return nil, err
	}
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}
	return sql.OpenDB(connector{d, u.String()}), nil
}

// failure is what went wrong, as far as it matters to what a person can do.
type failure int

const (
	otherFailure failure = iota
	damaged
	notDatabase
	diskFull
	readOnly
	cannotOpen
	locked
	interrupted
	diskFault
)

// failureOf tells what kind of failure a driver's error is.
func failureOf(err error) failure {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return otherFailure
	}
	switch e.Code() {
	case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE:
		return diskFull // or a quota, or the limit on the size of files
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT:
		return damaged
	case sqlite3.SQLITE_NOTADB:
		return notDatabase
	case sqlite3.SQLITE_FULL:
		return diskFull
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return readOnly
	case sqlite3.SQLITE_CANTOPEN:
		return cannotOpen
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return locked
	case sqlite3.SQLITE_INTERRUPT:
		return interrupted
	case sqlite3.SQLITE_IOERR:
		return diskFault
	}
	return otherFailure
}
