package graph

import (
	"cmp"
	"maps"
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
	f := &treatyFold{o: o, spec: kindOf(o, schema.PartyTo), signed: map[EntityID]Date{}, sums: map[EntityID]*treatySum{}}
	origins := newOrigins(pieces)
	var coming []*mention
	for _, p := range pieces {
		if m, ok := f.mention(p, origins); ok && p.From < p.To {
			coming = append(coming, m)
		}
	}
	slices.SortFunc(coming, byKnown)
	leaving := slices.Clone(coming)
	slices.SortStableFunc(coming, func(a, b *mention) int { return cmp.Compare(a.From, b.From) })
	slices.SortStableFunc(leaving, func(a, b *mention) int { return cmp.Compare(a.To, b.To) })
	for len(coming) > 0 || len(leaving) > 0 && leaving[0].To < Never {
		day := Never
		if len(coming) > 0 {
			day = coming[0].From
		}
		if len(leaving) > 0 {
			day = min(day, leaving[0].To)
		}
		n, m := 0, 0
		for n < len(coming) && coming[n].From == day {
			n++
		}
		for m < len(leaving) && leaving[m].To == day {
			m++
		}
		f.at(day, coming[:n], leaving[:m])
		coming, leaving = coming[n:], leaving[m:]
	}
	slices.SortFunc(f.nodes, func(a, b *TreatyNode) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.KnownFrom, b.KnownFrom))
	})
	slices.SortFunc(f.parties, compareVersions)
	return f.nodes, f.parties
}

func byKnown(a, b *mention) int {
	return cmp.Or(cmp.Compare(a.known, b.known), strings.Compare(string(a.claim.ID), string(b.claim.ID)), cmp.Compare(a.From, b.From))
}

type treatyFold struct {
	o    *schema.Ontology
	spec *schema.Spec // of PARTY_TO

	live   []*mention              // by day known, then id
	signed map[EntityID]Date       // the finest date of each signature
	years  []EntityID              // of signed, by date
	sums   map[EntityID]*treatySum // by the treaty's id

	nodes   []*TreatyNode
	parties []*Relation
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
	case c.Ended && c.Relation != schema.PartyTo && c.Relation != schema.WithdrewFromTreaty && m.stage.order() < TreatyTerminated.order():
		m.stage = TreatyTerminated
	case c.Relation == schema.WithdrewFromTreaty && m.stage.order() >= TreatySuspended.order():
		m.stage = TreatyInForce // one of many who goes ends it for nobody else
	}
	if signing && !ahead && !c.Ended && !m.signed.Known() && m.stage.order() >= TreatySigned.order() {
		m.signed = c.ValidFrom
	}
	switch {
	case m.stage == TreatySigned:
		m.date = m.signed
	case c.Ended && c.Relation == schema.PartyTo: // no stage of the treaty's
	case c.Ended:
		m.date = cmp.Or(c.ValidTo, c.ValidFrom)
	case c.ValidFrom != m.signed:
		switch c.Relation {
		case schema.RatifiedTreatyWith, schema.NegotiatesTreatyWith, schema.PartyTo:
			m.date = c.ValidFrom
		case schema.WithdrewFromTreatyWith:
			if m.stage.order() >= TreatySuspended.order() {
				m.date = c.ValidFrom
			}
		default:
			if signing && !ahead {
				m.date = c.ValidFrom
			}
		}
	}
	var ends []EntityID // one, where a merge has made both the same
	for _, e := range []EntityID{p.Subject, p.Object} {
		if e.Kind() != Treaty {
			ends = union(ends, e)
		}
	}
	for _, e := range t.Parties {
		m.parties = union(m.parties, e)
	}
	if len(m.parties) == 0 && c.Relation != schema.InvokedTreaty && c.Relation != schema.ViolatedTreaty {
		m.parties = ends // who breaks a convention need not be bound by it
	}
	if !c.Ended && m.stage.order() >= TreatySigned.order() && !(ahead && c.Relation == schema.PartyTo) {
		m.signers = m.parties
		if signing || c.Relation == schema.RatifiedTreatyWith || c.Relation == schema.PartyTo {
			m.signers = slices.DeleteFunc(slices.Clone(ends), func(e EntityID) bool { return !slices.Contains(m.parties, e) })
		}
	}
	return m, true
}

func (s TreatyStatus) order() int { return slices.Index(TreatyStatuses(), s) }

// at brings the versions up to a day. Mentions that only go on from what was
// there are added to their treaties; when one leaves, or a signature changes
// which treaty others belong to, all are added up anew.
func (f *treatyFold) at(day Day, coming, leaving []*mention) {
	changed := map[EntityID]*treatySum{} // the sums before
	anew := len(leaving) > 0
	for _, m := range leaving {
		if at, ok := slices.BinarySearchFunc(f.live, m, byKnown); ok {
			f.live = slices.Delete(f.live, at, at+1)
		}
	}
	for _, m := range coming {
		at, _ := slices.BinarySearchFunc(f.live, m, byKnown)
		anew = anew || at < len(f.live) || m.signed.Known() && f.signed[m.year()] != earlier(f.signed[m.year()], m.signed)
		f.live = slices.Insert(f.live, at, m)
	}
	if anew {
		changed, f.sums = f.sums, map[EntityID]*treatySum{}
		f.sign()
		coming = f.live
	}
	for _, m := range coming {
		id := f.treatyOf(m)
		sum := f.sums[id]
		if sum == nil {
			sum = &treatySum{id: id, history: map[TreatyStatus]*stage{}, parties: map[EntityID]*party{}}
			f.sums[id] = sum
		}
		if _, ok := changed[id]; !ok {
			changed[id] = sum
		}
		sum.add(m)
	}
	for _, id := range sortedKeys(changed) {
		f.publish(day, changed[id], f.sums[id])
	}
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// sign finds the signatures among the live mentions.
func (f *treatyFold) sign() {
	f.signed = map[EntityID]Date{}
	for _, m := range f.live {
		if m.signed.Known() {
			f.signed[m.year()] = earlier(f.signed[m.year()], m.signed)
		}
	}
	f.years = sortedKeys(f.signed)
	slices.SortStableFunc(f.years, func(a, b EntityID) int { return cmp.Compare(f.signed[a].First(), f.signed[b].First()) })
}

// treatyOf is the treaty to which a mention belongs.
func (f *treatyFold) treatyOf(m *mention) EntityID {
	id := m.claim.Treaty.Base() + ":open"
	switch {
	case m.signed.Known():
		return m.year()
	case m.stage.order() < TreatySigned.order(): // the next
		when := m.known
		if m.date.Known() {
			when = m.date.First()
		}
		for _, y := range f.years {
			if f.signed[y].Last() >= when {
				return y
			}
		}
	default: // the latest by then
		for _, y := range f.years {
			if f.signed[y].First() <= m.known {
				id = y
			}
		}
	}
	return id
}

func (m *mention) year() EntityID { return m.claim.Treaty.Base() + ":" + EntityID(m.signed[:4]) }

// publish replaces the versions of a treaty and its parties that were made of
// one sum by those of another, where they differ; after is nil when the treaty is
// gone.
func (f *treatyFold) publish(day Day, before, after *treatySum) {
	was, bound := before.version, before.bound
	var is *TreatyNode
	if after != nil {
		is = after.node()
		after.bound = map[RelationID]*Relation{}
	}
	switch {
	case was != nil && is != nil && was.says(is):
		is = was
	default:
		if was != nil {
			was.KnownTo = day
		}
		if is != nil {
			is.KnownFrom, is.KnownTo = day, Never
			f.nodes = append(f.nodes, is)
		}
	}
	if after != nil {
		after.version = is
		for _, p := range is.Parties {
			r := after.party(f.spec, is, p)
			if old := bound[r.ID]; old != nil && old.says(r) {
				r = old
			} else {
				r.KnownFrom, r.KnownTo = day, Never
				f.parties = append(f.parties, r)
			}
			after.bound[r.ID] = r
		}
	}
	for id, old := range bound {
		if after == nil || after.bound[id] != old {
			old.KnownTo = day
		}
	}
}
