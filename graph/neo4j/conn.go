package neo4j

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
)

// conn is the server, as sessions reach it. One bookmark manager serves all
// sessions, so that in a cluster a reader sees what its own process has written.
type conn struct {
	driver    neo4j.DriverWithContext
	bookmarks neo4j.BookmarkManager
	address   string // without user and password, for messages
}

// readSession is what questions are asked in: on a follower, in a cluster.
func (c *conn) readSession() neo4j.SessionConfig {
	return neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, BookmarkManager: c.bookmarks, FetchSize: neo4j.FetchAll}
}

// writeSession is what is written in: on the leader, in a cluster.
func (c *conn) writeSession() neo4j.SessionConfig {
	return neo4j.SessionConfig{AccessMode: neo4j.AccessModeWrite, BookmarkManager: c.bookmarks, FetchSize: neo4j.FetchAll}
}

// tx is a transaction, or statements of which each is one.
type tx struct {
	ctx context.Context
	tx  runner
	on  bool // the server has begun it
}

type runner interface {
	Run(ctx context.Context, text string, p map[string]any) (neo4j.ResultWithContext, error)
}

// single runs each statement in a transaction of its own, which takes half the
// messages that one transaction for two statements does.
type single struct{ session neo4j.SessionWithContext }

func (s single) Run(ctx context.Context, text string, p map[string]any) (neo4j.ResultWithContext, error) {
	return s.session.Run(ctx, text, p)
}

// params are the parameters of a statement.
type params = map[string]any

// list runs a statement that returns one record with one list.
func (t *tx) list(text string, p params) ([]any, error) {
	rec, err := t.record(text, p)
	if err != nil || rec == nil {
		return nil, err
	}
	return listOf(rec[0])
}

func listOf(v any) ([]any, error) {
	l, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("a statement gave a %T where a list was due: %w", v, graph.ErrCorrupt)
	}
	return l, nil
}

// rows runs a statement that returns one list of lists.
func (t *tx) rows(text string, p params, f func(*graph.Values) error) error {
	rec, err := t.record(text, p)
	if err != nil || rec == nil {
		return err
	}
	return rowsOf(rec[0], f)
}

// rowsOf calls f for each list of a list.
func rowsOf(v any, f func(*graph.Values) error) error {
	l, err := listOf(v)
	if err != nil {
		return err
	}
	for _, r := range l {
		row, ok := r.([]any)
		if !ok {
			return fmt.Errorf("a statement gave a %T where a row was due: %w", r, graph.ErrCorrupt)
		}
		v := graph.ValuesOf(row)
		if err := f(v); err != nil {
			return err
		}
		if v.Err() != nil {
			return v.Err()
		}
	}
	return nil
}

// planned lets the server keep the plan that it has made of a text. Every walk
// names its index, so that a plan is as good however much the database holds;
// left to itself, the server makes the plans of all texts anew once its counts
// have changed by much, each for 20 to 100 ms.
const planned = "CYPHER replan=skip "

// record runs a statement and reads its first record; nil when there is none.
func (t *tx) record(text string, p params) ([]any, error) {
	res, err := t.tx.Run(t.ctx, planned+text, p)
	if err != nil {
		return nil, err
	}
	var first []any
	if res.Next(t.ctx) {
		first = res.Record().Values
	}
	_, err = res.Consume(t.ctx)
	t.on = t.on || err == nil
	return first, err
}

// exec runs a statement for what it does.
func (t *tx) exec(text string, p params) error {
	res, err := t.tx.Run(t.ctx, planned+text, p)
	if err != nil {
		return err
	}
	_, err = res.Consume(t.ctx)
	t.on = t.on || err == nil
	return err
}

// batchMax is how many rows one statement writes.
const batchMax = 2000

// each runs a statement for all rows ($rows), so many at a time.
func (t *tx) each(text string, rows []any) error {
	for len(rows) > 0 {
		n := min(len(rows), batchMax)
		if err := t.exec(text, params{"rows": rows[:n]}); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// losses is how often a batch is sent again that lost a race for a name, which a
// constraint decides, or whose end was not heard, since it may be put twice; the
// driver itself sends again what met a deadlock, a lost connection or a new
// leader, for half a minute and ever more slowly.
const losses = 5

// write runs f in a write transaction, again when it failed for a reason that
// passes.
func (c *conn) write(ctx context.Context, f func(*tx) error) error {
	cut := false
	for try := 1; ; try++ {
		s := c.driver.NewSession(ctx, c.writeSession())
		_, err := s.ExecuteWrite(ctx, func(m neo4j.ManagedTransaction) (any, error) {
			t := &tx{ctx: ctx, tx: m}
			err := f(t)
			cut = cut || t.on && gone(err)
			return nil, err
		})
		if e := s.Close(context.WithoutCancel(ctx)); err == nil {
			err = e
		}
		again := neo4j.IsConnectivityError(err) || codeOf(err) == "Neo.ClientError.Schema.ConstraintValidationFailed"
		if !again || ctx.Err() != nil || try == losses {
			if cut && gone(err) {
				return c.cut(ctx, "a change", "load again, which puts nothing in twice")
			}
			return c.explain(ctx, err)
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// reads is how often a question is asked whose connection was lost: the pool may
// hold connections to a server that has been started anew since.
const reads = 3

// read runs f in a read transaction. A question is not worth half a minute of
// waiting for a server that is gone.
func (c *conn) read(ctx context.Context, f func(*tx) error) error { return c.tries(ctx, c.readOnce, f) }

// ask does so, in no transaction but those of each statement.
func (c *conn) ask(ctx context.Context, f func(*tx) error) error { return c.tries(ctx, c.askOnce, f) }

func (c *conn) tries(ctx context.Context, once func(context.Context, func(*tx) error) (bool, error), f func(*tx) error) error {
	cut := false
	for try := 1; ; try++ {
		on, err := once(ctx, f)
		cut = cut || on && gone(err)
		if err == nil || ctx.Err() != nil || !neo4j.IsRetryable(err) || try == reads {
			if cut && gone(err) {
				return c.cut(ctx, "a question", "ask again")
			}
			return c.explain(ctx, err)
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// readOnce also says whether the server had begun to answer. (The driver knows
// its errors only as they are, not where they are wrapped or joined.)
func (c *conn) readOnce(ctx context.Context, f func(*tx) error) (on bool, err error) {
	closing := func(end func(context.Context) error) {
		if e := end(context.WithoutCancel(ctx)); err == nil {
			err = e
		}
	}
	s := c.driver.NewSession(ctx, c.readSession())
	defer func() { closing(s.Close) }()
	m, err := s.BeginTransaction(ctx)
	if err != nil {
		return false, err
	}
	defer func() { closing(m.Close) }()
	return true, f(&tx{ctx: ctx, tx: m, on: true})
}

// askOnce does what readOnce does, without a transaction.
func (c *conn) askOnce(ctx context.Context, f func(*tx) error) (on bool, err error) {
	s := c.driver.NewSession(ctx, c.readSession())
	defer func() {
		if e := s.Close(context.WithoutCancel(ctx)); err == nil {
			err = e
		}
	}()
	t := &tx{ctx: ctx, tx: single{s}}
	err = f(t)
	return t.on, err
}

// pause waits ever longer.
func pause(ctx context.Context, try int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Duration(try*try) * 20 * time.Millisecond):
		return nil
	}
}

// codeOf is the server's code for what went wrong; empty when it was not the
// server that said so.
func codeOf(err error) string {
	var e *neo4j.Neo4jError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
