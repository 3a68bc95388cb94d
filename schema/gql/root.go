package gql

import (
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// root plans a field of the type Query. Introspection needs no plan.
func (c *compiler) root(g group, o owner) *plan {
	if strings.HasPrefix(g.name(), "__") {
		return nil
	}
	a := c.args(g)
	o.time = a.time(o.time)
	switch g.name() {
	case "node", "entity", "state", "organisation", "actor", "leader", "treaty", "article", "claim", "relation":
		return c.node(g, o, a.str("id"))
	case "nodes":
		return c.byIDs(g, o, a)
	case "states", "organisations", "actors", "leaders":
		f := &graph.Field{Rows: graph.Entities, Time: known(o.time), Order: a.order("ASC")}
		f.Where.EntityKinds = []graph.EntityKind{listed[g.name()]}
		f.Where.IDs = wanted[string](a.in("where"), "ids")
		f.Where.Search = a.in("where").text("name")
		a.page(f)
		return c.connection(g, o, f)
	case "search":
		return c.search(g, o, a)
	case "relations":
		f := &graph.Field{Rows: graph.Relations, Time: o.time, Order: a.order("DESC")}
		a.relations(&f.Where)
		a.page(f)
		return c.connection(g, o, f)
	case "timeline":
		f := &graph.Field{Rows: graph.Relations, Time: o.time}
		a.relations(&f.Where)
		a.page(f)
		return c.connection(g, o, f)
	case "claims":
		return c.claims(g, o, graph.Root, o.time)
	case "treaties":
		return c.treaties(g, o, graph.Root)
	case "articles":
		f := &graph.Field{Rows: graph.Articles, Time: known(o.time), Order: a.order("DESC")}
		f.Where.Outlets, f.Where.Languages = wanted[string](a, "outlet"), wanted[string](a, "lang")
		a.languages("lang")
		f.Where.URLs, f.Where.News = wanted[string](a, "url"), true
		f.Where.Published = a.published()
		a.page(f)
		return c.connection(g, o, f)
	}
	return c.analysis(g, o, a)
}

var listed = map[string]graph.EntityKind{
	"states": graph.State, "organisations": graph.Organisation, "actors": graph.NonStateActor, "leaders": graph.Leader,
}

// idTypes are the types of what an id may name, by its prefix.
var idTypes = map[string]struct {
	rows graph.Rows
	typ  string
}{
	"state": {graph.Entities, "State"}, "org": {graph.Entities, "Organisation"}, "bloc": {graph.Entities, "Organisation"},
	"actor": {graph.Entities, "NonStateActor"}, "leader": {graph.Entities, "Leader"}, "treaty": {graph.Treaties, "Treaty"},
	"article": {graph.Articles, "Article"}, "claim": {graph.Claims, "Claim"}, "relation": {graph.Relations, "Relation"},
}

// node plans a field that is one node, by its id. Where the id is of nothing that the
// field's type may be, it is null and nothing is asked.
func (c *compiler) node(g group, o owner, id string) *plan {
	prefix, _, _ := strings.Cut(id, ":")
	what, ok := idTypes[prefix]
	if !ok || !c.applies(g.typ(c.schema).Name, what.typ) {
		return &plan{of: map[string]kids{}}
	}
	f := &graph.Field{Rows: what.rows, Time: known(o.time), Where: graph.Where{IDs: []string{id}}, Page: graph.Page{First: 1}}
	p := &plan{field: f, of: map[string]kids{}}
	in := c.ask(o, g.alias, f, 1)
	in.time = o.time
	p.of[what.typ] = c.object(what.typ, g.sets(), in)
	switch what.rows {
	case graph.Entities:
		f.Brief = c.only(g.sets(), briefEntity, what.typ)
	case graph.Relations:
		f.Brief = c.only(g.sets(), briefRelation, what.typ)
	case graph.Articles:
		f.Brief = c.only(g.sets(), briefArticle, what.typ)
	}
	return p
}

// byIDs plans `nodes`: a field for each kind of rows among the ids.
func (c *compiler) byIDs(g group, o owner, a args) *plan {
	p := &plan{of: map[string]kids{}}
	ids := a.strs("ids")
	if len(ids) > graph.MaxPage {
		a.bad("ids", "%d ids, at most %d are allowed", len(ids), graph.MaxPage)
		return p
	}
	asked := map[string][]string{}
	for _, id := range ids {
		prefix, _, _ := strings.Cut(id, ":")
		if what, ok := idTypes[prefix]; ok {
			asked[what.typ] = append(asked[what.typ], id)
		}
	}
	w := &nodesByID{ids: ids, rows: map[string]*plan{}}
	for _, typ := range []string{"State", "Organisation", "NonStateActor", "Leader", "Treaty", "Article", "Claim", "Relation"} {
		if len(asked[typ]) == 0 {
			continue
		}
		prefix, _, _ := strings.Cut(asked[typ][0], ":")
		f := &graph.Field{Rows: idTypes[prefix].rows, Time: known(o.time), Where: graph.Where{IDs: asked[typ]}, Page: graph.Page{First: len(asked[typ])}}
		k := &plan{field: f, of: map[string]kids{}}
		in := c.ask(o, fmt.Sprintf("%s/%s", g.alias, typ), f, len(asked[typ]))
		in.time = o.time
		k.of[typ] = c.object(typ, g.sets(), in)
		w.rows[typ] = k
		p.below = append(p.below, k)
	}
	p.value = w
	return p
}

// nodesByID puts the rows of `nodes` into the order of the ids.
type nodesByID struct {
	ids  []string
	rows map[string]*plan
}

func (w *nodesByID) nodes() []Node {
	out := make([]Node, len(w.ids))
	for i, id := range w.ids {
		prefix, _, _ := strings.Cut(id, ":")
		p := w.rows[idTypes[prefix].typ]
		if p == nil || p.ans == nil {
			continue
		}
		for _, r := range p.ans.Page("").Rows {
			if r.Key() == id {
				out[i] = p.node(r)
			}
		}
	}
	return out
}
