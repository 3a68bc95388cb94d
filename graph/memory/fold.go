package memory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// foldGroup folds the pieces of a group as the rules read: for each day on
// which anything changes, everything anew from the claims known on that day. It
// shares nothing with graph.FoldGroup, which the other stores use, so that
// comparing stores compares two readings of the rules.
func foldGroup(o *schema.Ontology, pieces []*graph.Piece) []*graph.Relation {
	var days []graph.Day
	for _, p := range pieces {
		if p.From < p.To {
			days = append(days, p.From, p.To)
		}
	}
	slices.Sort(days)
	var all []*graph.Relation
	current := map[graph.RelationID]*graph.Relation{}
	sources := sourcesOf(pieces)
	for _, day := range slices.Compact(days) {
		if day == graph.Never {
			break
		}
		v := view{o: o, sources: sources}
		for _, p := range pieces {
			if p.From <= day && day < p.To {
				v.live = append(v.live, p)
			}
		}
		next := map[graph.RelationID]*graph.Relation{}
		for _, r := range v.relations() {
			next[r.ID] = r
			if was := current[r.ID]; was != nil && equal(was, r) {
				next[r.ID] = was
			}
		}
		for id, was := range current {
			if next[id] != was {
				was.KnownTo = day
			}
		}
		for id, r := range next {
			if current[id] != r {
				r.KnownFrom, r.KnownTo = day, graph.Never
				all = append(all, r)
			}
		}
		current = next
	}
	return all
}

// equal compares two versions but for the days on which they are known.
func equal(a, b *graph.Relation) bool {
	return a.Status == b.Status && a.Confidence == b.Confidence && a.ClaimCount == b.ClaimCount && a.SourceCount == b.SourceCount &&
		a.ValidFrom == b.ValidFrom && a.ValidTo == b.ValidTo && a.FirstReported == b.FirstReported && a.LastAttested == b.LastAttested &&
		slices.Equal(a.Against, b.Against) && slices.Equal(a.Items, b.Items) && slices.Equal(a.Domains, b.Domains) &&
		slices.Equal(a.Claims, b.Claims)
}

// sourcesOf finds the outlet behind each article: its own, or that of the first
// text of which it is a copy.
func sourcesOf(pieces []*graph.Piece) map[graph.ArticleID]string {
	ordered := slices.Clone(pieces)
	slices.SortFunc(ordered, func(a, b *graph.Piece) int {
		return cmp.Or(cmp.Compare(a.Claim.Known(), b.Claim.Known()), cmp.Compare(a.Claim.Evidence.Article, b.Claim.Evidence.Article))
	})
	sources := map[graph.ArticleID]string{}
	var originals []*graph.Piece
	for _, p := range ordered {
		article := p.Claim.Evidence.Article
		if _, done := sources[article]; done {
			continue
		}
		copied := slices.IndexFunc(originals, func(first *graph.Piece) bool { return graph.NearCopy(first.Print, p.Print) })
		if copied >= 0 {
			sources[article] = originals[copied].Outlet
			continue
		}
		sources[article] = p.Outlet
		originals = append(originals, p)
	}
	return sources
}

// view is a group as known on one day.
type view struct {
	o       *schema.Ontology
	live    []*graph.Piece
	sources map[graph.ArticleID]string
}

// key is what the claims of a relation share.
type key struct {
	graph.RelationKey
	ended bool
}

// episode is one relation in the making.
type episode struct {
	key
	claims []*graph.Piece
	// start and stop are the days of the claims of the finest precision, by which
	// others join; undated has neither.
	start, stop graph.Day
	undated     bool
	from, to    graph.Date // the finest dates
	over        []*graph.Piece
	disputed    bool
}

func (v *view) keyOf(p *graph.Piece) key {
	c := p.Claim
	k := key{ended: c.Ended && c.Modality == graph.Denied}
	k.Kind, k.Subject, k.Object, k.Modality, k.Office = c.Relation, p.Subject, p.Object, c.Modality, c.Office
	if v.o.Spec(k.Kind).Symmetric {
		k.Subject, k.Object = min(k.Subject, k.Object), max(k.Subject, k.Object)
	}
	if c.Treaty != nil {
		k.Treaty = c.Treaty.Base()
	}
	return k
}

func (v *view) relations() []*graph.Relation {
	byKey := map[key][]*graph.Piece{}
	for _, p := range v.live {
		k := v.keyOf(p)
		byKey[k] = append(byKey[k], p)
	}
	var all []*episode
	for k, claims := range byKey {
		all = append(all, v.episodes(k, claims)...)
	}
	slices.SortFunc(all, func(a, b *episode) int {
		return strings.Compare(string(first(a.claims).Claim.ID), string(first(b.claims).Claim.ID))
	})
	standing := v.close(all)
	v.dispute(standing)
	var out []*graph.Relation
	for _, e := range standing {
		out = append(out, v.relation(e))
	}
	return out
}

// first is the claim that was known first.
func first(claims []*graph.Piece) *graph.Piece { return slices.MinFunc(claims, byKnown) }

func byKnown(a, b *graph.Piece) int {
	return cmp.Or(cmp.Compare(a.Claim.Known(), b.Claim.Known()), strings.Compare(string(a.Claim.ID), string(b.Claim.ID)))
}

// when is the time of a claim for the making of episodes.
type when struct {
	piece       *graph.Piece
	precision   int
	start, stop graph.Day
	begunBy     graph.Day // of one without a date
}

func timeOf(k key, p *graph.Piece) when {
	c := p.Claim
	known := c.Known()
	if k.ended {
		d := cmp.Or(c.ValidTo, c.ValidFrom)
		if !d.Known() && known.Bounded() {
			d = graph.DateOf(known)
		}
		return when{p, d.Precision(), d.First(), d.Last(), known}
	}
	w := when{p, c.ValidFrom.Precision(), c.ValidFrom.First(), c.ValidFrom.Last(), known}
	if c.ValidTo.Known() {
		w.stop = max(w.stop, c.ValidTo.Last())
		w.begunBy = min(known, c.ValidTo.Last())
	}
	return w
}

// episodes parts the claims of a key.
func (v *view) episodes(k key, claims []*graph.Piece) []*episode {
	merge := v.o.Spec(k.Kind).Merge
	var made []*episode
	join := func(e *episode, p *graph.Piece) { e.claims = append(e.claims, p) }
	for precision := 3; precision >= 1; precision-- {
		finer := slices.Clone(made)
		var left []when
		for _, p := range claims {
			w := timeOf(k, p)
			if w.precision != precision {
				continue
			}
			var to *episode
			for _, e := range finer {
				if e.start <= w.stop && w.start <= e.stop && (to == nil || e.start < to.start) {
					to = e
				}
			}
			if to != nil {
				join(to, p)
				continue
			}
			left = append(left, w)
		}
		// What is left hangs together where two claims are about one event.
		gap := graph.Day(0)
		if precision == 3 {
			gap = graph.Day(merge)
		}
		for len(left) > 0 {
			together := left[:1:1]
			left = left[1:]
			for grown := true; grown; {
				grown = false
				left = slices.DeleteFunc(left, func(w when) bool {
					near := slices.ContainsFunc(together, func(t when) bool {
						return w.start-gap <= t.stop && t.start-gap <= w.stop
					})
					if near {
						together = append(together, w)
						grown = true
					}
					return near
				})
			}
			e := &episode{key: k, start: together[0].start, stop: together[0].stop}
			for _, w := range together {
				e.start, e.stop = min(e.start, w.start), max(e.stop, w.stop)
				join(e, w.piece)
			}
			made = append(made, e)
		}
	}
	dated := slices.Clone(made)
	var rest *episode
	for _, p := range claims {
		w := timeOf(k, p)
		if w.precision != 0 {
			continue
		}
		var to *episode
		for _, e := range dated {
			if e.start <= w.begunBy && (to == nil || e.start > to.start) {
				to = e
			}
		}
		if to == nil {
			if rest == nil {
				rest = &episode{key: k, undated: true}
				made = append(made, rest)
			}
			to = rest
		}
		join(to, p)
	}
	for _, e := range made {
		e.from, e.to = v.dates(e)
	}
	return made
}

// dates are the finest of an episode's: of these the first beginning and the
// last end. Of reports that something is over, both are the first day of that.
func (v *view) dates(e *episode) (from, to graph.Date) {
	var begins, ends []graph.Date
	for _, p := range e.claims {
		c := p.Claim
		switch {
		case e.ended:
			begins = append(begins, cmp.Or(c.ValidTo, c.ValidFrom))
		case v.o.Spec(e.Kind).Point:
			begins, ends = append(begins, c.ValidFrom), append(ends, cmp.Or(c.ValidTo, c.ValidFrom))
		default:
			begins, ends = append(begins, c.ValidFrom), append(ends, c.ValidTo)
		}
	}
	from = slices.Min(finest(begins))
	if !e.ended {
		to = slices.Max(finest(ends))
	}
	return from, to
}

// endsOn is the date at which an episode ends others.
func (e *episode) endsOn() graph.Date {
	return cmp.Or(e.from, e.to, graph.DateOf(first(e.claims).Claim.Known()))
}

// close lets endings close what is open, in the order of their dates, and
// returns the episodes that stand by themselves.
func (v *view) close(all []*episode) []*episode {
	endings := slices.DeleteFunc(slices.Clone(all), func(e *episode) bool {
		return !e.ended && e.Modality != graph.Asserted || !e.endsOn().Known()
	})
	slices.SortStableFunc(endings, func(a, b *episode) int {
		x, y := a.endsOn(), b.endsOn()
		return cmp.Or(cmp.Compare(x.Last(), y.Last()), cmp.Compare(x.First(), y.First()))
	})
	closed := map[*episode]bool{} // by another
	folded := map[*episode]bool{} // into another
	for _, end := range endings {
		on := end.endsOn()
		var mine []*episode // that it can end, begun by then
		for _, e := range all {
			if v.ends(end, e) && (e.undated || e.start <= on.Last()) {
				mine = append(mine, e)
			}
		}
		found := false
		for _, e := range mine {
			if !e.to.Known() || closed[e] && e.to == on {
				found = true
				e.to, closed[e] = on, true
				if end.ended {
					e.over = append(e.over, end.claims...)
				}
			}
		}
		if found || !end.ended {
			folded[end] = found && end.ended
			continue
		}
		latest := map[key]*episode{}
		for _, e := range mine {
			gap := graph.Day(v.o.Spec(e.Kind).Merge)
			if e.to.First() > on.Last()+gap || on.First() > e.to.Last()+gap {
				continue
			}
			if l := latest[e.key]; l == nil || l.undated || !e.undated && e.start > l.start {
				latest[e.key] = e
			}
		}
		for _, e := range latest {
			e.over = append(e.over, end.claims...)
			folded[end] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(e *episode) bool { return folded[e] })
}

// ends reports whether an episode can end another.
func (v *view) ends(end, e *episode) bool {
	if e.Modality != graph.Asserted || v.o.Spec(e.Kind).Point {
		return false
	}
	straight := end.Subject == e.Subject && end.Object == e.Object
	crossed := end.Subject == e.Object && end.Object == e.Subject
	if end.ended {
		return straight && v.covers(end.key, e.key)
	}
	same, swapped := v.o.Closes(end.Kind, e.Kind)
	if v.o.Spec(e.Kind).Symmetric {
		return same && (straight || crossed)
	}
	return same && straight || swapped && crossed
}

// covers reports whether what is said of one kind, treaty and office is said of
// another, which is the same or a case of it.
func (v *view) covers(general, special key) bool {
	return slices.Contains(append(v.o.Ancestors(special.Kind), special.Kind), general.Kind) &&
		(general.Treaty == "" || general.Treaty == special.Treaty) &&
		(general.Office == "" || general.Office == special.Office)
}

// dispute marks what is denied by someone with a stake, or an outlet, who has
// not asserted it since.
func (v *view) dispute(all []*episode) {
	for _, e := range all {
		if e.Modality != graph.Asserted {
			continue
		}
		for _, d := range v.live {
			k := v.keyOf(d)
			if d.Claim.Modality != graph.Denied || k.ended || d.Claim.Voice == graph.VoiceThird ||
				k.Subject != e.Subject || k.Object != e.Object || !v.covers(k, e.key) || !v.meets(e, timeOf(k, d)) {
				continue
			}
			taken := slices.ContainsFunc(e.claims, func(p *graph.Piece) bool {
				return v.holder(p) != "" && v.holder(p) == v.holder(d) && p.Claim.Known() >= d.Claim.Known()
			})
			e.disputed = e.disputed || !taken
		}
	}
}

func (v *view) holder(p *graph.Piece) string {
	switch p.Claim.Voice {
	case graph.VoiceSubject:
		return string(p.Subject)
	case graph.VoiceObject:
		return string(p.Object)
	case graph.VoiceOutlet:
		return "outlet " + v.sources[p.Claim.Evidence.Article]
	}
	return ""
}

// meets reports whether a denial of the given time is about an episode.
func (v *view) meets(e *episode, w when) bool {
	if !e.from.Known() {
		return true
	}
	if w.precision == 0 {
		return e.start <= w.begunBy
	}
	stop := graph.MaxDay
	switch {
	case e.to.Known():
		stop = e.to.Last()
	case v.o.Spec(e.Kind).Point:
		stop = e.from.Last()
	}
	gap := int(v.o.Spec(e.Kind).Merge)
	return int(w.start)-gap <= int(stop) && int(e.start)-gap <= int(w.stop)
}
