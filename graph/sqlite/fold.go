package sqlite

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Fold shows what has been put: it lets the judgements act, makes the changes
// that wait, refolds the dirty groups and raises the revision, all in one
// transaction, so that a reader sees the whole of it or nothing.
func (s *Store) Fold(ctx context.Context) (graph.Revision, error) {
	revision, unfolded, err := s.state(ctx)
	if err != nil || !unfolded {
		return revision, err
	}
	var purged bool
	err = s.change(ctx, func(w *session) error {
		p, err := s.newPut(ctx, w)
		if err != nil {
			return err
		}
		revision = p.next - 1
		if _, err := w.row(`SELECT value FROM meta WHERE name = 'purged'`, nil, &purged); err != nil {
			return err
		}
		// Another process may have folded in between.
		if _, err := w.row(`SELECT value FROM meta WHERE name = 'unfolded'`, nil, &unfolded); err != nil || !unfolded {
			return err
		}
		if err := (&fold{put: p, rewritten: p.overlay}).run(); err != nil {
			return err
		}
		revision = p.next
		return nil
	})
	if err == nil && purged {
		err = s.scrub(ctx)
	}
	return revision, err
}

// scrub clears what is left of purged texts: words in the index of quotes, and
// pages of the write-ahead log. (Pages of the file were cleared with the rows.)
func (s *Store) scrub(ctx context.Context) error {
	err := s.change(ctx, func(w *session) error {
		if _, err := w.exec(`INSERT INTO claim_text (claim_text) VALUES ('optimize')`); err != nil {
			return err
		}
		_, err := w.exec(`UPDATE meta SET value = 0 WHERE name = 'purged'`)
		return err
	})
	if err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	// Readers of an older state keep the log until they are done; the checkpoint of
	// a later purge, or the last process to close the file, clears it then.
	return explain(s.path, s.writer.each(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`, nil, func(func(...any) error) error { return nil }))
}

// state reads the revision and whether there is anything to fold or to scrub.
func (s *Store) state(ctx context.Context) (revision graph.Revision, unfolded bool, err error) {
	r, err := s.reader(ctx)
	if err != nil {
		return 0, false, explain(s.path, err)
	}
	defer func() { s.readers <- r }()
	_, err = r.row(`SELECT (SELECT value FROM meta WHERE name = 'revision'), (SELECT max(value) FROM meta WHERE name IN ('unfolded', 'purged'))`, nil, &revision, &unfolded)
	return revision, unfolded, explain(s.path, err)
}

// fold is the transaction of a fold.
type fold struct {
	*put
	rewritten bool // claims or their groups have been changed in this transaction
}

func (f *fold) run() error {
	if err := f.judge(); err != nil {
		return err
	}
	if err := f.apply(); err != nil {
		return err
	}
	if err := f.drain(); err != nil {
		return err
	}
	// All articles are now in answers. The walk from the latest ends at the first
	// that counts.
	_, err := f.exec(`UPDATE meta SET value = CASE name WHEN 'revision' THEN ?1 WHEN 'unfolded' THEN 0
		ELSE coalesce((SELECT a.pub FROM article a WHERE `+readByOthers+` ORDER BY a.pub DESC LIMIT 1), ?2) END
		WHERE name IN ('revision', 'unfolded', 'latest')`, int64(f.next), int64(graph.MinDay))
	return err
}

// readByOthers tells whether anything but the registry has read the article a. One
// in which nothing was found counts as read. It takes three looks into an index,
// however many claims the registry has.
const readByOthers = `(NOT EXISTS (SELECT 1 FROM claim c WHERE c.article = a.id AND c.extractor = '` + graph.RegistryExtractor + `')
	OR EXISTS (SELECT 1 FROM claim c WHERE c.article = a.id AND c.extractor < '` + graph.RegistryExtractor + `')
	OR EXISTS (SELECT 1 FROM claim c WHERE c.article = a.id AND c.extractor > '` + graph.RegistryExtractor + `'))`

// judge lets the judgements act that no fold has seen.
func (f *fold) judge() error {
	fresh, err := judgements(f.ctx, f.session, `SELECT day, body FROM judgement WHERE revision = ? ORDER BY id`, int64(f.next))
	if err != nil || len(fresh) == 0 {
		return err
	}
	f.rewritten = true
	var before []*graph.Judgement
	for _, j := range f.judgements {
		if !slices.ContainsFunc(fresh, func(n *graph.Judgement) bool { return n.ID == j.ID }) {
			before = append(before, j)
		}
	}
	was := graph.NewCorrections(before)
	moved := map[graph.EntityID]bool{}
	for _, j := range fresh {
		switch j.Verb {
		case graph.Retract, graph.Supersede:
			err = f.reread(was, `SELECT rid, revision, body FROM claim WHERE article IN (?, ?)`, string(j.Article), string(j.Successor))
		case graph.Accept, graph.Reject:
			err = f.reread(was, `SELECT rid, revision, body FROM claim WHERE id = ?`, string(j.Claim))
		case graph.Merge, graph.Split:
			for _, e := range append(was.Affected(j.Entity), f.corrected.Affected(j.Entity)...) {
				if moved[e] {
					continue
				}
				moved[e] = true
				err = errors.Join(err,
					f.reread(was, `SELECT rid, revision, body FROM claim WHERE subject = ?`, string(e)),
					f.reread(was, `SELECT rid, revision, body FROM claim WHERE object = ?`, string(e)),
					f.reread(was, `SELECT c.rid, c.revision, c.body FROM claim_role r JOIN claim c ON c.rid = r.claim WHERE r.entity = ? AND r.role = 'against'`, string(e)))
			}
		}
		if err != nil {
			return err
		}
	}
	if len(moved) == 0 {
		return nil
	}
	return f.merges()
}

// reread brings the life and the groups of claims up to date with the
// judgements, and makes the groups dirty in which they are or were folded.
func (f *fold) reread(was *graph.Corrections, text string, args ...any) error {
	rows, err := f.claimsOf(text, args...)
	if err != nil {
		return err
	}
	for _, r := range rows {
		life := f.corrected.Life(r.claim)
		if _, err := f.exec(`UPDATE claim SET known_from = ?, known_to = ?, gaps = ? WHERE rid = ?`, int64(life.From), int64(life.To), gapsOf(life), r.rid); err != nil {
			return err
		}
		for _, p := range was.Pieces(r.claim, nil) {
			if err := f.mark(p.Groups(f.ontology)); err != nil {
				return err
			}
		}
		if err := f.join(r.rid, f.groupsOf(r.claim)); err != nil {
			return err
		}
	}
	return nil
}

// merges writes as what the merged entities are read, and when.
func (f *fold) merges() error {
	if _, err := f.exec(`DELETE FROM entity_merge`); err != nil {
		return err
	}
	days := []graph.Day{graph.MinDay}
	var entities []graph.EntityID
	for _, j := range f.judgements {
		if j.Verb == graph.Merge || j.Verb == graph.Split {
			days = append(days, j.On)
			entities = append(entities, j.Entity)
		}
	}
	slices.Sort(days)
	days = append(slices.Compact(days), graph.Never)
	slices.Sort(entities)
	for _, e := range slices.Compact(entities) {
		for i := 0; i+1 < len(days); i++ {
			into := f.corrected.ReadAs(e, days[i])
			if into == e {
				continue
			}
			if _, err := f.exec(`INSERT INTO entity_merge (entity, known_from, known_to, target) VALUES (?, ?, ?, ?)`,
				string(e), int64(days[i]), int64(days[i+1]), string(into)); err != nil {
				return err
			}
		}
	}
	return nil
}

// apply makes the changes that wait. Their groups were made dirty when they
// came.
func (f *fold) apply() error {
	if !f.overlay {
		return nil
	}
	type change struct {
		what, id string
		body     []byte
	}
	var changes []change
	err := f.each(f.ctx, `SELECT what, id, body FROM pending ORDER BY what, id`, nil, func(scan func(...any) error) error {
		var c change
		if err := scan(&c.what, &c.id, &c.body); err != nil {
			return err
		}
		changes = append(changes, c)
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range changes {
		k := &kept{}
		if c.body != nil {
			if err := json.Unmarshal(c.body, k); err != nil {
				return err
			}
		}
		switch c.what {
		case "entity":
			err = f.replaceEntity(graph.EntityID(c.id), k)
		case "article":
			err = f.replaceArticle(graph.ArticleID(c.id), k)
		case "claim":
			err = f.replaceClaim(c.id, k)
		}
		if err != nil {
			return err
		}
	}
	_, err = f.exec(`DELETE FROM pending`)
	return err
}

func (f *fold) replaceEntity(id graph.EntityID, k *kept) error {
	if err := f.deleteEntity(id); err != nil || k.Entity == nil {
		return err
	}
	k.Entity.Registry = k.Registry
	return f.insertEntity(k.Entity)
}

func (f *fold) replaceArticle(id graph.ArticleID, k *kept) error {
	if err := f.deleteArticle(id); err != nil || k.Article == nil {
		return err
	}
	_, err := f.insertArticle(k.Article)
	return err
}

func (f *fold) replaceClaim(id string, k *kept) error {
	rows, err := f.claimsOf(`SELECT rid, revision, body FROM claim WHERE id = ?`, id)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := f.deleteClaim(r); err != nil {
			return err
		}
	}
	if k.Claim == nil {
		return nil
	}
	c, err := readyOf(k.Claim)
	if err != nil {
		return err
	}
	return f.insertClaim(c)
}

// group is a dirty group, and what its claims have been folded into.
type group struct {
	rid    int64
	key    graph.GroupKey
	folded bool // before

	pieces    []*graph.Piece
	relations []*graph.Relation
	treaties  []*graph.TreatyNode
}

// groupsAtOnce are so many that memory stays flat.
const groupsAtOnce = 512

// drain refolds the dirty groups: one goroutine reads and folds them, this one
// writes what has come of it. The reader sees what was committed; a fold that
// has changed claims itself therefore reads through its own session, in turn.
func (f *fold) drain() error {
	if err := f.refoldAll(); err != nil {
		return err
	}
	// No other process can have made a group dirty meanwhile.
	_, err := f.exec(`UPDATE grp SET dirty = 0, folded = 1 WHERE dirty = 1`)
	return err
}

func (f *fold) refoldAll() error {
	if f.rewritten {
		return f.groupsOn(f.ctx, f.session, f.write)
	}
	r, err := f.reader(f.ctx)
	if err != nil {
		return err
	}
	defer func() { f.readers <- r }()
	ctx, cancel := context.WithCancel(f.ctx)
	defer cancel()
	done := make(chan error, 1)
	groups := make(chan *group, groupsAtOnce)
	go func() {
		defer close(groups)
		done <- f.snapshot(r, func() error {
			return f.groupsOn(ctx, r, func(g *group) error {
				select {
				case groups <- g:
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			})
		})
	}()
	for g := range groups {
		if err == nil {
			if err = f.write(g); err != nil {
				cancel()
			}
		}
	}
	return cmp.Or(err, <-done)
}

// snapshot runs f in one read transaction.
func (f *fold) snapshot(r *session, read func() error) (err error) {
	if _, err := r.exec("BEGIN"); err != nil {
		return err
	}
	defer func() {
		if _, e := r.exec("ROLLBACK"); err == nil {
			err = e
		}
	}()
	return read()
}

// groupsOn folds the dirty groups that a session sees and gives each to do.
func (f *fold) groupsOn(ctx context.Context, on *session, do func(*group) error) error {
	for last := int64(math.MinInt64); ; {
		var dirty []*group
		err := on.each(ctx, `SELECT rid, key, folded FROM grp WHERE dirty = 1 AND rid > ? ORDER BY rid LIMIT ?`, []any{last, groupsAtOnce}, func(scan func(...any) error) error {
			g := &group{}
			dirty = append(dirty, g)
			return scan(&g.rid, &g.key, &g.folded)
		})
		if err != nil || len(dirty) == 0 {
			return err
		}
		for _, g := range dirty {
			if err := ctx.Err(); err != nil {
				return err
			}
			if g.pieces, err = f.pieces(ctx, on, g); err != nil {
				return err
			}
			if g.key.IsTreaty() {
				g.treaties, g.relations = graph.FoldTreaty(f.ontology, g.pieces)
			} else {
				g.relations = graph.FoldGroup(f.ontology, g.pieces)
			}
			if err := do(g); err != nil {
				return err
			}
		}
		last = dirty[len(dirty)-1].rid
	}
}

// write brings a group's rows up to what has come of its fold.
func (f *fold) write(g *group) error {
	r := &refold{fold: f, group: g.rid, fresh: !g.folded}
	if g.key.IsTreaty() {
		if err := r.treaties(g.treaties, g.pieces); err != nil {
			return err
		}
	}
	return r.relations(g.relations, g.pieces)
}

// pieces reads the claims of a group and cuts them.
func (f *fold) pieces(ctx context.Context, on *session, g *group) ([]*graph.Piece, error) {
	var all []*graph.Piece
	err := on.values(ctx, `SELECT c.body, a.id, a.url, a.source, a.print FROM grp_claim g JOIN claim c ON c.rid = g.claim
		LEFT JOIN article a ON a.id = c.article WHERE g.grp = ?`, []any{g.rid}, func(row []any) error {
		v := graph.ValuesOf(row)
		c, err := decodeClaim([]byte(v.Text()))
		if err != nil {
			return err
		}
		var a *graph.Article
		if row[1] != nil {
			a = &graph.Article{ID: graph.ArticleID(v.Text()), URL: v.Text(), Source: v.Text(), Print: v.Text()}
		}
		for _, p := range f.corrected.Pieces(c, a) {
			if slices.Contains(p.Groups(f.ontology), g.key) {
				all = append(all, p)
			}
		}
		return v.Err()
	})
	return all, err
}
