package sqlite

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/entente-graph/entente/graph"
)

// Log yields what the store holds from a revision on, all of it as of one
// moment: what is folded meanwhile is in the next log.
func (s *Store) Log(ctx context.Context, after graph.Revision) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		if err := s.log(ctx, after, yield); err != nil {
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			yield(graph.Record{}, explain(s.path, err))
		}
	}
}

// errStop ends a log whose reader has had enough.
type errStop struct{}

func (errStop) Error() string { return "stop" }

func (s *Store) log(ctx context.Context, after graph.Revision, yield func(graph.Record, error) bool) (err error) {
	// A log may be read for long, so it has a connection of its own, beside
	// those that answer questions.
	r, err := newSession(ctx, s.read)
	if err != nil {
		return err
	}
	defer func() {
		if e := r.close(); err == nil {
			err = e
		}
	}()
	if _, err := r.exec("BEGIN"); err != nil {
		return err
	}
	defer func() {
		if _, e := r.exec("ROLLBACK"); err == nil {
			err = e
		}
	}()
	revisions, err := revisionsAfter(ctx, r, after)
	if err != nil {
		return err
	}
	for _, revision := range revisions {
		if err := logRevision(ctx, r, revision, yield); err != nil {
			if _, ok := err.(errStop); ok {
				return nil
			}
			return err
		}
	}
	return nil
}

// revisionsAfter lists the revisions that have brought anything. Each is found
// by one look into each index.
func revisionsAfter(ctx context.Context, r *session, after graph.Revision) ([]graph.Revision, error) {
	var last graph.Revision
	if _, err := r.row(`SELECT value FROM meta WHERE name = 'revision'`, nil, &last); err != nil {
		return nil, err
	}
	var list []graph.Revision
	for at := after; at < last; {
		var next *graph.Revision
		_, err := r.row(`SELECT min(v) FROM (
			SELECT min(revision) AS v FROM entity WHERE registry = 0 AND revision > ?1
			UNION ALL SELECT min(revision) FROM article WHERE revision > ?1
			UNION ALL SELECT min(revision) FROM claim WHERE revision > ?1
			UNION ALL SELECT min(revision) FROM judgement WHERE revision > ?1)`, []any{int64(at)}, &next)
		if err != nil {
			return nil, err
		}
		if next == nil || *next > last {
			break
		}
		list = append(list, *next)
		at = *next
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

const (
	logArticles = `SELECT id, title, url, source, published, lang, print, text FROM article a WHERE revision = ? AND ` + readByOthers + ` ORDER BY id`
	logClaims   = `SELECT body FROM claim WHERE revision = ? AND extractor <> '` + graph.RegistryExtractor + `' ORDER BY id`
)

func logRevision(ctx context.Context, r *session, revision graph.Revision, yield func(graph.Record, error) bool) error {
	give := func(rec graph.Record) error {
		rec.Revision = revision
		if !yield(rec, nil) {
			return errStop{}
		}
		return nil
	}
	args := []any{int64(revision)}
	err := r.each(ctx, `SELECT body FROM entity WHERE registry = 0 AND revision = ? ORDER BY id`, args, func(scan func(...any) error) error {
		var body []byte
		if err := scan(&body); err != nil {
			return err
		}
		e := &graph.Entity{}
		if err := json.Unmarshal(body, e); err != nil {
			return err
		}
		return give(graph.Record{Entity: e})
	})
	if err != nil {
		return err
	}
	err = r.each(ctx, logArticles, args, func(scan func(...any) error) error {
		a := &graph.Article{}
		if err := scan(&a.ID, &a.Title, &a.URL, &a.Source, &a.Published, &a.Lang, &a.Print, &a.Text); err != nil {
			return err
		}
		return give(graph.Record{Article: a})
	})
	if err != nil {
		return err
	}
	err = r.each(ctx, logClaims, args, func(scan func(...any) error) error {
		var body []byte
		if err := scan(&body); err != nil {
			return err
		}
		c, err := decodeClaim(body)
		if err != nil {
			return err
		}
		return give(graph.Record{Claim: c})
	})
	if err != nil {
		return err
	}
	list, err := judgements(ctx, r, `SELECT day, body FROM judgement WHERE revision = ? ORDER BY id`, args...)
	for _, j := range list {
		if err := give(graph.Record{Judgement: j}); err != nil {
			return err
		}
	}
	return err
}
