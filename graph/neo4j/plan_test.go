package neo4j_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/neo4j"
)

// filled gives the database what planners and counters need: a graph that is
// not empty.
func filled(t testing.TB, actors, claims int) *neo4j.Store {
	t.Helper()
	s := open(t)
	t.Cleanup(func() { s.Close() })
	for b := range graphtest.Generate(actors, claims, 1) {
		if err := s.Put(context.Background(), b); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Fold(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestPlans lets the server explain the statements of the usual questions: none
// scans all nodes of a label, or all relationships of a type.
func TestPlans(t *testing.T) {
	filled(t, 300, 2000)
	d := raw(t)
	for _, step := range neo4j.Usual() {
		texts, parameters := neo4j.Texts(step)
		for i, text := range texts {
			var operators []string
			var visit func(driver.Plan)
			visit = func(p driver.Plan) {
				operators = append(operators, fmt.Sprintf("%s(%v)", p.Operator(), p.Arguments()["Details"]))
				for _, c := range p.Children() {
					visit(c)
				}
			}
			visit(explain(t, d, "EXPLAIN "+text, parameters[i]).Plan())
			for _, o := range operators {
				for _, scan := range []string{"NodeByLabelScan", "NodeIndexScan", "AllNodesScan", "RelationshipTypeScan", "AllRelationshipsScan"} {
					if strings.Contains(o, scan) {
						t.Errorf("%s\nscans: %s\n%s", (&graph.Query{Fields: []*graph.Field{step.Field}}), o, text)
					}
				}
			}
			// A walk gives the order: between it and its end nothing sorts.
			for j, o := range operators {
				if strings.HasPrefix(o, "NodeIndexSeek") && strings.Contains(text, "w.subject = p") && i == 0 && slices.ContainsFunc(operators[max(0, j-3):j], func(above string) bool {
					return strings.HasPrefix(above, "Top") || strings.HasPrefix(above, "Sort")
				}) {
					t.Errorf("a hub is sorted:\n%s\n%s", strings.Join(operators, "\n"), text)
				}
			}
		}
	}
}

// explain runs a statement with its parameters, after EXPLAIN or PROFILE where
// the text says so.
func explain(t testing.TB, d driver.DriverWithContext, text string, parameters map[string]any) driver.ResultSummary {
	t.Helper()
	s := d.NewSession(context.Background(), driver.SessionConfig{})
	defer s.Close(context.Background())
	res, err := s.Run(context.Background(), text, parameters)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	sum, err := res.Consume(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// TestHub counts what the server looks at for a page of 20 of an entity that
// stands in thousands of relations, and of one that stands in some thirty: no
// more than twice as much.
func TestHub(t *testing.T) {
	s := filled(t, 2000, 12000)
	d := raw(t)
	count := func(id string) int {
		res, err := s.Query(context.Background(), &graph.Query{Fields: []*graph.Field{{
			Name: "r", Rows: graph.Relations, Where: graph.Where{Either: []graph.EntityID{graph.EntityID(id)}}, Count: true, Only: true,
		}}})
		if err != nil {
			t.Fatal(err)
		}
		return res.Fields["r"].Page("").Total
	}
	hits := func(id string) int64 {
		texts, parameters := neo4j.Texts(&graph.Step{
			Field:   &graph.Field{Name: "r", Rows: graph.Relations, Via: graph.ViaEntity, Page: graph.Page{First: 20}},
			Parents: []string{id},
		})
		var total int64
		var visit func(driver.ProfiledPlan)
		visit = func(p driver.ProfiledPlan) {
			total += p.DbHits()
			for _, c := range p.Children() {
				visit(c)
			}
		}
		visit(explain(t, d, "PROFILE "+texts[0], parameters[0]).Profile())
		return total
	}
	hub, leaf := "state:AAA", ""
	for i := 60; leaf == "" && i < 200; i++ {
		id := fmt.Sprintf("state:A%c%c", 'A'+i/26, 'A'+i%26)
		if n := count(id); n >= 40 && n <= 120 {
			leaf = id
		}
	}
	if leaf == "" {
		t.Fatal("the generated graph has no leaf")
	}
	many, few := count(hub), count(leaf)
	if many < few*10 {
		t.Fatalf("%s stands in %d relations, %s in %d: that is no hub", hub, many, leaf, few)
	}
	h, l := hits(hub), hits(leaf)
	t.Logf("a page of 20: %d hits of %d relations, %d hits of %d", h, many, l, few)
	if h > 2*l {
		t.Errorf("a page of 20 of %d relations takes %d database hits, of %d relations %d", many, h, few, l)
	}
}
