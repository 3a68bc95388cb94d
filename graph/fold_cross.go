package graph

import (
	"cmp"
	"slices"

	"github.com/entente-graph/entente/schema"
)

// crossing is what of other keys bears on a part, and on what it bears.
type crossing struct {
	closes    []*part // the states of affairs that this one brings to an end
	closable  bool    // it is in the closes of another
	deniedBy  []*part
	isCloser  bool
	isDenials bool
}

func (g *groupFold) findCrossings() {
	for _, a := range g.parts {
		if a.Modality == Denied && !a.ended {
			for _, b := range g.parts {
				if b.Modality == Asserted && slices.Contains(g.o.Descendants(a.Kind), b.Kind) && a.sameEnds(b) && a.narrower(b) {
					b.deniedBy = append(b.deniedBy, a)
					a.isDenials = true
				}
			}
			g.denied = g.denied || a.isDenials
			continue
		}
		for _, b := range g.parts {
			if g.closes(a, b) {
				a.closes = append(a.closes, b)
				a.isCloser, b.closable = true, true
			}
		}
		if a.isCloser {
			g.closers = append(g.closers, a)
		}
	}
}

// sameEnds: kinds of one line agree in symmetry, so the ends are sorted alike.
func (p *part) sameEnds(q *part) bool { return p.Subject == q.Subject && p.Object == q.Object }

// narrower reports whether what p says of a treaty or an office, if anything,
// is said of q's.
func (p *part) narrower(q *part) bool {
	return (p.Treaty == "" || p.Treaty == q.Treaty) && (p.Office == "" || p.Office == q.Office)
}

// closes reports whether an episode of a brings one of b to an end: because its
// claims say that b, or a kind that b is a case of, is over, or because its kind
// ends b's.
func (g *groupFold) closes(a, b *part) bool {
	if b.Modality != Asserted || b.spec.Point {
		return false
	}
	if a.ended {
		return slices.Contains(g.o.Descendants(a.Kind), b.Kind) && a.sameEnds(b) && a.narrower(b)
	}
	if a.Modality != Asserted {
		return false
	}
	same, swapped := g.o.Closes(a.Kind, b.Kind)
	return same && a.sameEnds(b) || swapped && a.Subject == b.Object && a.Object == b.Subject ||
		same && b.spec.Symmetric && a.Subject == b.Object && a.Object == b.Subject
}

// cross works out what the keys of the group do to each other's episodes, and
// returns the episodes for which that has changed. Each is one of those that
// their keys have now; fresh are the new ones.
func (g *groupFold) cross(touched []*part, fresh []*episode) []*episode {
	var closing, withdrawn bool
	var denials []*item // new ones
	for _, p := range touched {
		// What only adds to an episode closes no more and is closed no more than
		// before; but reports that something is over are folded into it.
		closing = closing || p.closable && p.reshaped || p.isCloser && (p.reshaped || p.ended)
		if p.isDenials {
			withdrawn = withdrawn || p.lost
			denials = append(denials, p.coming...)
		}
	}
	var changed []*episode
	if closing {
		changed = g.close()
	}
	if !g.denied {
		return changed
	}
	ask := slices.Concat(changed, fresh)
	for _, p := range g.parts {
		switch {
		case len(p.deniedBy) == 0:
		case withdrawn:
			ask = append(ask, p.episodes...)
		case len(denials) > 0:
			for _, e := range p.episodes {
				if !e.disputed && slices.ContainsFunc(denials, func(d *item) bool {
					return slices.Contains(p.deniedBy, d.part) && e.deniedBy(d)
				}) {
					ask = append(ask, e)
				}
			}
		}
	}
	for _, e := range ask {
		if now := e.denied(); now != e.disputed {
			e.disputed = now
			changed = append(changed, e)
		}
	}
	return changed
}

// ending is an episode that brings others to an end, and when.
type ending struct {
	by *episode
	on Date
}

// close lets each ending, in the order of their days, close what is open of the
// keys that it ends and had begun by then. All of it: the second report that
// sanctions were imposed, years after the first, begins another episode, and
// neither outlives their lifting. Endings of one date act together. A report that something is over, and for which
// nothing open is left, is folded into the latest episode that ended at about
// that time; without that too it stands by itself.
func (g *groupFold) close() []*episode {
	var endings []ending
	for _, p := range g.closers {
		for _, e := range p.episodes {
			if on := e.endsOn(); on.Known() {
				endings = append(endings, ending{e, on})
			}
		}
	}
	slices.SortStableFunc(endings, func(a, b ending) int {
		return cmp.Or(cmp.Compare(a.on.Last(), b.on.Last()), cmp.Compare(a.on.First(), b.on.First()))
	})
	closing, closedBy, folded := map[*episode]Date{}, map[*episode][]*episode{}, map[*episode]bool{}
	for _, end := range endings {
		for _, p := range end.by.part.closes {
			for _, e := range p.episodes {
				if e.lo <= end.on.Last() && !e.to.Known() && (!closing[e].Known() || closing[e] == end.on) {
					closing[e] = end.on
					closedBy[e] = append(closedBy[e], end.by)
					folded[end.by] = true
				}
			}
		}
		if folded[end.by] || !end.by.part.ended {
			continue
		}
		for _, p := range end.by.part.closes {
			for _, e := range slices.Backward(p.episodes) {
				if e.lo <= end.on.Last() && near(cmp.Or(e.to, closing[e]), end.on, p.spec.Merge) {
					closedBy[e] = append(closedBy[e], end.by)
					folded[end.by] = true
					break
				}
			}
		}
	}
	var changed []*episode
	for _, p := range g.parts {
		if !p.closable && !p.isCloser {
			continue
		}
		for _, e := range p.episodes {
			var by []*episode
			mark := uint64(0) // those that close it may have grown
			for _, c := range closedBy[e] {
				if c.part.ended {
					by = append(by, c)
					mark ^= c.mark
				}
			}
			closes := p.ended && folded[e]
			if e.closing != closing[e] || e.closes != closes || e.closedMark != mark {
				e.closing, e.closes, e.closedBy, e.closedMark = closing[e], closes, by, mark
				changed = append(changed, e)
			}
		}
	}
	return changed
}

// endsOn is the date at which the episode brings others to an end: its own, or
// the day of its first publication.
func (e *episode) endsOn() Date {
	switch {
	case e.from.Known():
		return e.from
	case e.to.Known():
		return e.to
	}
	if first := e.members[0].known; first.Bounded() {
		return DateOf(first)
	}
	return ""
}

// near reports whether no more than so many days lie between two dates.
func near(a, b Date, days int) bool {
	return a.Known() && b.Known() &&
		int64(a.First())-int64(b.Last()) <= int64(days) && int64(b.First())-int64(a.Last()) <= int64(days)
}

// denied reports whether someone with a stake, or an outlet, denies the episode
// and has not come to assert it since.
func (e *episode) denied() bool {
	for _, p := range e.part.deniedBy {
		if slices.ContainsFunc(p.live, e.deniedBy) {
			return true
		}
	}
	return false
}

func (e *episode) deniedBy(d *item) bool {
	if d.holder == "" || !e.meets(d) {
		return false
	}
	asserted, ok := e.asserted[d.holder]
	return !ok || asserted < d.known
}

// meets reports whether a denial is about the episode: an undated one when the
// episode had begun by its publication, a dated one when the days meet within the
// kind's merge days. An undated episode is met by any denial.
func (e *episode) meets(d *item) bool {
	if !e.from.Known() {
		return true
	}
	if d.prec == 0 {
		return e.lo <= d.anchor
	}
	to := cmp.Or(e.to, e.closing)
	last := int64(MaxDay)
	switch {
	case to.Known():
		last = int64(to.Last())
	case e.part.spec.Point:
		last = int64(e.from.Last())
	}
	merge := int64(e.part.spec.Merge)
	return int64(d.lo) <= last+merge && int64(e.lo) <= int64(d.hi)+merge
}

// kindOf is the ontology's word on a kind, nil-safe for kinds that it does not
// know: those are intervals that nothing closes.
func kindOf(o *schema.Ontology, k schema.Kind) *schema.Spec {
	if s := o.Spec(k); s != nil {
		return s
	}
	return &schema.Spec{Name: k}
}
