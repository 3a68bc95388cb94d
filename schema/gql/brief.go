package gql

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
)

// ofID is what an id alone tells of an entity.
var ofID = []string{"id", "type", "__typename"}

// These fields need no more of their rows than graph.Field.Brief says, or find
// rows of their own by the id.
var (
	briefEntity   = []string{"id", "type", "__typename", "name", "relations", "claims", "treaties", "leaders", "terms", "members", "acts"}
	briefRelation = []string{
		"id", "__typename", "kind", "phrase", "symmetric", "status", "modality", "subject", "object", "other", "treaty", "confidence", "claimCount",
		"date", "validFrom", "validTo", "claims",
	}
	briefArticle = []string{"id", "__typename", "title", "url", "source", "published", "lang", "claims", "judgements"}
	briefEdge    = []string{"id", "__typename", "source", "target", "kind", "weight", "sign", "confidence", "claimCount", "validFrom", "validTo"}
)

// only reports whether nothing but these fields is asked of the types: of names,
// but that in the entity's own words.
func (c *compiler) only(sets []ast.SelectionSet, fields []string, types ...string) bool {
	if uniform(sets) {
		types = types[:1]
	}
	for _, typ := range types {
		for _, g := range c.collect(sets, typ) {
			if !slices.Contains(fields, g.name()) || g.name() == "name" && g.argued() {
				return false
			}
		}
	}
	return true
}

// argued reports whether a field has arguments.
func (g group) argued() bool {
	return slices.ContainsFunc(g.fields, func(f *ast.Field) bool { return len(f.Arguments) > 0 })
}

// briefConnection reports whether the rows of a connection may be brief.
func (c *compiler) briefConnection(g group, rows graph.Rows) bool {
	fields, typ := briefRelation, "Relation"
	switch rows {
	case graph.Relations:
	case graph.Articles:
		fields, typ = briefArticle, "Article"
	default:
		return false
	}
	for _, f := range c.collect(g.sets(), g.typ(c.schema).Name) {
		switch f.name() {
		case "nodes":
			if !c.only(f.sets(), fields, typ) {
				return false
			}
		case "edges":
			for _, e := range c.collect(f.sets(), f.typ(c.schema).Name) {
				switch e.name() {
				case "cursor", "other", "__typename":
				case "node":
					if !c.only(e.sets(), fields, typ) {
						return false
					}
				default:
					return false
				}
			}
		}
	}
	return true
}

// briefNetwork reports whether the relations of a network may be brief.
func (c *compiler) briefNetwork(g group) bool {
	return !slices.ContainsFunc(c.collect(g.sets(), "Network"), func(f group) bool {
		return f.name() == "edges" && !c.only(f.sets(), briefEdge, "NetworkEdge")
	})
}
