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
		rec, err := t.record(`MATCH (m:Meta {id: 'meta'}) RETURN m.revision, m.unfolded`, nil)
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
	err = s.change(ctx, func(p *put) error {
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
	}
	return graph.Revision(revision), err
}

// announce says, in a transaction of its own, that a fold is about to commit.
func (s *Store) announce(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		return t.exec(`MATCH (d:Meta {id: 'done'}) SET d.begun = coalesce(d.begun, d.done) + 1`, nil)
	})
}

// confirm says that no fold is committing: it waits for the lock that one would
// hold.
func (s *Store) confirm(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		return t.exec(`MATCH (m:Meta {id: 'meta'}) SET m.lock = m.lock + 1 WITH m MATCH (d:Meta {id: 'done'}) SET d.done = coalesce(d.begun, d.done)`, nil)
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
	if err := f.drain(); err != nil {
		return err
	}
	if err := f.lateEdges(); err != nil {
		return err
	}
	return f.exec(`MATCH (m:Meta {id: 'meta'}) OPTIONAL CALL (m) {
			MATCH (w:Article) USING INDEX SEEK w:Article(pub, id) WHERE w.pub > $min AND w.id IS NOT NULL AND `+readByOthers+` RETURN w.pub AS pub ORDER BY w.pub DESC, w.id DESC LIMIT 1 }
		SET m.revision = $next, m.unfolded = 0, m.latest = coalesce(pub, $min)`, params{"min": int64(graph.MinDay), "next": int64(f.next)})
}

// act lets the judgements act that no fold has seen.
func (f *fold) act() error {
	fresh, err := judgements(f.tx, `MATCH (j:Judgement) USING INDEX SEEK j:Judgement(revision) WHERE j.revision = $next RETURN collect([j.day, j.body])`, params{"next": int64(f.next)})
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
		{`UNWIND $ids AS id MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = id MATCH (a)<-[:IN]-(c) RETURN collect([c.body])`, articles},
		{`UNWIND $ids AS id MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = id RETURN collect([c.body])`, claims},
		{`UNWIND $ids AS id MATCH (c:Claim) USING INDEX SEEK c:Claim(subject, pub, id) WHERE c.subject = id AND c.pub IS NOT NULL AND c.id IS NOT NULL RETURN collect([c.body])`, entities},
		{`UNWIND $ids AS id MATCH (c:Claim) USING INDEX SEEK c:Claim(object, pub, id) WHERE c.object = id AND c.pub IS NOT NULL AND c.id IS NOT NULL RETURN collect([c.body])`, entities},
		{`UNWIND $ids AS id MATCH (x:Role) USING INDEX SEEK x:Role(entity, role, pub, id) WHERE x.entity = id AND x.role = 'against' AND x.pub IS NOT NULL AND x.id IS NOT NULL MATCH (x)<-[:HAS]-(c) RETURN collect([c.body])`, entities},
	} {
		if len(ask.ids) == 0 {
			continue
		}
		err := f.rows(ask.text, params{"ids": ask.ids}, func(v *values) error {
			c := &graph.Claim{}
			err := v.json(c)
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
			joins = append(joins, []any{string(c.ID), string(key)})
		}
	}
	if err := f.markAll(); err != nil {
		return err
	}
	if err := f.tx.each(`UNWIND $rows AS r MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r[0] SET c.knownFrom = r[1], c.knownTo = r[2], c.gaps = r[3]`, lives); err != nil {
		return err
	}
	return f.tx.each(`UNWIND $rows AS r MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r[0] MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = r[1] MERGE (c)-[:IN_GROUP]->(g)`, joins)
}

// apply makes the changes that wait. Their groups were made dirty when they
// came.
func (f *fold) apply() error {
	w := &writer{put: f.put}
	n := 0
	err := f.rows(`MATCH (w:Pending) WHERE w.key >= '' RETURN collect([w.what, w.id, w.body])`, nil, func(v *values) error {
		n++
		what, id := v.text(), v.text()
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
	return f.exec(`MATCH (w:Pending) WHERE w.key >= '' DELETE w`, nil)
}

// group is a dirty group, and what its claims have been folded into.
type group struct {
	key       graph.GroupKey
	pieces    []*graph.Piece
	relations []*graph.Relation
	treaties  []*graph.TreatyNode
}

// groupsAtOnce are so many that memory stays flat.
const groupsAtOnce = 256

// drain refolds the dirty groups, in the order of their keys.
func (f *fold) drain() error {
	var dirty []graph.GroupKey
	err := f.rows(`MATCH (g:Group) USING INDEX SEEK g:Group(dirty) WHERE g.dirty = 1 RETURN collect([g.key])`, nil, func(v *values) error {
		dirty = append(dirty, graph.GroupKey(v.text()))
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(dirty)
	for chunk := range slices.Chunk(dirty, groupsAtOnce) {
		if err := f.ctx.Err(); err != nil {
			return err
		}
		if err := f.refold(chunk); err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) refold(keys []graph.GroupKey) error {
	groups := make(map[graph.GroupKey]*group, len(keys))
	for _, k := range keys {
		groups[k] = &group{key: k}
	}
	err := f.rows(`UNWIND $keys AS key MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = key MATCH (g)<-[:IN_GROUP]-(c) MATCH (c)-[:IN]->(a)
		RETURN collect([key, c.body, a.id, a.url, a.source, a.print])`, params{"keys": texts(keys)}, func(v *values) error {
		g := groups[graph.GroupKey(v.text())]
		c := &graph.Claim{}
		if err := v.json(c); err != nil {
			return err
		}
		a := &graph.Article{ID: graph.ArticleID(v.text()), URL: v.text(), Source: v.text(), Print: v.text()}
		for _, p := range f.corrected.Pieces(c, a) {
			if slices.Contains(p.Groups(f.ontology), g.key) {
				g.pieces = append(g.pieces, p)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	r, err := f.newRefold(keys)
	if err != nil {
		return err
	}
	for _, k := range keys {
		g := groups[k]
		slices.SortFunc(g.pieces, func(a, b *graph.Piece) int {
			return cmp.Or(cmp.Compare(a.Claim.ID, b.Claim.ID), cmp.Compare(a.From, b.From))
		})
		if k.IsTreaty() {
			g.treaties, g.relations = graph.FoldTreaty(f.ontology, g.pieces)
		} else {
			g.relations = graph.FoldGroup(f.ontology, g.pieces)
		}
		r.group(g)
	}
	if err := r.write(); err != nil {
		return err
	}
	return f.exec(`UNWIND $keys AS key MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = key SET g.dirty = 0`, params{"keys": texts(keys)})
}
