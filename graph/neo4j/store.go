package neo4j

import (
	"context"
	"errors"
	"fmt"
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
	answer := func(t *tx) error {
		be := &backend{tx: t, ontology: s.ontology, copies: &s.copies, claims: &s.claims, entities: &s.entities}
		var err error
		res, err = graph.Execute(ctx, be, q)
		return err
	}
	for range triesFree {
		err := s.ask(ctx, answer)
		if !errors.Is(err, errMoved) {
			return res, err
		}
		if err := s.settle(ctx); err != nil {
			return nil, err
		}
	}
	err := s.write(ctx, func(t *tx) error {
		if err := t.exec(confirmFold, nil); err != nil {
			return err
		}
		be := &backend{tx: t, ontology: s.ontology, copies: &s.copies, alone: true, claims: &s.claims, entities: &s.entities}
		var err error
		res, err = graph.Execute(ctx, be, q)
		return err
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

// backend answers the steps of one question.
type backend struct {
	*tx
	ontology *schema.Ontology
	revision graph.Revision
	begun    int64
	alone    bool               // folds are held up
	moves    *graph.Corrections // the merges of entities
	copies   *graph.CopyCache
	claims   *graph.Decoded[graph.Claim]
	entities *graph.Decoded[graph.Entity]
}

var _ graph.Backend = (*backend)(nil)

// stateText reads what answers are read against. The second one also counts the
// articles without a day of publication.
const (
	stateText = `MATCH (m:Meta {id: 'meta'}) MATCH (d:Meta {id: 'done'})
		OPTIONAL CALL (m) { MATCH (j:Judgement) USING INDEX SEEK j:Judgement(verb) WHERE j.verb IN ['MERGE', 'SPLIT'] AND j.revision <= m.revision RETURN collect([j.day, j.body]) AS moves }
		RETURN m.revision, m.latest, coalesce(d.begun, d.done), d.done, moves, 0`
	stateUndatedText = `MATCH (m:Meta {id: 'meta'}) MATCH (d:Meta {id: 'done'})
		OPTIONAL CALL (m) { MATCH (j:Judgement) USING INDEX SEEK j:Judgement(verb) WHERE j.verb IN ['MERGE', 'SPLIT'] AND j.revision <= m.revision RETURN collect([j.day, j.body]) AS moves }
		OPTIONAL CALL (m) { MATCH (w:Article) USING INDEX SEEK w:Article(pub, id) WHERE w.pub = $min AND w.id IS NOT NULL AND w.revision <= m.revision AND ` + readByOthers + ` RETURN count(w) AS undated }
		RETURN m.revision, m.latest, coalesce(d.begun, d.done), d.done, moves, undated`
)

// State reads what answers are read against.
func (b *backend) State(ctx context.Context, undated bool) (rev graph.Revision, latest graph.Day, without int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, 0, 0, err
	}
	text := stateText
	if undated {
		text = stateUndatedText
	}
	rec, err := b.record(text, params{"min": int64(graph.MinDay)})
	if err != nil {
		return 0, 0, 0, err
	}
	if len(rec) == 0 {
		return 0, 0, 0, fmt.Errorf("%w: it has lost the node :Meta; load again into an empty one", graph.ErrCorrupt)
	}
	v := &values{row: rec}
	rev, latest = graph.Revision(v.number()), v.day()
	begun, done := v.number(), v.number()
	if begun != done && !b.alone {
		return 0, 0, 0, errMoved
	}
	var list []*graph.Judgement
	for _, m := range next[[]any](v) {
		row, _ := m.([]any)
		r, err := scanJudgement(nil, &values{row: row})
		if err != nil {
			return 0, 0, 0, err
		}
		list = append(list, r.Judgement)
	}
	without = int(v.number())
	b.begun, b.revision, b.moves = begun, rev, graph.NewCorrections(list)
	return rev, latest, without, v.err
}

// found runs a printed statement and calls f for each row that it found. It is
// errMoved when a fold has been announced since State.
func (b *backend) found(st statement, f func(*values) error) error {
	rec, err := b.record(st.text, st.params)
	switch {
	case err != nil:
		return err
	case len(rec) < 2:
		return fmt.Errorf("a statement gave no record: %w", graph.ErrCorrupt)
	case rec[1] != b.begun && !b.alone:
		return errMoved
	}
	return rowsOf(rec[0], f)
}
