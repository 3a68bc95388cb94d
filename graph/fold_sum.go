package graph

import (
	"cmp"
	"slices"
)

// summary adds up the claims of a relation, one after the other.
type summary struct {
	claims   []ClaimID
	origins  map[int32]Thousandths // the best weight of each
	best     []Thousandths         // the greatest weights of origins, descending, at most mostOrigins
	vouched  bool
	third    [2]int32 // the first two origins of third parties, plus one; 0 where none
	from, to Date
	first    Day
	last     Day
	against  []EntityID
	items    []string
	domains  []string
}

// mostOrigins: each origin halves at least what is left to doubt (see
// confidence), so that after 20 of them nothing is left in millionths.
const mostOrigins = 20

func newSummary() *summary {
	return &summary{origins: map[int32]Thousandths{}, first: MaxDay, last: MinDay}
}

func (s *summary) add(it *item) {
	c := it.piece.Claim
	s.claims = append(s.claims, c.ID)
	for _, o := range it.origins {
		s.weigh(o, it.weight)
		if it.third {
			s.countThird(o)
		}
	}
	s.vouched = s.vouched || it.vouches
	if !it.part.ended {
		s.from, s.to = within(s.from, s.to, c, it.part.spec.Point)
	}
	if it.known.Bounded() {
		s.first, s.last = min(s.first, it.known), max(s.last, it.known)
	}
	for _, a := range it.piece.Against {
		s.against = union(s.against, a)
	}
	for _, i := range c.Items {
		s.items = union(s.items, i)
	}
	for _, d := range c.Domains {
		s.domains = union(s.domains, d)
	}
}

// countThird keeps the first two origins of third parties.
func (s *summary) countThird(o int32) {
	switch {
	case s.third[0] == 0:
		s.third[0] = o + 1
	case s.third[0] != o+1 && s.third[1] == 0:
		s.third[1] = o + 1
	}
}

// within narrows the dates of an episode by those of a claim: the finest, and
// of these the first to begin and the last to end. An event that has a
// beginning alone ends with it.
func within(from, to Date, c *Claim, point bool) (Date, Date) {
	from = earlier(from, c.ValidFrom)
	end := c.ValidTo
	if point && !end.Known() {
		end = c.ValidFrom
	}
	if p, q := end.Precision(), to.Precision(); p > q || p == q && end > to {
		to = end
	}
	return from, to
}

// earlier is the finer of two dates, and of one precision the earlier.
func earlier(a, b Date) Date {
	// Dates of one precision stand in the order of their text.
	if p, q := b.Precision(), a.Precision(); p > q || p == q && b < a {
		return b
	}
	return a
}

// union inserts a value into a sorted list that other versions may share.
func union[T cmp.Ordered](list []T, v T) []T {
	at, found := slices.BinarySearch(list, v)
	if found {
		return list
	}
	out := make([]T, 0, len(list)+1)
	return append(append(append(out, list[:at]...), v), list[at:]...)
}

func (s *summary) weigh(origin int32, w Thousandths) {
	had, known := s.origins[origin]
	if known && had >= w {
		return
	}
	s.origins[origin] = w
	descending := func(a, b Thousandths) int { return cmp.Compare(b, a) }
	if known {
		if at, ok := slices.BinarySearchFunc(s.best, had, descending); ok {
			s.best = slices.Delete(s.best, at, at+1)
		}
	}
	at, _ := slices.BinarySearchFunc(s.best, w, descending)
	if s.best = slices.Insert(s.best, at, w); len(s.best) > mostOrigins {
		s.best = s.best[:mostOrigins]
	}
}

// Confidence combines the weights of independent origins, each the best of its
// claims, as if each were right with that probability by itself: one minus the
// product of what each leaves to doubt. The product is kept in millionths,
// rounded down after each factor, greatest weight first, and the result rounded
// to the nearest thousandth, so that every store has the same digits.
func Confidence(weights []Thousandths) Thousandths {
	sorted := slices.Clone(weights)
	slices.SortFunc(sorted, func(a, b Thousandths) int { return cmp.Compare(b, a) })
	return confidence(sorted)
}

func confidence(descending []Thousandths) Thousandths {
	doubt := 1_000_000
	for _, w := range descending {
		doubt = doubt * (1000 - int(w)) / 1000
	}
	return Thousandths(1000 - (doubt+500)/1000)
}

// status by the ontology's paragraph on voice.
func (s *summary) status(m Modality, ended bool) Status {
	switch {
	case ended:
		return StatusEnded
	case m == Denied:
		return StatusDenied
	case m.Prospect():
		return StatusProspect
	case s.vouched || s.third[1] != 0:
		return StatusFact
	}
	return StatusAlleged
}

// publish brings the versions up to the day: those of the episodes that are
// gone end, and those that have changed give way to new ones.
func (g *groupFold) publish(day Day, gone, changed []*episode) {
	ended := map[RelationID]bool{}
	for _, e := range gone {
		if e.published != "" {
			ended[e.published] = true
		}
	}
	done := map[*episode]bool{}
	for _, e := range changed {
		if done[e] {
			continue
		}
		done[e] = true
		if e.published != "" {
			ended[e.published] = true
			e.published = ""
		}
		if e.closes {
			continue
		}
		id := e.members[0].relationID()
		e.published = id
		delete(ended, id)
		g.version(day, id, e)
	}
	for id := range ended {
		g.open[id].version.KnownTo = day
		delete(g.open, id)
	}
}

// version makes the episode's relation its current version, unless that says
// the same already.
func (g *groupFold) version(day Day, id RelationID, e *episode) {
	members, mark := e.members, e.mark
	if len(e.closedBy) > 0 {
		members = slices.Clone(members)
		for _, c := range e.closedBy {
			members = append(members, c.members...)
		}
		mark ^= e.closedMark
		slices.SortFunc(members, bySeq)
	}
	before := g.open[id]
	sum, tail := newSummary(), members
	if before != nil && len(before.members) <= len(members) {
		rest := members[len(before.members):]
		grown := before.mark
		for _, it := range rest {
			grown ^= it.mark
		}
		if grown == mark {
			sum, tail = before.sum, rest
		}
	}
	for _, it := range tail {
		sum.add(it)
	}
	r := g.relation(id, e, sum)
	r.KnownFrom, r.KnownTo = day, Never
	if before != nil {
		if before.version.says(r) {
			r = before.version
		} else {
			before.version.KnownTo = day
			before = nil
		}
	}
	if before == nil {
		g.out = append(g.out, r)
	}
	g.open[id] = &standing{r, members, mark, sum}
}

func (g *groupFold) relation(id RelationID, e *episode, sum *summary) *Relation {
	p := e.part
	n := len(sum.claims)
	r := &Relation{
		ID: id, Kind: p.Kind, Subject: p.Subject, Object: p.Object, Modality: p.Modality, Treaty: p.Treaty, Office: p.Office,
		Status:     sum.status(p.Modality, p.ended),
		Confidence: confidence(sum.best), ClaimCount: n, SourceCount: len(sum.origins),
		ValidFrom: sum.from, ValidTo: sum.to, FirstReported: sum.first, LastAttested: sum.last,
		Against: sum.against, Items: sum.items, Domains: sum.domains,
		// Later versions append to the same memory, and never write to this part.
		Claims: sum.claims[:n:n],
	}
	switch {
	case p.ended:
		r.ValidTo = e.endsOn()
	case e.closing.Known():
		r.ValidTo = e.closing
	}
	if e.disputed && (r.Status == StatusFact || r.Status == StatusAlleged) {
		r.Status = StatusDisputed
	}
	r.Span = SpanOf(p.spec, r)
	return r
}

// says reports whether two versions of a relation differ in nothing but when
// they are known.
func (r *Relation) says(s *Relation) bool {
	return r.Kind == s.Kind && r.Subject == s.Subject && r.Object == s.Object && r.Modality == s.Modality &&
		r.Treaty == s.Treaty && r.Office == s.Office && r.Status == s.Status && r.Confidence == s.Confidence &&
		r.ClaimCount == s.ClaimCount && r.SourceCount == s.SourceCount && r.ValidFrom == s.ValidFrom && r.ValidTo == s.ValidTo &&
		r.FirstReported == s.FirstReported && r.LastAttested == s.LastAttested && r.Span == s.Span &&
		slices.Equal(r.Against, s.Against) && slices.Equal(r.Items, s.Items) && slices.Equal(r.Domains, s.Domains) &&
		slices.Equal(r.Claims, s.Claims)
}

func (it *item) relationID() RelationID {
	if it.id == "" {
		it.id = NewRelationID(it.part.RelationKey, it.piece.Claim.ID)
	}
	return it.id
}
