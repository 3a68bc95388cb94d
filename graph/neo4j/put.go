package neo4j

import (
	"context"
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
func (c *corrections) load(t *tx) error {
	rec, err := t.record(`MATCH (j:Judgement) RETURN count(j)`, nil)
	if err != nil {
		return err
	}
	if n, _ := rec[0].(int64); c.corrected != nil && int(n) == len(c.judgements) {
		return nil
	}
	list, err := judgements(t, `MATCH (j:Judgement) WHERE j.id >= '' RETURN collect([j.day, j.body])`, nil)
	if err != nil {
		return err
	}
	c.judgements, c.corrected = list, graph.NewCorrections(list)
	return nil
}

// judgements reads judgements, by id.
func judgements(t *tx, text string, p params) ([]*graph.Judgement, error) {
	var list []*graph.Judgement
	err := t.rows(text, p, func(v *values) error {
		row, err := scanJudgement(nil, v)
		list = append(list, row.Judgement)
		return err
	})
	slices.SortFunc(list, func(a, b *graph.Judgement) int { return strings.Compare(a.ID, b.ID) })
	return list, err
}

// Put adds a batch in one transaction.
func (s *Store) Put(ctx context.Context, b *graph.Batch) error {
	return s.put(ctx, b, nil)
}

// putRegistry puts the registry's batch and takes out what an earlier version
// had and this one has not.
func (s *Store) putRegistry(ctx context.Context, b *graph.Batch, version string) error {
	return s.put(ctx, b, &version)
}

func (s *Store) put(ctx context.Context, b *graph.Batch, registry *string) error {
	if err := b.Check(s.ontology); err != nil {
		return err
	}
	return s.change(ctx, func(p *put) error {
		if err := p.batch(b); err != nil {
			return err
		}
		if registry != nil {
			if err := p.dropOld(b); err != nil {
				return err
			}
			if err := p.exec(`MATCH (m:Meta {id: 'meta'}) SET m.registry = $version`, params{"version": *registry}); err != nil {
				return err
			}
		}
		return p.flush()
	})
}

// change runs f in one write transaction, alone of all processes: it locks the
// node :Meta first.
func (s *Store) change(ctx context.Context, f func(*put) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	err := s.write(ctx, func(t *tx) error {
		s.forget() // of an earlier try, or of another process
		p := &put{tx: t, Store: s, articles: slots[graph.Article]{}, claims: slots[graph.Claim]{}, entities: slots[graph.Entity]{}, groups: map[graph.GroupKey]bool{}}
		rec, err := t.record(`MATCH (m:Meta {id: 'meta'}) SET m.lock = m.lock + 1 RETURN m.revision, m.unfolded`, nil)
		if err != nil {
			return err
		}
		if len(rec) == 0 {
			return fmt.Errorf("%s: %w: it has lost the node :Meta; load again into an empty one", s.address, graph.ErrCorrupt)
		}
		revision, _ := rec[0].(int64)
		unfolded, _ := rec[1].(int64)
		p.next, p.unfolded = graph.Revision(revision)+1, unfolded == 1
		if err := s.load(t); err != nil {
			return err
		}
		return f(p)
	})
	if err != nil {
		s.forget()
	}
	return err
}

// put is a transaction that adds to the store. It reads what the batch touches,
// works on it in memory, and writes what has become of it.
type put struct {
	*tx
	*Store
	next     graph.Revision // of the fold that will show what is put
	unfolded bool

	articles slots[graph.Article]
	claims   slots[graph.Claim]
	entities slots[graph.Entity]
	of       map[graph.ArticleID][]*slot[graph.Claim] // the claims of each article that is touched
	groups   map[graph.GroupKey]bool                  // those to be made dirty
	fresh    []*graph.Judgement
}

// slot is what the database has under an id, and what it will have.
type slot[T any] struct {
	id   string
	have *T             // the node; nil when there is none
	rev  graph.Revision // of the node
	wait *T             // what will replace it at the next fold
	late bool           // something will: nothing, where wait is nil

	stored, changed, waited bool // there is a node; it is to be written; the pending one is
}

// slots are slots by id.
type slots[T any] map[string]*slot[T]

func (s slots[T]) at(id string) *slot[T] {
	v := s[id]
	if v == nil {
		v = &slot[T]{id: id}
		s[id] = v
	}
	return v
}

// now is the value once what waits has come.
func (s *slot[T]) now() *T {
	if s.late {
		return s.wait
	}
	return s.have
}

// set gives the slot a value, nil for none: at once where no answer has shown
// the one before, else at the next fold.
func (s *slot[T]) set(v *T, next graph.Revision) {
	if s.have == nil || s.rev == next {
		if s.have == nil && v == nil {
			return
		}
		s.have, s.rev, s.changed = v, next, true
		return
	}
	s.wait, s.late, s.waited = v, true, true
}

func (p *put) batch(b *graph.Batch) error {
	if err := graph.CheckMerges(p.judgements, b.Judgements); err != nil {
		return err
	}
	if err := p.read(b); err != nil {
		return err
	}
	for _, e := range b.Entities {
		s := p.entities.at(string(e.ID))
		if joined := graph.JoinEntity(s.now(), e); s.now() == nil || !sameEntity(s.now(), joined) {
			s.set(joined, p.next)
		}
	}
	for i := range b.Readings {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		p.reading(&b.Readings[i])
	}
	for _, j := range b.Judgements {
		if j.Verb != graph.Purge {
			continue
		}
		for _, c := range p.of[j.Article] {
			p.leave(c)
		}
		if s := p.articles.at(string(j.Article)); s.now() != nil {
			s.set(nil, p.next)
		}
	}
	return p.judge(b.Judgements)
}

// read reads what the database has under the ids of a batch.
func (p *put) read(b *graph.Batch) error {
	p.of = map[graph.ArticleID][]*slot[graph.Claim]{}
	var articles []any
	seen := map[graph.ArticleID]bool{}
	add := func(id graph.ArticleID) {
		if !seen[id] {
			seen[id] = true
			articles = append(articles, string(id))
		}
	}
	for i := range b.Readings {
		add(b.Readings[i].Article.ID)
	}
	for _, j := range b.Judgements {
		if j.Verb == graph.Purge {
			add(j.Article)
		}
	}
	var entities []any
	for _, e := range b.Entities {
		entities = append(entities, string(e.ID))
	}
	if err := p.readEntities(entities); err != nil {
		return err
	}
	if len(articles) == 0 {
		return nil
	}
	err := p.rows(`UNWIND $ids AS id MATCH (r:Article) USING INDEX SEEK r:Article(id) WHERE r.id = id RETURN collect([r.revision, `+columnsOf("r", articleColumns)+`])`, params{"ids": articles}, func(v *values) error {
		rev := graph.Revision(v.number())
		row, err := scanArticle(nil, v)
		s := p.articles.at(row.Key())
		s.have, s.rev, s.stored = row.Article, rev, true
		return err
	})
	if err != nil || len(p.articles) == 0 {
		return err
	}
	if err := p.readClaims(`UNWIND $ids AS id MATCH (c:Claim) USING INDEX SEEK c:Claim(article, extractor) WHERE c.article = id AND c.extractor >= '' RETURN collect([c.revision, c.body])`, params{"ids": articles}); err != nil {
		return err
	}
	return p.readPending("article", "claim")
}

func (p *put) readEntities(ids []any) error {
	if len(ids) == 0 {
		return nil
	}
	err := p.rows(`UNWIND $ids AS id MATCH (e:Entity) USING INDEX SEEK e:Entity(id) WHERE e.id = id AND e.revision IS NOT NULL RETURN collect([e.revision, e.registry, e.body])`, params{"ids": ids}, func(v *values) error {
		rev, registry := graph.Revision(v.number()), next[bool](v)
		e := &graph.Entity{}
		err := v.json(e)
		e.Registry = registry
		s := p.entities.at(string(e.ID))
		s.have, s.rev, s.stored = e, rev, true
		return err
	})
	if err != nil || len(p.entities) == 0 {
		return err
	}
	return p.readPending("entity")
}

func (p *put) readClaims(text string, q params) error {
	return p.rows(text, q, func(v *values) error {
		rev := graph.Revision(v.number())
		c := &graph.Claim{}
		err := v.json(c)
		s := p.claims.at(string(c.ID))
		if s.stored {
			return err
		}
		s.have, s.rev, s.stored = c, rev, true
		p.of[c.Evidence.Article] = append(p.of[c.Evidence.Article], s)
		return err
	})
}

// kept is the JSON of what waits.
type kept struct {
	Registry bool           `json:"registry,omitempty"` // of the entity
	Entity   *graph.Entity  `json:"entity,omitempty"`
	Article  *graph.Article `json:"article,omitempty"`
	Claim    *graph.Claim   `json:"claim,omitempty"`
}

// readPending reads what waits for the ids that have been read.
func (p *put) readPending(what ...string) error {
	var keys []any
	for _, w := range what {
		switch w {
		case "article":
			keys = append(keys, pendingKeys(w, p.articles)...)
		case "claim":
			keys = append(keys, pendingKeys(w, p.claims)...)
		case "entity":
			keys = append(keys, pendingKeys(w, p.entities)...)
		}
	}
	return p.rows(`UNWIND $keys AS key MATCH (w:Pending) USING INDEX SEEK w:Pending(key) WHERE w.key = key RETURN collect([w.what, w.id, w.body])`, params{"keys": keys}, func(v *values) error {
		what, id := v.text(), v.text()
		k, err := keptOf(v)
		switch what {
		case "article":
			s := p.articles.at(id)
			s.wait, s.late = k.Article, true
		case "claim":
			s := p.claims.at(id)
			s.wait, s.late = k.Claim, true
		case "entity":
			s := p.entities.at(id)
			s.wait, s.late = k.Entity, true
		}
		return err
	})
}

func pendingKeys[T any](what string, s slots[T]) []any {
	var keys []any
	for id := range s {
		keys = append(keys, what+" "+id)
	}
	return keys
}

// keptOf reads the body of what waits; an empty one takes the node out.
func keptOf(v *values) (*kept, error) {
	k := &kept{}
	if body := v.text(); body != "" {
		v.at--
		if err := v.json(k); err != nil {
			return k, err
		}
		if k.Entity != nil {
			k.Entity.Registry = k.Registry
		}
	}
	return k, nil
}

// sameEntity compares all that is kept of an entity. An empty list is no list.
func sameEntity(a, b *graph.Entity) bool {
	return a.Registry == b.Registry && a.ID == b.ID && a.Kind == b.Kind && a.Name == b.Name && slices.Equal(a.Names, b.Names) &&
		a.From == b.From && a.To == b.To && a.ISO2 == b.ISO2 && a.ISO3 == b.ISO3 && a.COW == b.COW && a.Recognition == b.Recognition &&
		slices.Equal(a.BasedIn, b.BasedIn) && slices.Equal(a.ClaimedBy, b.ClaimedBy)
}

// reading puts an article with the claims of one extractor in the place of
// those that the extractor has given before.
func (p *put) reading(r *graph.Reading) {
	article := r.Article.Kept()
	id := article.ID
	if p.corrected.Purged(id) != nil {
		return
	}
	s := p.articles.at(string(id))
	if now := s.now(); now == nil || *now != *article {
		s.set(article, p.next)
		// The outlet and the print of the text count in the fold of its claims.
		for _, c := range p.of[id] {
			p.mark(c.have)
		}
	}
	seen := make(map[graph.ClaimID]bool, len(r.Claims))
	for _, c := range r.Claims {
		if seen[c.ID] {
			continue
		}
		seen[c.ID] = true
		slot := p.claims[string(c.ID)]
		if slot == nil {
			slot = p.claims.at(string(c.ID))
			p.of[id] = append(p.of[id], slot)
		}
		if now := slot.now(); now != nil && jsonText(now) == jsonText(c) {
			continue
		}
		p.mark(slot.have)
		p.mark(c)
		slot.set(c, p.next)
	}
	for _, c := range p.of[id] {
		if now := c.now(); now != nil && now.Extractor == r.Extractor && !seen[now.ID] {
			p.leave(c)
		}
	}
}

// leave takes a claim out.
func (p *put) leave(c *slot[graph.Claim]) {
	if c.now() == nil {
		return
	}
	p.mark(c.have)
	p.mark(c.wait)
	c.set(nil, p.next)
}

// groupsOf lists the groups in which a claim is folded on any day.
func (p *put) groupsOf(c *graph.Claim) []graph.GroupKey {
	var keys []graph.GroupKey
	for _, piece := range p.corrected.Pieces(c, nil) {
		keys = append(keys, piece.Groups(p.ontology)...)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// mark makes the groups of a claim dirty.
func (p *put) mark(c *graph.Claim) {
	if c == nil {
		return
	}
	for _, key := range p.groupsOf(c) {
		p.groups[key] = true
	}
}

// judge keeps the judgements that are new.
func (p *put) judge(list []*graph.Judgement) error {
	have := map[string]bool{}
	for _, j := range p.judgements {
		have[j.ID] = true
	}
	for _, j := range list {
		if !have[j.ID] {
			have[j.ID] = true
			p.fresh = append(p.fresh, j)
		}
	}
	return nil
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
	var old []any
	err := p.rows(`MATCH (e:Entity) WHERE e.id >= '' AND e.registry RETURN collect([e.id])`, nil, func(v *values) error {
		if id := v.text(); !keep[id] {
			old = append(old, id)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := p.readEntities(old); err != nil {
		return err
	}
	for _, id := range old {
		p.entities.at(id.(string)).set(nil, p.next)
	}
	if p.of == nil {
		p.of = map[graph.ArticleID][]*slot[graph.Claim]{}
	}
	if err := p.readClaims(`MATCH (c:Claim) WHERE c.id >= '' AND c.extractor = $extractor RETURN collect([c.revision, c.body])`, params{"extractor": graph.RegistryExtractor}); err != nil {
		return err
	}
	if err := p.readPending("claim"); err != nil {
		return err
	}
	for _, c := range p.claims {
		if now := c.now(); now != nil && now.Extractor == graph.RegistryExtractor && !keep[string(now.Evidence.Article)] {
			p.leave(c)
		}
	}
	return nil
}

// Rebuild makes every group dirty, so that the next Fold folds all claims again.
func (s *Store) Rebuild(ctx context.Context) error {
	return s.change(ctx, func(p *put) error {
		return p.exec(`MATCH (g:Group) WHERE g.dirty = 0 SET g.dirty = 1 WITH count(*) AS n MATCH (m:Meta {id: 'meta'}) SET m.unfolded = 1`, nil)
	})
}
