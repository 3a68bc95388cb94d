package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Corrections are the judgements of a store, ready to be asked. They depend on
// the set of judgements alone, not on the order in which they came.
type Corrections struct {
	retracted map[ArticleID]Day      // from which on it is
	texts     map[ArticleID][]change // by day, one a day: superseded, and back in force
	verdicts  map[ClaimID][]change   // likewise: rejected, and vouched for
	purged    map[ArticleID]*Judgement
	moves     map[EntityID][]move // by day
	days      []Day               // on which any entity is merged or split, sorted
	refused   []*Judgement
}

// change: from the day on, something is off, or on again.
type change struct {
	on  Day
	off bool
}

// move: from the day on, an entity is read as into, or as itself when empty.
type move struct {
	on   Day
	into EntityID
}

// NewCorrections reads judgements. They act in the order of their days, those of
// one day in the order of Judgement.Nth (then of verb and id): the last word on a
// claim counts. Two texts of one day that supersede each other are both off. A
// merge that would close a circle is refused (see Refused).
func NewCorrections(judgements []*Judgement) *Corrections {
	c := &Corrections{
		retracted: map[ArticleID]Day{}, texts: map[ArticleID][]change{}, verdicts: map[ClaimID][]change{},
		purged: map[ArticleID]*Judgement{}, moves: map[EntityID][]move{},
	}
	sorted := slices.Clone(judgements)
	slices.SortFunc(sorted, (*Judgement).compare)
	for _, j := range sorted {
		switch j.Verb {
		case Retract:
			setFirst(c.retracted, j.Article, j.On)
		case Supersede:
			c.text(j.Article, j.On, true)
			c.text(j.Successor, j.On, false)
		case Accept, Reject:
			list := c.verdicts[j.Claim]
			if n := len(list); n > 0 && list[n-1].on == j.On {
				list = list[:n-1]
			}
			c.verdicts[j.Claim] = append(list, change{j.On, j.Verb == Reject})
		case Purge:
			setFirst(c.purged, j.Article, j)
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

// compare is the order in which judgements act.
func (j *Judgement) compare(k *Judgement) int {
	return cmp.Or(cmp.Compare(j.On, k.On), cmp.Compare(j.Nth, k.Nth), cmp.Compare(j.Verb, k.Verb), cmp.Compare(j.ID, k.ID))
}

func setFirst[K comparable, V any](m map[K]V, k K, v V) {
	if _, ok := m[k]; !ok {
		m[k] = v
	}
}

// text takes a text of a page out of force, or puts it back.
func (c *Corrections) text(id ArticleID, on Day, off bool) {
	list := c.texts[id]
	if n := len(list); n > 0 && list[n-1].on == on {
		list[n-1].off = list[n-1].off || off
		return
	}
	c.texts[id] = append(list, change{on, off})
}

// Purged is the record of an article that was removed for good; nil when it was
// not.
func (c *Corrections) Purged(id ArticleID) *Judgement { return c.purged[id] }

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

// Stretch is a run of days: the first, and the one after the last.
type Stretch struct{ From, To Day }

// Life is the time in which a claim is known: from the first day to the one after
// the last, but for the gaps between. It is empty when To is not after From.
type Life struct {
	Stretch
	Gaps []Stretch // apart from each other and from both ends, in their order
}

// Holds reports whether the claim is known on a day.
func (l Life) Holds(on Day) bool {
	return l.From <= on && on < l.To && !slices.ContainsFunc(l.Gaps, func(g Stretch) bool { return g.From <= on && on < g.To })
}

// stretches are the parts of a life between its gaps.
func (l Life) stretches() []Stretch {
	if l.From >= l.To {
		return nil
	}
	var list []Stretch
	from := l.From
	for _, g := range l.Gaps {
		list = append(list, Stretch{from, g.From})
		from = g.To
	}
	return append(list, Stretch{from, l.To})
}

// Life is the time in which a claim is known: from its publication on, as long
// as its article is neither retracted nor superseded and the claim not rejected.
func (c *Corrections) Life(claim *Claim) Life {
	from := claim.Known()
	if claim.Extractor == RegistryExtractor {
		// No article brought it: who holds an office is known from the day on
		// which the term began.
		from = claim.ValidFrom.First()
	}
	id := claim.Evidence.Article
	off := slices.Concat(offDays(c.texts[id]), offDays(c.verdicts[claim.ID]))
	if on, ok := c.retracted[id]; ok {
		off = append(off, Stretch{on, Never})
	}
	slices.SortFunc(off, func(a, b Stretch) int { return cmp.Compare(a.From, b.From) })
	life := Life{Stretch: Stretch{from, from}}
	at := from // known up to here, or gone
	add := func(s Stretch) {
		if s.From >= s.To {
			return
		}
		switch {
		case life.From == life.To:
			life.From = s.From
		case s.From > life.To:
			life.Gaps = append(life.Gaps, Stretch{life.To, s.From})
		}
		life.To = s.To
	}
	for _, o := range off {
		add(Stretch{at, o.From})
		at = max(at, o.To)
	}
	add(Stretch{at, Never})
	return life
}

// offDays are the days on which something is off.
func offDays(changes []change) []Stretch {
	var list []Stretch
	for _, ch := range changes {
		n := len(list)
		open := n > 0 && list[n-1].To == Never
		switch {
		case ch.off && !open:
			list = append(list, Stretch{ch.on, Never})
		case !ch.off && open:
			list[n-1].To = ch.on
		}
	}
	return list
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

// Follow makes a judgement the last word of its day, given what the store has
// heard: it sets Nth and then the id. The same word once more stays what it was.
func (j *Judgement) Follow(ctx context.Context, s Store) error {
	about := map[JudgementVerb][]JudgementVerb{Accept: {Accept, Reject}, Reject: {Accept, Reject}, Merge: {Merge, Split}, Split: {Merge, Split}}[j.Verb]
	if about != nil {
		f := &Field{Name: "judgements", Rows: Judgements, Where: Where{Verbs: about}, Page: Page{All: true}}
		res, err := s.Query(ctx, &Query{Fields: []*Field{f}})
		if err != nil {
			return err
		}
		var last *Judgement
		for _, r := range res.Fields[f.Name].Page("").Rows {
			if k := r.Judgement; k.On == j.On && k.Claim == j.Claim && (last == nil || last.compare(k) < 0) {
				last = k
			}
		}
		if last != nil {
			j.Nth = last.Nth
			if last.Verb != j.Verb || last.Entity != j.Entity || last.Into != j.Into {
				j.Nth++
			}
		}
	}
	j.ID = NewJudgementID(j)
	return nil
}

// Reviewed finds a claim that is to be judged: as it is known now, or was before
// it was first rejected; nil when there is none.
func Reviewed(ctx context.Context, s Store, id ClaimID) (*Claim, error) {
	rejections := &Field{Name: "rejections", Rows: Judgements, Where: Where{Verbs: []JudgementVerb{Reject}}, Page: Page{All: true}}
	res, err := s.Query(ctx, &Query{Fields: []*Field{rejections}})
	if err != nil {
		return nil, err
	}
	first := Never
	for _, r := range res.Fields[rejections.Name].Page("").Rows {
		if r.Judgement.Claim == id {
			first = min(first, r.Judgement.On)
		}
	}
	before := first - 1
	where := Where{IDs: []string{string(id)}}
	q := &Query{Fields: []*Field{{Name: "now", Rows: Claims, Where: where, Page: Page{First: 1}}}}
	if first < Never {
		q.Fields = append(q.Fields, &Field{Name: "before", Rows: Claims, Where: where, Time: Time{KnownBy: &before}, Page: Page{First: 1}})
	}
	if res, err = s.Query(ctx, q); err != nil {
		return nil, err
	}
	for _, f := range q.Fields {
		if row, ok := res.Fields[f.Name].Row(string(id)); ok {
			return row.Claim, nil
		}
	}
	return nil, nil
}
