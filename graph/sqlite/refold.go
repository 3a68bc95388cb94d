package sqlite

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// refold writes the versions of one group, only where they differ from those
// that are there.
type refold struct {
	*fold
	group int64
	fresh bool // it has no rows yet
}

// version names a version of a relation or treaty.
type version struct {
	id   string
	from graph.Day
}

// versionRow is the row of a version.
type versionRow struct {
	rid    int64
	digest int64
	to     graph.Day
}

// versions reads the group's rows of a table.
func (r *refold) versions(text string) (map[version]versionRow, error) {
	have := map[version]versionRow{}
	if r.fresh {
		return have, nil
	}
	err := r.each(r.ctx, text, []any{r.group}, func(scan func(...any) error) error {
		var v version
		var row versionRow
		if err := scan(&v.id, &v.from, &row.to, &row.rid, &row.digest); err != nil {
			return err
		}
		have[v] = row
		return nil
	})
	return have, err
}

// more is the JSON of a relation's lists.
type more struct {
	Against []graph.EntityID `json:"against,omitempty"`
	Items   []string         `json:"items,omitempty"`
	Domains []string         `json:"domains,omitempty"`
}

// noLists is the JSON of no lists.
const noLists = "{}"

func (m *more) empty() bool { return len(m.Against)+len(m.Items)+len(m.Domains) == 0 }

// digest is a hash of what a row holds beside its id and its known days (FNV-1a,
// every part preceded by its length).
type digest uint64

func newDigest() digest { return 14695981039346656037 }

func (d *digest) byte(b byte) { *d = (*d ^ digest(b)) * 1099511628211 }

func (d *digest) number(n int64) {
	for range 8 {
		d.byte(byte(n))
		n >>= 8
	}
}

func (d *digest) text(s string) {
	d.number(int64(len(s)))
	for i := range len(s) {
		d.byte(s[i])
	}
}

func digestList[T ~string](d *digest, list []T) {
	d.number(int64(len(list)))
	for _, s := range list {
		d.text(string(s))
	}
}

func digestOf(r *graph.Relation) int64 {
	d := newDigest()
	for _, s := range []string{
		string(r.Kind), string(r.Subject), string(r.Object), string(r.Modality), string(r.Treaty), string(r.Status), r.Office,
		string(r.ValidFrom), string(r.ValidTo),
	} {
		d.text(s)
	}
	for _, n := range []int{int(r.Confidence), r.ClaimCount, r.SourceCount} {
		d.number(int64(n))
	}
	for _, day := range []graph.Day{
		r.FirstReported, r.LastAttested, r.Since, r.Low, r.High, r.HoldsFrom, r.HoldsTo, r.EndsOn, r.LapsesOn, r.StaleOn,
	} {
		d.number(int64(day))
	}
	digestList(&d, r.Against)
	digestList(&d, r.Items)
	digestList(&d, r.Domains)
	return int64(d)
}

func past(to graph.Day) int {
	if to == graph.Never {
		return 0
	}
	return 1
}

func (r *refold) relations(list []*graph.Relation, pieces []*graph.Piece) error {
	have, err := r.versions(`SELECT id, known_from, known_to, rid, digest FROM relation WHERE grp = ?`)
	if err != nil {
		return err
	}
	ids := map[string]bool{}
	for v := range have {
		ids[v.id] = true
	}
	behind := graph.NewBackings(pieces)
	for _, v := range list {
		behind.Add(string(v.ID), v.KnownFrom, v.KnownTo, v.Claims)
		digest := digestOf(v)
		key := version{string(v.ID), v.KnownFrom}
		row, found := have[key]
		delete(have, key)
		switch {
		case !found:
			err = r.insertRelation(v, digest)
		case row.digest != digest:
			if err = r.deleteRelation(row.rid); err == nil {
				err = r.insertRelation(v, digest)
			}
		case row.to != v.KnownTo:
			_, err = r.exec(`UPDATE relation SET known_to = ?, past = ? WHERE rid = ?`, int64(v.KnownTo), past(v.KnownTo), row.rid)
		}
		if err != nil {
			return err
		}
	}
	for _, row := range have {
		if err := r.deleteRelation(row.rid); err != nil {
			return err
		}
	}
	return r.claimsBehind(relationClaims, ids, behind)
}

func (r *refold) insertRelation(v *graph.Relation, digest int64) error {
	lists := more{v.Against, v.Items, v.Domains}
	text := noLists
	if !lists.empty() {
		b, err := json.Marshal(lists)
		if err != nil {
			return err
		}
		text = string(b)
	}
	spec := r.ontology.Spec(v.Kind)
	done, err := r.exec(`INSERT INTO relation (id, grp, past, known_from, known_to, kind, subject, object, symmetric, modality, treaty, status, office,
		confidence, claim_count, source_count, valid_from, valid_to, first_reported, reported, last_attested,
		since, low, high, holds_from, holds_to, ends_on, lapses_on, stale_on, more, digest)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(v.ID), r.group, past(v.KnownTo), int64(v.KnownFrom), int64(v.KnownTo), string(v.Kind), string(v.Subject), string(v.Object), spec != nil && spec.Symmetric,
		string(v.Modality), string(v.Treaty), string(v.Status), v.Office, int64(v.Confidence), v.ClaimCount, v.SourceCount,
		string(v.ValidFrom), string(v.ValidTo), int64(v.FirstReported), int64(v.FirstReported.UndatedFirst()), int64(v.LastAttested),
		int64(v.Since), int64(v.Low), int64(v.High), int64(v.HoldsFrom), int64(v.HoldsTo), int64(v.EndsOn), int64(v.LapsesOn), int64(v.StaleOn), text, digest)
	if err != nil || len(v.Against) == 0 {
		return err
	}
	rid, err := done.LastInsertId()
	if err != nil {
		return err
	}
	for _, e := range v.Against {
		if _, err := r.exec(`INSERT OR IGNORE INTO relation_against (entity, relation) VALUES (?, ?)`, string(e), rid); err != nil {
			return err
		}
	}
	return nil
}

func (r *refold) deleteRelation(rid int64) error {
	var text string
	if _, err := r.row(`DELETE FROM relation WHERE rid = ? RETURNING more`, []any{rid}, &text); err != nil || text == noLists {
		return err
	}
	var lists more
	if err := json.Unmarshal([]byte(text), &lists); err != nil {
		return err
	}
	for _, e := range lists.Against {
		if _, err := r.exec(`DELETE FROM relation_against WHERE entity = ? AND relation = ?`, string(e), rid); err != nil {
			return err
		}
	}
	return nil
}

func (r *refold) treaties(list []*graph.TreatyNode, pieces []*graph.Piece) error {
	have, err := r.versions(`SELECT id, known_from, known_to, rid, digest FROM treaty WHERE grp = ?`)
	if err != nil {
		return err
	}
	ids := map[string]bool{}
	for v := range have {
		ids[v.id] = true
	}
	behind := graph.NewBackings(pieces)
	for _, v := range list {
		behind.Add(string(v.ID), v.KnownFrom, v.KnownTo, v.Claims)
		bare := *v
		bare.Claims, bare.KnownFrom, bare.KnownTo = nil, 0, 0
		body, err := json.Marshal(&bare)
		if err != nil {
			return err
		}
		d := newDigest()
		d.text(string(body))
		digest := int64(d)
		key := version{string(v.ID), v.KnownFrom}
		row, found := have[key]
		delete(have, key)
		switch {
		case !found:
			err = r.insertTreaty(v, string(body), digest)
		case row.digest != digest:
			if err = r.deleteTreaty(row.rid); err == nil {
				err = r.insertTreaty(v, string(body), digest)
			}
		case row.to != v.KnownTo:
			_, err = r.exec(`UPDATE treaty SET known_to = ?, past = ? WHERE rid = ?`, int64(v.KnownTo), past(v.KnownTo), row.rid)
		}
		if err != nil {
			return err
		}
	}
	for _, row := range have {
		if err := r.deleteTreaty(row.rid); err != nil {
			return err
		}
	}
	return r.claimsBehind(treatyClaims, ids, behind)
}

func (r *refold) insertTreaty(v *graph.TreatyNode, body string, digest int64) error {
	span := v.Span()
	done, err := r.exec(`INSERT INTO treaty (id, grp, past, known_from, known_to, kind, status, since, low, high, holds_from, holds_to, keys, body, digest)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(v.ID), r.group, past(v.KnownTo), int64(v.KnownFrom), int64(v.KnownTo), string(v.Kind), string(v.Status), int64(v.Since),
		int64(span.Low), int64(span.High), int64(span.HoldsFrom), int64(span.HoldsTo), strings.Join(v.Keys(), nameSeparator), body, digest)
	if err != nil {
		return err
	}
	rid, err := done.LastInsertId()
	if err != nil {
		return err
	}
	for _, e := range v.Parties {
		if _, err := r.exec(`INSERT OR IGNORE INTO treaty_party (entity, treaty) VALUES (?, ?)`, string(e), rid); err != nil {
			return err
		}
	}
	return nil
}

func (r *refold) deleteTreaty(rid int64) error {
	var body []byte
	if _, err := r.row(`DELETE FROM treaty WHERE rid = ? RETURNING body`, []any{rid}, &body); err != nil {
		return err
	}
	v := &graph.TreatyNode{}
	if err := json.Unmarshal(body, v); err != nil {
		return err
	}
	for _, e := range v.Parties {
		if _, err := r.exec(`DELETE FROM treaty_party WHERE entity = ? AND treaty = ?`, string(e), rid); err != nil {
			return err
		}
	}
	return nil
}

// claimTexts holds the texts for the claims behind relations or treaties.
type claimTexts struct{ list, insert, remove, shorten string }

var relationClaims = claimTexts{
	list:    `SELECT relation, pub, claim, known_from, known_to FROM relation_claim WHERE relation = ?`,
	insert:  `INSERT INTO relation_claim (relation, pub, claim, known_from, known_to) VALUES (?, ?, ?, ?, ?)`,
	remove:  `DELETE FROM relation_claim WHERE relation = ? AND pub = ? AND claim = ? AND known_from = ?`,
	shorten: `UPDATE relation_claim SET known_to = ? WHERE relation = ? AND pub = ? AND claim = ? AND known_from = ?`,
}

var treatyClaims = claimTexts{
	list:    `SELECT treaty, pub, claim, known_from, known_to FROM treaty_claim WHERE treaty = ?`,
	insert:  `INSERT INTO treaty_claim (treaty, pub, claim, known_from, known_to) VALUES (?, ?, ?, ?, ?)`,
	remove:  `DELETE FROM treaty_claim WHERE treaty = ? AND pub = ? AND claim = ? AND known_from = ?`,
	shorten: `UPDATE treaty_claim SET known_to = ? WHERE treaty = ? AND pub = ? AND claim = ? AND known_from = ?`,
}

func (r *refold) claimsBehind(t claimTexts, ids map[string]bool, b *graph.Backings) error {
	want := b.All()
	sorted := make([]string, 0, len(ids))
	for id := range ids {
		sorted = append(sorted, id)
	}
	slices.Sort(sorted)
	for _, id := range sorted {
		type old struct {
			graph.Backing
			to graph.Day
		}
		var have []old
		err := r.each(r.ctx, t.list, []any{id}, func(scan func(...any) error) error {
			var o old
			if err := scan(&o.Of, &o.Pub, &o.Claim, &o.From, &o.to); err != nil {
				return err
			}
			have = append(have, o)
			return nil
		})
		if err != nil {
			return err
		}
		for _, o := range have {
			to, ok := want[o.Backing]
			delete(want, o.Backing)
			switch {
			case !ok:
				_, err = r.exec(t.remove, o.Of, int64(o.Pub), string(o.Claim), int64(o.From))
			case to != o.to:
				_, err = r.exec(t.shorten, int64(to), o.Of, int64(o.Pub), string(o.Claim), int64(o.From))
			}
			if err != nil {
				return err
			}
		}
	}
	for s, to := range want {
		if _, err := r.exec(t.insert, s.Of, int64(s.Pub), string(s.Claim), int64(s.From), int64(to)); err != nil {
			return err
		}
	}
	return nil
}
