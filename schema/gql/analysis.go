package gql

import (
	"slices"

	"github.com/entente-graph/entente/graph"
)

// analysis plans the fields of the type Query that work on many rows at once.
func (c *compiler) analysis(g group, o owner, a args) *plan {
	switch g.name() {
	case "network":
		return c.network(g, o, a)
	case "paths":
		return c.paths(g, o, a)
	case "changes":
		return c.changes(g, o, a)
	case "neighborhood":
		return c.neighborhood(g, o, a)
	case "compare":
		return c.compare(g, o, a)
	case "coverage":
		return c.coverage(g, o, a)
	case "similarity":
		return c.similarity(g, o, a)
	case "pledges":
		return c.pledges(g, o, a)
	case "ontology":
		return &plan{of: map[string]kids{"Ontology": c.object("Ontology", g.sets(), o)}}
	}
	return nil
}

// ofAnalysis plans the fields below an analysis.
func (c *compiler) ofAnalysis(typ string, g group, o owner) (*plan, bool) {
	if len(c.nets) > 0 { // of what is below a network
		c.nets[len(c.nets)-1].measures[g.name()] = true
	}
	switch typ + "." + g.name() {
	case "NetworkNode.entity":
		w := c.nets[len(c.nets)-1]
		p := c.entities(g, o)
		w.wanted = append(w.wanted, p)
		return p, true
	case "NetworkNode.name":
		w := c.nets[len(c.nets)-1]
		p := c.entities(g, o)
		p.langs = []string{c.args(g).language("lang")}
		p.field.Brief = p.langs[0] == ""
		w.wanted = append(w.wanted, p)
		return p, true
	case "NetworkEdge.relation", "Hop.relation":
		p := &plan{}
		c.rows(p, g.typ(c.schema), g.sets(), o.in(g.alias))
		return p, true
	case "Neighborhood.center":
		root := owner{query: c.query, prefix: o.field.Name + "/" + o.prefix, time: o.time}
		p := c.node(g, root, string(c.hoods[len(c.hoods)-1].id))
		p.root = true
		return p, true
	case "Neighbor.entity":
		n := c.hoods[len(c.hoods)-1]
		p := c.entities(g, o)
		n.wanted = append(n.wanted, p)
		return p, true
	case "Comparison.gained", "Comparison.lost":
		return c.compared(g, o), true
	case "Pledge.delivered":
		w := c.promises[len(c.promises)-1]
		o.prefix = o.field.Name + "/" + o.prefix
		p := c.relationsByID(g, o, o.time, graph.DefaultPage)
		w.wanted = append(w.wanted, p)
		return p, true
	case "Ontology.kinds":
		p := &plan{}
		if ks := c.args(g).kinds("kinds"); ks != nil {
			p.value = ks
		}
		return p, true
	case "Changes.disputed":
		return c.disputed(g, o), true
	case "Changes.events", "Changes.appeared", "Changes.ended":
		return c.change(g, o), true
	}
	return nil, false
}

// entities plans entities and treaties whose ids a job will find: see plan.want.
func (c *compiler) entities(g group, o owner) *plan {
	late := owner{query: c.late, prefix: o.field.Name + "/" + o.prefix, time: o.time, cost: o.cost}
	t := known(o.time)
	all := graph.Page{All: true, Limit: max(c.limits.Nodes, graph.MaxPage)}
	p := &plan{late: true, of: map[string]kids{}, field: &graph.Field{Rows: graph.Entities, Time: t, Page: all}}
	in := c.ask(late, g.alias, p.field, 1)
	in.time = o.time
	p.twin = &plan{late: true, field: &graph.Field{Rows: graph.Treaties, Time: t, Page: all}}
	inTreaty := c.ask(late, g.alias+"/treaty", p.twin.field, 1)
	inTreaty.time = o.time
	if len(g.typ(c.schema).Fields) > 0 { // an entity, not its name
		p.field.Brief = c.only(g.sets(), briefEntity, entityTypes...)
		c.entityRows(p, entityTypes, g.sets(), in)
		p.of["Treaty"] = c.object("Treaty", g.sets(), inTreaty)
	}
	return p
}

// want sets the ids of a plan that entities made. What has no ids is not
// asked: see run.second.
func (p *plan) want(ids []string) {
	for _, id := range ids {
		if graph.EntityID(id).Kind() == graph.Treaty {
			p.twin.field.Where.IDs = append(p.twin.field.Where.IDs, id)
		} else {
			p.field.Where.IDs = append(p.field.Where.IDs, id)
		}
	}
}

// withIDs leaves out the fields of the second query for which no ids were
// found: without ids they would ask for everything.
func withIDs(q *graph.Query) *graph.Query {
	return &graph.Query{Fields: slices.DeleteFunc(slices.Clone(q.Fields), func(f *graph.Field) bool { return len(f.Where.IDs) == 0 })}
}
