package neo4j

import (
	"context"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// Ask answers one step.
func (b *backend) Ask(ctx context.Context, s *graph.Step) (*graph.Asked, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	st := printStep(b.ontology, s, b.revision)
	asked := &graph.Asked{Pages: map[string]*graph.RowPage{}}
	page := func(parent string) *graph.RowPage {
		p := asked.Pages[parent]
		if p == nil {
			p = &graph.RowPage{}
			asked.Pages[parent] = p
		}
		return p
	}
	if st.count != nil {
		asked.Statements++
		err := b.tx.rows(st.count.text, st.count.params, func(v *values) error {
			parent, n := v.text(), int(v.number())
			if n > 0 {
				page(parent).Total = n
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if st.groups != nil {
		asked.Statements++
		if err := b.groups(s.Field.Group, st.groups, page); err != nil {
			return nil, err
		}
	}
	if st.rows != nil {
		asked.Statements++
		scan := scanners[s.Field.Rows]
		err := b.tx.rows(st.rows.text, st.rows.params, func(v *values) error {
			parent := v.text()
			r, err := scan(b, v)
			if err != nil {
				return err
			}
			if r.Entity != nil {
				if as := b.moves.ReadAs(r.Entity.ID, s.Field.Time.Known()); as != r.Entity.ID {
					r.Entity.MergedInto = as
				}
			}
			p := page(parent)
			p.Rows = append(p.Rows, r)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if s.Field.Via.ByID() {
		if p := asked.Pages[""]; p != nil {
			sortRows(s.Field, p.Rows)
			if s.Field.Count {
				p.Total = len(p.Rows)
			}
		}
		return asked, nil
	}
	return asked, b.cut(s, &st, asked)
}

func (b *backend) groups(g *graph.Group, st *statement, page func(string) *graph.RowPage) error {
	found := map[string][]graph.GroupRow{}
	err := b.tx.rows(st.text, st.params, func(v *values) error {
		parent := v.text()
		row := graph.GroupRow{Keys: make([]string, len(g.By))}
		for i := range row.Keys {
			row.Keys[i] = v.text()
		}
		row.Count = int(v.number())
		if g.Behind {
			row.Articles, row.Origins = int(v.number()), int(v.number())
		}
		found[parent] = append(found[parent], row)
		return nil
	})
	for parent, rows := range found {
		page(parent).Groups = g.SortGroups(rows)
	}
	return err
}

// scanners read the columns that a table's statements give, after the parent.
var scanners = map[graph.Rows]func(*backend, *values) (graph.Row, error){
	graph.Entities: (*backend).scanEntity, graph.Relations: (*backend).scanRelation, graph.Claims: scanClaim,
	graph.Articles: scanArticle, graph.Treaties: scanTreaty, graph.Judgements: scanJudgement,
}

// cut puts the rows of each page into order, takes off the one that only told
// that there are more, and refuses a page of all rows when there are too many.
func (b *backend) cut(s *graph.Step, st *answers, asked *graph.Asked) error {
	f := s.Field
	cursor := f.Page.After != nil || f.Page.Before != nil
	if f.Page.All && f.Page.Limit > 0 && (f.Only || cursor) {
		if err := b.tooMany(s); err != nil {
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
			asked.Pages[parent] = &graph.RowPage{}
		}
	}
	for _, p := range asked.Pages {
		sortRows(f, p.Rows)
		p.HasPrev, p.HasNext = f.Page.After != nil, f.Page.Before != nil
		more := st.limit > 0 && len(p.Rows) >= st.limit
		switch {
		case more && f.Page.All:
			return b.tooMany(s)
		case f.Page.Last > 0:
			p.HasPrev = more
			if more {
				p.Rows = p.Rows[1:]
			}
		case !f.Page.All:
			p.HasNext = more
			if more {
				p.Rows = p.Rows[:st.limit-1]
			}
		}
	}
	return nil
}

func sortRows(f *graph.Field, rows []graph.Row) {
	ordering := f.Ordering()
	slices.SortFunc(rows, func(a, b graph.Row) int { return graph.CompareRows(ordering, a, b) })
}

// tooMany counts the rows that a page of all of them would have, and refuses it
// when they are too many.
func (b *backend) tooMany(s *graph.Step) error {
	f := s.Field
	count := newPrinter(b.ontology, s, b.revision).countRows()
	return b.tx.rows(count.text, count.params, func(v *values) error {
		v.text()
		if n := int(v.number()); n > f.Page.Limit {
			return &graph.TooManyError{What: string(f.Rows), Have: n, Limit: f.Page.Limit}
		}
		return nil
	})
}
