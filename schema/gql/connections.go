package gql

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

// EntityConnection is a page of entities.
type EntityConnection struct{ connection }

// Edges is the page with its cursors.
func (c *EntityConnection) Edges(ctx context.Context) []*EntityEdge {
	return edges(ctx, &c.connection, func(e edge) *EntityEdge { return &EntityEdge{e} })
}

// Nodes is the page without cursors.
func (c *EntityConnection) Nodes(ctx context.Context) []Entity {
	return nodes(ctx, &c.connection, func(p *plan, r graph.Row) Entity { return p.end(r) })
}

// EntityEdge is one of entities.
type EntityEdge struct{ edge }

// Node is what stands there.
func (e *EntityEdge) Node(ctx context.Context) Entity { return e.at(ctx).end(e.row) }

// StateConnection is a page of states.
type StateConnection struct{ connection }

// Edges is the page with its cursors.
func (c *StateConnection) Edges(ctx context.Context) []*StateEdge {
	return edges(ctx, &c.connection, func(e edge) *StateEdge { return &StateEdge{e} })
}

// Nodes is the page without cursors.
func (c *StateConnection) Nodes(ctx context.Context) []*State {
	return nodes(ctx, &c.connection, func(p *plan, r graph.Row) *State { return &State{entity{scope{p.of["State"]}, r.Entity}} })
}

// StateEdge is one of states.
type StateEdge struct{ edge }

// Node is what stands there.
func (e *StateEdge) Node(ctx context.Context) *State {
	return &State{entity{scope{e.at(ctx).of["State"]}, e.row.Entity}}
}

// OrganisationConnection is a page of organisations.
type OrganisationConnection struct{ connection }

// Edges is the page with its cursors.
func (c *OrganisationConnection) Edges(ctx context.Context) []*OrganisationEdge {
	return edges(ctx, &c.connection, func(e edge) *OrganisationEdge { return &OrganisationEdge{e} })
}

// Nodes is the page without cursors.
func (c *OrganisationConnection) Nodes(ctx context.Context) []*Organisation {
	return nodes(ctx, &c.connection, func(p *plan, r graph.Row) *Organisation {
		return &Organisation{entity{scope{p.of["Organisation"]}, r.Entity}}
	})
}

// OrganisationEdge is one of organisations.
type OrganisationEdge struct{ edge }

// Node is what stands there.
func (e *OrganisationEdge) Node(ctx context.Context) *Organisation {
	return &Organisation{entity{scope{e.at(ctx).of["Organisation"]}, e.row.Entity}}
}

// NonStateActorConnection is a page of non-state actors.
type NonStateActorConnection struct{ connection }

// Edges is the page with its cursors.
func (c *NonStateActorConnection) Edges(ctx context.Context) []*NonStateActorEdge {
	return edges(ctx, &c.connection, func(e edge) *NonStateActorEdge { return &NonStateActorEdge{e} })
}

// Nodes is the page without cursors.
func (c *NonStateActorConnection) Nodes(ctx context.Context) []*NonStateActor {
	return nodes(ctx, &c.connection, func(p *plan, r graph.Row) *NonStateActor {
		return &NonStateActor{entity{scope{p.of["NonStateActor"]}, r.Entity}}
	})
}

// NonStateActorEdge is one of non-state actors.
type NonStateActorEdge struct{ edge }

// Node is what stands there.
func (e *NonStateActorEdge) Node(ctx context.Context) *NonStateActor {
	return &NonStateActor{entity{scope{e.at(ctx).of["NonStateActor"]}, e.row.Entity}}
}

// LeaderConnection is a page of leaders.
type LeaderConnection struct{ connection }

// Edges is the page with its cursors.
func (c *LeaderConnection) Edges(ctx context.Context) []*LeaderEdge {
	return edges(ctx, &c.connection, func(e edge) *LeaderEdge { return &LeaderEdge{e} })
}

// Nodes is the page without cursors.
func (c *LeaderConnection) Nodes(ctx context.Context) []*Leader {
	return nodes(ctx, &c.connection, func(p *plan, r graph.Row) *Leader { return &Leader{entity{scope{p.of["Leader"]}, r.Entity}} })
}

// LeaderEdge is one of leaders.
type LeaderEdge struct{ edge }

// Node is what stands there.
func (e *LeaderEdge) Node(ctx context.Context) *Leader {
	return &Leader{entity{scope{e.at(ctx).of["Leader"]}, e.row.Entity}}
}

// RelationConnection is a page of relations.
type RelationConnection struct{ connection }

// Edges is the page with its cursors.
func (c *RelationConnection) Edges(ctx context.Context) []*RelationEdge {
	return edges(ctx, &c.connection, func(e edge) *RelationEdge { return &RelationEdge{e} })
}

// Nodes is the page without cursors.
func (c *RelationConnection) Nodes(ctx context.Context) []*Relation {
	return nodes(ctx, &c.connection, func(p *plan, r graph.Row) *Relation { return p.relation(r.Relation, c.parent()) })
}

// RelationEdge is one of relations.
type RelationEdge struct{ edge }

// Node is what stands there.
func (e *RelationEdge) Node(ctx context.Context) *Relation {
	return e.at(ctx).relation(e.row.Relation, e.c.parent())
}

// ClaimConnection is a page of claims.
type ClaimConnection struct{ connection }

// Edges is the page with its cursors.
func (c *ClaimConnection) Edges(ctx context.Context) []*ClaimEdge {
	return edges(ctx, &c.connection, func(e edge) *ClaimEdge { return &ClaimEdge{e} })
}

// Nodes is the page without cursors.
func (c *ClaimConnection) Nodes(ctx context.Context) []*Claim {
	return nodes(ctx, &c.connection, func(p *plan, r graph.Row) *Claim { return p.claim(r.Claim) })
}

// ClaimEdge is one of claims.
type ClaimEdge struct{ edge }

// Node is what stands there.
func (e *ClaimEdge) Node(ctx context.Context) *Claim { return e.at(ctx).claim(e.row.Claim) }

// ArticleConnection is a page of articles.
type ArticleConnection struct{ connection }

// Edges is the page with its cursors.
func (c *ArticleConnection) Edges(ctx context.Context) []*ArticleEdge {
	return edges(ctx, &c.connection, func(e edge) *ArticleEdge { return &ArticleEdge{e} })
}

// Nodes is the page without cursors.
func (c *ArticleConnection) Nodes(ctx context.Context) []*Article {
	return nodes(ctx, &c.connection, func(p *plan, r graph.Row) *Article { return p.article(r.Article) })
}

// ArticleEdge is one of articles.
type ArticleEdge struct{ edge }

// Node is what stands there.
func (e *ArticleEdge) Node(ctx context.Context) *Article { return e.at(ctx).article(e.row.Article) }

// TreatyConnection is a page of treaties.
type TreatyConnection struct{ connection }

// Edges is the page with its cursors.
func (c *TreatyConnection) Edges(ctx context.Context) []*TreatyEdge {
	return edges(ctx, &c.connection, func(e edge) *TreatyEdge { return &TreatyEdge{e} })
}

// Nodes is the page without cursors.
func (c *TreatyConnection) Nodes(ctx context.Context) []*Treaty {
	return nodes(ctx, &c.connection, func(p *plan, r graph.Row) *Treaty { return p.treaty(r.Treaty) })
}

// TreatyEdge is one of treaties.
type TreatyEdge struct{ edge }

// Node is what stands there.
func (e *TreatyEdge) Node(ctx context.Context) *Treaty { return e.at(ctx).treaty(e.row.Treaty) }

// Other is the end other than the entity under which the relation was found.
func (e *RelationEdge) Other(ctx context.Context) Entity {
	if e.c.parent() == "" {
		return nil
	}
	return e.at(ctx).entityAt(e.row.Relation.Other(e.c.parent()), "")
}
