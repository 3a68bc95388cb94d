package memory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// foldTreaty folds the pieces of a treaty's group as the rules read, each day
// anew. Like foldGroup it shares nothing with the fold of the other stores.
func foldTreaty(o *schema.Ontology, pieces []*graph.Piece) ([]*graph.TreatyNode, []*graph.Relation) {
	var days []graph.Day
	for _, p := range pieces {
		if p.From < p.To {
			days = append(days, p.From, p.To)
		}
	}
	slices.Sort(days)
	v := view{o: o, sources: sourcesOf(pieces)}
	var nodes []*graph.TreatyNode
	var parties []*graph.Relation
	standing := map[graph.EntityID]*graph.TreatyNode{}
	bound := map[graph.RelationID]*graph.Relation{}
	for _, day := range slices.Compact(days) {
		if day == graph.Never {
			break
		}
		v.live = nil
		for _, p := range pieces {
			if p.From <= day && day < p.To {
				v.live = append(v.live, p)
			}
		}
		now, boundNow := map[graph.EntityID]*graph.TreatyNode{}, map[graph.RelationID]*graph.Relation{}
		for id, words := range v.treaties() {
			n := v.treaty(id, words)
			now[id] = n
			if was := standing[id]; was != nil && equalTreaties(was, n) {
				now[id] = was
			}
			for _, p := range n.Parties {
				r := v.party(n, p, words)
				boundNow[r.ID] = r
				if was := bound[r.ID]; was != nil && equal(was, r) && was.Object == r.Object {
					boundNow[r.ID] = was
				}
			}
		}
		for id, was := range standing {
			if now[id] != was {
				was.KnownTo = day
			}
		}
		for id, n := range now {
			if standing[id] != n {
				n.KnownFrom, n.KnownTo = day, graph.Never
				nodes = append(nodes, n)
			}
		}
		for id, was := range bound {
			if boundNow[id] != was {
				was.KnownTo = day
			}
		}
		for id, r := range boundNow {
			if bound[id] != r {
				r.KnownFrom, r.KnownTo = day, graph.Never
				parties = append(parties, r)
			}
		}
		standing, bound = now, boundNow
	}
	return nodes, parties
}

func equalTreaties(a, b *graph.TreatyNode) bool {
	mutual := func(n *graph.TreatyNode) string {
		if n.MutualDefence == nil {
			return "?"
		}
		return map[bool]string{true: "yes", false: "no"}[*n.MutualDefence]
	}
	return a.Kind == b.Kind && a.Title == b.Title && slices.Equal(a.Titles, b.Titles) && a.Status == b.Status && a.Signed == b.Signed && mutual(a) == mutual(b) &&
		a.Since == b.Since && slices.Equal(a.Clauses, b.Clauses) && slices.Equal(a.Parties, b.Parties) &&
		slices.Equal(a.Signatories, b.Signatories) && slices.Equal(a.Claims, b.Claims) &&
		slices.EqualFunc(a.History, b.History, func(x, y graph.TreatyEvent) bool {
			return x.Status == y.Status && x.Date == y.Date && slices.Equal(x.Claims, y.Claims)
		})
}

// word is what one claim says of a treaty.
type word struct {
	*graph.Piece
	stage  graph.TreatyStatus
	on     graph.Date // the day of the stage
	signed graph.Date // the day of the signature
}

var stages = graph.TreatyStatuses()

// leaving are the kinds by which a party leaves a treaty or suspends it.
var leaving = []schema.Kind{schema.WithdrewFromTreatyWith, schema.WithdrewFromTreaty}

func from(s graph.TreatyStatus, least graph.TreatyStatus) bool {
	return slices.Index(stages, s) >= slices.Index(stages, least)
}

// words are what the claims known on the day say, by day known, then id.
func (v *view) words() []word {
	var list []word
	for _, p := range v.live {
		c := p.Claim
		if c.Treaty == nil || c.Modality == graph.Denied && !c.Ended {
			continue
		}
		w := word{Piece: p, stage: cmp.Or(c.Treaty.Status, graph.TreatyProposed), signed: c.Treaty.Signed}
		signs := v.signs(c)
		if c.Modality.Prospect() && c.Treaty.Status != "" { // what lies ahead has not taken place
			if signs && from(w.stage, graph.TreatySigned) {
				w.stage, w.signed = graph.TreatyProposed, ""
			}
			if c.Relation == schema.RatifiedTreatyWith && from(w.stage, graph.TreatyRatified) {
				w.stage = graph.TreatySigned
			}
		}
		if c.Ended && c.Relation != schema.PartyTo && c.Relation != schema.WithdrewFromTreaty && c.Treaty.Status != "" && !from(w.stage, graph.TreatyTerminated) {
			w.stage = graph.TreatyTerminated
		}
		if c.Relation == schema.WithdrewFromTreaty && from(w.stage, graph.TreatySuspended) {
			w.stage = graph.TreatyInForce
		}
		done := !c.Modality.Prospect() && !c.Ended
		if signs && done && !w.signed.Known() && from(w.stage, graph.TreatySigned) {
			w.signed = c.ValidFrom
		}
		left := c.Relation == schema.WithdrewFromTreatyWith && from(w.stage, graph.TreatySuspended)
		switch tells := left || signs && !c.Modality.Prospect() || slices.Contains([]schema.Kind{schema.RatifiedTreatyWith, schema.NegotiatesTreatyWith, schema.PartyTo}, c.Relation); {
		case w.stage == graph.TreatySigned:
			w.on = w.signed
		case c.Ended && c.Relation == schema.PartyTo:
		case c.Ended:
			w.on = cmp.Or(c.ValidTo, c.ValidFrom)
		case tells && c.ValidFrom != w.signed:
			w.on = c.ValidFrom
		}
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b word) int { return byKnown(a.Piece, b.Piece) })
	return list
}

// signs reports whether the claim's kind is that a treaty was signed.
func (v *view) signs(c *graph.Claim) bool {
	return c.Relation == schema.SignedTreatyWith || slices.Contains(v.o.Ancestors(c.Relation), schema.SignedTreatyWith)
}

// treaties gives each word to a treaty.
func (v *view) treaties() map[graph.EntityID][]word {
	words := v.words()
	type signature struct {
		id graph.EntityID
		on graph.Date
	}
	var signatures []signature
	for _, w := range words {
		if !w.signed.Known() {
			continue
		}
		id := w.Claim.Treaty.Base() + ":" + graph.EntityID(w.signed[:4])
		at := slices.IndexFunc(signatures, func(s signature) bool { return s.id == id })
		if at < 0 {
			signatures = append(signatures, signature{id, w.signed})
			continue
		}
		s := &signatures[at]
		if p, q := w.signed.Precision(), s.on.Precision(); p > q || p == q && w.signed < s.on {
			s.on = w.signed
		}
	}
	out := map[graph.EntityID][]word{}
	for _, w := range words {
		id := w.Claim.Treaty.Base() + ":open"
		var best *signature
		for i := range signatures {
			s := &signatures[i]
			switch {
			case w.signed.Known():
				if strings.HasSuffix(string(s.id), ":"+string(w.signed[:4])) {
					best = s
				}
			case from(w.stage, graph.TreatySigned): // the latest by then
				if s.on.First() <= w.Claim.Known() && (best == nil || s.on.First() > best.on.First()) {
					best = s
				}
			default: // the next
				when := w.Claim.Known()
				if w.on.Known() {
					when = w.on.First()
				}
				if s.on.Last() >= when && (best == nil || s.on.First() < best.on.First()) {
					best = s
				}
			}
		}
		if best != nil {
			id = best.id
		}
		out[id] = append(out[id], w)
	}
	return out
}

// names are the parties that a word names, signers those that it reports to
// have signed.
func (v *view) names(w word) (parties, signers []graph.EntityID) {
	var ends []graph.EntityID
	for _, e := range []graph.EntityID{w.Subject, w.Object} {
		if e.Kind() != graph.Treaty {
			ends = append(ends, e)
		}
	}
	parties = w.Claim.Treaty.Parties
	if len(parties) == 0 {
		if w.Claim.Relation == schema.InvokedTreaty || w.Claim.Relation == schema.ViolatedTreaty {
			return nil, nil
		}
		parties = ends
	}
	if w.Claim.Ended || !from(w.stage, graph.TreatySigned) || w.Claim.Relation == schema.PartyTo && w.Claim.Modality.Prospect() {
		return parties, nil
	}
	if !v.signs(w.Claim) && w.Claim.Relation != schema.RatifiedTreatyWith && w.Claim.Relation != schema.PartyTo {
		return parties, parties
	}
	for _, e := range ends {
		if slices.Contains(parties, e) {
			signers = append(signers, e)
		}
	}
	return parties, signers
}

// treaty adds up the words on one treaty.
func (v *view) treaty(id graph.EntityID, words []word) *graph.TreatyNode {
	n := &graph.TreatyNode{ID: id, Kind: words[0].Claim.Treaty.Kind}
	type told struct {
		date  graph.Date
		claim graph.ClaimID
	}
	history := map[graph.TreatyStatus][]told{}
	var signed []graph.Date
	titles := map[bool][]string{} // of what was made, and of what was talked about
	for _, w := range words {
		t, c := w.Claim.Treaty, w.Claim.ID
		n.Claims = append(n.Claims, c)
		if t.Title != "" {
			titles[from(w.stage, graph.TreatySigned)] = append(titles[from(w.stage, graph.TreatySigned)], t.Title)
			n.Titles = append(n.Titles, t.Title)
		}
		if t.As != "" {
			n.Titles = append(n.Titles, t.As)
		}
		n.Clauses = append(n.Clauses, t.Clauses...)
		parties, signers := v.names(w)
		n.Parties, n.Signatories = append(n.Parties, parties...), append(n.Signatories, signers...)
		signed = append(signed, w.signed)
		if w.signed.Known() && w.stage != graph.TreatySigned {
			history[graph.TreatySigned] = append(history[graph.TreatySigned], told{w.signed, c})
		}
		history[w.stage] = append(history[w.stage], told{w.on, c})
	}
	if all := slices.Concat(titles[true], titles[false]); len(all) > 0 {
		n.Title = all[0]
	}
	n.Titles, n.Clauses, n.Parties, n.Signatories = distinct(n.Titles), distinct(n.Clauses), distinct(n.Parties), distinct(n.Signatories)
	n.Signed = slices.Min(finest(signed))
	var until graph.Date // the last date of the status
	for _, s := range stages {
		if len(history[s]) == 0 {
			continue
		}
		e := graph.TreatyEvent{Status: s}
		var dates []graph.Date
		for _, h := range history[s] {
			e.Claims = append(e.Claims, h.claim)
			dates = append(dates, h.date)
		}
		dates = finest(dates)
		e.Date = slices.Min(dates)
		n.History = append(n.History, e)
		if last := slices.Max(dates); !until.Known() || !last.Known() || last.Last() >= until.First() {
			n.Status, until = s, last
		}
	}
	n.Since = graph.MinDay
	for _, e := range n.History {
		if e.Date.Known() && (n.Since == graph.MinDay || e.Date.First() < n.Since) {
			n.Since = e.Date.First()
		}
	}
	if n.Signed.Known() {
		n.Since = n.Signed.First()
	}
	// The last day on which anyone says whether it obliges to mutual defence.
	var said []graph.Piece
	for _, w := range words {
		if w.Claim.Treaty.MutualDefence != nil {
			said = append(said, *w.Piece)
		}
	}
	if len(said) > 0 {
		last := said[len(said)-1].Claim
		n.MutualDefence = last.Treaty.MutualDefence
		for _, p := range said {
			if p.Claim.Known() == last.Known() && *p.Claim.Treaty.MutualDefence != *last.Treaty.MutualDefence {
				n.MutualDefence = nil
			}
		}
	}
	return n
}

// finest are the dates of the finest precision among them.
func finest(dates []graph.Date) []graph.Date {
	best := 0
	for _, d := range dates {
		best = max(best, d.Precision())
	}
	return slices.DeleteFunc(slices.Clone(dates), func(d graph.Date) bool { return d.Precision() != best })
}

// party is how a party stands to a treaty.
func (v *view) party(n *graph.TreatyNode, party graph.EntityID, words []word) *graph.Relation {
	var named, signed []word
	for _, w := range words {
		parties, signers := v.names(w)
		if slices.Contains(parties, party) {
			named = append(named, w)
		}
		if slices.Contains(signers, party) {
			signed = append(signed, w)
		}
	}
	r := &graph.Relation{
		Kind: schema.PartyTo, Subject: party, Object: n.ID, Modality: graph.Planned, Status: graph.StatusProspect,
		FirstReported: graph.MaxDay, LastAttested: graph.MinDay,
	}
	if len(signed) > 0 {
		named = signed
		r.Modality, r.Status, r.ValidFrom = graph.Asserted, graph.StatusAlleged, n.Signed
	}
	weights, thirds := map[string]graph.Thousandths{}, map[string]bool{}
	for _, w := range named {
		c := w.Claim
		r.Claims = append(r.Claims, c.ID)
		if known := c.Known(); known.Bounded() {
			r.FirstReported, r.LastAttested = min(r.FirstReported, known), max(r.LastAttested, known)
		}
		weight := max(500, c.Confidence*7/10)
		if c.Voice == graph.VoiceOutlet || c.Voice == graph.VoiceSubject {
			weight = max(700, c.Confidence)
		}
		if w.Accepted {
			weight = max(950, weight)
		}
		third := c.Voice == graph.VoiceThird && !w.Accepted
		for _, s := range v.origins(c) {
			weights[s] = max(weights[s], min(1000, weight))
			if third {
				thirds[s] = true
			}
		}
		if len(signed) > 0 && (!third || len(thirds) > 1) {
			r.Status = graph.StatusFact
		}
	}
	var all []graph.Thousandths
	for _, w := range weights {
		all = append(all, w)
	}
	r.Confidence, r.ClaimCount, r.SourceCount = graph.Confidence(all), len(r.Claims), len(weights)
	if len(signed) > 0 {
		var joined, left []graph.Date
		for _, w := range words {
			c := w.Claim
			switch day := graph.DateOf(c.Known()); {
			case w.Subject != party:
			case c.Relation == schema.PartyTo && c.Ended:
				left = append(left, cmp.Or(c.ValidTo, c.ValidFrom, day))
			case c.Relation == schema.PartyTo && c.Modality == graph.Asserted:
				joined = append(joined, c.ValidFrom)
			case slices.Contains(leaving, c.Relation) && c.Modality == graph.Asserted && c.Treaty.Status != graph.TreatySuspended:
				left = append(left, cmp.Or(c.ValidFrom, day))
			}
		}
		if !slices.ContainsFunc(signed, func(w word) bool {
			return w.stage == graph.TreatySigned || w.Claim.Relation != schema.PartyTo && w.Claim.Relation != schema.WithdrewFromTreaty
		}) {
			r.ValidFrom = ""
		}
		if len(joined) > 0 {
			r.ValidFrom = cmp.Or(slices.Min(finest(joined)), r.ValidFrom)
		}
		if len(left) > 0 {
			r.ValidTo = slices.Min(finest(left))
		}
		last := n.History[slices.IndexFunc(n.History, func(e graph.TreatyEvent) bool { return e.Status == n.Status })]
		if from(n.Status, graph.TreatyTerminated) {
			r.ValidTo = cmp.Or(r.ValidTo, last.Date)
		}
	}
	r.ID = graph.NewRelationID(graph.RelationKey{Kind: r.Kind, Subject: r.Subject, Object: r.Object, Modality: r.Modality}, r.Claims[0])
	r.Span = graph.SpanOf(v.o.Spec(r.Kind), r)
	return r
}
