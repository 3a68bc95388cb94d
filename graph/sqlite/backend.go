package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// backend answers the steps of one question, in one read transaction.
type backend struct {
	ontology *schema.Ontology
	*session
	claims   *decoded[graph.Claim]
	entities *decoded[graph.Entity]
	revision graph.Revision
}

var _ graph.Backend = (*backend)(nil)

// State reads what answers are read against.
func (b *backend) State(ctx context.Context, undated bool) (rev graph.Revision, latest graph.Day, without int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, 0, 0, err
	}
	text, args := `SELECT m.value, (SELECT value FROM meta WHERE name = 'latest'), 0 FROM meta m WHERE m.name = 'revision'`, []any(nil)
	if undated {
		text = `SELECT m.value, (SELECT value FROM meta WHERE name = 'latest'),
			(SELECT count(*) FROM article a WHERE a.pub = ? AND a.revision <= m.value AND ` + readByOthers + `) FROM meta m WHERE m.name = 'revision'`
		args = []any{int64(graph.MinDay)}
	}
	_, err = b.row(text, args, &rev, &latest, &without)
	b.revision = rev
	return rev, latest, without, err
}

// Ask answers one step.
func (b *backend) Ask(ctx context.Context, s *graph.Step) (*graph.Asked, error) {
	st := printStep(b.ontology, s, b.revision)
	asked := &graph.Asked{Pages: map[string]*graph.RowPage{}, Statements: s.Statements()}
	page := func(parent string) *graph.RowPage {
		p := asked.Pages[parent]
		if p == nil {
			p = &graph.RowPage{}
			asked.Pages[parent] = p
		}
		return p
	}
	if st.count != nil {
		err := b.each(ctx, st.count.text, st.count.args, func(scan func(...any) error) error {
			var parent string
			var n int
			err := scan(&parent, &n)
			page(parent).Total = n
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if st.groups != nil {
		if err := b.groups(ctx, s.Field.Group, st.groups, page); err != nil {
			return nil, err
		}
	}
	if st.rows != nil {
		if err := b.rows(ctx, s, &st, page); err != nil {
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
	return asked, b.cut(ctx, s, &st, asked)
}

func (b *backend) groups(ctx context.Context, g *graph.Group, st *statement, page func(string) *graph.RowPage) error {
	found := map[string][]graph.GroupRow{}
	err := b.each(ctx, st.text, st.args, func(scan func(...any) error) error {
		var parent string
		row := graph.GroupRow{Keys: make([]string, len(g.By))}
		into := []any{&parent}
		for i := range row.Keys {
			into = append(into, &row.Keys[i])
		}
		into = append(into, &row.Count)
		if g.Behind {
			into = append(into, &row.Articles, &row.Origins)
		}
		err := scan(into...)
		found[parent] = append(found[parent], row)
		return err
	})
	for parent, rows := range found {
		page(parent).Groups = g.SortGroups(rows)
	}
	return err
}

func (b *backend) rows(ctx context.Context, s *graph.Step, st *answers, page func(string) *graph.RowPage) error {
	scan := scanners[s.Field.Rows]
	var last *graph.RowPage
	var parent string
	return b.values(ctx, st.rows.text, st.rows.args, func(row []any) error {
		v := values{row: row}
		of := v.text()
		r, err := scan(b, &v)
		if err != nil {
			return err
		}
		if last == nil || of != parent { // the rows of one parent mostly come together
			parent, last = of, page(of)
		}
		last.Rows = append(last.Rows, r)
		return v.err
	})
}

// values are the columns of a row, read one after the other.
type values struct {
	row []any
	at  int
	err error
}

func next[T any](v *values) (value T) {
	value, ok := v.row[v.at].(T)
	if !ok && v.err == nil {
		v.err = fmt.Errorf("column %d is a %T: %w", v.at, v.row[v.at], graph.ErrCorrupt)
	}
	v.at++
	return value
}

func (v *values) text() string     { return next[string](v) }
func (v *values) number() int64    { return next[int64](v) }
func (v *values) day() graph.Day   { return graph.Day(v.number()) }
func (v *values) date() graph.Date { return graph.Date(v.text()) }

// json reads a column into what it is the JSON of.
func (v *values) json(into any) error { return json.Unmarshal([]byte(v.text()), into) }

// columns reads a text of several columns from its front.
type columns struct {
	rest string
	err  error
}

func (c *columns) text() string {
	value, rest, ok := strings.Cut(c.rest, "\x1f")
	if !ok && c.err == nil {
		c.err = fmt.Errorf("a row ends too soon: %w", graph.ErrCorrupt)
	}
	c.rest = rest
	return value
}

func (c *columns) number() int {
	n, err := strconv.Atoi(c.text())
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("no number in a row: %w", graph.ErrCorrupt)
	}
	return n
}

func (c *columns) day() graph.Day { return graph.Day(c.number()) }

// scanners read the columns that a table's statements give, after the parent.
var scanners = map[graph.Rows]func(*backend, *values) (graph.Row, error){
	graph.Entities: (*backend).scanEntity, graph.Relations: (*backend).scanRelation, graph.Claims: (*backend).scanClaim,
	graph.Articles: (*backend).scanArticle, graph.Treaties: (*backend).scanTreaty, graph.Judgements: (*backend).scanJudgement,
}

// cut puts the rows of each page into order, takes off the one that only told
// that there are more, and refuses a page of all rows when there are too many.
func (b *backend) cut(ctx context.Context, s *graph.Step, st *answers, asked *graph.Asked) error {
	f := s.Field
	cursor := f.Page.After != nil || f.Page.Before != nil
	if f.Page.All && f.Page.Limit > 0 && (f.Only || cursor) {
		if err := b.tooMany(ctx, s); err != nil {
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
			return b.tooMany(ctx, s)
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
func (b *backend) tooMany(ctx context.Context, s *graph.Step) error {
	f := s.Field
	count := newPrinter(b.ontology, s, b.revision).countRows()
	return b.each(ctx, count.text, count.args, func(scan func(...any) error) error {
		var parent string
		var n int
		if err := scan(&parent, &n); err != nil || n <= f.Page.Limit {
			return err
		}
		return &graph.TooManyError{What: string(f.Rows), Have: n, Limit: f.Page.Limit}
	})
}
