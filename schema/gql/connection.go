package gql

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

// connection is a page of rows under one parent.
type connection struct {
	scope
	p    *plan
	page *graph.RowPage
	key  string // the parent's
}

// parent is the entity under which the rows were found; empty for none.
func (c *connection) parent() graph.EntityID {
	if c.p.field.Via == graph.ViaEntity {
		return graph.EntityID(c.key)
	}
	return ""
}

// page is the page of a parent, in a field whose rows are a connection.
func (p *plan) page(parent string) connection {
	page := &graph.RowPage{}
	if p.ans != nil {
		page = p.ans.Page(parent)
	}
	if p.twin != nil && p.twin.ans != nil {
		page = merged(p.field, page, p.twin.ans.Page(parent))
	}
	if p.blank {
		more := len(page.Rows) > 0
		page = &graph.RowPage{
			Total: page.Total, HasNext: page.HasNext || more && p.field.Page.First > 0, HasPrev: page.HasPrev || more && p.field.Page.Last > 0,
		}
	}
	return connection{scope{p.connection()}, p, page, parent}
}

// connection is what was planned below the connection itself.
func (p *plan) connection() kids { return p.of[connectionType] }

// connectionType stands for the type of any connection among the types below
// a plan, since a field has but one of them.
const connectionType = "Connection"

// TotalCount is the length of the whole list.
func (c *connection) TotalCount() int { return c.page.Total }

// PageInfo is where the page stands.
func (c *connection) PageInfo() *PageInfo {
	info := &PageInfo{HasNextPage: c.page.HasNext, HasPreviousPage: c.page.HasPrev}
	if n := len(c.page.Rows); n > 0 {
		info.StartCursor = opt(c.cursor(c.page.Rows[0]))
		info.EndCursor = opt(c.cursor(c.page.Rows[n-1]))
	}
	return info
}

func (c *connection) cursor(r graph.Row) string {
	return graph.CursorOf(c.p.field, r).String()
}

// Stats counts the whole list.
func (c *connection) Stats(ctx context.Context) *Stats { return c.kid(ctx).stats(c.key) }

// rows is what was planned for the rows, reached by way of the field that is
// being resolved: `nodes`, or `node` under `edges`.
func (c *connection) rows(ctx context.Context) *plan {
	k := c.kid(ctx)
	if k == nil {
		return &plan{ref: c.p.ref}
	}
	return k
}

// edge is one row in its page.
type edge struct {
	scope
	c   *connection
	row graph.Row
}

// Cursor is where the edge stands.
func (e *edge) Cursor() string { return e.c.cursor(e.row) }

func (e *edge) at(ctx context.Context) *plan {
	k := e.kid(ctx)
	if k == nil {
		return &plan{ref: e.c.p.ref}
	}
	return k
}

func edges[T any](ctx context.Context, c *connection, wrap func(edge) T) []T {
	s := c.below(ctx, edgeType)
	twin := s
	if t := c.twin(ctx); t != nil {
		twin = scope{t.of[edgeType]}
	}
	out := make([]T, len(c.page.Rows))
	for i, r := range c.page.Rows {
		e := edge{s, c, r}
		if r.Treaty != nil {
			e.scope = twin
		}
		out[i] = wrap(e)
	}
	return out
}

// twin is what was planned for the field that is being resolved of the treaties
// among the rows; nil where rows are of one kind.
func (c *connection) twin(ctx context.Context) *plan {
	if c.p.twin == nil {
		return nil
	}
	return scope{c.p.twin.connection()}.kid(ctx)
}

// edgeType stands for the type of any edge, like connectionType.
const edgeType = "Edge"

func nodes[T any](ctx context.Context, c *connection, wrap func(*plan, graph.Row) T) []T {
	p := c.rows(ctx)
	twin := p
	if t := c.twin(ctx); t != nil {
		twin = t
	}
	out := make([]T, len(c.page.Rows))
	for i, r := range c.page.Rows {
		if r.Treaty != nil {
			out[i] = wrap(twin, r)
		} else {
			out[i] = wrap(p, r)
		}
	}
	return out
}

// PageInfo is where a page stands in its list.
type PageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}

// Stats counts the rows of a list.
type Stats struct {
	Count  int
	Groups []*StatsGroup
	Series []*StatsPeriod
}

// StatsGroup is a count by keys.
type StatsGroup struct {
	Keys  []string
	Count int
}

// StatsPeriod is a count in a stretch of time.
type StatsPeriod struct {
	Period string
	Count  int
}

// stats reads the counts of a parent, which two fields without rows have asked
// for.
func (p *plan) stats(parent string) *Stats {
	s := &Stats{Groups: []*StatsGroup{}, Series: []*StatsPeriod{}}
	s.Count = p.ans.Page(parent).Total
	if p.field.Group != nil {
		for _, g := range p.ans.Page(parent).Groups {
			s.Groups = append(s.Groups, &StatsGroup{g.Keys, g.Count})
		}
	}
	if p.twin != nil {
		for _, g := range p.twin.ans.Page(parent).Groups {
			s.Series = append(s.Series, &StatsPeriod{g.Keys[0], g.Count})
		}
	}
	return s
}
