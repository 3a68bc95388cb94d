package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// Standing is what a store knows of a claim beside the claim itself.
type Standing struct {
	Source, Lang string // of its article
	Outlet       string // see the function Outlet
	Life         Life   // in which it is known
}

// Match reports whether a row passes a field's Where and Time: the meaning of
// every condition, for every kind of row, from which the memory store answers
// and with which what the other stores print is compared. article is the
// article of a claim and counts for nothing else.
//
// How a row hangs on its parent (Via, Where.Direction) and what is said behind it
// (Where.Said) is not Match's: it looks at the row alone. Conditions that do not apply to a kind of row are refused
// by Query.Check and pass here.
func Match(o *schema.Ontology, f *Field, row Row, standing Standing, ref Reference) bool {
	w := &f.Where
	if !in(w.IDs, row.Key()) {
		return false
	}
	switch {
	case row.Entity != nil:
		return w.entity(row.Entity)
	case row.Relation != nil:
		return w.relation(o, f.Time, row.Relation, ref)
	case row.Claim != nil:
		return w.claim(o, f.Time, row.Claim, standing)
	case row.Article != nil:
		a := row.Article
		return a.Known() <= f.Time.Known() && w.published(a.Known()) && in(w.Outlets, a.Source) && in(w.Languages, a.Lang) && in(w.URLs, a.URL)
	case row.Treaty != nil:
		return w.treaty(f.Time, row.Treaty)
	case row.Judgement != nil:
		return row.Judgement.On <= f.Time.Known() && in(w.Verbs, row.Judgement.Verb)
	}
	return false
}

// in reports whether a value is one of the wanted; no wanted value sets no
// condition.
func in[T comparable](wanted []T, v T) bool { return len(wanted) == 0 || slices.Contains(wanted, v) }

// meet reports whether one of the values is wanted.
func meet[T comparable](wanted, values []T) bool {
	return len(wanted) == 0 || slices.ContainsFunc(values, func(v T) bool { return slices.Contains(wanted, v) })
}

// published: what has no day of publication lies in no range of them.
func (w *Where) published(d Day) bool {
	return w.Published.Open() || d != MaxDay && w.Published.Contains(d)
}

func (w *Where) entity(e *Entity) bool {
	if !in(w.EntityKinds, e.Kind) {
		return false
	}
	if w.Search == "" {
		return true
	}
	_, ok := MatchName(w.Search, e.AllNames())
	return ok
}

// ends are the conditions that relations and claims share.
func (w *Where) ends(o *schema.Ontology, kind schema.Kind, subject, object EntityID, modality Modality) bool {
	if !in(w.Kinds, kind) || !in(w.Modalities, modality) {
		return false
	}
	s := o.Spec(kind)
	if s != nil && s.Symmetric {
		if !in(w.Subject, subject) && !in(w.Subject, object) || !in(w.Object, object) && !in(w.Object, subject) {
			return false
		}
		// With both set each must have an end of its own.
		if len(w.Subject) > 0 && len(w.Object) > 0 &&
			!(in(w.Subject, subject) && in(w.Object, object)) && !(in(w.Subject, object) && in(w.Object, subject)) {
			return false
		}
	} else if !in(w.Subject, subject) || !in(w.Object, object) {
		return false
	}
	if !in(w.Either, subject) && !in(w.Either, object) {
		return false
	}
	if len(w.Pair) == 2 {
		a, b := w.Pair[0], w.Pair[1]
		if (subject != a || object != b) && (subject != b || object != a) {
			return false
		}
	}
	return in(w.Within, subject) && in(w.Within, object)
}

func (w *Where) relation(o *schema.Ontology, t Time, r *Relation, ref Reference) bool {
	known := t.Known()
	switch {
	case r.KnownFrom > known || r.KnownTo <= known,
		!t.Holds(r.Span),
		!w.ends(o, r.Kind, r.Subject, r.Object, r.Modality),
		!meet(w.Touching, append([]EntityID{r.Subject, r.Object}, r.Against...)),
		!meet(w.Against, r.Against),
		!meet(w.Items, r.Items),
		!meet(w.Domains, r.Domains),
		w.Confidence != nil && r.Confidence < *w.Confidence,
		!in(w.Statuses, r.StatusAt(ref)),
		w.Sources != nil && r.SourceCount < *w.Sources,
		w.ClaimsMin != nil && r.ClaimCount < *w.ClaimsMin,
		!w.Began.Open() && (r.Since == MinDay || !w.Began.Contains(r.Since)),
		!w.Appeared.Open() && (r.Appeared() == MaxDay || !w.Appeared.Contains(r.Appeared())),
		!w.Ended.Open() && (r.EndsOn == Never || !w.Ended.Contains(r.EndsOn)),
		!w.Reported.Open() && (r.FirstReported == MaxDay || !w.Reported.Contains(r.FirstReported)),
		!in(w.Office, r.Office),
		w.Told && r.FirstReported == MaxDay && slices.Contains(RecordKinds(o), r.Kind):
		return false
	}
	return true
}

func (w *Where) claim(o *schema.Ontology, t Time, c *Claim, standing Standing) bool {
	var agents, speakers []EntityID
	for _, g := range c.Agents {
		agents = append(agents, g.ID)
	}
	for _, s := range c.Attribution {
		speakers = append(speakers, s.ID)
	}
	against, between := refIDs(c.Against), refIDs(c.Between)
	touched := slices.Concat([]EntityID{c.Subject.ID, c.Object.ID}, against, between, agents)
	switch {
	case !standing.Life.Holds(t.Known()),
		!t.Holds(ClaimSpan(o, c)),
		!w.ends(o, c.Relation, c.Subject.ID, c.Object.ID, c.Modality),
		!meet(w.Touching, touched),
		!meet(w.Against, against),
		!meet(w.Items, c.Items),
		!meet(w.Domains, c.Domains),
		w.Confidence != nil && c.Confidence < *w.Confidence,
		!meet(w.Agent, agents),
		!meet(w.Speaker, speakers),
		!in(w.Voices, c.Voice),
		w.Over != nil && c.Ended != *w.Over,
		!in(w.Places, string(c.Place)),
		!in(w.Forms, c.Evidence.Form),
		!w.published(c.Known()),
		!in(w.Outlets, standing.Source),
		!in(w.Languages, standing.Lang),
		w.Text != "" && !MatchText(Tokens(w.Text), Tokens(c.Evidence.Quote)):
		return false
	}
	return true
}

func refIDs(refs []EntityRef) []EntityID {
	ids := make([]EntityID, len(refs))
	for i, r := range refs {
		ids[i] = r.ID
	}
	return ids
}

func (w *Where) treaty(t Time, n *TreatyNode) bool {
	known := t.Known()
	if n.KnownFrom > known || n.KnownTo <= known || !t.Holds(n.Span()) ||
		!in(w.TreatyKinds, n.Kind) || !in(w.TreatyStatuses, n.Status) {
		return false
	}
	if w.MutualDefence != nil && (n.MutualDefence == nil || *n.MutualDefence != *w.MutualDefence) {
		return false
	}
	if w.Search != "" {
		if _, ok := MatchName(w.Search, n.AllNames()); !ok {
			return false
		}
	}
	for _, p := range w.Parties {
		if !slices.Contains(n.Parties, p) {
			return false
		}
	}
	return true
}

// ClaimSpan is the time of what a claim says, by the rules of SpanOf, from its
// own dates and the day of its own publication.
func ClaimSpan(o *schema.Ontology, c *Claim) Span {
	r := Relation{Kind: c.Relation, Modality: c.Modality, ValidFrom: c.ValidFrom, ValidTo: c.ValidTo, FirstReported: c.Known(), LastAttested: c.Known()}
	if r.LastAttested == MaxDay {
		r.LastAttested = MinDay
	}
	return SpanOf(o.Spec(c.Relation), &r)
}

// Span is a treaty's time: from its first dated stage (Since) to its end.
func (n *TreatyNode) Span() Span {
	s := Span{Since: n.Since, Low: n.Since, High: MaxDay, HoldsFrom: n.Since, HoldsTo: MaxDay, EndsOn: Never, LapsesOn: Never, StaleOn: Never}
	for _, e := range n.History {
		if (e.Status == TreatyTerminated || e.Status == TreatyExpired) && e.Date.Known() && e.Status == n.Status {
			s.High = e.Date.Last()
			s.HoldsTo, s.EndsOn = s.High, s.High
		}
	}
	return s
}

// CompareRows compares two rows by an ordering (see Field.Ordering).
func CompareRows(ordering []Order, a, b Row) int {
	for _, o := range ordering {
		var c int
		switch o.Field {
		case ByID:
			c = strings.Compare(a.Key(), b.Key())
		case ByName:
			c = strings.Compare(a.SortKey(ByName), b.SortKey(ByName))
		default:
			c = cmp.Compare(a.SortValue(o.Field), b.SortValue(o.Field))
		}
		if o.Desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// CompareCursor compares a row with the place at which a cursor stands: less
// than 0 when the row comes before it. The cursor is one that ParseCursor
// accepts for the ordering.
func CompareCursor(ordering []Order, row Row, at *Cursor) int {
	for i, o := range ordering {
		var c int
		switch o.Field {
		case ByID:
			c = strings.Compare(row.Key(), at.ID)
		case ByName:
			c = strings.Compare(row.SortKey(ByName), at.Keys[i])
		default:
			c = cmp.Compare(row.SortValue(o.Field), at.number(i))
		}
		if o.Desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}
