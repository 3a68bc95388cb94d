package neo4j

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// judged are the judgements of the store as they were when there were so many of
// them; none is ever removed.
type judged struct {
	judgements []*graph.Judgement
	corrected  *graph.Corrections
}

// load gives the judgements, and reads them where others have come since.
func (s *Store) load(t *tx) (judged, error) {
	rec, err := t.record(countJudgements, nil)
	if err != nil {
		return judged{}, err
	}
	if have := s.judged.Load(); have != nil && int64(len(have.judgements)) == rec[0] {
		return *have, nil
	}
	list, err := judgements(t, readJudgements, nil)
	if err != nil {
		return judged{}, err
	}
	have := judged{list, graph.NewCorrections(list)}
	s.judged.Store(&have)
	return have, nil
}

// judgements reads judgements, by id.
func judgements(t *tx, text string, p params) ([]*graph.Judgement, error) {
	var list []*graph.Judgement
	err := t.rows(text, p, func(v *graph.Values) error {
		row, err := graph.ReadJudgement(v)
		list = append(list, row.Judgement)
		return err
	})
	slices.SortFunc(list, func(a, b *graph.Judgement) int { return strings.Compare(a.ID, b.ID) })
	return list, err
}

// Put adds a batch in one transaction. Several may run at once, also in several
// processes: they wait for each other only where they write the same articles,
// entities or groups. Those that bring judgements, which no two may decide by
// what was there before, run alone.
func (s *Store) Put(ctx context.Context, b *graph.Batch) error {
	if err := b.Check(s.ontology); err != nil {
		return err
	}
	change := s.beside
	if len(b.Judgements) > 0 {
		change = s.alone
	}
	return change(ctx, func(p *put) error {
		if err := p.batch(b); err != nil {
			return err
		}
		return p.flush()
	})
}

// putRegistry puts the registry's batch and takes out what an earlier version
// had and this one has not.
func (s *Store) putRegistry(ctx context.Context, b *graph.Batch, version string) error {
	if err := b.Check(s.ontology); err != nil {
		return err
	}
	return s.alone(ctx, func(p *put) error {
		rec, err := p.record(readMeta, nil)
		if err != nil || len(rec) < 3 {
			return err
		}
		if have, _ := rec[2].(string); graph.SameRegistry(have, version) { // another process has put it in between
			return nil
		}
		if err := p.batch(b); err != nil {
			return err
		}
		if err := p.dropOld(b); err != nil {
			return err
		}
		if err := p.exec(setRegistry, params{"version": version}); err != nil {
			return err
		}
		return p.flush()
	})
}

// gates is how many loads may run at once. A load locks one of so many nodes, a
// fold all of them: so a fold, which issues a revision, waits for the loads that
// are under way and keeps others off, and loads do not wait for each other.
const gates = 16

// gateIDs are the ids of the gates, in the order in which they are locked.
var gateIDs = func() []any {
	ids := make([]any, gates)
	for i := range ids {
		ids[i] = fmt.Sprintf("gate-%02d", i)
	}
	return ids
}()

// beside runs f in one write transaction beside others like it.
func (s *Store) beside(ctx context.Context, f func(*put) error) error {
	return s.change(ctx, []any{gateIDs[s.turn.Add(1)%gates]}, f)
}

// alone runs f in one write transaction, alone of all processes.
func (s *Store) alone(ctx context.Context, f func(*put) error) error {
	return s.change(ctx, append(slices.Clone(gateIDs), "meta"), f)
}

func (s *Store) change(ctx context.Context, gates []any, f func(*put) error) error {
	return s.write(ctx, func(t *tx) error {
		p := &put{tx: t, Store: s, gate: gates[0], articles: slots[graph.Article]{}, claims: slots[graph.Claim]{}, entities: slots[graph.Entity]{}, groups: map[graph.GroupKey]bool{}}
		rec, err := t.record(lockGates, params{"gates": gates})
		if err != nil {
			return err
		}
		if len(rec) == 0 || rec[0] != int64(len(gates)) {
			return fmt.Errorf("%s: %w: it has lost its nodes :Meta; load again into an empty one", s.address, graph.ErrCorrupt)
		}
		revision, _ := rec[1].(int64)
		p.next, p.unfolded = graph.Revision(revision)+1, rec[2] == int64(1)
		if p.judged, err = s.load(t); err != nil {
			return err
		}
		return f(p)
	})
}

// put is a transaction that adds to the store. It reads what the batch touches,
// works on it in memory, and writes what has become of it.
type put struct {
	*tx
	*Store
	judged
	gate     any
	next     graph.Revision // of the fold that will show what is put
	unfolded bool           // so is the store, where all gates are locked

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

	stored, queued  bool // there is a node; there is a pending one
	changed, waited bool // it is to be written; the pending one is
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
	if err := p.lockChanged(b.Entities); err != nil {
		return err
	}
	for _, e := range b.Entities {
		s := p.entities.at(string(e.ID))
		if joined := graph.JoinEntity(s.now(), e); s.now() == nil || !s.now().Same(joined) {
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
	err := p.rows(readRegistry, nil, func(v *graph.Values) error {
		if id := v.Text(); !keep[id] {
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
	if err := p.readClaims(readExtracted, params{"extractor": graph.RegistryExtractor}); err != nil {
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
	return s.alone(ctx, func(p *put) error {
		if err := p.exec(markAll, nil); err != nil {
			return err
		}
		return p.exec(setUnfolded, params{"gate": p.gate})
	})
}
