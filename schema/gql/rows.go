package gql

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
)

// Node is the GraphQL interface of what can be asked for by its id.
type Node interface{ IsNode() }

// Entity is the GraphQL interface of what may stand at the end of a relation.
type Entity interface {
	Node
	IsEntity()
}

// scope holds what was planned for the fields of one object, by response key.
type scope struct{ kids kids }

// kid is what was planned for the field that is being resolved.
func (s scope) kid(ctx context.Context) *plan {
	return s.kids[graphql.GetFieldContext(ctx).Field.Alias]
}

// below is the scope of an object that is part of its parent's row, and none
// when nothing was planned below it.
func (s scope) below(ctx context.Context, typ string) scope {
	if k := s.kid(ctx); k != nil {
		return scope{k.of[typ]}
	}
	return scope{}
}

// entityAt finds the entity or treaty of an id in the answers of a field that
// follows ids. One that is not in the graph, which a claim may name, is shown
// by its id and the name that the claim gives it.
func (p *plan) entityAt(id graph.EntityID, name string) Entity {
	if id == "" {
		return nil
	}
	if p.twin != nil && p.twin.ans != nil {
		if r, ok := p.twin.ans.Row(string(id)); ok {
			return &Treaty{entity{scope{p.of["Treaty"]}, bare(id, name)}, r.Treaty}
		}
	}
	if p.ans != nil {
		if r, ok := p.ans.Row(string(id)); ok {
			return p.entity(r.Entity)
		}
	}
	return p.entity(bare(id, name))
}

func bare(id graph.EntityID, name string) *graph.Entity {
	if name == "" {
		name = id.Code()
	}
	return &graph.Entity{ID: id, Kind: id.Kind(), Name: name}
}

// entity wraps an entity in the Go type of its GraphQL type.
func (p *plan) entity(e *graph.Entity) Entity {
	switch e.Kind {
	case graph.State:
		return &State{entity{scope{p.of["State"]}, e}}
	case graph.NonStateActor:
		return &NonStateActor{entity{scope{p.of["NonStateActor"]}, e}}
	case graph.Leader:
		return &Leader{entity{scope{p.of["Leader"]}, e}}
	case graph.Treaty:
		return &Treaty{entity{scope{p.of["Treaty"]}, e}, nil}
	}
	return &Organisation{entity{scope{p.of["Organisation"]}, e}}
}

// node wraps any row that is a node.
func (p *plan) node(r graph.Row) Node {
	switch {
	case r.Entity != nil:
		return p.entity(r.Entity)
	case r.Treaty != nil:
		return p.treaty(r.Treaty)
	case r.Relation != nil:
		return p.relation(r.Relation, "")
	case r.Claim != nil:
		return p.claim(r.Claim)
	case r.Article != nil:
		return p.article(r.Article)
	}
	return nil
}

// end wraps a row that is an entity or a treaty.
func (p *plan) end(r graph.Row) Entity {
	if r.Treaty != nil {
		return p.treaty(r.Treaty)
	}
	return p.entity(r.Entity)
}

func (p *plan) treaty(t *graph.TreatyNode) *Treaty {
	return &Treaty{entity{scope{p.of["Treaty"]}, bare(t.ID, t.Title)}, t}
}

func (p *plan) relation(r *graph.Relation, parent graph.EntityID) *Relation {
	return &Relation{scope{p.of["Relation"]}, r, p.ref, parent}
}

func (p *plan) claim(c *graph.Claim) *Claim {
	return &Claim{scope{p.of["Claim"]}, c}
}

func (p *plan) article(a *graph.Article) *Article {
	return &Article{scope{p.of["Article"]}, a}
}

// entities wraps the entities of ids, in their order.
func (p *plan) entities(ids []graph.EntityID) []Entity {
	out := make([]Entity, 0, len(ids))
	for _, id := range ids {
		if e := p.entityAt(id, ""); e != nil {
			out = append(out, e)
		}
	}
	return out
}

// refs wraps the entities that a claim names; one without an id is left out.
func (p *plan) refs(refs []graph.EntityRef) []Entity {
	out := make([]Entity, 0, len(refs))
	for _, r := range refs {
		if e := p.entityAt(r.ID, r.Name); e != nil {
			out = append(out, e)
		}
	}
	return out
}

func opt(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func share(t graph.Thousandths) float64 { return float64(t) / 1000 }

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
