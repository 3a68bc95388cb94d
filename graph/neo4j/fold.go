package neo4j

import (
	"cmp"
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// readByOthers tells whether anything but the registry has read the article w.
// One in which nothing was found counts as read.
const readByOthers = `(NOT EXISTS { (w)<-[:IN]-(:Claim) } OR EXISTS { (w)<-[:IN]-(x:Claim) WHERE x.extractor <> '` + graph.RegistryExtractor + `' })`

// Fold shows what has been put: it lets the judgements act, makes the changes
// that wait, refolds the dirty groups and raises the revision, all in one
// transaction. Before that commits it is announced, and confirmed after, so that
// a question that meets it is asked again.
func (s *Store) Fold(ctx context.Context) (graph.Revision, error) {
	var revision int64
	var unfolded bool
	err := s.read(ctx, func(t *tx) error {
		rec, err := t.record(readUnfolded, params{"gates": gateIDs})
		if err == nil && len(rec) > 1 {
			revision, _ = rec[0].(int64)
			unfolded = rec[1] == int64(1)
		}
		return err
	})
	if err != nil || !unfolded {
		return graph.Revision(revision), err
	}
	announced := false
	err = s.alone(ctx, func(p *put) error {
		revision = int64(p.next) - 1
		if !p.unfolded { // another process has folded in between
			return nil
		}
		if err := (&fold{put: p}).run(); err != nil {
			return err
		}
		revision = int64(p.next)
		announced = true
		return s.announce(ctx)
	})
	if announced {
		// Also after a failure: it takes the lock, and so comes after the end of
		// the transaction, whichever that was.
		if e := s.confirm(context.WithoutCancel(ctx)); err == nil {
			err = e
		}
		s.state.Store(nil)
	}
	return graph.Revision(revision), err
}

// announce says, in a transaction of its own, that a fold is about to commit.
func (s *Store) announce(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		return t.exec(announceFold, nil)
	})
}

// confirm says that no fold is committing: it waits for the lock that one would
// hold.
func (s *Store) confirm(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		return t.exec(confirmFold, nil)
	})
}

// fold is the transaction of a fold.
type fold struct{ *put }

func (f *fold) run() error {
	if err := f.act(); err != nil {
		return err
	}
	if err := f.apply(); err != nil {
		return err
	}
	// Before the refolding, which makes those of its own versions itself.
	if err := f.lateEdges(); err != nil {
		return err
	}
	if err := f.drain(); err != nil {
		return err
	}
	return f.exec(endFold, params{"min": int64(graph.MinDay), "next": int64(f.next), "gates": gateIDs})
}

// act lets the judgements act that no fold has seen.
func (f *fold) act() error {
	fresh, err := judgements(f.tx, readFresh, params{"next": int64(f.next)})
	if err != nil || len(fresh) == 0 {
		return err
	}
	var before []*graph.Judgement
	for _, j := range f.judgements {
		if !slices.ContainsFunc(fresh, func(n *graph.Judgement) bool { return n.ID == j.ID }) {
			before = append(before, j)
		}
	}
	was := graph.NewCorrections(before)
	var articles, claims, entities []any
	for _, j := range fresh {
		switch j.Verb {
		case graph.Retract, graph.Supersede:
			articles = append(articles, string(j.Article), string(j.Successor))
		case graph.Accept, graph.Reject:
			claims = append(claims, string(j.Claim))
		case graph.Merge, graph.Split:
			entities = append(entities, texts(append(was.Affected(j.Entity), f.corrected.Affected(j.Entity)...))...)
		}
	}
	var found []*graph.Claim
	seen := map[graph.ClaimID]bool{}
	for _, ask := range []struct {
		text string
		ids  []any
	}{
		{readClaimsOf, articles},
		{readClaimsByID, claims},
		{readClaimsFrom, entities},
		{readClaimsTo, entities},
		{readClaimsAmong, entities},
	} {
		if len(ask.ids) == 0 {
			continue
		}
		err := f.rows(ask.text, params{"ids": ask.ids}, func(v *graph.Values) error {
			c := &graph.Claim{}
			err := v.JSON(c)
			if !seen[c.ID] {
				seen[c.ID] = true
				found = append(found, c)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	// Their life and groups are brought up to date; the groups in which they are
	// or were folded are made dirty.
	var lives, joins []any
	for _, c := range found {
		life := f.corrected.Life(c)
		lives = append(lives, []any{string(c.ID), int64(life.From), int64(life.To), gapsOf(life)})
		for _, p := range was.Pieces(c, nil) {
			for _, key := range p.Groups(f.ontology) {
				f.groups[key] = true
			}
		}
		for _, key := range f.groupsOf(c) {
			f.groups[key] = true
			joins = append(joins, []any{string(key), string(c.ID)})
		}
	}
	if err := f.markGroups(); err != nil {
		return err
	}
	if err := f.tx.each(setLives, lives); err != nil {
		return err
	}
	return f.tx.each(mergeJoins, joins)
}

// apply makes the changes that wait. Their groups were made dirty when they
// came.
func (f *fold) apply() error {
	w := &writer{put: f.put}
	n := 0
	err := f.rows(allPending, nil, func(v *graph.Values) error {
		n++
		what, id := v.Text(), v.Text()
		k, err := keptOf(v)
		switch what {
		case "entity":
			w.entity(id, k.Entity, true)
		case "article":
			w.article(id, k.Article, true)
		case "claim":
			w.claim(id, k.Claim, true)
			f.mark(k.Claim)
		}
		return err
	})
	if err != nil || n == 0 {
		return err
	}
	if err := w.run(); err != nil {
		return err
	}
	return f.exec(dropPending, nil)
}

// foldedAtOnce is how many claims and groups are folded at once, so that memory
// stays flat.
const foldedAtOnce = 4000

// dirtyGroup is a group that is to be folded.
type dirtyGroup struct {
	key    graph.GroupKey
	fresh  bool // it has never been
	claims int
}

// drain refolds the dirty groups, in the order of their keys. While the server
// writes what some have been folded into, the next are folded.
func (f *fold) drain() error {
	var dirty []dirtyGroup
	err := f.rows(readDirty, nil, func(v *graph.Values) error {
		dirty = append(dirty, dirtyGroup{graph.GroupKey(v.Text()), v.Number() == 1, int(v.Number())})
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(dirty, func(a, b dirtyGroup) int { return cmp.Compare(a.key, b.key) })
	var under chan *refold // that which is being folded
	write := func() error {
		if under == nil {
			return nil
		}
		r := <-under
		under = nil
		return r.write()
	}
	for len(dirty) > 0 {
		if err := f.ctx.Err(); err != nil {
			return err
		}
		n, size := 0, 0
		for n < len(dirty) && size < foldedAtOnce {
			size += 1 + dirty[n].claims
			n++
		}
		r, err := f.newRefold(dirty[:n])
		dirty = dirty[n:]
		if err != nil {
			return err
		}
		folded := make(chan *refold, 1)
		go func() {
			r.compare()
			folded <- r
		}()
		if err := write(); err != nil {
			return err
		}
		under = folded
	}
	return write()
}
