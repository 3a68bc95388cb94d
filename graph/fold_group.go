package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// FoldGroup folds the pieces of one group (see Piece.Groups) into all versions
// of its relations, by kind, ends, modality, treaty, office, id and KnownFrom.
// The order of the pieces does not matter.
//
// The days on which pieces come or go are swept in order. Of each key only the
// episodes that change are built again, and one that only grows goes on from
// what it was: so the claims of consecutive versions share their memory, and a
// long story costs little more than its length.
func FoldGroup(o *schema.Ontology, pieces []*Piece) []*Relation {
	g := &groupFold{o: o, keys: map[partKey]*part{}, open: map[RelationID]*standing{}}
	g.prepare(pieces)
	g.sweep()
	slices.SortFunc(g.out, compareVersions)
	return g.out
}

func compareVersions(a, b *Relation) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Object, b.Object),
		cmp.Compare(a.Modality, b.Modality), cmp.Compare(a.Treaty, b.Treaty), cmp.Compare(a.Office, b.Office),
		cmp.Compare(a.ID, b.ID), cmp.Compare(a.KnownFrom, b.KnownFrom))
}

// partKey is a relation's key, and whether its claims say that it is over.
type partKey struct {
	RelationKey
	ended bool
}

// groupFold is the fold of one group while it runs.
type groupFold struct {
	o       *schema.Ontology
	keys    map[partKey]*part
	parts   []*part // of keys, sorted
	items   []*item // by the day on which they come
	closers []*part // those that bring others to an end
	denied  bool    // whether any key is denied
	open    map[RelationID]*standing
	out     []*Relation
}

// standing is a relation's current version with what it was made from.
type standing struct {
	version *Relation
	members []*item
	mark    uint64
	sum     *summary
}

// part holds the pieces of one key that are live on the day of the sweep, and
// the episodes that they make.
type part struct {
	partKey
	spec *schema.Spec
	crossing
	dated    [4][]*item // by precision, each by start; undated ones by anchor
	live     []*item    // by seq
	episodes []*episode
	day
}

// day is what the day of the sweep brings to a key.
type day struct {
	changed  bool
	lost     bool       // items have gone
	coming   []*item    // that have come
	grown    []*episode // that have been joined
	reshaped bool       // an episode is new or has other dates
}

// item is a piece, prepared.
type item struct {
	piece   *Piece
	part    *part
	known   Day   // of the claim
	seq     int32 // its place by day known, then id, among all
	prec    int   // of its date; 0 undated
	lo, hi  Day   // the days of its date
	anchor  Day   // undated: the day by which it had begun
	weight  Thousandths
	origins []int32
	vouches bool
	third   bool
	holder  string // who says so, among those with a stake; empty for third parties
	mark    uint64
	episode *episode
	id      RelationID
}

// episode is a set of items of one key that make one relation.
type episode struct {
	part    *part
	lo, hi  Day // of the items of the finest precision; lo is MinDay when undated
	prec    int // theirs
	members []*item
	mark    uint64 // of the set of members
	// from and to are the finest dates (see within); of a report that something
	// is over, from is the first day of that.
	from, to Date
	asserted map[string]Day // by whoever has a stake, the last day of that; where any key denies it

	published RelationID

	// What the other keys of the group do to it.
	closedBy   []*episode // ended claims that are folded into it
	closedMark uint64     // of their members
	closing    Date
	closes     bool // of ended claims: folded into another
	disputed   bool
}

func (g *groupFold) prepare(pieces []*Piece) {
	origins := newOrigins(pieces)
	for _, p := range pieces {
		if p.From >= p.To {
			continue
		}
		g.items = append(g.items, g.item(p, origins))
	}
	slices.SortFunc(g.items, func(a, b *item) int {
		return cmp.Or(cmp.Compare(a.known, b.known),
			strings.Compare(string(a.piece.Claim.ID), string(b.piece.Claim.ID)), cmp.Compare(a.piece.From, b.piece.From))
	})
	for i, it := range g.items {
		it.seq, it.mark = int32(i), mix(uint64(i)+1)
	}
	for _, p := range g.keys {
		g.parts = append(g.parts, p)
	}
	slices.SortFunc(g.parts, func(a, b *part) int { return a.compare(b.partKey) })
	g.findCrossings()
}

func (k partKey) compare(l partKey) int {
	ended := 0
	if k.ended != l.ended {
		ended = 1
		if l.ended {
			ended = -1
		}
	}
	return cmp.Or(cmp.Compare(k.Kind, l.Kind), cmp.Compare(k.Subject, l.Subject), cmp.Compare(k.Object, l.Object),
		cmp.Compare(k.Modality, l.Modality), cmp.Compare(k.Treaty, l.Treaty), cmp.Compare(k.Office, l.Office), ended)
}

func (g *groupFold) item(p *Piece, origins *origins) *item {
	c := p.Claim
	key := keyOf(g.o, p)
	pt := g.keys[key]
	if pt == nil {
		pt = &part{partKey: key, spec: kindOf(g.o, c.Relation)}
		g.keys[key] = pt
	}
	it := &item{piece: p, part: pt, known: c.Known(), weight: weightOf(p), origins: origins.of(c)}
	it.vouches = p.Accepted || c.Voice == VoiceOutlet || c.Voice == VoiceSubject || c.Voice == VoiceObject && pt.spec.Symmetric
	it.third = c.Voice == VoiceThird
	switch c.Voice {
	case VoiceOutlet:
		it.holder = "name:" + origins.outlet[c.Evidence.Article]
	case VoiceSubject:
		it.holder = string(p.Subject)
	case VoiceObject:
		it.holder = string(p.Object)
	}
	it.date()
	return it
}

// keyOf is the key of a piece: the ends of a symmetric kind in bytewise order.
func keyOf(o *schema.Ontology, p *Piece) partKey {
	c := p.Claim
	k := partKey{RelationKey: RelationKey{Kind: c.Relation, Subject: p.Subject, Object: p.Object, Modality: c.Modality, Office: c.Office}}
	if kindOf(o, c.Relation).Symmetric && k.Object < k.Subject {
		k.Subject, k.Object = k.Object, k.Subject
	}
	if c.Treaty != nil {
		k.Treaty = c.Treaty.Base()
	}
	k.ended = c.Modality == Denied && c.Ended
	return k
}

// date finds the days by which the item is put into an episode: those of its
// start, to those of its end where both are known. A claim that knows an end
// alone had begun by then and is otherwise undated. A claim that something is
// over is dated by the end that it reports, and without one by its publication.
func (it *item) date() {
	c := it.piece.Claim
	from, to := c.ValidFrom, c.ValidTo
	if it.part.ended {
		from, to = it.over(), ""
	}
	it.prec, it.lo, it.hi = from.Precision(), from.First(), from.Last()
	if from.Known() {
		if to.Known() {
			it.hi = max(it.hi, to.Last())
		}
		return
	}
	known := it.known
	if it.part.ended && known.Bounded() {
		it.prec, it.lo, it.hi = 3, known, known
		return
	}
	it.anchor = known
	if to.Known() {
		it.anchor = min(known, to.Last())
	}
}

// over is the date at which the claim says that something was over.
func (it *item) over() Date { return cmp.Or(it.piece.Claim.ValidTo, it.piece.Claim.ValidFrom) }

// weightOf is how much a single claim counts, in thousandths. What the outlet
// itself says, or an end of its own deed, counts as much as it was read with
// confidence, and at least 700; what somebody else says seven tenths of it, and
// at least 500. What a person has vouched for counts at least 950.
func weightOf(p *Piece) Thousandths {
	c := p.Claim
	w := max(c.Confidence*7/10, 500)
	if c.Voice == VoiceOutlet || c.Voice == VoiceSubject {
		w = max(c.Confidence, 700)
	}
	if p.Accepted {
		w = max(w, 950)
	}
	return min(w, 1000)
}

// sweep goes through the days on which pieces come or go.
func (g *groupFold) sweep() {
	leaving := slices.Clone(g.items)
	slices.SortStableFunc(leaving, func(a, b *item) int { return cmp.Compare(a.piece.To, b.piece.To) })
	coming := slices.Clone(g.items)
	slices.SortStableFunc(coming, func(a, b *item) int { return cmp.Compare(a.piece.From, b.piece.From) })
	for len(coming) > 0 || len(leaving) > 0 && leaving[0].piece.To < Never {
		day := Never
		if len(coming) > 0 {
			day = coming[0].piece.From
		}
		if len(leaving) > 0 {
			day = min(day, leaving[0].piece.To)
		}
		var touched []*part
		touch := func(p *part) {
			if !p.changed {
				p.changed = true
				touched = append(touched, p)
			}
		}
		for len(leaving) > 0 && leaving[0].piece.To == day {
			p := leaving[0].part
			p.remove(leaving[0])
			p.lost = true
			touch(p)
			leaving = leaving[1:]
		}
		for len(coming) > 0 && coming[0].piece.From == day {
			p := coming[0].part
			p.add(coming[0])
			p.coming = append(p.coming, coming[0])
			touch(p)
			coming = coming[1:]
		}
		g.refold(day, touched)
	}
}

func byStart(a, b *item) int {
	return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(a.hi, b.hi), cmp.Compare(a.seq, b.seq))
}

func byAnchor(a, b *item) int {
	return cmp.Or(cmp.Compare(a.anchor, b.anchor), cmp.Compare(a.seq, b.seq))
}

func bySeq(a, b *item) int { return cmp.Compare(a.seq, b.seq) }

func (p *part) list(it *item) (*[]*item, func(a, b *item) int) {
	if it.prec == 0 {
		return &p.dated[0], byAnchor
	}
	return &p.dated[it.prec], byStart
}

func (p *part) add(it *item) {
	list, order := p.list(it)
	insert(list, it, order)
	insert(&p.live, it, bySeq)
}

func (p *part) remove(it *item) {
	list, order := p.list(it)
	remove(list, it, order)
	remove(&p.live, it, bySeq)
}

func insert(list *[]*item, it *item, order func(a, b *item) int) {
	at, _ := slices.BinarySearchFunc(*list, it, order)
	*list = slices.Insert(*list, at, it)
}

func remove(list *[]*item, it *item, order func(a, b *item) int) {
	if at, ok := slices.BinarySearchFunc(*list, it, order); ok {
		*list = slices.Delete(*list, at, at+1)
	}
}

// split puts the live items of a key into episodes: those dated by the day
// chain while no gap is longer than the kind's merge days; a coarser date joins
// the earliest finer episode that it overlaps, and the others of its precision
// those that they overlap; undated items join the latest episode begun by
// their anchor, and the rest are one episode.
func (p *part) split() []*episode {
	var all []*episode // disjoint, by lo
	for prec := 3; prec > 0; prec-- {
		gap := Day(0)
		if prec == 3 {
			gap = Day(p.spec.Merge)
		}
		var own []*episode
		for _, it := range p.dated[prec] {
			// The finer episodes are disjoint, so both their ends are sorted.
			at, _ := slices.BinarySearchFunc(all, it.lo, func(e *episode, lo Day) int { return cmp.Compare(e.hi, lo) })
			if at < len(all) && all[at].lo <= it.hi {
				it.episode = all[at]
				continue
			}
			if n := len(own); n > 0 && it.lo <= own[n-1].hi+gap {
				own[n-1].hi = max(own[n-1].hi, it.hi)
				it.episode = own[n-1]
				continue
			}
			it.episode = &episode{part: p, lo: it.lo, hi: it.hi, prec: prec}
			own = append(own, it.episode)
		}
		if len(own) > 0 {
			all = append(all, own...)
			slices.SortFunc(all, func(a, b *episode) int { return cmp.Compare(a.lo, b.lo) })
		}
	}
	var undated *episode
	at := 0
	for _, it := range p.dated[0] {
		for at < len(all) && all[at].lo <= it.anchor {
			at++
		}
		if at > 0 {
			it.episode = all[at-1]
			continue
		}
		if undated == nil {
			undated = &episode{part: p, lo: MinDay, hi: MaxDay}
		}
		it.episode = undated
	}
	if undated != nil {
		all = append([]*episode{undated}, all...)
	}
	for _, it := range p.live {
		it.episode.members = append(it.episode.members, it)
		it.episode.mark ^= it.mark
	}
	return all
}

// refold brings the episodes of the keys that have changed, and then the
// versions, up to the day.
func (g *groupFold) refold(on Day, touched []*part) {
	var gone, fresh []*episode
	for _, p := range touched {
		unfit := p.lost
		for _, it := range p.coming {
			if unfit = unfit || !p.place(it); unfit {
				break
			}
		}
		if unfit {
			lost, made := p.rebuild()
			gone, fresh = append(gone, lost...), append(fresh, made...)
			p.reshaped = true
		}
		fresh = append(fresh, p.grown...)
	}
	g.publish(on, gone, append(fresh, g.cross(touched, fresh)...))
	for _, p := range touched {
		p.day = day{}
	}
}

// rebuild makes the episodes of a key anew. Those that come out as they were
// stay what they are; it returns the others, old and new.
func (p *part) rebuild() (lost, made []*episode) {
	old := map[uint64]*episode{}
	for _, e := range p.episodes {
		old[e.mark] = e
	}
	episodes := p.split()
	for i, e := range episodes {
		if same := old[e.mark]; same != nil && len(same.members) == len(e.members) {
			delete(old, e.mark)
			same.lo, same.hi, same.prec = e.lo, e.hi, e.prec
			for _, it := range same.members {
				it.episode = same
			}
			episodes[i] = same
			continue
		}
		for _, it := range e.members {
			e.date(it)
		}
		made = append(made, e)
	}
	p.grown = slices.DeleteFunc(p.grown, func(e *episode) bool { return old[e.mark] == e })
	for _, e := range old {
		lost = append(lost, e)
	}
	p.episodes = episodes
	return lost, made
}

// date narrows the episode's dates by those of a member, and keeps until when
// whoever has a stake asserts it.
func (e *episode) date(it *item) {
	if len(e.part.deniedBy) > 0 && it.holder != "" {
		if e.asserted == nil {
			e.asserted = map[string]Day{}
		}
		if last, ok := e.asserted[it.holder]; !ok || last < it.known {
			e.asserted[it.holder] = it.known
		}
	}
	if e.part.ended {
		e.from = earlier(e.from, it.over())
		return
	}
	e.from, e.to = within(e.from, e.to, it.piece.Claim, e.part.spec.Point)
}
