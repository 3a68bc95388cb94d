package graph

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// Pieces cuts a claim's life where a judgement changes how it is read. The
// article is the claim's; nil for a claim without one.
func (c *Corrections) Pieces(claim *Claim, a *Article) []*Piece {
	stretches := c.Life(claim).stretches()
	if len(stretches) == 0 {
		return nil
	}
	outlet, print := Outlet(a, claim), ""
	if a != nil {
		print = a.Print
	}
	var pieces []*Piece
	for _, s := range stretches {
		cuts := c.cuts(claim, s)
		for i, start := range cuts {
			end := s.To
			if i+1 < len(cuts) {
				end = cuts[i+1]
			}
			p := &Piece{
				Claim: claim, Subject: c.ReadAs(claim.Subject.ID, start), Object: c.ReadAs(claim.Object.ID, start),
				From: start, To: end, Accepted: c.vouched(claim.ID, start), Outlet: outlet, Print: print,
			}
			for _, t := range claim.Against {
				p.Against = append(p.Against, c.ReadAs(t.ID, start))
			}
			if n := len(pieces); n > 0 && pieces[n-1].To == start && pieces[n-1].sameReading(p) {
				pieces[n-1].To = end
				continue
			}
			pieces = append(pieces, p)
		}
	}
	return pieces
}

// cuts are the first day of a stretch and those in it on which a claim may be
// read in another way.
func (c *Corrections) cuts(claim *Claim, s Stretch) []Day {
	cuts := []Day{s.From}
	add := func(d Day) {
		if s.From < d && d < s.To {
			cuts = append(cuts, d)
		}
	}
	for _, v := range c.verdicts[claim.ID] {
		add(v.on)
	}
	if c.moved(claim) {
		for _, d := range c.days {
			add(d)
		}
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// vouched reports whether a person has accepted the claim by the day, and has
// not taken that back.
func (c *Corrections) vouched(id ClaimID, on Day) bool {
	vouched := false
	for _, v := range c.verdicts[id] {
		if v.on > on {
			break
		}
		vouched = !v.off
	}
	return vouched
}

func (c *Corrections) moved(claim *Claim) bool {
	if len(c.moves) == 0 {
		return false
	}
	has := func(e EntityID) bool { return c.moves[e] != nil }
	return has(claim.Subject.ID) || has(claim.Object.ID) ||
		slices.ContainsFunc(claim.Against, func(r EntityRef) bool { return has(r.ID) })
}

func (p *Piece) sameReading(q *Piece) bool {
	return p.Subject == q.Subject && p.Object == q.Object && p.Accepted == q.Accepted && slices.Equal(p.Against, q.Against)
}

// Outlet is who published the claim's article: its source, else the host of its
// URL, else the article's id. Names that differ in case and marks alone are
// one, and so are a host with and without "www.".
func Outlet(a *Article, claim *Claim) string {
	link, source, id := claim.Evidence.URL, "", claim.Evidence.Article
	if a != nil {
		link, source, id = cmp.Or(a.URL, link), a.Source, a.ID
	}
	if s := strings.Join(Tokens(strings.TrimPrefix(Fold(source), "www.")), " "); s != "" {
		return s
	}
	if u, err := url.Parse(link); err == nil && u.Hostname() != "" {
		return strings.Join(Tokens(strings.TrimPrefix(Fold(u.Hostname()), "www.")), " ")
	}
	return string(id)
}

// Groups lists the groups in which the piece is folded, sorted.
func (p *Piece) Groups(o *schema.Ontology) []GroupKey {
	var keys []GroupKey
	c := p.Claim
	// What a claim says of a treaty's parties is the treaty's: see FoldTreaty.
	if c.Treaty == nil || c.Relation != schema.PartyTo {
		if p.Subject != p.Object { // which a merge of both ends makes of them
			keys = append(keys, GroupOf(o, c.Relation, p.Subject, p.Object))
		}
	}
	if c.Treaty != nil {
		keys = append(keys, TreatyGroup(c.Treaty))
	}
	slices.Sort(keys)
	return keys
}
