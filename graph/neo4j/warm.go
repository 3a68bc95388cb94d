package neo4j

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// warm runs the statements of the usual questions once, of nobody, so that the
// server has planned them before the first person asks. A database that holds
// nothing yet is left alone: it is about to be loaded, not asked. (Plans do not
// depend on how much it holds, since every walk names its index.)
func (s *Store) warm(ctx context.Context) error {
	return s.read(ctx, func(t *tx) error {
		rec, err := t.record(`MATCH (r:Relation) RETURN count(r)`, nil)
		if err != nil {
			return err
		}
		if n, _ := rec[0].(int64); n == 0 {
			return nil
		}
		for _, st := range usual(s) {
			if _, err := t.record(st.text, st.params); err != nil {
				return err
			}
		}
		return nil
	})
}

// usual are the statements of the usual questions.
func usual(s *Store) []*statement {
	var out []*statement
	for _, step := range usualSteps() {
		st := printStep(s.ontology, step, 0)
		out = append(out, st.rows)
	}
	return out
}

func usualSteps() []*graph.Step {
	under := func(rows graph.Rows, via graph.Via, where graph.Where) *graph.Step {
		return &graph.Step{Field: &graph.Field{Name: "f", Rows: rows, Via: via, Where: where, Count: true}, Parents: []string{"state:-"}}
	}
	byID := func(rows graph.Rows, via graph.Via) *graph.Step {
		return &graph.Step{Field: &graph.Field{Name: "f", Rows: rows, Via: via}, IDs: []string{"state:-"}}
	}
	root := func(rows graph.Rows, where graph.Where) *graph.Step {
		return &graph.Step{Field: &graph.Field{Name: "f", Rows: rows, Where: where, Count: true}}
	}
	nobody := []graph.EntityID{"state:-"}
	steps := []*graph.Step{
		root(graph.Entities, graph.Where{IDs: []string{"state:-"}}), root(graph.Entities, graph.Where{Search: "x"}), root(graph.Entities, graph.Where{Search: "x y"}),
		root(graph.Relations, graph.Where{IDs: []string{"relation:-"}}), root(graph.Relations, graph.Where{}), root(graph.Relations, graph.Where{Kinds: []schema.Kind{"-"}}),
		root(graph.Relations, graph.Where{Either: nobody}), root(graph.Relations, graph.Where{Pair: []graph.EntityID{"state:-", "state:--"}}),
		root(graph.Claims, graph.Where{IDs: []string{"claim:-"}}), root(graph.Claims, graph.Where{}), root(graph.Claims, graph.Where{Against: nobody}),
		root(graph.Articles, graph.Where{IDs: []string{"article:-"}}), root(graph.Articles, graph.Where{}),
		root(graph.Treaties, graph.Where{Parties: nobody}),
		under(graph.Claims, graph.ViaRelation, graph.Where{}), under(graph.Claims, graph.ViaEntity, graph.Where{}), under(graph.Treaties, graph.ViaEntity, graph.Where{}),
		byID(graph.Entities, graph.ViaSubject), byID(graph.Articles, graph.ViaArticle), byID(graph.Claims, graph.ViaHistory),
	}
	for _, d := range []graph.Direction{graph.Both, graph.Out, graph.In} {
		steps = append(steps, under(graph.Relations, graph.ViaEntity, graph.Where{Direction: d}), under(graph.Relations, graph.ViaEntity, graph.Where{Direction: d, Kinds: []schema.Kind{"-"}}))
	}
	return steps
}
