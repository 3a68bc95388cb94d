package graph

import (
	"context"
	"fmt"
	"slices"
)

// Backend is what a store implements to answer queries: one state of the graph,
// in which each Ask is one statement, and one more where counts are wanted.
type Backend interface {
	// State reads the revision, the latest day of publication (MinDay when
	// there is none) and, when wanted, the number of articles without one.
	State(ctx context.Context, undated bool) (rev Revision, latest Day, without int, err error)
	// Ask answers one step.
	Ask(ctx context.Context, s *Step) (*Asked, error)
}

// Step is one field for all its distinct parents.
type Step struct {
	Field *Field
	// Parents are the distinct keys of the parent rows, sorted; nil at the root
	// and for a field that follows ids.
	Parents []string
	// IDs are the distinct ids that the parent rows carry, sorted, for a field
	// whose Via.ByID; its rows are all of those that exist, in any order, under
	// the parent "".
	IDs []string
	// Ref is the day against which statuses are read.
	Ref Reference
	// Copies are the articles whose text is a near-copy (see Copies) of another
	// article's with claims, with that one's outlet; of a step whose Group.Behind.
	Copies map[ArticleID]string
}

// Statements is the number of statements that the step takes: one for the rows,
// where any are wanted, one for their count and one for the groups. A store
// whose statements do more at once still says so many, so that all say the same.
func (s *Step) Statements() int {
	f, n := s.Field, 0
	if !f.Only {
		n++
	}
	if f.Count && !f.Via.ByID() {
		n++
	}
	if f.Group != nil {
		n++
	}
	return max(n, 1)
}

// Asked is the answer to a step.
type Asked struct {
	Pages      map[string]*RowPage
	Statements int
}

// Execute answers a query breadth-first over a backend. Stores call it from
// Query.
func Execute(ctx context.Context, be Backend, q *Query) (*Result, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	known := false
	q.walk(func(f *Field) { known = known || f.Time.KnownBy != nil })
	res := &Result{Fields: map[string]*Answer{}, Statements: 1}
	var err error
	if res.Revision, res.Latest, res.Undated, err = be.State(ctx, known); err != nil {
		return nil, err
	}
	type job struct {
		field  *Field
		parent *Answer // nil at the root
		into   map[string]*Answer
	}
	var queue []job
	for _, f := range q.Fields {
		queue = append(queue, job{f, nil, res.Fields})
	}
	for len(queue) > 0 {
		j := queue[0]
		queue = queue[1:]
		step := &Step{Field: j.field, Ref: j.field.Time.Reference(res.Latest)}
		empty := false
		switch {
		case j.parent == nil:
		case j.field.Via.ByID():
			step.IDs = j.parent.linked(j.field)
			empty = len(step.IDs) == 0
		default:
			step.Parents = j.parent.keys(j.field)
			empty = len(step.Parents) == 0
			if (j.field.Page.After != nil || j.field.Page.Before != nil) && len(step.Parents) > 1 {
				return nil, fmt.Errorf("%s: a cursor needs a single parent, here are %d: ask for one: %w", j.field.Name, len(step.Parents), ErrBadInput)
			}
		}
		ans := &Answer{Field: j.field, Fields: map[string]*Answer{}}
		if !empty {
			asked, err := be.Ask(ctx, step)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", j.field.Name, err)
			}
			ans.Pages = asked.Pages
			if j.field.Via.ByID() || len(j.field.Where.IDs) > 0 {
				ans.byID = map[string]Row{}
				for _, r := range ans.Page("").Rows {
					ans.byID[r.Key()] = r
				}
			}
			res.Statements += asked.Statements
		}
		j.into[j.field.Name] = ans
		for _, f := range j.field.Fields {
			queue = append(queue, job{f, ans, ans.Fields})
		}
	}
	return res, nil
}

// Check refuses a query that contradicts itself, with ErrBadInput.
func (q *Query) Check() error {
	var err error
	bad := func(f *Field, format string, args ...any) {
		if err == nil {
			err = fmt.Errorf("%s: %s: %w", f.Name, fmt.Sprintf(format, args...), ErrBadInput)
		}
	}
	q.walk(func(f *Field) {
		t, p := f.Time, f.Page
		if t.At != nil && (t.From != nil || t.To != nil) {
			bad(f, "give either at, or from and to, not both")
		}
		if t.From != nil && t.To != nil && *t.From > *t.To {
			bad(f, "from %s is after to %s", t.From, t.To)
		}
		if p.First < 0 || p.Last < 0 || p.First > MaxPage || p.Last > MaxPage {
			bad(f, "a page holds 1 to %d rows", MaxPage)
		}
		if p.First > 0 && p.Last > 0 {
			bad(f, "give either first or last, not both")
		}
		if n := len(f.Where.Pair); n != 0 && n != 2 {
			bad(f, "a pair is two ids, not %d", n)
		}
		if n := f.Where.long(); n > MaxSearch {
			bad(f, "it searches for %d characters, at most %d are allowed", n, MaxSearch)
		}
		if why := f.misfit(); why != "" {
			bad(f, "%s", why)
		}
		seen := map[string]bool{}
		for _, c := range f.Fields {
			if seen[c.Name] {
				bad(c, "two fields of one name")
			}
			seen[c.Name] = true
		}
	})
	return err
}

func (q *Query) walk(visit func(*Field)) {
	var walk func([]*Field)
	walk = func(fs []*Field) {
		for _, f := range fs {
			visit(f)
			walk(f.Fields)
		}
	}
	walk(q.Fields)
}

// keys are the distinct keys of the answer's rows that are parents of the
// field, sorted.
func (a *Answer) keys(f *Field) []string {
	var out []string
	for _, p := range a.Pages {
		for _, r := range p.Rows {
			if !f.under(r) {
				continue
			}
			out = append(out, r.Key())
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// under reports whether the row is a parent of the field (see Field.Of).
func (f *Field) under(r Row) bool {
	switch {
	case len(f.Of) == 0:
		return true
	case r.Entity != nil:
		return slices.Contains(f.Of, r.Entity.Kind)
	}
	return r.Treaty != nil && slices.Contains(f.Of, Treaty)
}

// linked are the distinct ids that the answer's rows carry for a field that
// follows ids, sorted. An id of a treaty is looked up among the treaties alone,
// and any other never there, so that an end that may be either takes two
// fields and no id is looked for in vain.
func (a *Answer) linked(f *Field) []string {
	via := f.Via
	var out []string
	for _, p := range a.Pages {
		for _, r := range p.Rows {
			if !f.under(r) {
				continue
			}
			if via == ViaOther || via == ViaEnds {
				out = append(out, r.Links(ViaSubject)...)
				out = append(out, r.Links(ViaObject)...)
				continue
			}
			out = append(out, r.Links(via)...)
		}
	}
	if f.Rows == Entities || f.Rows == Treaties {
		out = slices.DeleteFunc(out, func(id string) bool {
			return (EntityID(id).Kind() == Treaty) != (f.Rows == Treaties)
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Links are the ids that a row carries for a way that follows ids, in the
// row's own order. ViaOther needs the parent and has none: see Relation.Other;
// nor has ViaEnds, whose ids are those of ViaSubject and ViaObject.
func (r Row) Links(via Via) []string {
	var out []string
	add := func(id string) {
		if id != "" {
			out = append(out, id)
		}
	}
	refs := func(refs []EntityRef) {
		for _, e := range refs {
			add(string(e.ID))
		}
	}
	ids := func(ids []EntityID) {
		for _, id := range ids {
			add(string(id))
		}
	}
	switch {
	case r.Entity != nil:
		switch via {
		case ViaBasedIn:
			ids(r.Entity.BasedIn)
		case ViaClaimedBy:
			ids(r.Entity.ClaimedBy)
		}
	case r.Relation != nil:
		switch via {
		case ViaSubject:
			add(string(r.Relation.Subject))
		case ViaObject:
			add(string(r.Relation.Object))
		case ViaAgainst:
			ids(r.Relation.Against)
		}
	case r.Claim != nil:
		switch via {
		case ViaSubject:
			add(string(r.Claim.Subject.ID))
		case ViaObject:
			add(string(r.Claim.Object.ID))
		case ViaAgainst:
			refs(r.Claim.Against)
		case ViaBetween:
			refs(r.Claim.Between)
		case ViaAgents:
			for _, a := range r.Claim.Agents {
				add(string(a.ID))
			}
		case ViaArticle:
			add(string(r.Claim.Evidence.Article))
		}
	case r.Treaty != nil:
		switch via {
		case ViaParties:
			ids(r.Treaty.Parties)
		case ViaSignatories:
			ids(r.Treaty.Signatories)
		case ViaHistory:
			for _, e := range r.Treaty.History {
				for _, id := range e.Claims {
					add(string(id))
				}
			}
		}
	case r.Judgement != nil:
		if via == ViaArticle {
			add(string(r.Judgement.Article))
		}
	}
	return out
}

// Other is the relation's end that is not the given entity (its object when
// the entity is both or neither).
func (r *Relation) Other(entity EntityID) EntityID {
	if r.Object == entity {
		return r.Subject
	}
	return r.Object
}

// Row finds a row by its id in the answer to a field that follows ids, or that
// asks for some at the root.
func (a *Answer) Row(id string) (Row, bool) {
	r, ok := a.byID[id]
	return r, ok
}
