package neo4j

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// errMoved: a fold has committed while a question was answered.
var errMoved = errors.New("a fold has come in between")

// triesFree is how often a question is asked beside folds; after that it holds
// them up.
const triesFree = 8

// Query answers a question. Its statements are no transaction, which in this
// database would not keep a fold out of the later ones: each of them says whether
// one has begun to commit. Then the answer may hold some of it, and the question
// is asked again.
func (s *Store) Query(ctx context.Context, q *graph.Query) (*graph.Result, error) {
	var res *graph.Result
	var be *backend
	answer := func(t *tx, kept *atomic.Pointer[state]) (err error) {
		be = &backend{tx: t, ontology: s.ontology, copies: &s.copies, kept: kept, claims: &s.claims, entities: &s.entities}
		if res, err = graph.Execute(ctx, be, q); err != nil {
			return err
		}
		return be.unchecked()
	}
	for range triesFree {
		err := s.ask(ctx, func(t *tx) error { return answer(t, &s.state) })
		if !errors.Is(err, errMoved) {
			return res, err
		}
		if be.again { // the state was an old one: perhaps that fold has long committed
			continue
		}
		if err := s.settle(ctx); err != nil {
			return nil, err
		}
	}
	err := s.write(ctx, func(t *tx) error {
		if err := t.exec(confirmFold, nil); err != nil {
			return err
		}
		return answer(t, nil)
	})
	return res, err
}

// settle waits for a fold that is committing, for a moment without a lock: most
// are done by then. What a process that was killed has announced is confirmed.
func (s *Store) settle(ctx context.Context) error {
	for range 5 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
		settled := false
		err := s.read(ctx, func(t *tx) error {
			rec, err := t.record(readSettled, nil)
			settled = err == nil && len(rec) > 0 && rec[0] == true
			return err
		})
		if err != nil || settled {
			return err
		}
	}
	return s.confirm(ctx)
}

// state is what answers are read against. It changes with a fold alone, so a
// store keeps it, and the statements of the next question tell whether it still
// holds: to read it took a third of the messages of a small question.
type state struct {
	begun    int64 // folds announced
	revision graph.Revision
	latest   graph.Day
	moves    *graph.Corrections // the merges of entities
	counted  bool               // undated is
	undated  int                // articles without a day of publication
}

// backend answers the steps of one question.
type backend struct {
	*tx
	*state
	ontology *schema.Ontology
	kept     *atomic.Pointer[state] // that of the store; nil while folds are held up
	again    bool                   // the state is that of an earlier question
	checked  bool                   // a statement has told that it still holds
	copies   *graph.CopyCache
	claims   *graph.Decoded[graph.Claim]
	entities *graph.Decoded[graph.Entity]
}

var _ graph.Backend = (*backend)(nil)

// stateText reads the state; the second text also counts the articles without a
// day of publication. The number of folds is read before all else: whatever of a
// later fold is read after it, the statements of the question then tell that.
const (
	readBegun = `MATCH (d:Meta {id: 'done'}) WITH coalesce(d.begun, d.done) AS begun, d.done AS done MATCH (m:Meta {id: 'meta'})
		OPTIONAL CALL (m) { MATCH (j:Judgement) USING INDEX SEEK j:Judgement(verb) WHERE j.verb IN ['MERGE', 'SPLIT'] AND j.revision <= m.revision RETURN collect([j.day, j.body]) AS moves }
		`
	stateText        = readBegun + `RETURN m.revision, m.latest, begun, done, moves, 0`
	stateUndatedText = readBegun + `OPTIONAL CALL (m) { MATCH (w:Article) USING INDEX SEEK w:Article(pub, id) WHERE w.pub = $min AND w.id IS NOT NULL AND w.revision <= m.revision AND ` + readByOthers + ` RETURN count(w) AS undated }
		RETURN m.revision, m.latest, begun, done, moves, undated`
)

// State gives the state that answers are read against.
func (b *backend) State(ctx context.Context, undated bool) (rev graph.Revision, latest graph.Day, without int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, 0, 0, err
	}
	if b.kept != nil {
		b.state = b.kept.Load()
	}
	b.again = b.state != nil && (b.counted || !undated)
	if b.again {
		b.on = true // by that earlier question
	} else {
		if b.state, err = b.readState(undated); err != nil {
			return 0, 0, 0, err
		}
		b.checked = true
		if b.kept != nil {
			b.kept.Store(b.state)
		}
	}
	if undated {
		without = b.undated
	}
	return b.revision, b.latest, without, nil
}

func (b *backend) readState(undated bool) (*state, error) {
	text := stateText
	if undated {
		text = stateUndatedText
	}
	rec, err := b.record(text, params{"min": int64(graph.MinDay)})
	if err != nil {
		return nil, err
	}
	if len(rec) == 0 {
		return nil, fmt.Errorf("%w: it has lost the node :Meta; load again into an empty one", graph.ErrCorrupt)
	}
	v := graph.ValuesOf(rec)
	st := &state{revision: graph.Revision(v.Number()), latest: v.Day(), counted: undated}
	begun, done := v.Number(), v.Number()
	if begun != done && b.kept != nil {
		return nil, errMoved
	}
	var list []*graph.Judgement
	for _, m := range graph.Next[[]any](v) {
		row, _ := m.([]any)
		r, err := graph.ReadJudgement(graph.ValuesOf(row))
		if err != nil {
			return nil, err
		}
		list = append(list, r.Judgement)
	}
	st.begun, st.undated, st.moves = begun, int(v.Number()), graph.NewCorrections(list)
	return st, v.Err()
}

// forget lets the next question read the state.
func (b *backend) forget() {
	if b.kept != nil {
		b.kept.CompareAndSwap(b.state, nil)
	}
}

func (b *backend) moved() error {
	b.forget()
	return errMoved
}

// unchecked is errMoved after a question that has run no statement, and so has not
// been told whether its state still holds.
func (b *backend) unchecked() error {
	if b.checked {
		return nil
	}
	return b.moved()
}

// found runs a printed statement and calls f for each row that it found. It is
// errMoved when a fold has been announced since the state was read.
func (b *backend) found(st statement, f func(*graph.Values) error) error {
	rec, err := b.record(st.text, st.params)
	switch {
	case err != nil: // perhaps the server is gone
		b.forget()
		return err
	case len(rec) < 2 && !b.again:
		return fmt.Errorf("a statement gave no record: %w", graph.ErrCorrupt)
	case b.kept != nil && (len(rec) < 2 || rec[1] != b.begun):
		return b.moved()
	}
	b.checked = true
	return rowsOf(rec[0], f)
}
