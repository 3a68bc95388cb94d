package sqlite

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/schema"
)

// hotShapes are the questions that must be fast on a large graph.
func hotShapes() map[string]*graph.Step {
	facts := []graph.Status{graph.StatusFact}
	known := graph.Day(20_000)
	after := &graph.Cursor{Known: graph.MaxDay, Keys: []string{"19000"}, ID: "relation:8000000000000000"}
	shapes := map[string]*graph.Field{
		"a page of an entity's relations": {Rows: graph.Relations, Via: graph.ViaEntity, Where: graph.Where{Statuses: facts}},
		"a later page":                    {Rows: graph.Relations, Via: graph.ViaEntity, Where: graph.Where{Statuses: facts}, Page: graph.Page{First: 20, After: after}},
		"the last page":                   {Rows: graph.Relations, Via: graph.ViaEntity, Where: graph.Where{Statuses: facts}, Page: graph.Page{Last: 20}},
		"outgoing relations":              {Rows: graph.Relations, Via: graph.ViaEntity, Where: graph.Where{Statuses: facts, Direction: graph.Out}},
		"relations of some kinds":         {Rows: graph.Relations, Via: graph.ViaEntity, Where: graph.Where{Statuses: facts, Kinds: []schema.Kind{schema.MetWith, schema.Attacked}}},
		"relations as known on a day":     {Rows: graph.Relations, Via: graph.ViaEntity, Where: graph.Where{Statuses: facts}, Time: graph.Time{KnownBy: &known}},
		"relations on a day":              {Rows: graph.Relations, Via: graph.ViaEntity, Where: graph.Where{Statuses: facts}, Time: graph.Time{At: &known}},
		"an entity's relations, counted":  {Rows: graph.Relations, Via: graph.ViaEntity, Where: graph.Where{Statuses: facts}, Count: true, Only: true},
		"the newest relations":            {Rows: graph.Relations, Where: graph.Where{Statuses: facts}},
		"the newest of some kinds":        {Rows: graph.Relations, Where: graph.Where{Kinds: []schema.Kind{schema.MetWith, schema.Attacked}}},
		"relations of either end":         {Rows: graph.Relations, Where: graph.Where{Either: []graph.EntityID{"state:BLR"}}},
		"relations against someone":       {Rows: graph.Relations, Where: graph.Where{Against: []graph.EntityID{"state:UKR"}}},
		"a timeline of a pair":            {Rows: graph.Relations, Where: graph.Where{Pair: []graph.EntityID{"state:IRN", "state:RUS"}}},
		"relations by id":                 {Rows: graph.Relations, Where: graph.Where{IDs: []string{"relation:1", "relation:2"}}},
		"the claims of relations":         {Rows: graph.Claims, Via: graph.ViaRelation, Page: graph.Page{First: 3}},
		"the relations of claims":         {Rows: graph.Relations, Via: graph.ViaClaim},
		"the treaties of relations":       {Rows: graph.Treaties, Via: graph.ViaRelation},
		"an entity's claims":              {Rows: graph.Claims, Via: graph.ViaEntity},
		"the claims of an agent":          {Rows: graph.Claims, Via: graph.ViaAgent},
		"the claims of articles":          {Rows: graph.Claims, Via: graph.ViaDocument},
		"the newest claims":               {Rows: graph.Claims},
		"the newest claims of some kinds": {Rows: graph.Claims, Where: graph.Where{Kinds: []schema.Kind{schema.MetWith, schema.Attacked}}},
		"claims against someone":          {Rows: graph.Claims, Where: graph.Where{Against: []graph.EntityID{"state:UKR"}, Kinds: []schema.Kind{schema.SuppliedArmsTo}}},
		"claims touching someone":         {Rows: graph.Claims, Where: graph.Where{Touching: []graph.EntityID{"state:UKR"}}},
		"claims by words":                 {Rows: graph.Claims, Where: graph.Where{Text: "drone russ"}},
		"entities by id":                  {Rows: graph.Entities, Via: graph.ViaSubject},
		"entities by name":                {Rows: graph.Entities, Where: graph.Where{Search: "luka"}},
		"the newest articles":             {Rows: graph.Articles},
		"articles of claims":              {Rows: graph.Articles, Via: graph.ViaArticle},
		"an article by its address":       {Rows: graph.Articles, Where: graph.Where{URLs: []string{"https://a.example/"}}},
		"the newest of an outlet":         {Rows: graph.Articles, Where: graph.Where{Outlets: []string{"Herald"}}},
		"the treaties of entities":        {Rows: graph.Treaties, Via: graph.ViaEntity},
		"the treaties of parties":         {Rows: graph.Treaties, Where: graph.Where{Parties: []graph.EntityID{"state:IRN", "state:RUS"}}},
		"treaties by title":               {Rows: graph.Treaties, Where: graph.Where{Search: "pact"}},
		"the judgements on articles":      {Rows: graph.Judgements, Via: graph.ViaDocument},
	}
	steps := map[string]*graph.Step{}
	for name, f := range shapes {
		s := &graph.Step{Field: f, Ref: graph.Reference{Ended: 20_000, Lapsed: 20_000}}
		switch {
		case f.Via.ByID():
			s.IDs = []string{"state:BLR", "state:RUS"}
		case f.Via != graph.Root:
			s.Parents = []string{"state:BLR", "state:RUS"}
			if f.Page.After != nil {
				s.Parents = s.Parents[:1]
			}
		}
		steps[name] = s
	}
	return steps
}

// TestPlans asks SQLite how it would answer each hot shape: never by a scan of a
// table, and never by sorting what an index holds in order.
func TestPlans(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "graph.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Put(ctx, graphtest.Rich(1).Batch()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Fold(ctx); err != nil {
		t.Fatal(err)
	}
	r, err := s.reader(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { s.readers <- r }()
	for name, step := range hotShapes() {
		t.Run(name, func(t *testing.T) {
			printed := printStep(s.ontology, step, 1)
			for _, st := range []*statement{printed.Rows, printed.Count} {
				if st == nil {
					continue
				}
				var plan []string
				err := r.values(ctx, "EXPLAIN QUERY PLAN "+st.text, st.args, func(row []any) error {
					plan = append(plan, row[3].(string))
					return nil
				})
				if err != nil {
					t.Fatalf("%v\n%s", err, st.text)
				}
				for _, line := range plan {
					if bad := scansTable(line); bad {
						t.Errorf("%s\n%s\n\n%s", line, st.text, strings.Join(plan, "\n"))
					}
				}
				t.Logf("%s\n%s", st.text, strings.Join(plan, "\n"))
			}
		})
	}
}

// scansTable reports whether a line of a plan reads a whole table. What a
// statement made itself (k, the picked rows), what a parameter lists (json_each)
// and a walk along an index in the order that is asked for are no such thing.
func scansTable(line string) bool {
	rest, ok := strings.CutPrefix(line, "SCAN ")
	if !ok {
		return false
	}
	what, _, _ := strings.Cut(rest, " ")
	switch what {
	case "w", "r", "v", "c", "x", "y", "m", "a":
		return !strings.Contains(rest, "VIRTUAL TABLE") && !strings.Contains(rest, "USING INDEX") && !strings.Contains(rest, "USING COVERING INDEX")
	}
	return false
}

// TestLogIsNotSorted: a log walks what it yields in order, so that it takes no
// memory, however much one revision has brought.
func TestLogIsNotSorted(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "graph.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, text := range []string{logArticles, logClaims} {
		err := s.writer.each(ctx, "EXPLAIN QUERY PLAN "+text, []any{1}, func(scan func(...any) error) error {
			var id, parent, unused int
			var line string
			err := scan(&id, &parent, &unused, &line)
			if strings.Contains(line, "TEMP B-TREE") || scansTable(line) {
				t.Errorf("%s\n%s", line, text)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
