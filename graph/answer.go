package graph

import (
	"context"
	"maps"
	"slices"
)

// Walk is how a store walks to the rows of a page: in the field's order, turned
// around for the last rows of a list, up to one row more than the page, which
// tells that there are more. A limit of 0 is none.
func (f *Field) Walk() (order []Order, limit int) {
	order = f.Ordering()
	switch page := f.Page; {
	case f.Via.ByID():
	case page.Last > 0:
		order = slices.Clone(order)
		for i := range order {
			order[i].Desc = !order[i].Desc
		}
		return order, page.Last + 1
	case page.All && page.Limit > 0:
		return order, page.Limit + 1
	case page.All:
	case page.First > 0:
		return order, page.First + 1
	default:
		return order, DefaultPage + 1
	}
	return order, 0
}

// Printer prints the statements, of the type S, that answer one step.
type Printer[S any] interface {
	// Rows is the statement for a page of rows of each parent: as many as Walk
	// says, in any order.
	Rows() S
	// CountRows is that for the number of all rows of each parent.
	CountRows() S
	// CountGroups is that for the counts of the field's group.
	CountGroups() S
	// CountEnds is that for the number of relations at the root and of their
	// distinct ends: two counts, of the parents "rows" and "ends".
	CountEnds() S
}

// Statements are what answers one step: a statement for the rows, unless only
// counts are wanted, for the total count and for the groups where they are.
type Statements[S any] struct{ Rows, Count, Groups *S }

// Print prints the statements of a step; print gives a new printer for each.
func Print[S any](s *Step, print func() Printer[S]) Statements[S] {
	var out Statements[S]
	one := func(print S) *S { return &print }
	if !s.Field.Only {
		out.Rows = one(print().Rows())
	}
	if s.Field.Count && !s.Field.Via.ByID() {
		out.Count = one(print().CountRows())
	}
	if s.Field.Group != nil {
		out.Groups = one(print().CountGroups())
	}
	return out
}

// Runner runs statements in a database, in the transaction of a question. Each
// gives what it finds, with the id of the parent.
type Runner[S any] interface {
	Counts(ctx context.Context, statement S, found func(parent string, n int)) error
	Groups(ctx context.Context, statement S, g *Group, found func(parent string, row GroupRow)) error
	Rows(ctx context.Context, statement S, s *Step, found func(parent string, row Row)) error
	// Copies are those of Step.Copies.
	Copies(ctx context.Context) (map[ArticleID]string, error)
}

// Ask answers a step by the statements that are printed for it; print gives a
// new printer of a step for each. It puts the rows of each page in order, takes off the one that
// only told that there are more, and refuses a page of all rows when there are
// too many.
func Ask[S any](ctx context.Context, s *Step, print func(*Step) Printer[S], run Runner[S]) (*Asked, error) {
	f := s.Field
	if f.Page.All && f.Page.Ends > 0 && f.Page.Limit > f.Page.Ends/2 && !f.Only {
		asked, err := few(ctx, s, print, run)
		if asked != nil || err != nil {
			return asked, err
		}
	}
	asked := &Asked{Pages: map[string]*RowPage{}, Statements: s.Statements()}
	page := func(parent string) *RowPage {
		p := asked.Pages[parent]
		if p == nil {
			p = &RowPage{}
			asked.Pages[parent] = p
		}
		return p
	}
	if f.Group != nil && f.Group.Behind {
		var err error
		if s.Copies, err = run.Copies(ctx); err != nil {
			return nil, err
		}
	}
	st := Print(s, func() Printer[S] { return print(s) })
	if st.Count != nil {
		err := run.Counts(ctx, *st.Count, func(parent string, n int) {
			if n > 0 {
				page(parent).Total = n
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if st.Groups != nil {
		found := map[string][]GroupRow{}
		err := run.Groups(ctx, *st.Groups, f.Group, func(parent string, row GroupRow) { found[parent] = append(found[parent], row) })
		if err != nil {
			return nil, err
		}
		for parent, rows := range found {
			page(parent).Groups = f.Group.SortGroups(rows)
		}
	}
	if st.Rows != nil {
		var last *RowPage // the rows of one parent mostly come together
		of := ""
		err := run.Rows(ctx, *st.Rows, s, func(parent string, row Row) {
			if last == nil || of != parent {
				of, last = parent, page(parent)
			}
			last.Rows = append(last.Rows, row)
		})
		if err != nil {
			return nil, err
		}
	}
	if f.Via.ByID() {
		if p := asked.Pages[""]; p != nil {
			f.sort(p.Rows)
			if f.Count {
				p.Total = len(p.Rows)
			}
		}
		return asked, nil
	}
	tooMany := func() error {
		var err error
		failed := run.Counts(ctx, print(s).CountRows(), func(_ string, n int) {
			if n > f.Page.Limit && err == nil {
				err = &TooManyError{What: string(f.Rows), Have: n, Limit: f.Page.Limit}
			}
		})
		if failed != nil {
			return failed
		}
		return err
	}
	return asked, s.cut(asked, tooMany)
}

// few answers a step by relations that are too few to have too many ends. Where
// there are more, it counts them and their ends, and refuses too many; nil is that
// all may be read.
func few[S any](ctx context.Context, s *Step, print func(*Step) Printer[S], run Runner[S]) (*Asked, error) {
	f, step := *s.Field, *s
	f.Page = Page{First: max(f.Page.Ends/2, 1)}
	step.Field = &f
	asked, err := Ask(ctx, &step, print, run)
	if err != nil || !slices.ContainsFunc(slices.Collect(maps.Values(asked.Pages)), func(p *RowPage) bool { return p.HasNext }) {
		return asked, err
	}
	limits := map[string]TooManyError{
		"rows": {What: string(f.Rows), Limit: s.Field.Page.Limit}, "ends": {What: "nodes", Limit: s.Field.Page.Ends},
	}
	have := map[string]int{}
	if err := run.Counts(ctx, print(s).CountEnds(), func(what string, n int) { have[what] = n }); err != nil {
		return nil, err
	}
	for _, what := range []string{"rows", "ends"} {
		if over := limits[what]; have[what] > over.Limit {
			over.Have = have[what]
			return nil, &over
		}
	}
	return nil, nil
}

func (f *Field) sort(rows []Row) {
	ordering := f.Ordering()
	slices.SortFunc(rows, func(a, b Row) int { return CompareRows(ordering, a, b) })
}

// cut makes pages of the rows that were found.
func (s *Step) cut(asked *Asked, tooMany func() error) error {
	f := s.Field
	cursor := f.Page.After != nil || f.Page.Before != nil
	if f.Page.All && f.Page.Limit > 0 && (f.Only || cursor) {
		if err := tooMany(); err != nil {
			return err
		}
	}
	if f.Only {
		return nil
	}
	if cursor { // what says that a cursor stands before or after, also of no rows
		parent := ""
		if len(s.Parents) > 0 {
			parent = s.Parents[0]
		}
		if asked.Pages[parent] == nil {
			asked.Pages[parent] = &RowPage{}
		}
	}
	_, limit := f.Walk()
	for _, p := range asked.Pages {
		f.sort(p.Rows)
		p.HasPrev, p.HasNext = f.Page.After != nil, f.Page.Before != nil
		more := limit > 0 && len(p.Rows) >= limit
		switch {
		case more && f.Page.All:
			return tooMany()
		case f.Page.Last > 0:
			p.HasPrev = more
			if more {
				p.Rows = p.Rows[1:]
			}
		case !f.Page.All:
			p.HasNext = more
			if more {
				p.Rows = p.Rows[:limit-1]
			}
		}
	}
	return nil
}
