package graph

import (
	"cmp"
	"slices"
)

// place puts an item into the episodes of its key where that changes none of
// them but the one that it joins, or adds one at the end; else it reports
// false, and the episodes must be made anew. Most news goes on from what was
// there, so most of it is placed.
func (p *part) place(it *item) bool {
	dated := p.episodes
	if len(dated) > 0 && dated[0].prec == 0 {
		dated = dated[1:]
	}
	if it.prec == 0 {
		at, found := slices.BinarySearchFunc(dated, it.anchor, func(e *episode, day Day) int { return cmp.Compare(e.lo, day) })
		if found {
			at++
		}
		switch {
		case at > 0:
			p.join(dated[at-1], it)
		case len(dated) < len(p.episodes):
			p.join(p.episodes[0], it)
		default:
			e := &episode{part: p, lo: MinDay, hi: MaxDay}
			p.episodes = slices.Insert(p.episodes, 0, e)
			p.join(e, it)
		}
		return true
	}
	gap := Day(0)
	if it.prec == 3 {
		gap = Day(p.spec.Merge)
	}
	// near are the episodes that the item may touch.
	first, _ := slices.BinarySearchFunc(dated, it.lo-gap, func(e *episode, lo Day) int { return cmp.Compare(e.hi, lo) })
	last := first
	for last < len(dated) && dated[last].lo <= it.hi+gap {
		last++
	}
	near := dated[first:last]
	if it.prec < 3 {
		for _, e := range near {
			if e.prec > it.prec {
				p.join(e, it)
				return true
			}
		}
	}
	switch {
	case len(near) == 0 && first == len(dated):
		// Undated ones that were published since it began would join it.
		if n := len(p.dated[0]); n > 0 && p.dated[0][n-1].anchor >= it.lo {
			return false
		}
		e := &episode{part: p, lo: it.lo, hi: it.hi, prec: it.prec}
		p.episodes = append(p.episodes, e)
		p.join(e, it)
		return true
	case len(near) == 1 && near[0].prec == it.prec && near[0].lo <= it.lo && (it.hi <= near[0].hi || last == len(dated)):
		near[0].hi = max(near[0].hi, it.hi)
		p.join(near[0], it)
		return true
	}
	return false
}

func (p *part) join(e *episode, it *item) {
	it.episode = e
	e.mark ^= it.mark
	from, to := e.from, e.to
	e.date(it)
	p.reshaped = p.reshaped || from != e.from || to != e.to
	if n := len(e.members); n > 0 && e.members[n-1].seq < it.seq {
		// The version before has the shorter list in the same memory.
		e.members = append(e.members, it)
	} else {
		p.reshaped = true
		e.members = slices.Clone(e.members)
		insert(&e.members, it, bySeq)
	}
	p.grown = append(p.grown, e)
}
