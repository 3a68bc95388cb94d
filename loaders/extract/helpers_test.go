package extract_test

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

func symmetric(c *graph.Claim) bool { return schema.Default().Spec(c.Relation).Symmetric }
