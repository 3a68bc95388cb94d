package gql

import (
	"slices"

	"github.com/entente-graph/entente/graph"
)

// search plans a search by name: of entities and, in a field of its own, of
// treaties, since those are rows of their own. The list is of both.
func (c *compiler) search(g group, o owner, a args) *plan {
	f := &graph.Field{Rows: graph.Entities, Time: known(o.time)}
	f.Where.Search = a.text("text")
	kinds := wanted[graph.EntityKind](a, "types")
	treaties := len(kinds) == 0 || slices.Contains(kinds, graph.Treaty)
	f.Where.EntityKinds = slices.DeleteFunc(kinds, func(k graph.EntityKind) bool { return k == graph.Treaty })
	if treaties && len(kinds) > 0 && len(f.Where.EntityKinds) == 0 {
		f.Rows, treaties = graph.Treaties, false
	}
	a.page(f)
	t := &graph.Field{Rows: graph.Treaties, Time: f.Time, Where: graph.Where{Search: f.Where.Search}, Page: f.Page}
	p := c.connection(g, o, f)
	if treaties {
		g.alias += "/treaty"
		p.twin = c.connection(g, o, t)
	}
	return p
}

// merged makes one page of those of two fields that are ordered and paged alike.
func merged(f *graph.Field, a, b *graph.RowPage) *graph.RowPage {
	ordering := f.Ordering()
	out := &graph.RowPage{
		Rows: slices.Concat(a.Rows, b.Rows), Total: a.Total + b.Total, HasNext: a.HasNext || b.HasNext, HasPrev: a.HasPrev || b.HasPrev,
	}
	slices.SortFunc(out.Rows, func(x, y graph.Row) int { return graph.CompareRows(ordering, x, y) })
	switch over := len(out.Rows) - max(f.Page.First, f.Page.Last); {
	case over <= 0:
	case f.Page.Last > 0:
		out.Rows, out.HasPrev = out.Rows[over:], true
	default:
		out.Rows, out.HasNext = out.Rows[:f.Page.First], true
	}
	return out
}
