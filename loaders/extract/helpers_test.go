package extract_test

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

func symmetric(c *graph.Claim) bool { return schema.Default().Spec(c.Relation).Symmetric }

func indexOf(claims []*graph.Claim, c *graph.Claim) int { return slices.Index(claims, c) }
