// Package memory keeps a graph in slices and maps. It is the specification of a
// store: it folds everything anew at every Fold, straight from the rules, and
// looks at every row for every answer, so that what it says can be checked by
// reading it. The other stores are compared with it. It also serves small
// graphs (`--db memory:`).
package memory

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"reflect"
	"slices"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Store is a graph in memory. It promises what graph.Store does.
type Store struct {
	o *schema.Ontology

	mu    sync.Mutex // of what follows
	kept  kept
	dirty bool

	seen sync.RWMutex
	now  *state // what the last fold made: never changed, only replaced
}

// Open makes a store that holds the entities.
func Open(entities ...*graph.Entity) (*Store, error) {
	s := &Store{o: schema.Default(), kept: kept{
		entities: map[graph.EntityID]dated[*graph.Entity]{}, articles: map[graph.ArticleID]dated[*graph.Article]{},
		claims: map[graph.ClaimID]dated[*graph.Claim]{}, judgements: map[string]dated[*graph.Judgement]{},
		purged: map[graph.ArticleID]bool{}, read: map[graph.ArticleID][]graph.ClaimID{},
	}}
	s.now = s.fold(0)
	if len(entities) == 0 {
		return s, nil
	}
	if err := s.Put(context.Background(), &graph.Batch{Entities: entities}); err != nil {
		return nil, err
	}
	_, err := s.Fold(context.Background())
	return s, err
}

// dated is a value with the revision that brought it; 0 until the next fold.
type dated[T any] struct {
	value T
	rev   graph.Revision
}

// kept is what has been put.
type kept struct {
	entities   map[graph.EntityID]dated[*graph.Entity]
	articles   map[graph.ArticleID]dated[*graph.Article]
	claims     map[graph.ClaimID]dated[*graph.Claim]
	judgements map[string]dated[*graph.Judgement]
	purged     map[graph.ArticleID]bool
	read       map[graph.ArticleID][]graph.ClaimID // the claims of each article, for Put
}

// put keeps a value, unless it is there already, and reports whether it did.
func put[K comparable, T any](m map[K]dated[T], k K, v T) bool {
	if have, ok := m[k]; ok && reflect.DeepEqual(have.value, v) {
		return false
	}
	m[k] = dated[T]{value: v}
	return true
}

// Put adds a batch. See graph.Store.
func (s *Store) Put(ctx context.Context, b *graph.Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := b.Check(s.o); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var have []*graph.Judgement
	for _, j := range s.kept.judgements {
		have = append(have, j.value)
	}
	if err := graph.CheckMerges(have, b.Judgements); err != nil {
		return err
	}
	for _, e := range b.Entities {
		s.dirty = put(s.kept.entities, e.ID, graph.JoinEntity(s.kept.entities[e.ID].value, e)) || s.dirty
	}
	for i := range b.Readings {
		s.read(&b.Readings[i])
	}
	for _, j := range b.Judgements {
		s.dirty = put(s.kept.judgements, j.ID, j) || s.dirty
		if j.Verb == graph.Purge {
			s.kept.purged[j.Article] = true
			delete(s.kept.articles, j.Article)
			s.drop(j.Article, func(*graph.Claim) bool { return true })
		}
	}
	return nil
}

// read replaces the claims of the reading's article and extractor.
func (s *Store) read(r *graph.Reading) {
	id := r.Article.ID
	if s.kept.purged[id] {
		return
	}
	s.dirty = put(s.kept.articles, id, r.Article.Kept()) || s.dirty
	now := map[graph.ClaimID]bool{}
	for _, c := range r.Claims {
		now[c.ID] = true
		if _, ok := s.kept.claims[c.ID]; !ok {
			s.kept.read[id] = append(s.kept.read[id], c.ID)
		}
		s.dirty = put(s.kept.claims, c.ID, c) || s.dirty
	}
	s.drop(id, func(c *graph.Claim) bool { return c.Extractor == r.Extractor && !now[c.ID] })
}

// drop removes claims of an article.
func (s *Store) drop(article graph.ArticleID, gone func(*graph.Claim) bool) {
	s.kept.read[article] = slices.DeleteFunc(s.kept.read[article], func(id graph.ClaimID) bool {
		if !gone(s.kept.claims[id].value) {
			return false
		}
		delete(s.kept.claims, id)
		s.dirty = true
		return true
	})
}

// Fold folds everything anew if anything was put since the last time.
func (s *Store) Fold(ctx context.Context) (graph.Revision, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	rev := s.state().revision
	if !s.dirty {
		return rev, nil
	}
	now := s.fold(rev + 1)
	s.dirty = false
	s.seen.Lock()
	s.now = now
	s.seen.Unlock()
	return now.revision, nil
}

func (s *Store) state() *state {
	s.seen.RLock()
	defer s.seen.RUnlock()
	return s.now
}

// fold makes the state that answers come from.
func (s *Store) fold(rev graph.Revision) *state {
	stamp(s.kept.entities, rev)
	stamp(s.kept.articles, rev)
	stamp(s.kept.claims, rev)
	stamp(s.kept.judgements, rev)
	st := &state{
		o: s.o, revision: rev, latest: graph.MinDay,
		kept: kept{
			entities: maps.Clone(s.kept.entities), articles: maps.Clone(s.kept.articles),
			claims: maps.Clone(s.kept.claims), judgements: maps.Clone(s.kept.judgements),
		},
	}
	st.sources = sync.OnceValue(st.allSources)
	var judgements []*graph.Judgement
	for _, id := range sortedKeys(st.kept.judgements) {
		judgements = append(judgements, st.kept.judgements[id].value)
	}
	st.corrections = graph.NewCorrections(judgements)
	groups := map[graph.GroupKey][]*graph.Piece{}
	for _, id := range sortedKeys(st.kept.claims) {
		c := st.kept.claims[id].value
		for _, p := range st.corrections.Pieces(c, st.kept.articles[c.Evidence.Article].value) {
			for _, g := range p.Groups(s.o) {
				groups[g] = append(groups[g], p)
			}
		}
	}
	for _, g := range sortedKeys(groups) {
		if g.IsTreaty() {
			nodes, parties := foldTreaty(s.o, groups[g])
			st.treaties = append(st.treaties, nodes...)
			st.relations = append(st.relations, parties...)
			continue
		}
		st.relations = append(st.relations, foldGroup(s.o, groups[g])...)
	}
	read := st.readByOthers()
	for id, a := range st.kept.articles {
		if !read[id] {
			continue
		}
		if known := a.value.Known(); known.Bounded() {
			st.latest = max(st.latest, known)
		} else {
			st.undated++
		}
	}
	return st
}

func stamp[K comparable, T any](m map[K]dated[T], rev graph.Revision) {
	for k, v := range m {
		if v.rev == 0 {
			v.rev = rev
			m[k] = v
		}
	}
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// Log yields what the store holds. See graph.Store.
func (s *Store) Log(ctx context.Context, after graph.Revision) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for _, r := range s.state().records(after) {
			if err := ctx.Err(); err != nil {
				yield(graph.Record{}, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Query answers a question from the state of the last fold.
func (s *Store) Query(ctx context.Context, q *graph.Query) (*graph.Result, error) {
	return graph.Execute(ctx, s.state(), q)
}

// Close forgets nothing: the graph is gone with the store.
func (s *Store) Close() error { return nil }
