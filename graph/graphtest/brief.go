package graphtest

import (
	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

// testBrief asks for rows of which no more will be looked at than what most
// questions show. They are the same rows in the same order, and have that much;
// where the order or a field below needs more, they have that too.
func testBrief(t *T) {
	k := t.know(Rich(17))
	for _, time := range []graph.Time{{}, knownBy("2025-02-04")} {
		for _, rows := range []graph.Rows{graph.Relations, graph.Entities, graph.Articles} {
			whole := k.rows(graph.Field{Rows: rows, Time: time})
			short := k.rows(graph.Field{Rows: rows, Time: time, Brief: true})
			if len(whole) == 0 {
				t.Fatalf("there are no %s", rows)
			}
			if d := cmp.Diff(each(whole, briefly), each(short, briefly)); d != "" {
				t.Errorf("brief %s (-whole +brief)\n%s", rows, d)
			}
		}
		for _, o := range []graph.OrderField{graph.BySources, graph.ByReported, graph.ByAttested} {
			order := []graph.Order{{Field: o, Desc: true}}
			whole := k.rows(graph.Field{Rows: graph.Relations, Time: time, Order: order})
			short := k.rows(graph.Field{Rows: graph.Relations, Time: time, Order: order, Brief: true})
			if d := cmp.Diff(keys(whole), keys(short)); d != "" {
				t.Errorf("brief relations by %s (-whole +brief)\n%s", o, d)
			}
		}
		below := func(brief bool) []string {
			res := k.ask(&graph.Field{
				Name: "r", Rows: graph.Relations, Time: time, Page: all, Brief: brief,
				Fields: []*graph.Field{{Name: "against", Rows: graph.Entities, Via: graph.ViaAgainst, Time: time, Brief: brief}},
			})
			return keys(res.Fields["r"].Fields["against"].Page("").Rows)
		}
		want := below(false)
		if len(want) == 0 {
			t.Fatal("no relation is against anybody")
		}
		if d := cmp.Diff(want, below(true)); d != "" {
			t.Errorf("below brief relations (-whole +brief)\n%s", d)
		}
	}
}

// briefly is what a brief row has, see graph.Field.Brief.
func briefly(r graph.Row) graph.Row {
	if e := r.Entity; e != nil {
		return graph.Row{Entity: &graph.Entity{ID: e.ID, Kind: e.Kind, Name: e.Name}}
	}
	if a := r.Article; a != nil {
		short := *a
		short.Text, short.Print = "", ""
		return graph.Row{Article: &short}
	}
	f := r.Relation
	return graph.Row{Relation: &graph.Relation{
		ID: f.ID, Kind: f.Kind, Subject: f.Subject, Object: f.Object, Modality: f.Modality, Status: f.Status, Confidence: f.Confidence,
		ClaimCount: f.ClaimCount, ValidFrom: f.ValidFrom, ValidTo: f.ValidTo,
		Span: graph.Span{Since: f.Since, EndsOn: f.EndsOn, LapsesOn: f.LapsesOn},
	}}
}

func each[A, B any](list []A, f func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
