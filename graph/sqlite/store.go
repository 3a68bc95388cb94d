package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Store is a graph in a SQLite file. It is safe for concurrent use, also by
// several processes on one file.
type Store struct {
	path     string
	ontology *schema.Ontology
	write    *sql.DB // one connection
	read     *sql.DB
	readers  chan *session
	claims   graph.Decoded[graph.Claim]
	entities graph.Decoded[graph.Entity]
	copies   lentCopies

	writing sync.Mutex // held by Put and Fold, which share what follows
	writer  *session
	corrections
}

var _ graph.Store = (*Store)(nil)

var errClosed = errors.New("the store is closed")

// session is a connection with the statements that it has prepared. One
// goroutine uses it at a time.
type session struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

// preparedMax bounds the statements that one session keeps. Texts have few
// shapes; a question that makes many new ones only costs their preparation.
const preparedMax = 256

func newSession(ctx context.Context, db *sql.DB) (*session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{conn: conn, prepared: map[string]*sql.Stmt{}}, nil
}

// stmt gives a statement of the text, made once for each session.
func (c *session) stmt(text string) (*sql.Stmt, error) {
	if st := c.prepared[text]; st != nil {
		return st, nil
	}
	if len(c.prepared) >= preparedMax {
		for text, st := range c.prepared { // any one
			delete(c.prepared, text)
			if err := st.Close(); err != nil {
				return nil, err
			}
			break
		}
	}
	st, err := c.conn.PrepareContext(context.Background(), text)
	if err != nil {
		return nil, err
	}
	c.prepared[text] = st
	return st, nil
}

// exec runs a statement that gives no rows. Writes are not cut off by a
// context: the transaction as a whole is (see Store.change).
func (c *session) exec(text string, args ...any) (sql.Result, error) {
	st, err := c.stmt(text)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(context.Background(), args...)
}

// row reads the one row of a statement; it is not ok when there is none.
func (c *session) row(text string, args []any, into ...any) (ok bool, err error) {
	st, err := c.stmt(text)
	if err != nil {
		return false, err
	}
	err = st.QueryRowContext(context.Background(), args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// each calls f for every row of a statement.
func (c *session) each(ctx context.Context, text string, args []any, f func(scan func(...any) error) error) error {
	return c.query(ctx, text, args, func(rows *sql.Rows) error { return f(rows.Scan) })
}

// values calls f for every row of a statement with its values as the driver
// gives them, which is several times faster than to have them converted. They
// are valid in f alone.
func (c *session) values(ctx context.Context, text string, args []any, f func([]any) error) error {
	var row, into []any
	return c.query(ctx, text, args, func(rows *sql.Rows) error {
		if row == nil {
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			row, into = make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		return f(row)
	})
}

func (c *session) query(ctx context.Context, text string, args []any, f func(*sql.Rows) error) (err error) {
	st, err := c.stmt(text)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (c *session) close() error {
	var errs []error
	for _, st := range c.prepared {
		errs = append(errs, st.Close())
	}
	return errors.Join(append(errs, c.conn.Close())...)
}

// Query answers a question in one read transaction.
func (s *Store) Query(ctx context.Context, q *graph.Query) (*graph.Result, error) {
	r, err := s.reader(ctx)
	if err != nil {
		return nil, explain(s.path, err)
	}
	defer func() { s.readers <- r }()
	res, err := s.answer(ctx, r, q)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return res, explain(s.path, err)
}

func (s *Store) answer(ctx context.Context, r *session, q *graph.Query) (res *graph.Result, err error) {
	if _, err := r.exec("BEGIN"); err != nil {
		return nil, err
	}
	defer func() {
		if _, e := r.exec("ROLLBACK"); err == nil && e != nil {
			res, err = nil, e
		}
	}()
	b := &backend{ontology: s.ontology, session: r, claims: &s.claims, entities: &s.entities, copies: &s.copies}
	defer func() { b.copies.giveBack(b.lent) }()
	return graph.Execute(ctx, b, q)
}

// reader waits for a session that nobody uses.
func (s *Store) reader(ctx context.Context) (*session, error) {
	select {
	case r, ok := <-s.readers:
		if r != nil {
			return r, nil
		}
		if !ok {
			return nil, errClosed
		}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	r, err := newSession(ctx, s.read)
	if err != nil {
		s.readers <- nil
	}
	return r, err
}

// change runs f in one write transaction, alone of all processes.
func (s *Store) change(ctx context.Context, f func(w *session) error) (err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	w := s.writer
	if w == nil {
		return errClosed
	}
	begin, err := w.stmt("BEGIN IMMEDIATE")
	if err == nil {
		_, err = begin.ExecContext(ctx)
	}
	if err != nil {
		return explain(s.path, err)
	}
	if err = f(w); err == nil {
		err = ctx.Err()
	}
	if err == nil {
		_, err = w.exec("COMMIT")
	}
	if err != nil {
		// A full disk may have rolled back already; then there is nothing to do.
		_, _ = w.exec("ROLLBACK")
		s.forget()
	}
	return explain(s.path, err)
}

// Close waits for the questions that are being answered and closes the file.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.close())
		s.writer = nil
	}
	closed := false
	for i := 0; i < cap(s.readers) && !closed; i++ {
		r, ok := <-s.readers
		if r != nil {
			errs = append(errs, r.close())
		}
		closed = !ok
	}
	if !closed {
		close(s.readers)
	}
	return errors.Join(append(errs, s.read.Close(), s.write.Close())...)
}
