package neo4j

import (
	"context"
	"slices"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// warmers is how many sessions warm at once.
const warmers = 2

// Warm runs the statements of the usual questions once, of nobody, so that the
// server has planned them before the first person asks. It is for a process that
// answers many questions: one that asks a single one would wait longer for the
// plans of the others. (Plans do not depend on how much the database holds,
// since every walk names its index.)
func (s *Store) Warm(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	statements := make(chan statement)
	var running sync.WaitGroup
	for range warmers {
		running.Go(func() {
			err := s.read(ctx, func(t *tx) error {
				for st := range statements {
					if _, err := t.record(st.text, st.params); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				cancel(err)
			}
		})
	}
	feed(ctx, statements, usual(s.ontology))
	running.Wait()
	return context.Cause(ctx)
}

// feed gives the statements to whoever takes them, until the context ends.
func feed(ctx context.Context, into chan<- statement, list []statement) {
	defer close(into)
	for _, st := range list {
		select {
		case into <- st:
		case <-ctx.Done():
			return
		}
	}
}

// usual are the statements of the usual questions.
func usual(o *schema.Ontology) []statement {
	out := []statement{{stateText, params{"min": int64(graph.MinDay)}}}
	for _, step := range usualSteps() {
		out = append(out, newPrinter(o, step, 0).Rows())
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
	facts := []graph.Status{graph.StatusFact} // what questions that name no status are for
	steps := []*graph.Step{
		root(graph.Entities, graph.Where{IDs: []string{"state:-"}}), root(graph.Entities, graph.Where{Search: "x"}), root(graph.Entities, graph.Where{Search: "x y"}),
		root(graph.Relations, graph.Where{IDs: []string{"relation:-"}}), root(graph.Relations, graph.Where{Statuses: facts}), root(graph.Relations, graph.Where{Kinds: []schema.Kind{"-"}, Statuses: facts}),
		root(graph.Relations, graph.Where{Either: nobody, Statuses: facts}), root(graph.Relations, graph.Where{Pair: []graph.EntityID{"state:-", "state:--"}, Statuses: facts}),
		root(graph.Claims, graph.Where{IDs: []string{"claim:-"}}), root(graph.Claims, graph.Where{}), root(graph.Claims, graph.Where{Against: nobody}),
		root(graph.Articles, graph.Where{IDs: []string{"article:-"}}), root(graph.Articles, graph.Where{}),
		root(graph.Treaties, graph.Where{Parties: nobody}), root(graph.Treaties, graph.Where{Search: "x"}),
		under(graph.Claims, graph.ViaRelation, graph.Where{}), under(graph.Claims, graph.ViaEntity, graph.Where{}), under(graph.Treaties, graph.ViaEntity, graph.Where{}),
		byID(graph.Entities, graph.ViaSubject), byID(graph.Articles, graph.ViaArticle), byID(graph.Claims, graph.ViaHistory),
	}
	for _, d := range []graph.Direction{graph.Both, graph.Out, graph.In} {
		steps = append(steps, under(graph.Relations, graph.ViaEntity, graph.Where{Direction: d, Statuses: facts}), under(graph.Relations, graph.ViaEntity, graph.Where{Direction: d, Kinds: []schema.Kind{"-"}, Statuses: facts}))
	}
	for _, s := range slices.Clone(steps) { // and where little of them is shown
		f := *s.Field
		if f.Brief = true; f.Short() {
			steps = append(steps, &graph.Step{Field: &f, Parents: s.Parents, IDs: s.IDs})
		}
	}
	return steps
}
