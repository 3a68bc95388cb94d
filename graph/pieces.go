package graph

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// Corrections are the judgements of a store, ready to be asked. They depend on
// the set of judgements alone, not on the order in which they came.
type Corrections struct {
	ended    map[ArticleID]Day // first day on which it is retracted or superseded
	rejected map[ClaimID]Day
	accepted map[ClaimID]Day
	moves    map[EntityID][]move // by day
	days     []Day               // on which any entity is merged or split, sorted
	refused  []*Judgement
}

// move: from the day on, an entity is read as into, or as itself when empty.
type move struct {
	on   Day
	into EntityID
}

// NewCorrections reads judgements. Of several on one article or claim the
// earliest acts. Merges and splits act in the order of their days, on one day
// merges first; a merge that would close a circle is refused (see Refused).
func NewCorrections(judgements []*Judgement) *Corrections {
	c := &Corrections{
		ended: map[ArticleID]Day{}, rejected: map[ClaimID]Day{}, accepted: map[ClaimID]Day{},
		moves: map[EntityID][]move{},
	}
	sorted := slices.Clone(judgements)
	slices.SortFunc(sorted, func(a, b *Judgement) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Verb, b.Verb), cmp.Compare(a.ID, b.ID))
	})
	for _, j := range sorted {
		switch j.Verb {
		case Retract, Supersede:
			setFirst(c.ended, j.Article, j.On)
		case Reject:
			setFirst(c.rejected, j.Claim, j.On)
		case Accept:
			setFirst(c.accepted, j.Claim, j.On)
		case Merge:
			if j.Entity == j.Into || slices.Contains(c.chain(j.Into, j.On), j.Entity) {
				c.refused = append(c.refused, j)
				continue
			}
			c.move(j.Entity, j.Into, j.On)
		case Split:
			if chain := c.chain(j.Entity, j.On); len(chain) > 0 && (j.Into == "" || slices.Contains(chain, j.Into)) {
				c.move(j.Entity, "", j.On)
			}
		}
	}
	c.days = slices.Compact(c.days)
	return c
}

func setFirst[K comparable](m map[K]Day, k K, on Day) {
	if _, ok := m[k]; !ok {
		m[k] = on
	}
}

func (c *Corrections) move(e, into EntityID, on Day) {
	c.moves[e] = append(c.moves[e], move{on, into})
	c.days = append(c.days, on)
}

// direct is what the entity itself was merged into, empty when it stands for
// itself.
func (c *Corrections) direct(e EntityID, on Day) EntityID {
	into := EntityID("")
	for _, m := range c.moves[e] {
		if m.on > on {
			break
		}
		into = m.into
	}
	return into
}

// chain lists what the entity was merged into, what that one was, and so on.
func (c *Corrections) chain(e EntityID, on Day) []EntityID {
	var chain []EntityID
	for into := c.direct(e, on); into != ""; into = c.direct(into, on) {
		chain = append(chain, into)
	}
	return chain
}

// ReadAs is the entity as which e is read on a day.
func (c *Corrections) ReadAs(e EntityID, on Day) EntityID {
	for into := c.direct(e, on); into != ""; into = c.direct(e, on) {
		e = into
	}
	return e
}

// Refused lists the merges that would close a circle of entities each read as
// the next. They have no effect.
func (c *Corrections) Refused() []*Judgement { return c.refused }

// Affected lists the entities that are on some day read as e, or through it as
// another, e among them; sorted. When a judgement on e comes, their claims
// may change groups.
func (c *Corrections) Affected(e EntityID) []EntityID {
	all := []EntityID{e}
	for i := 0; i < len(all); i++ {
		for from, moves := range c.moves {
			if !slices.Contains(all, from) && slices.ContainsFunc(moves, func(m move) bool { return m.into == all[i] }) {
				all = append(all, from)
			}
		}
	}
	slices.Sort(all)
	return all
}

// Life is the time in which a claim is known: from its publication until its
// article is retracted or superseded or the claim rejected. It is empty (to is
// not after from) when that comes first.
func (c *Corrections) Life(claim *Claim) (from, to Day) {
	from, to = claim.Known(), Never
	if claim.Extractor == RegistryExtractor {
		// No article brought it: who holds an office is known from the day on
		// which the term began.
		from = claim.ValidFrom.First()
	}
	if on, ok := c.ended[claim.Evidence.Article]; ok {
		to = min(to, on)
	}
	if on, ok := c.rejected[claim.ID]; ok {
		to = min(to, on)
	}
	return from, max(from, to)
}

// Pieces cuts a claim's life where a judgement changes how it is read. The
// article is the claim's; nil for a claim without one.
func (c *Corrections) Pieces(claim *Claim, a *Article) []*Piece {
	from, to := c.Life(claim)
	if from >= to {
		return nil
	}
	accepted, vouched := c.accepted[claim.ID]
	cuts := []Day{from}
	if vouched && accepted > from && accepted < to {
		cuts = append(cuts, accepted)
	}
	if c.moved(claim) {
		for _, d := range c.days {
			if d > from && d < to {
				cuts = append(cuts, d)
			}
		}
		slices.Sort(cuts)
		cuts = slices.Compact(cuts)
	}
	outlet, print := Outlet(a, claim), ""
	if a != nil {
		print = a.Print
	}
	var pieces []*Piece
	for i, start := range cuts {
		end := to
		if i+1 < len(cuts) {
			end = cuts[i+1]
		}
		p := &Piece{
			Claim: claim, Subject: c.ReadAs(claim.Subject.ID, start), Object: c.ReadAs(claim.Object.ID, start),
			From: start, To: end, Accepted: vouched && accepted <= start, Outlet: outlet, Print: print,
		}
		for _, t := range claim.Against {
			p.Against = append(p.Against, c.ReadAs(t.ID, start))
		}
		if n := len(pieces); n > 0 && pieces[n-1].sameReading(p) {
			pieces[n-1].To = end
			continue
		}
		pieces = append(pieces, p)
	}
	return pieces
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

// CheckMerges refuses, with ErrBadInput, a batch of judgements of which a merge
// would close a circle, given those that a store has.
func CheckMerges(have, add []*Judgement) error {
	before := len(NewCorrections(have).refused)
	all := slices.Clone(have)
	for _, j := range add {
		if !slices.ContainsFunc(have, func(h *Judgement) bool { return h.ID == j.ID }) {
			all = append(all, j)
		}
	}
	after := NewCorrections(all).refused
	if len(after) <= before {
		return nil
	}
	for _, j := range after {
		if slices.ContainsFunc(add, func(a *Judgement) bool { return a.ID == j.ID }) {
			return fmt.Errorf("%s cannot be merged into %s, which is read as it already; split one of them first: %w", j.Entity, j.Into, ErrBadInput)
		}
	}
	return fmt.Errorf("a merge of the batch would make an earlier one close a circle: %w", ErrBadInput)
}
