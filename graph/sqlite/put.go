package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// corrections are the judgements of the store as they were when there were so
// many of them; none is ever removed.
type corrections struct {
	judgements []*graph.Judgement
	corrected  *graph.Corrections
}

// forget drops what a transaction that did not happen may have left here.
func (c *corrections) forget() { *c = corrections{} }

// load reads the judgements, where others have come.
func (c *corrections) load(ctx context.Context, w *session) error {
	var n int
	if _, err := w.row(`SELECT count(*) FROM judgement`, nil, &n); err != nil {
		return err
	}
	if c.corrected != nil && n == len(c.judgements) {
		return nil
	}
	list, err := judgements(ctx, w, `SELECT day, body FROM judgement ORDER BY id`)
	if err != nil {
		return err
	}
	c.judgements, c.corrected = list, graph.NewCorrections(list)
	return nil
}

func judgements(ctx context.Context, w *session, text string, args ...any) ([]*graph.Judgement, error) {
	var list []*graph.Judgement
	err := w.each(ctx, text, args, func(scan func(...any) error) error {
		var day graph.Day
		var body []byte
		if err := scan(&day, &body); err != nil {
			return err
		}
		j := &graph.Judgement{}
		if err := json.Unmarshal(body, j); err != nil {
			return err
		}
		j.On = day
		list = append(list, j)
		return nil
	})
	return list, err
}

// Put adds a batch in one transaction.
func (s *Store) Put(ctx context.Context, b *graph.Batch) error {
	if err := b.Check(s.ontology); err != nil {
		return err
	}
	readings, err := prepare(b.Readings)
	if err != nil {
		return err
	}
	return s.change(ctx, func(w *session) error {
		p, err := s.newPut(ctx, w)
		if err != nil {
			return err
		}
		if err := p.batch(b, readings); err != nil {
			return err
		}
		return p.end()
	})
}

// putRegistry puts the registry's batch and takes out what an earlier version
// had and this one has not.
func (s *Store) putRegistry(ctx context.Context, b *graph.Batch, version string) error {
	if err := b.Check(s.ontology); err != nil {
		return err
	}
	readings, err := prepare(b.Readings)
	if err != nil {
		return err
	}
	return s.change(ctx, func(w *session) error {
		p, err := s.newPut(ctx, w)
		if err != nil {
			return err
		}
		if err := p.batch(b, readings); err != nil {
			return err
		}
		if err := p.dropOld(b); err != nil {
			return err
		}
		if _, err := w.exec(`UPDATE meta SET value = ? WHERE name = 'registry'`, version); err != nil {
			return err
		}
		return p.end()
	})
}

// put is a transaction that adds to the store.
type put struct {
	ctx context.Context
	*Store
	*session
	next    graph.Revision // of the fold that will show what is put
	overlay bool           // something waits in pending
	changed bool
	groups  map[int64]bool // rows of those made dirty
}

// groupsMax bounds the marked groups that a transaction remembers.
const groupsMax = 100_000

func (s *Store) newPut(ctx context.Context, w *session) (*put, error) {
	p := &put{ctx: ctx, Store: s, session: w, groups: map[int64]bool{}}
	if err := s.load(ctx, w); err != nil {
		return nil, err
	}
	_, err := w.row(`SELECT value + 1, EXISTS (SELECT 1 FROM pending) FROM meta WHERE name = 'revision'`, nil, &p.next, &p.overlay)
	return p, err
}

func (p *put) batch(b *graph.Batch, readings []ready) error {
	if err := graph.CheckMerges(p.judgements, b.Judgements); err != nil {
		return err
	}
	for _, e := range b.Entities {
		if err := p.entity(e); err != nil {
			return fmt.Errorf("%s: %w", e.ID, err)
		}
	}
	for i := range readings {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		if err := p.reading(&readings[i]); err != nil {
			return fmt.Errorf("%s: %w", readings[i].article.ID, err)
		}
	}
	for _, j := range b.Judgements {
		if err := p.judgement(j); err != nil {
			return fmt.Errorf("%s: %w", j.ID, err)
		}
	}
	return nil
}

func (p *put) end() error {
	if !p.changed {
		return nil
	}
	_, err := p.exec(`UPDATE meta SET value = 1 WHERE name = 'unfolded' AND value <> 1`)
	return err
}

// kept is the JSON of a row that waits in pending.
type kept struct {
	Registry bool           `json:"registry,omitempty"` // of the entity
	Entity   *graph.Entity  `json:"entity,omitempty"`
	Article  *graph.Article `json:"article,omitempty"`
	Claim    *graph.Claim   `json:"claim,omitempty"`
}

// waiting reads what will replace a row at the next fold; it is not ok when
// nothing will, and nil when the row will go.
func (p *put) waiting(what, id string) (k *kept, ok bool, err error) {
	if !p.overlay {
		return nil, false, nil
	}
	var body sql.NullString
	ok, err = p.row(`SELECT body FROM pending WHERE what = ? AND id = ?`, []any{what, id}, &body)
	if !ok || !body.Valid {
		return nil, ok, err
	}
	k = &kept{}
	return k, true, json.Unmarshal([]byte(body.String), k)
}

// wait makes a row wait for the next fold; nil takes the row out. One that went
// and has come back comes anew: it is of the revision that shows it again.
func (p *put) wait(what, id string, k *kept) error {
	p.overlay, p.changed = true, true
	var body any
	if k != nil {
		b, err := json.Marshal(k)
		if err != nil {
			return err
		}
		body = string(b)
	}
	_, err := p.exec(`INSERT INTO pending (what, id, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body`, what, id, body)
	return err
}

func (p *put) entity(put *graph.Entity) error {
	id := string(put.ID)
	have := &graph.Entity{}
	var revision graph.Revision
	var body []byte
	found, err := p.row(`SELECT registry, revision, body FROM entity WHERE id = ?`, []any{id}, &have.Registry, &revision, &body)
	if err != nil {
		return err
	}
	if !found {
		return p.insertEntity(graph.JoinEntity(nil, put))
	}
	if err := json.Unmarshal(body, have); err != nil {
		return err
	}
	now := have // once what waits has come
	k, waits, err := p.waiting("entity", id)
	if err != nil {
		return err
	}
	if waits {
		if now = nil; k != nil {
			now = k.Entity
			now.Registry = k.Registry
		}
	}
	e := graph.JoinEntity(now, put)
	switch {
	case now != nil && now.Same(e):
		return nil
	case revision == p.next: // in no answer yet
		if err := p.deleteEntity(e.ID); err != nil {
			return err
		}
		return p.insertEntity(e)
	}
	return p.wait("entity", id, &kept{Registry: e.Registry, Entity: e})
}

func (p *put) insertEntity(e *graph.Entity) error {
	p.changed = true
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	names := e.AllNames()
	_, err = p.exec(`INSERT INTO entity (id, kind, name, names, registry, revision, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		string(e.ID), string(e.Kind), e.Name, strings.Join(names, nameSeparator), e.Registry, int64(p.next), string(body))
	if err != nil {
		return err
	}
	var words []string
	for _, n := range names {
		words = append(words, graph.NameWords(n)...)
	}
	slices.Sort(words)
	for _, word := range slices.Compact(words) {
		if _, err := p.exec(`INSERT INTO entity_word (word, entity) VALUES (?, ?)`, word, string(e.ID)); err != nil {
			return err
		}
	}
	return nil
}

func (p *put) deleteEntity(id graph.EntityID) error {
	p.changed = true
	var names string
	if _, err := p.row(`SELECT names FROM entity WHERE id = ?`, []any{string(id)}, &names); err != nil {
		return err
	}
	for n := range strings.SplitSeq(names, nameSeparator) {
		for _, word := range graph.NameWords(n) {
			if _, err := p.exec(`DELETE FROM entity_word WHERE word = ? AND entity = ?`, word, string(id)); err != nil {
				return err
			}
		}
	}
	_, err := p.exec(`DELETE FROM entity WHERE id = ?`, string(id))
	return err
}

func (p *put) judgement(j *graph.Judgement) error {
	body, err := json.Marshal(j)
	if err != nil {
		return err
	}
	done, err := p.exec(`INSERT INTO judgement (id, verb, day, article, revision, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		j.ID, string(j.Verb), int64(j.On), string(j.Article), int64(p.next), string(body))
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	p.changed = p.changed || n > 0
	if err == nil && j.Verb == graph.Purge {
		err = p.purge(j.Article)
	}
	return err
}

// purge takes an article out with all its claims.
func (p *put) purge(id graph.ArticleID) error {
	_, revision, err := p.readArticle(id)
	if err != nil || revision == 0 {
		return err
	}
	if _, err := p.exec(`UPDATE meta SET value = 1 WHERE name = 'purged'`); err != nil {
		return err
	}
	claims, err := p.claimsOf(`SELECT rid, revision, body FROM claim WHERE article = ?`, string(id))
	if err != nil {
		return err
	}
	for _, c := range claims {
		if err := p.leave(c); err != nil {
			return err
		}
	}
	if revision == p.next {
		return p.deleteArticle(id)
	}
	return p.wait("article", string(id), nil)
}

// dropOld takes out what is the registry's and not in its batch.
func (p *put) dropOld(b *graph.Batch) error {
	keep := map[string]bool{}
	for _, e := range b.Entities {
		keep[string(e.ID)] = true
	}
	for i := range b.Readings {
		keep[string(b.Readings[i].Article.ID)] = true
	}
	var entities []string
	err := p.each(p.ctx, `SELECT id FROM entity WHERE registry = 1`, nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		if !keep[id] {
			entities = append(entities, id)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range entities {
		if err := p.wait("entity", id, nil); err != nil {
			return err
		}
	}
	claims, err := p.claimsOf(`SELECT rid, revision, body FROM claim WHERE extractor = ?`, graph.RegistryExtractor)
	if err != nil {
		return err
	}
	for _, c := range claims {
		if keep[string(c.claim.Evidence.Article)] {
			continue
		}
		if err := p.leave(c); err != nil {
			return err
		}
	}
	return nil
}
