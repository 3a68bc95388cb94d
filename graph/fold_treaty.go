package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// FoldTreaty folds the pieces of a treaty's group into all versions of the
// treaties of that kind between those parties, by id and KnownFrom, and of
// their parties' PARTY_TO relations, in the order of FoldGroup.
//
// Treaties are told apart by the year of their signature. What a text says of
// one before it was signed (it is proposed, negotiated, to be signed) belongs to
// the next signature, and without one to the treaty that is still open; what it
// says of a signed one without a date belongs to the latest that was signed by
// then.
func FoldTreaty(o *schema.Ontology, pieces []*Piece) ([]*TreatyNode, []*Relation) {
	f := &treatyFold{o: o, spec: kindOf(o, schema.PartyTo), nodes: map[EntityID]*TreatyNode{}, parties: map[RelationID]*Relation{}}
	origins := newOrigins(pieces)
	var days []Day
	for _, p := range pieces {
		if m, ok := f.mention(p, origins); ok && p.From < p.To {
			f.mentions = append(f.mentions, m)
			days = append(days, p.From, p.To)
		}
	}
	slices.SortFunc(f.mentions, func(a, b *mention) int {
		return cmp.Or(cmp.Compare(a.known, b.known), strings.Compare(string(a.claim.ID), string(b.claim.ID)), cmp.Compare(a.From, b.From))
	})
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		if day < Never {
			f.at(day)
		}
	}
	slices.SortFunc(f.allNodes, func(a, b *TreatyNode) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.KnownFrom, b.KnownFrom))
	})
	slices.SortFunc(f.allParties, compareVersions)
	return f.allNodes, f.allParties
}

type treatyFold struct {
	o        *schema.Ontology
	spec     *schema.Spec // of PARTY_TO
	mentions []*mention   // by day known, then id

	nodes      map[EntityID]*TreatyNode // the current versions
	parties    map[RelationID]*Relation
	allNodes   []*TreatyNode
	allParties []*Relation
}

// mention is a piece with what it says of the treaty.
type mention struct {
	*Piece
	claim   *Claim
	known   Day
	stage   TreatyStatus
	date    Date       // of the stage
	signed  Date       // of the signature
	parties []EntityID // that it names
	signers []EntityID // that it reports to have signed
	origins []int32
	third   bool
}

// mention reads what a claim says of a treaty. A denial says nothing of it; a
// signature or ratification that lies ahead has not taken place.
func (f *treatyFold) mention(p *Piece, origins *origins) (*mention, bool) {
	c := p.Claim
	t := c.Treaty
	if t == nil || c.Modality == Denied && !c.Ended {
		return nil, false
	}
	m := &mention{Piece: p, claim: c, known: c.Known(), stage: t.Status, signed: t.Signed, origins: origins.of(c), third: c.Voice == VoiceThird && !p.Accepted}
	signing := slices.Contains(f.o.Descendants(schema.SignedTreatyWith), c.Relation)
	ahead := c.Modality.Prospect()
	switch {
	case m.stage == "":
		m.stage = TreatyProposed
	case signing && ahead && m.stage.order() >= TreatySigned.order():
		m.stage, m.signed = TreatyProposed, ""
	case c.Relation == schema.RatifiedTreatyWith && ahead && m.stage.order() >= TreatyRatified.order():
		m.stage = TreatySigned
	case c.Ended && m.stage.order() < TreatyTerminated.order():
		m.stage = TreatyTerminated
	}
	if signing && !ahead && !c.Ended && !m.signed.Known() && m.stage.order() >= TreatySigned.order() {
		m.signed = c.ValidFrom
	}
	switch {
	case m.stage == TreatySigned:
		m.date = m.signed
	case c.Ended:
		m.date = cmp.Or(c.ValidTo, c.ValidFrom)
	case c.ValidFrom != m.signed:
		switch c.Relation {
		case schema.RatifiedTreatyWith, schema.NegotiatesTreatyWith, schema.PartyTo:
			m.date = c.ValidFrom
		default:
			if signing && !ahead {
				m.date = c.ValidFrom
			}
		}
	}
	ends := make([]EntityID, 0, 2)
	for _, e := range []EntityID{p.Subject, p.Object} {
		if e.Kind() != Treaty {
			ends = append(ends, e)
		}
	}
	m.parties = t.Parties
	if len(m.parties) == 0 {
		m.parties = slices.Clone(ends)
	}
	if !c.Ended && m.stage.order() >= TreatySigned.order() {
		m.signers = m.parties
		if signing || c.Relation == schema.RatifiedTreatyWith || c.Relation == schema.PartyTo {
			m.signers = slices.DeleteFunc(ends, func(e EntityID) bool { return !slices.Contains(m.parties, e) })
		}
	}
	return m, true
}

func (s TreatyStatus) order() int { return slices.Index(TreatyStatuses(), s) }

// at brings the versions up to a day.
func (f *treatyFold) at(day Day) {
	nodes, parties := map[EntityID]*TreatyNode{}, map[RelationID]*Relation{}
	for id, mentions := range f.assign(day) {
		n := node(id, mentions)
		nodes[id] = n
		for _, p := range n.Parties {
			r := f.party(n, p, mentions)
			parties[r.ID] = r
		}
	}
	for _, id := range sortedKeys(f.nodes, nodes) {
		was, is := f.nodes[id], nodes[id]
		if was != nil && is != nil && was.says(is) {
			nodes[id] = was
			continue
		}
		if was != nil {
			was.KnownTo = day
		}
		if is != nil {
			if was != nil {
				is.share(was)
			}
			is.KnownFrom, is.KnownTo = day, Never
			f.allNodes = append(f.allNodes, is)
		}
	}
	for _, id := range sortedKeys(f.parties, parties) {
		was, is := f.parties[id], parties[id]
		if was != nil && is != nil && was.says(is) {
			parties[id] = was
			continue
		}
		if was != nil {
			was.KnownTo = day
		}
		if is != nil {
			if was != nil {
				is.Claims = grown(was.Claims, is.Claims)
			}
			is.KnownFrom, is.KnownTo = day, Never
			f.allParties = append(f.allParties, is)
		}
	}
	f.nodes, f.parties = nodes, parties
}

func sortedKeys[K cmp.Ordered, V any](a, b map[K]V) []K {
	var keys []K
	for k := range a {
		keys = append(keys, k)
	}
	for k := range b {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// assign gives each mention that is known on the day to a treaty.
func (f *treatyFold) assign(day Day) map[EntityID][]*mention {
	signed := map[EntityID]Date{} // the finest date of each signature
	for _, m := range f.mentions {
		if m.on(day) && m.signed.Known() {
			id := m.year()
			signed[id] = earlier(signed[id], m.signed)
		}
	}
	years := sortedKeys(signed, nil)
	slices.SortStableFunc(years, func(a, b EntityID) int { return cmp.Compare(signed[a].First(), signed[b].First()) })
	out := map[EntityID][]*mention{}
	for _, m := range f.mentions {
		if !m.on(day) {
			continue
		}
		id := m.claim.Treaty.Base() + ":open"
		switch {
		case m.signed.Known():
			id = m.year()
		case m.stage.order() < TreatySigned.order():
			when := m.known
			if m.date.Known() {
				when = m.date.First()
			}
			for _, y := range years {
				if signed[y].Last() >= when {
					id = y
					break
				}
			}
		default:
			for _, y := range years {
				if signed[y].First() <= m.known {
					id = y
				}
			}
		}
		out[id] = append(out[id], m)
	}
	return out
}

func (m *mention) on(day Day) bool { return m.From <= day && day < m.To }

func (m *mention) year() EntityID { return m.claim.Treaty.Base() + ":" + EntityID(m.signed[:4]) }

// node makes a treaty of its mentions, which stand by day known, then id.
func node(id EntityID, mentions []*mention) *TreatyNode {
	n := &TreatyNode{ID: id, Kind: mentions[0].claim.Treaty.Kind, Since: MinDay}
	first, last := map[TreatyStatus]Date{}, map[TreatyStatus]Date{}
	claims := map[TreatyStatus][]ClaimID{}
	event := func(s TreatyStatus, d Date, c ClaimID) {
		first[s] = earlier(first[s], d)
		if p, q := d.Precision(), last[s].Precision(); p > q || p == q && d > last[s] {
			last[s] = d
		}
		claims[s] = append(claims[s], c)
	}
	for _, m := range mentions {
		t := m.claim.Treaty
		n.Claims = append(n.Claims, m.claim.ID)
		n.Title = cmp.Or(n.Title, t.Title)
		n.Signed = earlier(n.Signed, m.signed)
		for _, c := range t.Clauses {
			n.Clauses = union(n.Clauses, c)
		}
		for _, p := range m.parties {
			n.Parties = union(n.Parties, p)
		}
		for _, p := range m.signers {
			n.Signatories = union(n.Signatories, p)
		}
		if m.signed.Known() && m.stage != TreatySigned {
			event(TreatySigned, m.signed, m.claim.ID)
		}
		event(m.stage, m.date, m.claim.ID)
	}
	n.MutualDefence = mutualDefence(mentions)
	for _, s := range TreatyStatuses() {
		if claims[s] == nil {
			continue
		}
		n.History = append(n.History, TreatyEvent{s, first[s], claims[s]})
		// The last stage is the status, but for one that is known to lie before
		// an earlier one: a treaty in force again after its suspension.
		if was := last[n.Status]; !was.Known() || !last[s].Known() || last[s].Last() >= was.First() {
			n.Status = s
		}
		if d := first[s]; d.Known() && (n.Since == MinDay || d.First() < n.Since) {
			n.Since = d.First()
		}
	}
	if n.Signed.Known() {
		n.Since = n.Signed.First()
	}
	return n
}

// mutualDefence: what the latest mention that says so says; nil when those of
// its day contradict each other.
func mutualDefence(mentions []*mention) *bool {
	var yes, no bool
	var on Day
	for _, m := range mentions { // by day known
		v := m.claim.Treaty.MutualDefence
		if v == nil {
			continue
		}
		if m.known != on {
			yes, no, on = false, false, m.known
		}
		yes, no = yes || *v, no || !*v
	}
	if yes == no {
		return nil
	}
	return &yes
}

func (n *TreatyNode) says(m *TreatyNode) bool {
	same := func(a, b TreatyEvent) bool {
		return a.Status == b.Status && a.Date == b.Date && slices.Equal(a.Claims, b.Claims)
	}
	mutual := n.MutualDefence == nil && m.MutualDefence == nil ||
		n.MutualDefence != nil && m.MutualDefence != nil && *n.MutualDefence == *m.MutualDefence
	return n.ID == m.ID && n.Kind == m.Kind && n.Title == m.Title && n.Status == m.Status && n.Signed == m.Signed && mutual &&
		n.Since == m.Since && slices.Equal(n.Clauses, m.Clauses) && slices.Equal(n.Parties, m.Parties) &&
		slices.Equal(n.Signatories, m.Signatories) && slices.EqualFunc(n.History, m.History, same) && slices.Equal(n.Claims, m.Claims)
}

// share lets the lists of claims that have only grown since the version before
// use its memory, so that a much reported treaty takes no more than its length.
func (n *TreatyNode) share(before *TreatyNode) {
	n.Claims = grown(before.Claims, n.Claims)
	for i := range n.History {
		for _, e := range before.History {
			if e.Status == n.History[i].Status {
				n.History[i].Claims = grown(e.Claims, n.History[i].Claims)
			}
		}
	}
}

// grown is list, in the memory of before when it begins with that. Each list
// may be grown once.
func grown(before, list []ClaimID) []ClaimID {
	if len(list) < len(before) || !slices.Equal(before, list[:len(before)]) {
		return list
	}
	return append(before, list[len(before):]...)
}

// party is how a party stands to the treaty: a prospect until it is reported to
// have signed, and from then on bound by the mentions that say so.
func (f *treatyFold) party(n *TreatyNode, party EntityID, mentions []*mention) *Relation {
	var named, signed []*mention
	for _, m := range mentions {
		if slices.Contains(m.signers, party) {
			signed = append(signed, m)
		}
		if slices.Contains(m.parties, party) {
			named = append(named, m)
		}
	}
	r := &Relation{
		Kind: schema.PartyTo, Subject: party, Object: n.ID, Modality: Planned, Status: StatusProspect,
		FirstReported: MaxDay, LastAttested: MinDay,
	}
	by := named
	if len(signed) > 0 {
		by = signed
		r.Modality, r.Status, r.ValidFrom = Asserted, StatusAlleged, n.Signed
	}
	weights, thirds := map[int32]Thousandths{}, map[int32]bool{}
	for _, m := range by {
		r.Claims = append(r.Claims, m.claim.ID)
		for _, o := range m.origins {
			weights[o] = max(weights[o], weightOf(m.Piece))
			if m.third {
				thirds[o] = true
			}
		}
		if r.Modality == Asserted && (!m.third || len(thirds) > 1) {
			r.Status = StatusFact
		}
		if m.known.Bounded() {
			r.FirstReported, r.LastAttested = min(r.FirstReported, m.known), max(r.LastAttested, m.known)
		}
	}
	list := make([]Thousandths, 0, len(weights))
	for _, w := range weights {
		list = append(list, w)
	}
	r.Confidence, r.ClaimCount, r.SourceCount = Confidence(list), len(r.Claims), len(weights)
	if r.Modality == Asserted {
		r.ValidTo = n.end(party, mentions)
	}
	r.ID = NewRelationID(RelationKey{Kind: r.Kind, Subject: r.Subject, Object: r.Object, Modality: r.Modality}, r.Claims[0])
	r.Span = SpanOf(f.spec, r)
	return r
}

// end is when the treaty ended for a party: by the party's withdrawal, or for
// all of them.
func (n *TreatyNode) end(party EntityID, mentions []*mention) Date {
	var end Date
	for _, m := range mentions {
		if c := m.claim; c.Relation == schema.WithdrewFromTreatyWith && c.Modality == Asserted && m.Subject == party {
			end = earlier(end, cmp.Or(c.ValidFrom, DateOf(m.known)))
		}
	}
	for _, e := range n.History {
		if e.Status == n.Status && (e.Status == TreatyTerminated || e.Status == TreatyExpired) {
			end = cmp.Or(end, e.Date)
		}
	}
	return end
}
