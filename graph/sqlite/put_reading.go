package sqlite

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// reading puts an article with the claims of one extractor in the place of
// those that the extractor has given before.
func (p *put) reading(r *ready) error {
	if p.corrected.Purged(r.article.ID) != nil {
		return nil
	}
	fresh, err := p.article(r.article)
	if err != nil {
		return err
	}
	have := map[graph.ClaimID]*claimRow{}
	if !fresh {
		rows, err := p.claimsOf(`SELECT rid, revision, body FROM claim WHERE article = ? AND extractor = ?`, string(r.article.ID), r.extractor)
		if err != nil {
			return err
		}
		for _, c := range rows {
			have[c.claim.ID] = c
		}
	}
	seen := make(map[graph.ClaimID]bool, len(r.claims))
	for _, c := range r.claims {
		if seen[c.ID] {
			continue
		}
		seen[c.ID] = true
		if err := p.claim(c, have[c.ID]); err != nil {
			return err
		}
	}
	for id, c := range have {
		if seen[id] {
			continue
		}
		if err := p.leave(c); err != nil {
			return err
		}
	}
	return nil
}

// article puts an article; it is fresh when there was none of its id.
func (p *put) article(a *graph.Article) (fresh bool, err error) {
	if fresh, err = p.insertArticle(a); fresh || err != nil {
		return fresh, err
	}
	have, revision, err := p.readArticle(a.ID)
	if err != nil {
		return false, err
	}
	same := *have == *a
	waits, pending, err := p.waiting("article", string(a.ID))
	if err != nil || same && !pending || pending && waits != nil && *waits.Article == *a {
		return false, err
	}
	// The outlet and the print of the text count in the fold of its claims.
	claims, err := p.claimsOf(`SELECT rid, revision, body FROM claim WHERE article = ?`, string(a.ID))
	if err != nil {
		return false, err
	}
	for _, c := range claims {
		if err := p.mark(p.groupsOf(c.claim)); err != nil {
			return false, err
		}
	}
	if revision == p.next {
		if err := p.deleteArticle(a.ID); err != nil {
			return false, err
		}
		_, err := p.insertArticle(a)
		return false, err
	}
	return false, p.wait("article", string(a.ID), &kept{Article: a})
}

// readArticle reads an article's row; revision 0 when there is none.
func (p *put) readArticle(id graph.ArticleID) (*graph.Article, graph.Revision, error) {
	a := &graph.Article{}
	var revision graph.Revision
	ok, err := p.row(`SELECT id, title, url, source, published, lang, print, text, revision FROM article WHERE id = ?`, []any{string(id)},
		&a.ID, &a.Title, &a.URL, &a.Source, &a.Published, &a.Lang, &a.Print, &a.Text, &revision)
	if !ok {
		return nil, 0, err
	}
	return a, revision, err
}

// insertArticle inserts an article, unless there is one of its id.
func (p *put) insertArticle(a *graph.Article) (inserted bool, err error) {
	done, err := p.exec(`INSERT INTO article (id, title, url, source, published, lang, print, known, pub, revision, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		string(a.ID), a.Title, a.URL, a.Source, string(a.Published), a.Lang, a.Print,
		int64(a.Known()), int64(a.Known().UndatedFirst()), int64(p.next), a.Text)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	p.changed = p.changed || n > 0
	return n > 0, err
}

func (p *put) deleteArticle(id graph.ArticleID) error {
	p.changed = true
	_, err := p.exec(`DELETE FROM article WHERE id = ?`, string(id))
	return err
}

// claimRow is a claim with its row.
type claimRow struct {
	rid      int64
	revision graph.Revision
	body     string
	claim    *graph.Claim
}

// claimsOf reads claims whole, since others may be written while they are
// looked at.
func (p *put) claimsOf(text string, args ...any) ([]*claimRow, error) {
	var rows []*claimRow
	err := p.each(p.ctx, text, args, func(scan func(...any) error) error {
		r := &claimRow{}
		err := scan(&r.rid, &r.revision, &r.body)
		if err == nil {
			r.claim, err = decodeClaim([]byte(r.body))
		}
		rows = append(rows, r)
		return err
	})
	return rows, err
}

// claim puts one claim of a reading, in the place of its row where it has one.
func (p *put) claim(c *readyClaim, have *claimRow) error {
	if have == nil {
		return p.insertClaim(c)
	}
	same := have.body == c.body
	_, waits, err := p.waiting("claim", string(c.ID))
	if err != nil || same && !waits {
		return err
	}
	if err := p.mark(append(p.groupsOf(have.claim), p.groupsOf(c.Claim)...)); err != nil {
		return err
	}
	if have.revision == p.next {
		if err := p.deleteClaim(have); err != nil {
			return err
		}
		return p.insertClaim(c)
	}
	return p.wait("claim", string(c.ID), &kept{Claim: c.Claim})
}

// leave takes a claim out: at once when no answer has shown it.
func (p *put) leave(c *claimRow) error {
	waits, pending, err := p.waiting("claim", string(c.claim.ID))
	if err != nil || pending && waits == nil {
		return err
	}
	groups := p.groupsOf(c.claim)
	if pending {
		groups = append(groups, p.groupsOf(waits.Claim)...)
	}
	if err := p.mark(groups); err != nil {
		return err
	}
	if c.revision == p.next {
		return p.deleteClaim(c)
	}
	return p.wait("claim", string(c.claim.ID), nil)
}

func (p *put) insertClaim(c *readyClaim) error {
	span := graph.ClaimSpan(p.ontology, c.Claim)
	life := p.corrected.Life(c.Claim)
	pub := int64(c.Known().UndatedFirst())
	done, err := p.exec(`INSERT INTO claim (id, article, extractor, kind, subject, object, symmetric, modality, voice, form, place, confidence,
		pub, known_from, known_to, gaps, since, low, high, holds_from, holds_to, revision, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(c.ID), string(c.Evidence.Article), c.Extractor, string(c.Relation), string(c.Subject.ID), string(c.Object.ID), p.symmetric(c.Claim),
		string(c.Modality), string(c.Voice), string(c.Evidence.Form), string(c.Place), int64(c.Confidence),
		pub, int64(life.From), int64(life.To), gapsOf(life), int64(c.ValidFrom.First()),
		int64(span.Low), int64(span.High), int64(span.HoldsFrom), int64(span.HoldsTo), int64(p.next), c.body)
	if err != nil {
		return err
	}
	p.changed = true
	rid, err := done.LastInsertId()
	if err != nil {
		return err
	}
	for _, r := range c.Takings() {
		if _, err := p.exec(`INSERT OR IGNORE INTO claim_role (entity, role, pub, id, claim) VALUES (?, ?, ?, ?, ?)`, string(r.Entity), string(r.Part), pub, string(c.ID), rid); err != nil {
			return err
		}
	}
	if _, err := p.exec(`INSERT INTO claim_text (rowid, words) VALUES (?, ?)`, rid, c.words); err != nil {
		return err
	}
	return p.join(rid, p.groupsOf(c.Claim))
}

// gapsOf is what the column gaps holds of a life: pairs of days in JSON, empty
// when there are none.
func gapsOf(l graph.Life) string {
	if len(l.Gaps) == 0 {
		return ""
	}
	b := []byte{'['}
	for i, g := range l.Gaps {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, "[%d,%d]", g.From, g.To)
	}
	return string(append(b, ']'))
}

func (p *put) deleteClaim(r *claimRow) error {
	p.changed = true
	for _, role := range r.claim.Takings() {
		if _, err := p.exec(`DELETE FROM claim_role WHERE entity = ? AND role = ? AND pub = ? AND id = ?`,
			string(role.Entity), string(role.Part), int64(r.claim.Known().UndatedFirst()), string(r.claim.ID)); err != nil {
			return err
		}
	}
	for _, key := range p.groupsOf(r.claim) {
		if _, err := p.exec(`DELETE FROM grp_claim WHERE grp = ? AND claim = ?`, groupRow(key), r.rid); err != nil {
			return err
		}
	}
	if _, err := p.exec(`DELETE FROM claim_text WHERE rowid = ?`, r.rid); err != nil {
		return err
	}
	_, err := p.exec(`DELETE FROM claim WHERE rid = ?`, r.rid)
	return err
}

func (p *put) symmetric(c *graph.Claim) bool {
	spec := p.ontology.Spec(c.Relation)
	return spec != nil && spec.Symmetric
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

// mark makes groups dirty.
func (p *put) mark(keys []graph.GroupKey) error {
	for _, key := range keys {
		if _, err := p.group(key); err != nil {
			return err
		}
	}
	return nil
}

// join puts a claim into groups and makes them dirty.
func (p *put) join(claim int64, keys []graph.GroupKey) error {
	for _, key := range keys {
		rid, err := p.group(key)
		if err != nil {
			return err
		}
		if _, err := p.exec(`INSERT OR IGNORE INTO grp_claim (grp, claim) VALUES (?, ?)`, rid, claim); err != nil {
			return err
		}
	}
	return nil
}

// group makes a group dirty and gives its row.
func (p *put) group(key graph.GroupKey) (int64, error) {
	rid := groupRow(key)
	if p.groups[rid] {
		return rid, nil
	}
	p.changed = true
	_, err := p.exec(`INSERT INTO grp (rid, key, dirty) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET dirty = 1 WHERE dirty = 0`, rid, string(key))
	if len(p.groups) >= groupsMax {
		clear(p.groups)
	}
	p.groups[rid] = true
	return rid, err
}

// groupRow is the row of a group: a hash of its key, so that nothing has to be
// looked up. Of ten million groups two collide once in a million databases.
func groupRow(key graph.GroupKey) int64 {
	h := sha256.Sum256([]byte(key))
	return int64(binary.BigEndian.Uint64(h[:8]))
}
