package neo4j

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Texts are the statements for a step, for tests that look at plans.
func Texts(s *graph.Step) (texts []string, parameters []map[string]any) {
	st := printStep(schema.Default(), s, 1<<30)
	for _, one := range []*statement{st.rows, st.count, st.groups} {
		if one != nil {
			texts = append(texts, one.text)
			parameters = append(parameters, one.params)
		}
	}
	return texts, parameters
}

// Usual are the steps that are warmed at start.
var Usual = usualSteps

// CheckVersion refuses servers that are too old.
var CheckVersion = checkVersion
