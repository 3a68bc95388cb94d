package graph

import (
	"cmp"
	"slices"

	"github.com/entente-graph/entente/schema"
)

// treatySum adds up the mentions of a treaty, by day known, then id. The
// versions that it makes share the memory of their lists of claims: each is
// longer than the one before.
type treatySum struct {
	id      EntityID
	kind    TreatyKind
	title   string
	made    bool // the title is one under which it was signed, or later
	titles  []string
	signed  Date
	claims  []ClaimID
	clauses []string
	signers []EntityID
	names   []EntityID
	history map[TreatyStatus]*stage
	parties map[EntityID]*party

	// What the latest day on which anyone says so says of mutual defence.
	yes, no bool
	on      Day

	version *TreatyNode // the current one
	bound   map[RelationID]*Relation
}

// stage is what is reported of one stage of a treaty's life.
type stage struct {
	first, last Date
	claims      []ClaimID
}

func (s *treatySum) add(m *mention) {
	t, c := m.claim.Treaty, m.claim.ID
	s.kind = cmp.Or(s.kind, t.Kind)
	if t.Title != "" {
		// What it is called in talks need not be what it is signed as.
		if made := m.stage.order() >= TreatySigned.order(); s.title == "" || made && !s.made {
			s.title, s.made = t.Title, made
		}
		s.titles = union(s.titles, t.Title)
	}
	if t.As != "" {
		s.titles = union(s.titles, t.As)
	}
	s.signed = earlier(s.signed, m.signed)
	s.claims = append(s.claims, c)
	for _, c := range t.Clauses {
		s.clauses = union(s.clauses, c)
	}
	if m.signed.Known() && m.stage != TreatySigned {
		s.event(TreatySigned, m.signed, c)
	}
	s.event(m.stage, m.date, c)
	if v := t.MutualDefence; v != nil {
		if m.known != s.on {
			s.yes, s.no, s.on = false, false, m.known
		}
		s.yes, s.no = s.yes || *v, s.no || !*v
	}
	for _, p := range m.parties {
		s.names = union(s.names, p)
		s.of(p).named.mention(m)
	}
	for _, p := range m.signers {
		s.signers = union(s.signers, p)
		s.of(p).signed.mention(m)
		if r := m.claim.Relation; m.stage == TreatySigned || r != schema.PartyTo && r != schema.WithdrewFromTreaty {
			s.of(p).first = true
		}
	}
	switch by := m.claim; {
	case by.Relation == schema.PartyTo && by.Ended:
		s.of(m.Subject).leaves(cmp.Or(by.ValidTo, by.ValidFrom), m.known)
	case by.Relation == schema.PartyTo && by.Modality == Asserted:
		p := s.of(m.Subject)
		p.joined = earlier(p.joined, by.ValidFrom)
	case (by.Relation == schema.WithdrewFromTreatyWith || by.Relation == schema.WithdrewFromTreaty) && by.Modality == Asserted && by.Treaty.Status != TreatySuspended:
		s.of(m.Subject).leaves(by.ValidFrom, m.known) // who suspends it stays
	}
}

// leaves notes a day on which a party left, or by which it had.
func (p *party) leaves(on Date, known Day) { p.left = earlier(p.left, cmp.Or(on, DateOf(known))) }

func (s *treatySum) event(at TreatyStatus, d Date, c ClaimID) {
	e := s.history[at]
	if e == nil {
		e = &stage{}
		s.history[at] = e
	}
	e.first = earlier(e.first, d)
	if p, q := d.Precision(), e.last.Precision(); p > q || p == q && d > e.last {
		e.last = d
	}
	e.claims = append(e.claims, c)
}

// node is the treaty as the mentions so far make it.
func (s *treatySum) node() *TreatyNode {
	n := &TreatyNode{
		ID: s.id, Kind: s.kind, Title: s.title, Titles: s.titles, Signed: s.signed, Clauses: s.clauses, Parties: s.names, Signatories: s.signers,
		Claims: slices.Clip(s.claims), Since: MinDay,
	}
	// A contradiction of one day is no word on mutual defence.
	if s.yes != s.no {
		yes := s.yes
		n.MutualDefence = &yes
	}
	var until Date // the last date of the status
	for _, at := range TreatyStatuses() {
		e := s.history[at]
		if e == nil {
			continue
		}
		n.History = append(n.History, TreatyEvent{at, e.first, slices.Clip(e.claims)})
		// The last stage is the status, but for one that is known to lie before
		// an earlier one: a treaty in force again after its suspension.
		if !until.Known() || !e.last.Known() || e.last.Last() >= until.First() {
			n.Status, until = at, e.last
		}
		if d := e.first; d.Known() && (n.Since == MinDay || d.First() < n.Since) {
			n.Since = d.First()
		}
	}
	if n.Signed.Known() {
		n.Since = n.Signed.First()
	}
	return n
}

func (n *TreatyNode) says(m *TreatyNode) bool {
	same := func(a, b TreatyEvent) bool {
		return a.Status == b.Status && a.Date == b.Date && slices.Equal(a.Claims, b.Claims)
	}
	mutual := n.MutualDefence == nil && m.MutualDefence == nil ||
		n.MutualDefence != nil && m.MutualDefence != nil && *n.MutualDefence == *m.MutualDefence
	return n.ID == m.ID && n.Kind == m.Kind && n.Title == m.Title && slices.Equal(n.Titles, m.Titles) && n.Status == m.Status && n.Signed == m.Signed && mutual &&
		n.Since == m.Since && slices.Equal(n.Clauses, m.Clauses) && slices.Equal(n.Parties, m.Parties) &&
		slices.Equal(n.Signatories, m.Signatories) && slices.EqualFunc(n.History, m.History, same) && slices.Equal(n.Claims, m.Claims)
}

// party is what the mentions say of one party.
type party struct {
	named  *summary // of the mentions that name it
	signed *summary // of those that report it to have signed
	joined Date     // when it became one, where that is said of it alone
	left   Date     // when it withdrew
	first  bool     // it has signed with the first, and did not only join
}

func (s *treatySum) of(e EntityID) *party {
	p := s.parties[e]
	if p == nil {
		p = &party{named: newSummary(), signed: newSummary()}
		s.parties[e] = p
	}
	return p
}

// mention adds a mention of a treaty to a summary of its party.
func (s *summary) mention(m *mention) {
	s.claims = append(s.claims, m.claim.ID)
	for _, o := range m.origins {
		s.weigh(o, weightOf(m.Piece))
		if m.third {
			s.countThird(o)
		}
	}
	s.vouched = s.vouched || !m.third
	if m.known.Bounded() {
		s.first, s.last = min(s.first, m.known), max(s.last, m.known)
	}
}

// party is how a party stands to the treaty: a prospect until it is reported to
// have signed, and from then on bound by the mentions that say so.
func (s *treatySum) party(spec *schema.Spec, n *TreatyNode, e EntityID) *Relation {
	p := s.parties[e]
	r := &Relation{Kind: schema.PartyTo, Subject: e, Object: n.ID, Modality: Planned}
	sum := p.named
	if len(p.signed.claims) > 0 {
		sum = p.signed
		r.Modality, r.ValidFrom, r.ValidTo = Asserted, p.joined, cmp.Or(p.left, n.end())
		if p.first {
			r.ValidFrom = cmp.Or(p.joined, n.Signed)
		}
	}
	r.Status = sum.status(r.Modality, false)
	r.Confidence, r.ClaimCount, r.SourceCount = confidence(sum.best), len(sum.claims), len(sum.origins)
	r.FirstReported, r.LastAttested, r.Claims = sum.first, sum.last, slices.Clip(sum.claims)
	r.ID = NewRelationID(RelationKey{Kind: r.Kind, Subject: r.Subject, Object: r.Object, Modality: r.Modality}, r.Claims[0])
	r.Span = SpanOf(spec, r)
	return r
}

// end is the day on which the treaty ended for all; unknown while it has not.
func (n *TreatyNode) end() Date {
	for _, e := range n.History {
		if e.Status == n.Status && (e.Status == TreatyTerminated || e.Status == TreatyExpired) {
			return e.Date
		}
	}
	return ""
}
